import type { LinkInfo, LinkMode } from "../wire/mod.ts";

/** Names told one by one; of more only the number is. */
const NAMES_TOLD = 6;

const MODE_WORDS: Readonly<Record<LinkMode, string>> = {
  T: "transceive",
  R: "monitor",
  L: "local monitor",
  C: "connecting",
};

/** A mode in words. */
export function modeWord(mode: LinkMode | null): string {
  return mode === null ? "mode unknown" : MODE_WORDS[mode];
}

/** Names of links on one line, however many there are. */
export function linkNames(links: readonly Pick<LinkInfo, "node">[]): string {
  const told = links.slice(0, NAMES_TOLD).map(({ node }) => node).join(", ");
  return links.length > NAMES_TOLD ? `${told} and ${links.length - NAMES_TOLD} more` : told;
}
