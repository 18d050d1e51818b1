import { type ReadonlySignal, signal } from "@preact/signals";
import type { ComponentType } from "preact";
import type { DashboardModel, DashboardViewOptions } from "../lib/client/mod.ts";
import { NodeCard } from "./NodeCard.tsx";

/** What the node cards, or what stands in their place, are made from. */
export interface CardsProps {
  readonly model: ReadonlySignal<DashboardModel>;
  readonly view: DashboardViewOptions;
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

const Given = signal<ComponentType<CardsProps> | null>(null);

/**
 * What most dashboards never show: the cards of a wall, those grouped by server, and why there are none. Their code is the
 * island `CardsAhead`; a page that begins with them has it before anything is rendered. Until it is there cards are plain.
 */
export function OtherCards(props: CardsProps) {
  return Given.value ? <Given.value {...props} /> : <PlainCards {...props} />;
}

/** Has `OtherCards` show this. */
export function giveOtherCards(cards: ComponentType<CardsProps>): void {
  Given.value = cards;
}

/** Whether the page shows `OtherCards`. */
export function hasOtherCards(view: DashboardViewOptions, nodes: number, servers: number): boolean {
  // Nodes that were asked for stay in the order they were asked for.
  return view.wall || nodes === 0 || (servers > 1 && view.nodes.length === 0);
}
