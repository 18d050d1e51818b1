import type { AmiConnectionOptions } from "./types.ts";

/** The share of a delay that chance may take away: servers that lost the same peer do not return in step. */
const JITTER = 0.2;

/** The pace of retries, in milliseconds. */
export interface RetryPace {
  readonly intervalMs: number;
  readonly maxMs: number;
}

/** The pace that a connection's options ask for. */
export function retryPace(options: AmiConnectionOptions): RetryPace {
  return { intervalMs: options.retryIntervalMs, maxMs: options.retryMaxMs };
}

/**
 * Milliseconds to wait after failing attempt number `attempt` (from 1): the interval, doubled for each attempt
 * before, at most the maximum, less up to a fifth of it. `random` is in [0, 1).
 *
 * With 15 s and 60 s: after the 1st 12 to 15 s, the 2nd 24 to 30 s, the 3rd and each later one 48 to 60 s.
 */
export function retryDelayMs(attempt: number, pace: RetryPace, random: number): number {
  const doublings = Math.max(0, attempt - 1);
  const delayMs = Math.min(pace.maxMs, pace.intervalMs * 2 ** Math.min(doublings, 30));
  return Math.round(delayMs * (1 - JITTER * random));
}

/**
 * True when a session was up long enough that the next failure counts as the first again: longer than the
 * interval. A server that drops each login at once is so left alone for longer and longer.
 */
export function sessionHeld(upMs: number, pace: RetryPace): boolean {
  return upMs > pace.intervalMs;
}
