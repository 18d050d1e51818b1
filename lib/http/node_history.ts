import type { DayEntry, NodeHistory } from "../wire/mod.ts";
import type { Services } from "./services.ts";

/** Days of which the sums are told, today included. */
export const HISTORY_DAYS = 14;

/** Transmissions older than this are not looked for: a busy node has thousands of them. */
const HEARD_WITHIN_MS = 7 * 86_400_000;

const DAY_MS = 86_400_000;

/** Rows of daily sums read at most: two weeks of a hub with 500 stations. */
const MAX_SUMS = 7_000;

/** What a history is made from. */
export type HistorySource = Pick<Services, "history" | "names" | "clock">;

/** Sessions, transmissions and daily sums of one local node, newest first, at most `limit` of the first two. */
export function nodeHistory(source: HistorySource, nodeId: string, limit: number): NodeHistory {
  const { history, names, clock } = source;
  const nowMs = clock.now();
  const nameOf = (node: string) => {
    const name = names(node);
    return { callsign: name?.callsign ?? null, description: name?.description ?? null };
  };
  const heard = { sinceMs: nowMs - HEARD_WITHIN_MS, localNode: nodeId, limit };
  return {
    node_id: nodeId,
    sessions: history.recentSessions({ localNode: nodeId, limit }).map((session) => ({
      node: session.node,
      ...nameOf(session.node),
      connected_at: iso(session.connectedAtMs),
      ended_at: session.endedAtMs === null ? null : iso(session.endedAtMs),
      tx_seconds: session.txMs / 1_000,
    })),
    transmissions: history.recentTransmissions(heard).map((row) => ({
      node: row.node,
      callsign: row.callsign,
      description: row.description,
      started_at: iso(row.startedAtMs),
      ended_at: row.endedAtMs === null ? null : iso(row.endedAtMs),
    })),
    days: daysOf(source, nodeId, nowMs),
    generated_at: iso(nowMs),
  };
}

/** Every day of the span, those on which nobody talked too. */
function daysOf({ history }: HistorySource, nodeId: string, nowMs: number): readonly DayEntry[] {
  const sinceMs = nowMs - (HISTORY_DAYS - 1) * DAY_MS;
  const days = new Map<string, { txMs: number; count: number }>();
  for (let index = 0; index < HISTORY_DAYS; index++) {
    days.set(iso(nowMs - index * DAY_MS).slice(0, 10), { txMs: 0, count: 0 });
  }
  for (const { day, txMs, count } of history.dailySums({ sinceMs, localNode: nodeId, limit: MAX_SUMS })) {
    const sum = days.get(day);
    if (!sum) continue;
    sum.txMs += txMs;
    sum.count += count;
  }
  return [...days].map(([day, { txMs, count }]) => ({ day, tx_seconds: txMs / 1_000, count }));
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}
