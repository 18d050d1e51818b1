import { withSignsAsNumbers } from "./jsx_text.ts";

/** One part of a template: text, and whether what follows it is an attribute. */
export interface TemplatePart {
  readonly text: string;
  readonly beforeAttribute: boolean;
}

// Templates are constants of their modules: each is looked at once.
const seen = new WeakMap<readonly string[], readonly TemplatePart[]>();

/** The parts of a template. The space before an attribute is left out: the attribute itself may turn out to be left out. */
export function partsOf(template: readonly string[]): readonly TemplatePart[] {
  let parts = seen.get(template);
  if (parts === undefined) seen.set(template, parts = cut(template));
  return parts;
}

function cut(template: readonly string[]): readonly TemplatePart[] {
  let place: Place = "text";
  return template.map((part, index) => {
    place = placeAfter(part, place);
    const beforeAttribute = place === "tag" && index < template.length - 1;
    // ">" means nothing but itself outside of a tag, and the renderer sends it so.
    const text = withSignsAsNumbers(part.replaceAll("&gt;", ">"));
    return { text: beforeAttribute ? text.trimEnd() : text, beforeAttribute };
  });
}

/** Where in the markup a template is cut. */
type Place = "text" | "tag" | "value";

function placeAfter(part: string, before: Place): Place {
  let place = before;
  for (const char of part) {
    if (place === "text") place = char === "<" ? "tag" : "text";
    else if (char === '"') place = place === "tag" ? "value" : "tag";
    else if (place === "tag" && char === ">") place = "text";
  }
  return place;
}
