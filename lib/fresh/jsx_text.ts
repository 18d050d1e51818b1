/** Attributes whose values `true` and `false` are words; so are those of all `aria-` and `data-` ones. */
const ENUMERATED = new Set(["draggable", "spellcheck"]);
const ENTITIES: Readonly<Record<string, string>> = { '"': "&quot;", "&": "&amp;", "<": "&lt;" };
const SPECIAL_REGEXP = /["&<\u2010-\u2027\u2030-\u205e\u2190-\u22ff]/;
const SPECIALS_REGEXP = /["&<\u2010-\u2027\u2030-\u205e\u2190-\u22ff]/g;
const SIGNS_REGEXP = /[\u2010-\u2027\u2030-\u205e\u2190-\u22ff]/g;

/**
 * Text for an element's content or a quoted attribute. Dashes, quotation marks, arrows and other signs beyond Latin-1 are told by
 * their number: a single one would have the text of the whole page take twice the memory, and more of the time to send it.
 * Letters of other scripts stay as they are.
 */
export function escapeText(text: string): string {
  return SPECIAL_REGEXP.test(text) ? text.replace(SPECIALS_REGEXP, entityOf) : text;
}

/** Markup that is there already, with its signs told as in `escapeText`. */
export function withSignsAsNumbers(markup: string): string {
  return markup.replace(SIGNS_REGEXP, entityOf);
}

function entityOf(char: string): string {
  return ENTITIES[char] ?? `&#${char.charCodeAt(0)};`;
}

/** ` name="value"`, ` name` or nothing. Objects are no attributes: styles are given as classes, handlers run in the browser. */
export function attributeText(name: string, given: unknown): string {
  if (given === null || given === undefined || name === "key" || name === "ref") return "";
  if (typeof given === "string") return given === "" ? ` ${name}` : ` ${name}="${escapeText(given)}"`;
  const value = isWord(name) && typeof given === "boolean" ? String(given) : given;
  if (value === false || typeof value === "function" || typeof value === "object") return "";
  return value === true ? ` ${name}` : ` ${name}="${escapeText(String(value))}"`;
}

function isWord(name: string): boolean {
  return name[4] === "-" || ENUMERATED.has(name);
}
