/**
 * Whether a page may open a WebSocket here or change something: the browser itself says that the page is of the same origin, or
 * its origin is the server's own host, or one of `allowed` (`https://host:port`). A request that says neither comes from no
 * browser and is let in. `host` is what the client asked for, where a proxy tells of another than the request does.
 */
export function isOriginAllowed(
  headers: Headers,
  allowed: readonly string[] = [],
  host: string | null = headers.get("Host"),
): boolean {
  const origin = headers.get("Origin");
  const site = headers.get("Sec-Fetch-Site");
  // No page can set this header, and it holds behind proxies that change the host.
  if (site === "same-origin") return true;
  const from = origin === null ? null : parseUrl(origin);
  if (from !== null && allowed.some((entry) => parseUrl(entry)?.origin === from.origin)) return true;
  if (site === "cross-site" || site === "same-site") return false;
  if (origin === null) return true;
  if (from === null || !/^https?:$/.test(from.protocol)) return false;
  return host !== null && parseUrl(`${from.protocol}//${host}`)?.host === from.host;
}

function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}
