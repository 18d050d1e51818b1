import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { sessionHeld } from "../../lib/ami/backoff.ts";
import { retryDelayMs } from "../../lib/ami/mod.ts";

const PACE = { intervalMs: 15_000, maxMs: 60_000 };
const ATTEMPTS = [1, 2, 3, 4, 5, 100, 5_000];

Deno.test("retryDelayMs doubles from the interval to the maximum", () => {
  const delays = ATTEMPTS.map((attempt) => retryDelayMs(attempt, PACE, 0));
  deepStrictEqual(delays, [15_000, 30_000, 60_000, 60_000, 60_000, 60_000, 60_000]);
});

Deno.test("retryDelayMs takes off at most a fifth", () => {
  const delays = ATTEMPTS.map((attempt) => retryDelayMs(attempt, PACE, 0.999_999_999));
  deepStrictEqual(delays, [12_000, 24_000, 48_000, 48_000, 48_000, 48_000, 48_000]);
  strictEqual(retryDelayMs(1, PACE, 0.5), 13_500);
});

Deno.test("retryDelayMs keeps to the maximum when the interval is above it", () => {
  strictEqual(retryDelayMs(1, { intervalMs: 90_000, maxMs: 60_000 }, 0), 60_000);
});

Deno.test("retryDelayMs is never over the maximum and never shrinks by more than chance", () => {
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(fc.property(fc.integer({ min: 1, max: 10_000 }), random, (attempt, value) => {
    const delayMs = retryDelayMs(attempt, PACE, value);
    ok(delayMs >= 12_000 && delayMs <= 60_000, `${delayMs}`);
  }));
});

Deno.test("sessionHeld wants longer than the interval", () => {
  deepStrictEqual([14_999, 15_000, 15_001].map((upMs) => sessionHeld(upMs, PACE)), [false, false, true]);
});
