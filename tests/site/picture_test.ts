import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { pictureFacts } from "../../lib/site/picture.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const bytes = (...parts: readonly (string | readonly number[])[]) =>
  new Uint8Array(parts.flatMap((part) => typeof part === "string" ? [...utf8(part)] : part));

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

Deno.test("pictureFacts tells kind and size of each kind of picture", () => {
  const cases: readonly (readonly [Uint8Array, string, readonly [number, number] | null])[] = [
    [bytes(PNG, [0, 0, 0, 13], "IHDR", [0, 0, 1, 44, 0, 0, 0, 90]), "image/png", [300, 90]],
    [
      bytes([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc4, 0, 3, 0, 0xff, 0xc2, 0, 11, 8, 0, 64, 1, 0]),
      "image/jpeg",
      [256, 64],
    ],
    [bytes([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0xff, 0xc0]), "image/jpeg", null],
    [
      bytes("RIFF", [0, 0, 0, 0], "WEBPVP8 ", [0, 0, 0, 0, 0, 0, 0, 0x9d, 1, 0x2a, 120, 0, 40, 0]),
      "image/webp",
      [120, 40],
    ],
    [bytes("RIFF", [0, 0, 0, 0], "WEBPVP8L", [0, 0, 0, 0, 0x2f, 119, 192, 9, 0]), "image/webp", [120, 40]],
    [
      bytes("RIFF", [0, 0, 0, 0], "WEBPVP8X", [10, 0, 0, 0, 0, 0, 0, 0, 119, 0, 0, 39, 0, 0]),
      "image/webp",
      [120, 40],
    ],
    [bytes("RIFF", [0, 0, 0, 0], "WEBPXXXX"), "image/webp", null],
    [utf8('<svg viewBox="0 0 120 40"/>'), "image/svg+xml", [120, 40]],
    [utf8("<svg width='12.5px' height='10' viewBox='0,0,1,1'>"), "image/svg+xml", [12.5, 10]],
    [utf8('<svg width="100%" height="2em">'), "image/svg+xml", null],
    [
      utf8(
        '\uFEFF<?xml version="1.0"?>\n<!-- a > b --><!DOCTYPE svg PUBLIC "x" "y">\n<svg\nviewBox="0 0 5 5">',
      ),
      "image/svg+xml",
      [5, 5],
    ],
  ];
  for (const [given, type, size] of cases) {
    const expected = size === null ? null : { width: size[0], height: size[1] };
    deepStrictEqual(pictureFacts(given), { type, size: expected }, type);
  }
});

Deno.test("pictureFacts takes nothing else for a picture", () => {
  const others = [
    "",
    "GIF89a",
    "<html><svg></svg></html>",
    "<script>alert(1)</script><svg>",
    "<!-- <svg> -->",
    '<!DOCTYPE svg [<!ENTITY x "y">]><svg>',
    "<svgx>",
    "text",
  ];
  for (const text of others) strictEqual(pictureFacts(utf8(text)), null, text);
  strictEqual(pictureFacts(bytes("<svg>", [0xff, 0xfe])), null, "not UTF-8");
});

Deno.test("pictureFacts gives a size that can be shown, or none, whatever the bytes are", () => {
  const heads = [PNG, [0xff, 0xd8, 0xff], [...utf8("RIFF0000WEBPVP8L")], [...utf8("RIFF0000WEBPVP8X")], []];
  fc.assert(
    fc.property(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 64 }), (head, rest) => {
      const size = pictureFacts(new Uint8Array([...head, ...rest]))?.size ?? null;
      return size === null || (size.width >= 1 && size.width <= 10_000 && size.height >= 1);
    }),
  );
});
