import { ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { LEAST_PAUSE_MS, nextAttemptMs } from "../../lib/astdb/schedule.ts";

const DAY_MS = 86_400_000;
const NOW_MS = 1_800_000_000_000;

Deno.test("nextAttemptMs never comes within 15 minutes of the last attempt, whatever the clock did", () => {
  const random = fc.double({ min: 0, max: 0.999, noNaN: true });
  const age = fc.integer({ min: -DAY_MS, max: 30 * DAY_MS });
  fc.assert(fc.property(
    age,
    fc.nat(50),
    fc.boolean(),
    random,
    fc.integer({ min: LEAST_PAUSE_MS, max: 7 * DAY_MS }),
    (ageMs, failures, hasCopy, chance, updateIntervalMs) => {
      const attemptedAtMs = NOW_MS - ageMs;
      const options = { nowMs: NOW_MS, hasCopy, updateIntervalMs, random: chance };
      const nextMs = nextAttemptMs({ attemptedAtMs, failures }, options);
      ok(nextMs >= Math.min(attemptedAtMs, NOW_MS) + LEAST_PAUSE_MS);
      ok(nextMs > NOW_MS);
      ok(nextMs <= NOW_MS + Math.max(updateIntervalMs, LEAST_PAUSE_MS) * 1.1 + 21_000);
    },
  ));
});

Deno.test("nextAttemptMs waits the interval after success, less while there is no copy, and spreads starts", () => {
  const options = { nowMs: NOW_MS, hasCopy: true, updateIntervalMs: DAY_MS, random: 0 };
  strictEqual(nextAttemptMs({ attemptedAtMs: NOW_MS, failures: 0 }, options), NOW_MS + DAY_MS);
  const without = { ...options, hasCopy: false };
  strictEqual(nextAttemptMs({ attemptedAtMs: NOW_MS, failures: 0 }, without), NOW_MS + LEAST_PAUSE_MS);
  strictEqual(nextAttemptMs({ attemptedAtMs: NOW_MS, failures: 3 }, options), NOW_MS + 4 * LEAST_PAUSE_MS);
  strictEqual(nextAttemptMs({ attemptedAtMs: NOW_MS, failures: 40 }, options), NOW_MS + DAY_MS);
  const first = { attemptedAtMs: null, failures: 0 };
  strictEqual(nextAttemptMs(first, without), NOW_MS + 1_000);
  strictEqual(nextAttemptMs(first, { ...without, random: 0.5 }), NOW_MS + 11_000);
});
