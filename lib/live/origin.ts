/**
 * Whether a page may open a WebSocket: its origin is the server's own host, or one of `allowed` (`https://host:port`).
 * A request without `Origin` comes from no browser and is let in.
 */
export function isOriginAllowed(headers: Headers, allowed: readonly string[] = []): boolean {
  const origin = headers.get("Origin");
  if (origin === null) return true;
  const from = parseUrl(origin);
  if (from === null || !/^https?:$/.test(from.protocol)) return false;
  if (allowed.some((entry) => parseUrl(entry)?.origin === from.origin)) return true;
  const host = headers.get("Host");
  return host !== null && parseUrl(`${from.protocol}//${host}`)?.host === from.host;
}

function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}
