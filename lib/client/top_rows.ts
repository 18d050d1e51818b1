import { secondsSince } from "./link_values.ts";
import { type DashboardModel, linkKey, type LinkView, type TopEntry } from "./model.ts";
import { compareNodeIds } from "./node_order.ts";

/** One row of the top list. */
export interface TopRow extends TopEntry {
  readonly key: string;
  /** Start of the running transmission, to let the total run with it; `totalTxSeconds` is without it. */
  readonly keyedSinceMs: number | null;
  /** Part of the largest total, 0..1. */
  readonly share: number;
}

type Candidate = Omit<TopRow, "share">;

/** Links by seconds talked ever, largest first; what is remembered, brought up to date by what is connected. */
export function topRows(model: DashboardModel, limit: number, nowMs: number): readonly TopRow[] {
  const rows = new Map<string, Candidate>();
  for (const [key, entry] of model.top) rows.set(key, { ...entry, key, keyedSinceMs: null });
  for (const { links } of model.nodes.values()) {
    for (const link of links.values()) {
      const key = linkKey(link.localNode, link.node);
      rows.set(key, { ...liveEntry(link), key, keyedSinceMs: link.keyedSinceMs });
    }
  }
  const talked = [...rows.values()].filter((row) => totalAt(row, nowMs) > 0);
  const top = talked.sort((left, right) => compareTop(left, right, nowMs)).slice(0, limit);
  const largest = top[0] ? totalAt(top[0], nowMs) : 1;
  return top.map((row) => ({ ...row, share: totalAt(row, nowMs) / largest }));
}

/** True while any link is keyed, so that totals run. */
export function anybodyTalks(model: DashboardModel): boolean {
  for (const { links } of model.nodes.values()) {
    for (const link of links.values()) if (link.keyedSinceMs !== null) return true;
  }
  return false;
}

function liveEntry(link: LinkView): TopEntry {
  const { localNode, node, callsign, description, endedTotalTxSeconds } = link;
  return { localNode, node, callsign, description, totalTxSeconds: endedTotalTxSeconds };
}

function totalAt(row: Candidate, nowMs: number): number {
  return row.totalTxSeconds + (secondsSince(row.keyedSinceMs, nowMs) ?? 0);
}

function compareTop(left: Candidate, right: Candidate, nowMs: number): number {
  return totalAt(right, nowMs) - totalAt(left, nowMs) || compareNodeIds(left.localNode, right.localNode) ||
    compareNodeIds(left.node, right.node);
}
