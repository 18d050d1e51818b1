import { parseSort, type SortOrder, sortText } from "./view_url.ts";

/** The cookie that remembers the order of the links, so that the server renders the page in it at once. */
const COOKIE = "nexus_sort";

/** A year: as long as browsers keep what is renewed now and then. */
const KEPT_SECONDS = 31_536_000;

/** The order among the cookies of a request or of a document; `null` when there is none. */
export function rememberedSort(cookies: string | null): SortOrder | null {
  for (const part of (cookies ?? "").split(";")) {
    const [name, text = ""] = part.trim().split("=");
    if (name === COOKIE) return parseSort(text) ?? null;
  }
  return null;
}

/** The cookie that remembers an order for all pages below `basePath`. */
export function sortCookie(sort: SortOrder, basePath: string): string {
  return `${COOKIE}=${sortText(sort)}; path=${basePath}/; max-age=${KEPT_SECONDS}; samesite=lax`;
}
