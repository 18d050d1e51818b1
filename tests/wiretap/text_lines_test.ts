import { deepStrictEqual } from "node:assert/strict";
import fc from "fast-check";
import { textLines } from "../../lib/wiretap/text_lines.ts";

async function* inChunks(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  const at = [0, ...[...cuts].sort((one, other) => one - other), bytes.length];
  for (let i = 1; i < at.length; i++) yield bytes.slice(at[i - 1], at[i]);
  await Promise.resolve();
}

async function linesOf(
  text: string,
  cuts: readonly number[] = [],
  maxChars?: number,
): Promise<(string | null)[]> {
  const lines: (string | null)[] = [];
  for await (const line of textLines(inChunks(new TextEncoder().encode(text), cuts), maxChars)) {
    lines.push(line);
  }
  return lines;
}

Deno.test("textLines cuts at LF and CRLF and keeps a last line without an end", async () => {
  deepStrictEqual(await linesOf("a\nb\r\n\nlast"), ["a", "b", "", "last"]);
  deepStrictEqual(await linesOf("a\n"), ["a"]);
  deepStrictEqual(await linesOf(""), []);
});

Deno.test("textLines gives the same lines for every way to cut the bytes", async () => {
  const text = "eins\nzwei é 😀\r\n\ndrei";
  const length = new TextEncoder().encode(text).length;
  const expected = ["eins", "zwei é 😀", "", "drei"];
  await fc.assert(fc.asyncProperty(fc.array(fc.nat(length), { maxLength: 8 }), async (cuts) => {
    deepStrictEqual(await linesOf(text, cuts), expected);
  }));
});

Deno.test("textLines gives null for a line over the limit and goes on", async () => {
  deepStrictEqual(await linesOf("1234\n12345\n123", [2, 6, 8], 4), ["1234", null, "123"]);
  deepStrictEqual(await linesOf("123456789", [3, 6], 4), [null]);
});
