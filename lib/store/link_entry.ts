import type { LinkName } from "./order.ts";

/** A connection of a link, while it lasts. */
export interface OpenSession {
  connectedAtMs: number;
  /** Without the running transmission. */
  txMs: number;
  /** When the link was last known to be up. */
  seenAtMs: number;
}

/** A connection that is over. */
export interface EndedSession extends LinkName {
  readonly connectedAtMs: number;
  readonly endedAtMs: number;
  readonly txMs: number;
}

/** What is held of a link in memory: while it is connected, keyed, or has something to be written. */
export interface LinkEntry extends LinkName {
  /** Ever, without the running transmission. */
  settledMs: number;
  /** What was added to `settledMs` since it was last written. */
  earnedMs: number;
  /** How much of the running transmission is in the written total. */
  writtenPartMs: number;
  keyed: { readonly sinceMs: number; readonly totalAtStartMs: number } | null;
  lastTxStartMs: number | null;
  lastTxEndMs: number | null;
  session: OpenSession | null;
  /** The session that the present one took the place of, in case a poll tells that it was the same. */
  previous: EndedSession | null;
  updatedAtMs: number;
}

/** A link that was not in memory, with the total it is told to have. */
export function newEntry(name: LinkName, totalMs: number, atMs: number): LinkEntry {
  return {
    localNode: name.localNode,
    node: name.node,
    settledMs: totalMs,
    earnedMs: 0,
    writtenPartMs: 0,
    keyed: null,
    lastTxStartMs: null,
    lastTxEndMs: null,
    session: null,
    previous: null,
    updatedAtMs: atMs,
  };
}

/** How much of the running transmission there is at an instant; 0 while unkeyed. */
export function runningMs(entry: LinkEntry, untilMs: number): number {
  return entry.keyed ? Math.max(0, untilMs - entry.keyed.sinceMs) : 0;
}

/** Adds transmit time to the total and to the session. */
export function earn(entry: LinkEntry, txMs: number): void {
  entry.settledMs += txMs;
  entry.earnedMs += txMs;
  if (entry.session) entry.session.txMs += txMs;
}

/** The later of two instants, either of which may be missing. */
export function latest(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.max(one, other);
}
