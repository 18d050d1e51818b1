import { deepStrictEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import { stepTowards } from "../../lib/client/mod.ts";

const letters = (text: string) => text.split("");

Deno.test("stepTowards lets rows change places from the top, and leaves all others", () => {
  deepStrictEqual(stepTowards(letters("abcdef"), letters("fbcdea"), 10), letters("fbcdea"));
  deepStrictEqual(stepTowards(letters("abcdef"), letters("badcfe"), 2), letters("bacdef"));
  deepStrictEqual(stepTowards(letters("abcdef"), letters("fabcde"), 3), letters("fbcdae"));
  deepStrictEqual(stepTowards(letters("abc"), letters("abc"), 3), letters("abc"));
});

Deno.test("stepTowards comes to every order, with so many rows a step and no more", () => {
  const orders = fc.integer({ min: 0, max: 40 }).chain((count) => {
    const ids = Array.from({ length: count }, (_, id) => String(id));
    return fc.tuple(fc.constant(ids), fc.shuffledSubarray(ids, { minLength: count, maxLength: count }));
  });
  fc.assert(fc.property(orders, fc.integer({ min: 2, max: 9 }), ([from, to], limit) => {
    let shown: readonly string[] = from;
    for (let steps = 0; shown.join() !== to.join(); steps++) {
      ok(steps <= from.length, "it never ends");
      const next = stepTowards(shown, to, limit);
      const moved = next.filter((id, place) => id !== shown[place]);
      ok(moved.length <= limit + 1, `${moved.length} rows at once`);
      deepStrictEqual(next.toSorted(), from.toSorted());
      shown = next;
    }
  }));
});
