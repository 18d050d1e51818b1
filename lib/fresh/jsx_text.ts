/** Attributes whose values `true` and `false` are words; so are those of all `aria-` and `data-` ones. */
const ENUMERATED = new Set(["draggable", "spellcheck"]);
const ENTITIES: Readonly<Record<string, string>> = { '"': "&quot;", "&": "&amp;", "<": "&lt;" };
const SPECIAL_REGEXP = /["&<]/;
const SPECIALS_REGEXP = /["&<]/g;

/** Text for an element's content or a quoted attribute. */
export function escapeText(text: string): string {
  return SPECIAL_REGEXP.test(text) ? text.replace(SPECIALS_REGEXP, (char) => ENTITIES[char] ?? char) : text;
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
