/** An instant as it goes over the wire: ISO 8601 UTC with milliseconds; `null` stays `null`. */
export function isoOrNull(atMs: number | null): string | null {
  return atMs === null ? null : new Date(atMs).toISOString();
}
