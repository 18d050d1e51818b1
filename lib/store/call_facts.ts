import type { CallParty, CallTarget } from "../wire/mod.ts";

/** Characters of a number, name or queue that are kept. */
const MAX_TEXT = 128;

/** A text as long as it is kept. */
export function heldText(text: string): string {
  return text.length <= MAX_TEXT ? text : text.slice(0, MAX_TEXT);
}

/** A party with texts as long as they are kept. */
export function clippedParty({ extension, name }: CallParty): CallParty {
  const number = { extension: heldText(extension) };
  return name === undefined ? number : { ...number, name: heldText(name) };
}

/** The same of who was called. */
export function clippedTarget({ group, ...party }: CallTarget): CallTarget {
  return group === undefined ? clippedParty(party) : { ...clippedParty(party), group: heldText(group) };
}
