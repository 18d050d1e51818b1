import type { LinkInfo, LinkTx, TalkerEvent } from "../wire/mod.ts";
import type { LinkName } from "./order.ts";

/** A key edge of a link with times and sums as integers. */
export interface LinkEdge extends LinkName {
  readonly kind: "START" | "STOP";
  readonly atMs: number;
  readonly totalMs: number;
  readonly lastTxStartMs: number | null;
  readonly lastTxEndMs: number | null;
}

/** What the store keeps of a link's state. */
export interface LinkSeen extends LinkName {
  readonly established: boolean;
  readonly connectedAtMs: number | null;
  /** When the running transmission began; `null` while there is none. */
  readonly txSinceMs: number | null;
  /** Both sums are without the running transmission. */
  readonly sessionTxMs: number;
  readonly totalMs: number;
  readonly lastTxStartMs: number | null;
  readonly lastTxEndMs: number | null;
}

/** A transmission's start or end. */
export interface TalkEdge extends LinkName {
  readonly kind: "TX_START" | "TX_STOP";
  readonly atMs: number;
  readonly callsign: string | null;
  readonly description: string | null;
  readonly durationMs: number | null;
}

const MAX_TEXT = 200; // characters of a callsign or description that are kept

/** Reads an edge; undefined when a time or sum in it is none, so that one bad value never stops a transaction. */
export function readEdge(tx: LinkTx): LinkEdge | undefined {
  const atMs = instant(tx.at);
  const totalMs = milliseconds(tx.total_tx_seconds);
  if (atMs === null || totalMs === null) return undefined;
  return {
    localNode: tx.local_node,
    node: tx.node,
    kind: tx.kind,
    atMs,
    totalMs,
    lastTxStartMs: instant(tx.last_tx_start),
    lastTxEndMs: instant(tx.last_tx_end),
  };
}

/** Reads a link's state as of `atMs`; undefined when a sum in it is no number. */
export function readSeen(info: LinkInfo, atMs: number): LinkSeen | undefined {
  const totalMs = milliseconds(info.total_tx_seconds);
  const sessionMs = milliseconds(info.session_tx_seconds);
  if (totalMs === null || sessionMs === null) return undefined;
  const txSinceMs = info.current_tx ? instant(info.current_tx_since) : null;
  const runningMs = txSinceMs === null ? 0 : Math.max(0, atMs - txSinceMs);
  return {
    localNode: info.local_node,
    node: info.node,
    established: info.link_state === "ESTABLISHED",
    connectedAtMs: instant(info.connected_since),
    txSinceMs,
    sessionTxMs: Math.max(0, sessionMs - runningMs),
    totalMs: Math.max(0, totalMs - runningMs),
    lastTxStartMs: instant(info.last_tx_start),
    lastTxEndMs: instant(info.last_tx_end),
  };
}

/** Reads a talker event; undefined when its time is none. */
export function readTalk(talk: TalkerEvent): TalkEdge | undefined {
  const atMs = instant(talk.at);
  if (atMs === null) return undefined;
  return {
    localNode: talk.local_node,
    node: talk.node,
    kind: talk.kind,
    atMs,
    callsign: talk.callsign?.slice(0, MAX_TEXT) ?? null,
    description: talk.description?.slice(0, MAX_TEXT) ?? null,
    durationMs: talk.duration === null ? null : milliseconds(talk.duration),
  };
}

function instant(iso: string | null): number | null {
  const atMs = iso === null ? NaN : Date.parse(iso);
  return Number.isNaN(atMs) ? null : atMs;
}

function milliseconds(seconds: number): number | null {
  const ms = Math.round(seconds * 1_000);
  return Number.isSafeInteger(ms) ? Math.max(0, ms) : null;
}
