import type { ConnectionState } from "./connection.ts";

/** What the WebSocket carries: links and the status of the nodes they belong to, in one order. */
export const SOCKET_TOPICS: readonly string[] = ["links", "nodes"];

/** What the event stream carries: the rest. */
export const EVENT_TOPICS: readonly string[] = ["talkers", "ami"];

/** Both, for the one that is left when the other cannot get through, as with a proxy that knows no WebSocket. */
export const ALL_TOPICS: readonly string[] = [...SOCKET_TOPICS, ...EVENT_TOPICS];

/** So long one stream may be down before the other carries its topics. */
const TAKE_OVER_AFTER_MS = 8_000;

/** So long it must be up again before it gets them back. */
const HAND_BACK_AFTER_MS = 5_000;

/** One stream, as far as the plan needs it. */
export interface StreamStanding {
  readonly state: ConnectionState;
  /** Monotonic instant since when it is up or down. */
  readonly sinceMs: number;
}

/**
 * What a stream should carry, its own topics or all, given the other one; `now` is what it carries already, which stays
 * as it is in between, so that a flapping stream does not make the good one dial all the time.
 */
export function plannedTopics(
  own: readonly string[],
  now: readonly string[],
  other: StreamStanding,
  nowMs: number,
): readonly string[] {
  const lastedMs = nowMs - other.sinceMs;
  if (other.state.kind === "open") return lastedMs >= HAND_BACK_AFTER_MS ? own : now;
  return other.state.kind !== "stopped" && lastedMs >= TAKE_OVER_AFTER_MS ? ALL_TOPICS : now;
}
