/**
 * Turns the path of a route file, without its extension, into the pattern of the URLs it answers:
 * `blog/[slug]` gives `/blog/:slug`, `old/[...path]` gives `/old/:path*`, `docs/[[version]]/index` gives
 * `/docs{/:version}?`. Groups such as `(admin)` are left out unless `keepGroups`.
 * Errors: `SyntaxError` that names the path when its brackets make no sense.
 */
export function pathToPattern(
  path: string,
  options: { readonly keepGroups: boolean } = { keepGroups: false },
): string {
  const parts = path.split("/");
  if (parts.at(-1) === "index") parts.pop();
  const kept = parts.filter((part) => options.keepGroups || !isGroup(part));
  const pattern = kept.map((part) => segmentPattern(part, path)).join("");
  // A path that may be empty needs its slash outside of the optional part.
  if (kept.every((part) => part.startsWith("[["))) return pattern.replace("{/", "/{") || "/";
  return pattern;
}

/** Whether a folder only groups routes and is no part of the URL. */
export function isGroup(part: string): boolean {
  return part.startsWith("(") && part.endsWith(")");
}

const SEGMENT_REGEXP = /^(?:[^[\]]|\[[^[\]]+\](?!\[))*$/;

function segmentPattern(part: string, path: string): string {
  const rest = part.match(/^\[\.\.\.([^[\]]+)\]$/);
  if (rest !== null) return `/:${rest[1]}*`;
  const optional = part.match(/^\[\[([^[\]]+)\]\]$/);
  if (optional !== null) return `{/:${optional[1]}}?`;
  if (!SEGMENT_REGEXP.test(part)) {
    throw new SyntaxError(`read the route path, its brackets do not fit: ${path}`);
  }
  return `/${part.replace(/\[([^[\]]+)\]/g, ":$1")}`;
}

/** Which of two names in the same folder comes first; higher is earlier. */
function rank(name: string): number {
  if (name.startsWith("_middleware")) return 7;
  if (name.startsWith("_error") || name.startsWith("_500")) return 5;
  if (name.startsWith("_")) return 6;
  if (name === "index") return 4;
  if (isGroup(name)) return 2;
  if (name.startsWith("[...")) return 0;
  return name.startsWith("[") ? 1 : 3;
}

/**
 * Orders route files by their path without extension: `_app` first, what applies to a folder before what is in it,
 * literal names before parameters, catch-alls last; among equals the longer, then the alphabetical.
 */
export function compareRoutePaths(a: string, b: string): number {
  if (a === b) return 0;
  if (a.endsWith("/_app") || b.endsWith("/_app")) return a.endsWith("/_app") ? -1 : 1;
  const left = a.split("/");
  const right = b.split("/");
  const at = left.findIndex((part, i) => part !== right[i]);
  const [mine, theirs] = [left[at], right[at]];
  if (mine === undefined || theirs === undefined) return right.length - left.length;
  const byRank = rank(theirs) - rank(mine);
  if (byRank !== 0) return byRank;
  if (mine.startsWith(theirs) || theirs.startsWith(mine)) return theirs.length - mine.length;
  return mine < theirs ? -1 : 1;
}
