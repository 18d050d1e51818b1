/** Longest label, in characters: what fits a line of a club's page. */
export const MAX_LABEL_LENGTH = 40;

/** Size of the badge's text, pixels. */
export const FONT_SIZE_PX = 11;

/** Widths at 11 px of the characters from blank to tilde in DejaVu Sans, which has the measure of Verdana; pixels. */
const ASCII_WIDTHS: readonly number[] = [
  [3.5, 4.4, 5.1, 9.2, 7, 10.5, 8.6, 3, 4.3, 4.3, 5.5, 9.2, 3.5, 4, 3.5, 3.7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7],
  [3.7, 3.7, 9.2, 9.2, 9.2, 5.8, 11, 7.5, 7.5, 7.7, 8.5, 7, 6.3, 8.5, 8.3, 3.2, 3.2, 7.2, 6.1, 9.5, 8.2],
  [8.7, 6.6, 8.7, 7.6, 7, 6.7, 8.1, 7.5, 10.9, 7.5, 6.7, 7.5, 4.3, 3.7, 4.3, 9.2, 5.5, 5.5, 6.7, 7, 6, 7],
  [6.8, 3.9, 7, 7, 3.1, 3.1, 6.4, 3.1, 10.7, 7, 6.7, 7, 7, 4.5, 5.7, 4.3, 7, 6.5, 9, 6.5, 6.5, 5.8, 7, 3.7],
  [7, 9.2],
].flat();

/** Accented Latin, Greek, Cyrillic and the like: about as wide as a wide letter. */
const LETTER_WIDTH = 8;

/** Ideographs, pictures and everything else: a full square. */
const SQUARE_WIDTH = FONT_SIZE_PX;

/** Beyond this code point scripts are drawn in squares. */
const FIRST_SQUARE = 0x1100;

/** No part of XML, or made to make text look other than it is: controls, halves of pairs, changes of direction. */
const UNSHOWN_REGEXP =
  // deno-lint-ignore no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]|\p{Surrogate}/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Width of a text in the badge's font, pixels. Other fonts are stretched to it when the badge is drawn. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character.codePointAt(0) ?? 0);
  return width;
}

function characterWidth(code: number): number {
  return ASCII_WIDTHS[code - 0x20] ?? (code < FIRST_SQUARE ? LETTER_WIDTH : SQUARE_WIDTH);
}

/** A text on one line without what cannot be shown, cut to `maxLength` characters. */
export function plainText(text: string, maxLength: number): string {
  const characters = [...text.replace(UNSHOWN_REGEXP, " ").replace(/\s+/g, " ").trim()];
  return characters.length <= maxLength
    ? characters.join("")
    : `${characters.slice(0, maxLength - 1).join("").trimEnd()}…`;
}

/** A text as content or attribute of XML. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}
