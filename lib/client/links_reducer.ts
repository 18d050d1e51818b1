import type { LinkInfo, LinkRef, LinkTx } from "../wire/mod.ts";
import { nextLost } from "./link_marks.ts";
import {
  type DashboardModel,
  linkKey,
  type LinkView,
  type NodeModel,
  TOP_LIMIT,
  type TopEntry,
} from "./model.ts";
import { instantMs, linkView } from "./views.ts";

/** Numbers kept per link between two statuses; each status clears what it covers, so this is never reached honestly. */
const LINK_SEQ_LIMIT = 2_000;

/** Work on a copy of one node's links, made once per message and node. */
interface Draft {
  readonly node: NodeModel;
  readonly links: Map<string, LinkView>;
  readonly linkSeqs: Map<string, number>;
}

/** Links that appeared or changed. */
export function addLinks(
  model: DashboardModel,
  infos: readonly LinkInfo[],
  seq: number,
  atMs: number,
): DashboardModel {
  return change(model, infos, seq, atMs, (draft, info) => {
    draft.links.set(info.node, linkView(info, atMs, draft.links.get(info.node)));
  });
}

/** Links that are gone since `atMs`; they are remembered as lost for a while. */
export function removeLinks(
  model: DashboardModel,
  refs: readonly LinkRef[],
  seq: number,
  atMs: number,
): DashboardModel {
  return change(model, refs, seq, atMs, (draft, ref) => void draft.links.delete(ref.node));
}

/** Key edges, in order. A link that is not known keeps its total for the top list only. */
export function transmitLinks(model: DashboardModel, edges: readonly LinkTx[], seq: number): DashboardModel {
  const known = edges.filter((edge) => model.nodes.get(edge.local_node)?.links.has(edge.node));
  const next = change(model, known, seq, null, (draft, edge) => {
    const link = draft.links.get(edge.node);
    if (link) draft.links.set(edge.node, transmit(link, edge));
  });
  const stops = edges.filter((edge) => edge.kind === "STOP");
  return stops.length === 0 ? next : { ...next, top: withTotals(next, stops) };
}

/**
 * One edge. Totals never shrink within a run, so what an edge adds to the total it adds to the session too, and an edge
 * that is already contained in a status adds nothing.
 */
function transmit(link: LinkView, edge: LinkTx): LinkView {
  const told = Number.isFinite(edge.total_tx_seconds) ? edge.total_tx_seconds : 0;
  const total = Math.max(link.endedTotalTxSeconds, told);
  const added = total - link.endedTotalTxSeconds;
  const atMs = instantMs(edge.at);
  return {
    ...link,
    keyedSinceMs: edge.kind === "START" ? atMs ?? link.keyedSinceMs : null,
    lastHeardAtMs: atMs ?? link.lastHeardAtMs,
    endedTotalTxSeconds: total,
    endedSessionTxSeconds: link.endedSessionTxSeconds + added,
  };
}

function change<Item extends LinkRef>(
  model: DashboardModel,
  items: readonly Item[],
  seq: number,
  /** When links came or went; `null` where none can. */
  membersAtMs: number | null,
  apply: (draft: Draft, item: Item) => void,
): DashboardModel {
  const drafts = new Map<string, Draft>();
  for (const item of items) {
    const node = model.nodes.get(item.local_node);
    if (!node || seq < Math.max(node.seq, node.linkSeqs.get(item.node) ?? 0)) continue;
    let draft = drafts.get(item.local_node);
    if (!draft) {
      draft = { node, links: new Map(node.links), linkSeqs: new Map(node.linkSeqs) };
      drafts.set(item.local_node, draft);
    }
    apply(draft, item);
    remember(draft.linkSeqs, item.node, seq);
  }
  return drafts.size === 0 ? model : { ...model, nodes: merged(model, drafts, membersAtMs) };
}

function remember(linkSeqs: Map<string, number>, node: string, seq: number): void {
  linkSeqs.delete(node);
  linkSeqs.set(node, seq);
  if (linkSeqs.size <= LINK_SEQ_LIMIT) return;
  for (const oldest of linkSeqs.keys()) return void linkSeqs.delete(oldest);
}

function merged(
  model: DashboardModel,
  drafts: ReadonlyMap<string, Draft>,
  membersAtMs: number | null,
): ReadonlyMap<string, NodeModel> {
  const nodes = new Map(model.nodes);
  for (const [id, { node, links, linkSeqs }] of drafts) {
    const lost = membersAtMs === null ? node.lost : nextLost(node.lost, node.links, links, membersAtMs);
    nodes.set(id, { ...node, links, lost, linkSeqs });
  }
  return nodes;
}

/** The totals remembered for the top list, with those of the edges; beyond the limit the smallest is forgotten. */
function withTotals(model: DashboardModel, edges: readonly LinkTx[]): ReadonlyMap<string, TopEntry> {
  const top = new Map(model.top);
  for (const edge of edges) {
    const key = linkKey(edge.local_node, edge.node);
    const known = model.nodes.get(edge.local_node)?.links.get(edge.node) ?? top.get(key);
    const total = Math.max(edge.total_tx_seconds, top.get(key)?.totalTxSeconds ?? 0);
    if (!Number.isFinite(total)) continue;
    top.set(key, {
      localNode: edge.local_node,
      node: edge.node,
      callsign: known?.callsign ?? null,
      description: known?.description ?? null,
      totalTxSeconds: total,
    });
    if (top.size > TOP_LIMIT) top.delete(smallest(top));
  }
  return top;
}

function smallest(top: ReadonlyMap<string, TopEntry>): string {
  let least: [string, TopEntry] | undefined;
  for (const entry of top) if (!least || entry[1].totalTxSeconds < least[1].totalTxSeconds) least = entry;
  return least?.[0] ?? "";
}
