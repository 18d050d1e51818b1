/** Milliseconds of a day, UTC. */
export const DAY_MS = 86_400_000;

/** Midnight (UTC) of the day that holds an instant. */
export function dayOf(atMs: number): number {
  return Math.floor(atMs / DAY_MS) * DAY_MS;
}
