/** After the first failure. */
const FIRST_MS = 1_000;

/** A broker is asked at least once a minute. */
const LONGEST_MS = 60_000;

/** The share of a delay that chance may take away: clients that lost the same broker do not return in step. */
const JITTER = 0.2;

/** A session that was up this long was a good one: the next failure is a first one. */
const HELD_MS = 10_000;

/**
 * Milliseconds to wait after failure number `attempt` (from 1): 1 s, doubled each time, at most 60 s, less up to a fifth. `random`
 * is in [0, 1).
 */
export function retryDelayMs(attempt: number, random: number): number {
  const delayMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(Math.max(0, attempt - 1), 30));
  return Math.round(delayMs * (1 - JITTER * random));
}

/** Whether a session was up long enough to begin from the shortest delay again. */
export function sessionHeld(upMs: number): boolean {
  return upMs >= HELD_MS;
}
