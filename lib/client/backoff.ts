/** First delay before dialling again. Half a second is not felt by a viewer and spares a server that just closed. */
const BASE_DELAY_MS = 500;

/** Longest delay: a page left open finds a server that came back within 15 s without knocking all the time. */
const MAX_DELAY_MS = 15_000;

/**
 * How long to wait before attempt number `attempt` (0 is the first after a session that held): doubling from 0.5 s to
 * 15 s, of which between half and all by `random` in [0, 1), so that a hundred pages do not come back at once.
 */
export function reconnectDelayMs(attempt: number, random: number): number {
  const full = Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** Math.min(attempt, 30));
  return Math.round(full * (0.5 + random / 2));
}
