/** An instant as it goes over the wire: ISO 8601 UTC with milliseconds; `null` stays `null`. */
export function isoOrNull(atMs: number | null): string | null {
  return atMs === null ? null : new Date(atMs).toISOString();
}

/** Whole seconds from an instant to now, never negative; `null` stays `null`. */
export function ageSec(sinceMs: number | null, nowMs: number): number | null {
  return sinceMs === null ? null : Math.max(0, Math.floor((nowMs - sinceMs) / 1_000));
}
