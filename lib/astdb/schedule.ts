/** The public directory is made anew every 15 minutes and asks not to be fetched more often. */
export const LEAST_PAUSE_MS = 15 * 60_000;

/** The first question after a start comes within so long, so that stations that had the same power cut do not ask together. */
const START_SPREAD_MS = 20_000;
const START_LEAST_MS = 1_000;

/** Part of the pause that chance may add. */
const SPREAD = 0.1;

/** What the next attempt depends on. */
export interface Attempts {
  /** When the last one began, in whatever run of the program; `null`: never. */
  readonly attemptedAtMs: number | null;
  /** How many have failed since one went well. */
  readonly failures: number;
}

/**
 * When to ask next: every `updateIntervalMs` when all is well, after a failure sooner and then later and later, never within 15
 * minutes of the last attempt. `random`: a number in [0, 1).
 */
export function nextAttemptMs(
  { attemptedAtMs, failures }: Attempts,
  options: { nowMs: number; hasCopy: boolean; updateIntervalMs: number; random: number },
): number {
  const { nowMs, hasCopy, updateIntervalMs, random } = options;
  const soonestMs = nowMs + START_LEAST_MS + random * START_SPREAD_MS;
  if (attemptedAtMs === null) return soonestMs;
  const backOffMs = LEAST_PAUSE_MS * 2 ** Math.min(20, Math.max(0, failures - 1));
  const wantedMs = failures > 0 || !hasCopy ? Math.min(backOffMs, updateIntervalMs) : updateIntervalMs;
  const pauseMs = Math.max(LEAST_PAUSE_MS, wantedMs) * (1 + random * SPREAD);
  // A clock that was put back must not silence the directory for as long.
  return Math.max(soonestMs, Math.min(attemptedAtMs, nowMs) + pauseMs);
}
