import type { LinkView } from "./model.ts";

/**
 * Tells whether a link is meant by what was typed: every word of it must be somewhere in the link's number, callsign,
 * description or place, whatever the case. Nothing typed means every link.
 */
export function linkMatches(link: LinkView, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = [link.node, link.callsign, link.description, link.location].join("\n").toLocaleLowerCase("en");
  return words.every((word) => text.includes(word));
}

/** The words of what was typed. */
export function filterWords(filter: string): readonly string[] {
  return filter.toLocaleLowerCase("en").split(/\s+/).filter((word) => word !== "");
}

/** The links that are meant; the same map when all are. */
export function filteredLinks(
  links: ReadonlyMap<string, LinkView>,
  words: readonly string[],
): ReadonlyMap<string, LinkView> {
  if (words.length === 0) return links;
  return new Map([...links].filter(([, link]) => linkMatches(link, words)));
}
