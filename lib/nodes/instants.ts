/** An instant as it goes over the wire: ISO 8601 UTC with milliseconds; `null` stays `null`. */
export function isoOrNull(atMs: number | null): string | null {
  return atMs === null ? null : new Date(atMs).toISOString();
}

/** Whole seconds from an instant to now, never negative; `null` stays `null`. */
export function ageSec(sinceMs: number | null, nowMs: number): number | null {
  return sinceMs === null ? null : Math.max(0, Math.floor((nowMs - sinceMs) / 1_000));
}

/** An instant that is read again and again, and seldom another one: its text is made once. */
export class InstantText {
  #atMs: number | null = null;
  #text: string | null = null;

  /** As `isoOrNull`. */
  of(atMs: number | null): string | null {
    if (atMs !== this.#atMs) {
      this.#atMs = atMs;
      this.#text = isoOrNull(atMs);
    }
    return this.#text;
  }
}
