import { deepStrictEqual, notStrictEqual } from "node:assert/strict";
import { toBytes } from "../../lib/fresh/page_bytes.ts";

const SCRATCH = 262_144;
const encode = (text: string) => new TextEncoder().encode(text);

Deno.test("toBytes gives the bytes of a page, whatever fits its buffer and whatever does not", () => {
  const pages = [
    "",
    "<p>a</p>",
    "J\u00f6rg \u2013 \u6f22 \u{1f600}",
    "a".repeat(SCRATCH - 1),
    "a".repeat(SCRATCH),
  ];
  // Short enough by its characters and too long by its bytes, once in the midst of a character.
  const longer = [
    "a".repeat(SCRATCH + 1),
    "\u6f22".repeat(SCRATCH / 2),
    `a${"\u{1f600}".repeat(SCRATCH / 4)}`,
  ];
  for (const page of [...pages, ...longer]) {
    deepStrictEqual(toBytes(page), encode(page), `${page.length} characters from ${page.slice(0, 9)}`);
  }
});

Deno.test("toBytes gives bytes of its own: the next page does not change them", () => {
  const first = toBytes("first");
  const second = toBytes("other");
  notStrictEqual(first.buffer, second.buffer);
  deepStrictEqual(first, encode("first"));
});
