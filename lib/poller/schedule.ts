/** While a node is asked quickly; a lost link is then known within twice this. */
export const QUICK_POLL_MS = 5_000;

/** A link that came or went is often followed by others, and by what no event tells of them. */
export const RESTLESS_MS = 60_000;

/** What decides how soon a node is asked again. */
export interface PollFacts {
  /** How often it is asked while nothing speaks for more, milliseconds. */
  readonly intervalMs: number;
  /** When one of its links last came, went or changed; `null`: not since the start. */
  readonly linksChangedAtMs: number | null;
  /** One of its links is connecting; no event tells when that ends. */
  readonly connecting: boolean;
  /** The last answer showed something that events should have told. */
  readonly disagreed: boolean;
  /** Somebody looks at it. */
  readonly watched: boolean;
  /** The session brings no events, so polls are all there is. */
  readonly deaf: boolean;
}

/**
 * Milliseconds from one question to the next: `QUICK_POLL_MS` while there is something to see or somebody who looks,
 * else the node's interval. Never more than the interval.
 */
export function nextPollDelayMs(facts: PollFacts, nowMs: number): number {
  const restless = facts.linksChangedAtMs !== null && nowMs - facts.linksChangedAtMs < RESTLESS_MS;
  const quick = restless || facts.connecting || facts.disagreed || facts.watched || facts.deaf;
  return quick ? Math.min(QUICK_POLL_MS, facts.intervalMs) : facts.intervalMs;
}
