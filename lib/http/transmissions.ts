import type { HistoryReader, Transmission } from "../store/mod.ts";
import type { TransmissionEntry } from "../wire/mod.ts";
import { compareNodeIds } from "./node_order.ts";

/** Which transmissions are asked for. */
export interface TransmissionsAsked {
  /** Those that began at or after this instant; all without it. */
  readonly sinceMs: number | undefined;
  /** Local nodes; empty for all. */
  readonly localNodes: readonly string[];
  /** Links; empty for all. */
  readonly nodes?: readonly string[];
  readonly limit: number;
}

/** Transmissions as the API gives them, newest first by their start; ties by local node, then node. */
export function readTransmissions(
  history: HistoryReader,
  { sinceMs = 0, localNodes, nodes = [], limit }: TransmissionsAsked,
): readonly TransmissionEntry[] {
  const locals = localNodes.length === 0 ? [{}] : localNodes.map((localNode) => ({ localNode }));
  const links = nodes.length === 0 ? [{}] : nodes.map((node) => ({ node }));
  const rows = locals.flatMap((local) =>
    links.flatMap((link) => history.recentTransmissions({ sinceMs, ...local, ...link, limit }))
  );
  return rows.sort(newestFirst).slice(0, limit).map(transmissionEntry);
}

function newestFirst(one: Transmission, other: Transmission): number {
  return other.startedAtMs - one.startedAtMs || compareNodeIds(one.localNode, other.localNode) ||
    compareNodeIds(one.node, other.node);
}

function transmissionEntry(row: Transmission): TransmissionEntry {
  return {
    local_node: row.localNode,
    node: row.node,
    callsign: row.callsign,
    description: row.description,
    started_at: new Date(row.startedAtMs).toISOString(),
    ended_at: row.endedAtMs === null ? null : new Date(row.endedAtMs).toISOString(),
  };
}
