import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { compareNodeIds } from "../../lib/client/mod.ts";

Deno.test("compareNodeIds puts numbers by value before names by letter", () => {
  const ordered = [
    "7",
    "007",
    "2000",
    "43732",
    "3507690",
    "99999999999999999999",
    "ab",
    "KF8S",
    "KF8S-R",
    "W1ABC",
  ];
  const shuffled = [
    "KF8S-R",
    "3507690",
    "W1ABC",
    "99999999999999999999",
    "2000",
    "ab",
    "KF8S",
    "43732",
    "007",
    "7",
  ];
  deepStrictEqual(shuffled.sort(compareNodeIds), ["007", ...ordered.filter((id) => id !== "007")]);
});

Deno.test("compareNodeIds is a total order", () => {
  const id = fc.oneof(
    fc.nat().map(String),
    fc.string({ maxLength: 12 }),
    fc.constantFrom("01", "1", "a", "A"),
  );
  fc.assert(fc.property(id, id, id, (a, b, c) => {
    strictEqual(Math.sign(compareNodeIds(a, b)), -Math.sign(compareNodeIds(b, a)) || 0);
    strictEqual(compareNodeIds(a, b) === 0, a === b);
    if (compareNodeIds(a, b) < 0 && compareNodeIds(b, c) < 0) strictEqual(compareNodeIds(a, c) < 0, true);
  }));
});
