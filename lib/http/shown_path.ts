/** Tokens and tickets of Nexus, as somebody may put them into an address by mistake. */
const SECRET_REGEXP = /\b(nx[tk]_)[\w-]{8,}|\beyJ[\w-]+\.[\w-]+\.[\w-]+/g;

/** A path as it may be logged and kept: without a token that does not belong there. */
export function shownPath(path: string): string {
  return path.replace(SECRET_REGEXP, (_token, prefix: string | undefined) => `${prefix ?? ""}...`);
}
