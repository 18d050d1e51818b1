/** Longest address that signing in leads back to. */
const MAX_LENGTH = 1_000;

/** Pages that nobody wants to get to by signing in. */
const NOT_BACK_TO_REGEXP = /^\/(signin|signout|setup)(\/|\?|$)/;

/**
 * Where signing in leads back to: a path of this very site (without the base path), whatever was given; `/` for anything that
 * leads elsewhere. Browsers read backslashes as slashes and drop tabs and line ends, so none may be in it.
 */
export function returnPath(given: string | null): string {
  if (
    given === null || given.length > MAX_LENGTH || !/^\/(?![/\\])[!-~]*$/.test(given) || given.includes("\\")
  ) return "/";
  const url = URL.parse(given, "http://nexus.invalid");
  if (url === null || url.origin !== "http://nexus.invalid") return "/";
  const path = url.pathname + url.search;
  return path.startsWith("//") || NOT_BACK_TO_REGEXP.test(path) ? "/" : path;
}
