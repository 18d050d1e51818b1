import type { Taken } from "../native/mod.ts";
import type { End } from "./sockaddr.ts";

/** How long a client may take, in milliseconds. */
export interface GuardTimes {
  /** From the connection to the end of the first request's headers, the handshake of TLS included. */
  readonly headersMs: number;
  /** From the end of a request's headers to its answer, where a body has to come first. */
  readonly bodyMs: number;
  /** From the end of an answer to the end of the next request's headers. */
  readonly idleMs: number;
  /** Without taking what it was sent; in this time it has to take `LEAST_BYTES_PER_SECOND` of an answer. */
  readonly takeMs: number;
}

/** A tenth of what the slowest mobile network gives. */
export const LEAST_BYTES_PER_SECOND = 500;

/** Nothing left to send for so long is nothing left in the program either. */
const STILL_MS = 5_000;

/** How much of what it was sent the other end had taken when that was asked last; `null` before. */
export interface Progress {
  readonly atMs: number;
  readonly bytes: number;
}

/** One request and its answer. */
export interface Exchange {
  step:
    | { readonly is: "asked"; readonly sinceMs: number; readonly hasBody: boolean }
    /** The answer is on its way. */
    | {
      readonly is: "answered";
      readonly from: Progress | null;
    }
    /** It lasts for as long as both like. */
    | { readonly is: "streaming" };
}

/** What a connection is about. Instants are the clock's monotonic milliseconds. */
export type Activity =
  /** No request is under way; `first`: there was none yet. */
  | {
    readonly is: "waiting";
    readonly first: boolean;
    readonly sinceMs: number;
    readonly from: Progress | null;
  }
  | { readonly is: "busy"; readonly exchanges: Set<Exchange> }
  /** A WebSocket, whose own pings find out whether somebody is there. */
  | { readonly is: "socket" };

/** One connection. */
export interface Connection {
  readonly end: End;
  /** What its address is counted by; `null` for addresses that many share by right. */
  readonly group: string | null;
  /** `null` until its socket was seen. */
  fd: number | null;
  activity: Activity;
}

/** Why a connection has had its time. */
export type Overdue = "headers" | "body" | "idle" | "reading";

/** A request's headers are whole. */
export function begin(connection: Connection, nowMs: number, hasBody: boolean): Exchange {
  const exchange: Exchange = { step: { is: "asked", sinceMs: nowMs, hasBody } };
  const { activity } = connection;
  if (activity.is === "busy") activity.exchanges.add(exchange);
  else if (activity.is === "waiting") connection.activity = { is: "busy", exchanges: new Set([exchange]) };
  return exchange;
}

/** An answer was sent whole, or cannot be. */
export function end(connection: Connection, exchange: Exchange, nowMs: number): void {
  const { activity } = connection;
  if (activity.is !== "busy") return;
  activity.exchanges.delete(exchange);
  if (activity.exchanges.size > 0) return;
  connection.activity = { is: "waiting", first: false, sinceMs: nowMs, from: null };
}

/** Why a connection has had its time; `null` while it has not. `ask` asks the kernel what the other end took. */
export function overdue(
  connection: Connection,
  nowMs: number,
  times: GuardTimes,
  ask: () => Taken | null,
): Overdue | null {
  const { activity } = connection;
  switch (activity.is) {
    case "socket":
      return null;
    case "waiting":
      return overdueWaiting(connection, activity, nowMs, times, ask);
    case "busy":
      for (const exchange of activity.exchanges) {
        const why = overdueExchange(exchange, nowMs, times, ask);
        if (why !== null) return why;
      }
      return null;
  }
}

/** What the runtime has sent may still be on its way: an answer that nobody waits for any more in the program. */
function overdueWaiting(
  connection: Connection,
  { first, sinceMs, from }: Extract<Activity, { is: "waiting" }>,
  nowMs: number,
  times: GuardTimes,
  ask: () => Taken | null,
): Overdue | null {
  if (nowMs - sinceMs <= (first ? times.headersMs : times.idleMs)) return null;
  if (first) return "headers";
  const taken = ask();
  if (taken === null) return "idle";
  const isStill = from !== null && taken.isAll && taken.bytes === from.bytes;
  if (isStill && nowMs - from.atMs >= STILL_MS) return "idle";
  if (isTooLittle(from, taken, nowMs, times)) return taken.isAll ? "idle" : "reading";
  connection.activity = { is: "waiting", first, sinceMs, from: nextProgress(from, taken, nowMs, times) };
  return null;
}

function overdueExchange(
  exchange: Exchange,
  nowMs: number,
  times: GuardTimes,
  ask: () => Taken | null,
): Overdue | null {
  const { step } = exchange;
  if (step.is === "asked") return step.hasBody && nowMs - step.sinceMs > times.bodyMs ? "body" : null;
  if (step.is === "streaming" || step.from !== null && nowMs - step.from.atMs <= times.takeMs) return null;
  const taken = ask();
  if (taken === null) return null;
  // Who took everything waits for the program.
  if (!taken.isAll && isTooLittle(step.from, taken, nowMs, times)) return "reading";
  exchange.step = { is: "answered", from: { atMs: nowMs, bytes: taken.bytes } };
  return null;
}

/** Whether the other end had its time since `from` and took next to nothing in it. */
function isTooLittle(from: Progress | null, taken: Taken, nowMs: number, times: GuardTimes): boolean {
  if (from === null || nowMs - from.atMs <= times.takeMs) return false;
  return taken.bytes - from.bytes < LEAST_BYTES_PER_SECOND * times.takeMs / 1_000;
}

function nextProgress(from: Progress | null, taken: Taken, nowMs: number, times: GuardTimes): Progress {
  if (from !== null && nowMs - from.atMs <= times.takeMs) return from;
  return { atMs: nowMs, bytes: taken.bytes };
}

/** How readily a connection gives way to others: whoever asks for nothing first, whoever follows a stream last. */
export function rank({ activity }: Connection): number {
  switch (activity.is) {
    case "waiting":
      return activity.first ? 0 : 1;
    case "busy":
      return [...activity.exchanges].some(({ step }) => step.is === "streaming") ? 3 : 2;
    case "socket":
      return 3;
  }
}
