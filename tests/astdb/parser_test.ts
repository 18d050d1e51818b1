import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { DirectoryParser, parseRow } from "../../lib/astdb/parser.ts";

const ODDITIES = [
  "2000|W1AW|Repeater|Newington, CT",
  "57267|KD5JRJ | CN ||Montomgery, TX. USA",
  "2035|KE6PCV |Hub|Reno, NV  ",
  "2036|N0CALL||Reno, NV",
  "439200",
  "",
  "   ",
  "2037|DL1ABC|Relais Müggelberg|Köpenick, Österreich",
  "2038|W2XYZ",
  "|W3XYZ|no number|Nowhere",
  "node|call|desc|loc",
  "2039|||",
  ";Generated 40169 records in 0.202 seconds.",
  ";Generated at 2026-05-19 UTC by somebody",
  "",
].join("\n");

Deno.test("DirectoryParser reads every oddity of the public directory", () => {
  const parser = new DirectoryParser();
  const entries = [...parser.push(ODDITIES), ...parser.end()];
  deepStrictEqual(entries.map((entry) => Object.values(entry)), [
    ["2000", "W1AW", "Repeater", "Newington, CT"],
    ["57267", "KD5JRJ", "CN", "Montomgery, TX. USA"],
    ["2035", "KE6PCV", "Hub", "Reno, NV"],
    ["2036", "N0CALL", null, "Reno, NV"],
    ["2037", "DL1ABC", "Relais Müggelberg", "Köpenick, Österreich"],
    ["2038", "W2XYZ", null, null],
  ]);
  deepStrictEqual(parser.summary, {
    rows: 6,
    bare: 1,
    broken: 3,
    declared: 40_169,
    isMarkup: false,
    isWhole: true,
  });
});

Deno.test("DirectoryParser gives the same wherever the text is cut", () => {
  const whole = new DirectoryParser();
  const expected = [...whole.push(ODDITIES), ...whole.end()];
  fc.assert(fc.property(fc.array(fc.nat(ODDITIES.length)), (cuts) => {
    const parser = new DirectoryParser();
    const places = [0, ...cuts.sort((a, b) => a - b), ODDITIES.length];
    const entries = places.flatMap((
      place,
      index,
    ) => [...parser.push(ODDITIES.slice(places[index - 1] ?? 0, place))]);
    deepStrictEqual([...entries, ...parser.end()], expected);
    deepStrictEqual(parser.summary, whole.summary);
  }));
});

Deno.test("DirectoryParser takes any text without throwing and shows no control characters", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary", maxLength: 40 })), (fields) => {
      const parser = new DirectoryParser();
      for (const entry of [...parser.push(`2000|${fields.join("|")}`), ...parser.end()]) {
        for (const text of [entry.callsign, entry.description, entry.location]) {
          ok(text === null || (!/\p{Cc}/u.test(text) && text === text.trim() && text.length <= 120));
        }
      }
    }),
    { numRuns: 30 },
  );
});

Deno.test("DirectoryParser gives up a line without end and goes on behind it", () => {
  const parser = new DirectoryParser();
  for (let count = 0; count < 100; count++) strictEqual(parser.push("x".repeat(1_000)).length, 0);
  deepStrictEqual(parser.push("\n2000|W1AW|a|b\n").map(({ node }) => node), ["2000"]);
  strictEqual(parser.summary.broken, 1);
});

Deno.test("DirectoryParser tells a page and a text that was cut off", () => {
  const page = new DirectoryParser();
  page.push("\n<!DOCTYPE html>\n");
  strictEqual(page.summary.isMarkup, true);
  const cut = new DirectoryParser();
  cut.push("2000|W1AW|a|b\n2001|W1");
  cut.end();
  strictEqual(cut.summary.isWhole, false);
});

Deno.test("parseRow keeps nodes apart that are none", () => {
  for (const line of ["0|A|B|C", "02000|A|B|C", "12345678901|A|B|C", "2000x|A|B|C", "-1|A|B|C"]) {
    strictEqual(parseRow(line), undefined, line);
  }
});
