import { useEffect } from "preact/hooks";
import { NodeGroups } from "../components/NodeGroups.tsx";
import { NoNodes } from "../components/NoNodes.tsx";
import { type CardsProps, haveCardsTimeline, OtherCards } from "../components/OtherCards.tsx";
import { WallCards } from "../components/WallCards.tsx";
import { WallRows } from "../components/WallRows.tsx";
import { keepAwake } from "../lib/client/mod.ts";

/** What the dashboard shows in place of a card for each node. */
function CardsInstead({ model, view, timeline }: CardsProps) {
  const { nodes, servers } = model.value;
  useEffect(() => view.wall ? keepAwake() : undefined, [view.wall]);
  if (timeline && haveCardsTimeline(view, nodes.size)) {
    return <WallRows model={model} timeline={timeline.timeline} />;
  }
  if (view.wall && nodes.size > 0) return <WallCards model={model} />;
  if (servers.size > 1 && view.nodes.length === 0) return <NodeGroups model={model} />;
  const isSaid = view.nodes.length > 0 || (view.servers.length > 0 && servers.size === 0);
  return isSaid ? null : <NoNodes model={model} />;
}

// Islands are loaded before the first is rendered, so that the dashboard finds what the server rendered.
OtherCards.give(CardsInstead);

/** Shows nothing: on a page it has the code of `OtherCards` come along. */
export default function CardsAhead() {
  return null;
}
