import type { ReadonlySignal } from "@preact/signals";
import type { DashboardModel, DashboardViewOptions } from "../lib/client/mod.ts";
import { ahead } from "./ahead.tsx";
import { NodeCard } from "./NodeCard.tsx";
import type { TimelineProps } from "./Timeline.tsx";

/** What the node cards, or what stands in their place, are made from. */
export interface CardsProps {
  readonly model: ReadonlySignal<DashboardModel>;
  readonly view: DashboardViewOptions;
  /** Who talked when, for cards that show it themselves. */
  readonly timeline?: TimelineProps;
}

/** A card for each node, in the order of the model. */
export function PlainCards({ model }: CardsProps) {
  const { nodes, servers } = model.value;
  return (
    <>
      {[...nodes.values()].map((node) => (
        <NodeCard key={node.view.nodeId} model={model} node={node} withServer={servers.size > 1} />
      ))}
    </>
  );
}

/**
 * What most dashboards never show: the cards of a wall, those grouped by server, and why there are none. The island `CardsAhead`
 * gives it; until it is there cards are plain.
 */
export const OtherCards = ahead(PlainCards);

/** Whether the page shows `OtherCards`. */
export function hasOtherCards(view: DashboardViewOptions, nodes: number, servers: number): boolean {
  // Nodes that were asked for stay in the order they were asked for.
  return view.wall || nodes === 0 || (servers > 1 && view.nodes.length === 0);
}

/** Nodes that a wall has room for with a chart each; of more of them the cards show who talked. */
const WALL_CHARTS = 4;

/** Whether the cards show who talked when, in place of charts of their own. */
export function haveCardsTimeline(view: DashboardViewOptions, nodes: number): boolean {
  return view.wall && nodes > WALL_CHARTS;
}
