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

/** One request and its answer. */
export interface Exchange {
  step:
    | { readonly is: "asked"; readonly sinceMs: number; readonly hasBody: boolean }
    /** The answer is on its way; `from` is where it was seen last, `null` before it was. */
    | {
      readonly is: "answered";
      readonly from: { readonly atMs: number; readonly takenBytes: number } | null;
    }
    /** It lasts for as long as both like. */
    | { readonly is: "streaming" };
}

/** What a connection is about. Instants are the clock's monotonic milliseconds. */
export type Activity =
  /** No request is under way; `first`: there was none yet. */
  | { readonly is: "waiting"; readonly first: boolean; readonly sinceMs: number }
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
  connection.activity = { is: "waiting", first: false, sinceMs: nowMs };
}

/** Why a connection has had its time; `null` while it has not. `takenBytes` asks how much of what was sent was acknowledged. */
export function overdue(
  { activity }: Connection,
  nowMs: number,
  times: GuardTimes,
  takenBytes: () => number | null,
): Overdue | null {
  switch (activity.is) {
    case "socket":
      return null;
    case "waiting": {
      const { first, sinceMs } = activity;
      if (nowMs - sinceMs <= (first ? times.headersMs : times.idleMs)) return null;
      return first ? "headers" : "idle";
    }
    case "busy":
      for (const exchange of activity.exchanges) {
        const why = overdueExchange(exchange, nowMs, times, takenBytes);
        if (why !== null) return why;
      }
      return null;
  }
}

function overdueExchange(
  exchange: Exchange,
  nowMs: number,
  times: GuardTimes,
  takenBytes: () => number | null,
): Overdue | null {
  const { step } = exchange;
  if (step.is === "asked") return step.hasBody && nowMs - step.sinceMs > times.bodyMs ? "body" : null;
  if (step.is === "streaming") return null;
  if (step.from !== null && nowMs - step.from.atMs <= times.takeMs) return null;
  const taken = takenBytes();
  if (taken === null) return null;
  const least = LEAST_BYTES_PER_SECOND * times.takeMs / 1_000;
  if (step.from !== null && taken - step.from.takenBytes < least) return "reading";
  exchange.step = { is: "answered", from: { atMs: nowMs, takenBytes: taken } };
  return null;
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
