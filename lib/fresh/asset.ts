import { BUILD_ID } from "./build_id.ts";

/** The query parameter that names the build an asset URL was made for. */
export const ASSET_CACHE_BUST_KEY = "__frsh_c";

/** Paths that a URL leaves as they are, which is nearly all: names of letters, digits and the like, none begins with a dot. */
const PLAIN_REGEXP = /^(\/[\w-][\w.-]*)+$/;

/**
 * Locks a root-relative path to this build, so that it can be cached for a year: `/logo.svg?__frsh_c=<build>`.
 * Other URLs and paths that are locked already are given back as they are.
 */
export function asset(path: string): string {
  if (PLAIN_REGEXP.test(path)) return `${path}?${ASSET_CACHE_BUST_KEY}=${BUILD_ID}`;
  if (!path.startsWith("/") || path.startsWith("//")) return path;
  const base = "https://asset.invalid";
  const url = URL.canParse(path, base) ? new URL(path, base) : null;
  if (url === null || url.origin !== base || url.searchParams.has(ASSET_CACHE_BUST_KEY)) return path;
  url.searchParams.set(ASSET_CACHE_BUST_KEY, BUILD_ID);
  return url.pathname + url.search + url.hash;
}

/** Applies `asset` to each URL of a `srcset`; a value it cannot take apart is given back as it is. */
export function assetSrcSet(srcset: string): string {
  const parts = srcset.split(",");
  if (srcset.includes("(") || parts.some((part) => part.trim() === "")) return srcset;
  return parts.map((part) => part.replace(/\S+/, asset)).join(",");
}

/** Locks `src` and `srcset` of an `<img>` or `<source>` in place, unless `data-fresh-disable-lock` is set. */
export function lockSources(props: Record<string, unknown>): void {
  if (props["data-fresh-disable-lock"]) return;
  if (typeof props.src === "string") props.src = asset(props.src);
  if (typeof props.srcset === "string") props.srcset = assetSrcSet(props.srcset);
}
