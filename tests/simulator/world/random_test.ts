import { deepStrictEqual, notDeepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { Random } from "../../../lib/simulator/world/random.ts";

function draws(random: Random, count = 20): number[] {
  return Array.from({ length: count }, () => random.next());
}

Deno.test("Random gives the same numbers for the same seed, and others for another", () => {
  deepStrictEqual(draws(new Random(7)), draws(new Random(7)));
  notDeepStrictEqual(draws(new Random(7)), draws(new Random(8)));
});

Deno.test("Random.fork does not depend on what was drawn before, nor change what is drawn after", () => {
  const drawn = new Random(7);
  draws(drawn, 5);
  deepStrictEqual(draws(drawn.fork("a")), draws(new Random(7).fork("a")));
  notDeepStrictEqual(draws(drawn.fork("a")), draws(drawn.fork("b")));
  const untouched = new Random(7);
  draws(untouched, 5);
  strictEqual(drawn.next(), untouched.next());
});

Deno.test("Random.within and mostlyShort stay in the range, ends included", () => {
  fc.assert(fc.property(fc.integer(), fc.nat(1_000), fc.nat(20), (seed, least, width) => {
    const random = new Random(seed);
    const range = [least, least + width] as const;
    for (let count = 0; count < 50; count++) {
      for (const value of [random.within(range), random.mostlyShort(range)]) {
        ok(Number.isInteger(value) && value >= range[0] && value <= range[1], `${value} in ${range}`);
      }
    }
  }));
  const ends = new Set(Array.from({ length: 200 }, (_, seed) => new Random(seed).within([1, 3])));
  deepStrictEqual([...ends].sort(), [1, 2, 3]);
});

Deno.test("Random.sample takes different items, as many as there are at most", () => {
  fc.assert(fc.property(fc.integer(), fc.uniqueArray(fc.nat()), fc.nat(10), (seed, items, count) => {
    const taken = new Random(seed).sample(items, count);
    strictEqual(taken.length, Math.min(count, items.length));
    strictEqual(new Set(taken).size, taken.length);
    ok(taken.every((item) => items.includes(item)));
  }));
});

Deno.test("Random.pick has nothing to give when there is nothing", () => {
  strictEqual(new Random(1).pick([]), undefined);
});
