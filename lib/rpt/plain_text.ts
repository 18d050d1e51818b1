/** So much of a script's text is kept: app_rpt itself takes no alert that is longer. */
export const NOTE_LENGTH = 500;

/** So much of what a script wrote is looked at, markup included. */
const LOOKED_AT = 8_192;

/** What is for programs, whole; then comments; then every other tag, also one whose end was cut off. */
const PROGRAMS = /<(script|style)\b(?:(?!<\/\1\b)[^])*(?:<\/\1\b[^>]*(?:>|$)|$)/gi;
const COMMENTS = /<!--(?:(?!-->)[^])*(?:-->|$)/g;
const TAGS = /<[a-z/!?][^>]*(?:>|$)/gi;

const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi;

/** What weather services and scripts write; others stay as they are. */
const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  deg: "°",
  middot: "·",
  bull: "•",
  ndash: "–",
  mdash: "—",
  hellip: "…",
  lsquo: "‘",
  rsquo: "’",
  ldquo: "“",
  rdquo: "”",
  frac12: "½",
};

/** Controls, and marks that turn the direction of what stands beside them. */
// deno-lint-ignore no-control-regex
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/**
 * What a script wrote for people, as text: markup taken away, entities decoded once, on one line, at most 500 characters. It is text and
 * never markup: an encoded tag comes out as the characters of one.
 */
export function plainText(written: string): string {
  const unmarked = written.slice(0, LOOKED_AT).replace(PROGRAMS, " ").replace(COMMENTS, " ").replace(
    TAGS,
    " ",
  );
  const text = unmarked.replace(ENTITY, decoded).replace(UNSEEN, " ").replace(/\s+/g, " ").trim();
  const characters = [...text];
  return characters.length <= NOTE_LENGTH
    ? text
    : `${characters.slice(0, NOTE_LENGTH - 1).join("").trimEnd()}…`;
}

function decoded(entity: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return NAMED[name.toLowerCase()] ?? entity;
  const code = decimal === undefined ? parseInt(hex ?? "", 16) : Number(decimal);
  const isCharacter = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : " ";
}
