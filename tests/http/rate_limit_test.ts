import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { createRateLimiter } from "../../lib/http/mod.ts";

const allowedCount = (
  limiter: ReturnType<typeof createRateLimiter>,
  address: string,
  nowMs: number,
  tries = 1_000,
) => {
  let allowed = 0;
  for (let count = 0; count < tries; count++) if (limiter.admit(address, nowMs).allowed) allowed++;
  return allowed;
};

Deno.test("createRateLimiter allows its number at once, refuses the next, and tells when to come back", () => {
  const limiter = createRateLimiter({ perMinute: 120 });
  strictEqual(allowedCount(limiter, "192.0.2.1", 0, 120), 120);
  deepStrictEqual(limiter.admit("192.0.2.1", 0), { allowed: false, retryAfterSec: 1 });
  deepStrictEqual(limiter.admit("192.0.2.1", 499), { allowed: false, retryAfterSec: 1 });
  deepStrictEqual(limiter.admit("192.0.2.1", 500), { allowed: true });
  deepStrictEqual(limiter.admit("192.0.2.1", 500), { allowed: false, retryAfterSec: 1 });
  strictEqual(limiter.admit("192.0.2.2", 500).allowed, true, "another address");
});

Deno.test("createRateLimiter rounds the wait up to whole seconds", () => {
  const limiter = createRateLimiter({ perMinute: 1 });
  strictEqual(limiter.admit("192.0.2.1", 0).allowed, true);
  deepStrictEqual(limiter.admit("192.0.2.1", 100), { allowed: false, retryAfterSec: 60 });
  strictEqual(limiter.admit("192.0.2.1", 60_000).allowed, true);
});

Deno.test("createRateLimiter counts the addresses of one IPv6 subscriber together", () => {
  const limiter = createRateLimiter({ perMinute: 1 });
  strictEqual(limiter.admit("2001:db8:1:2::1", 0).allowed, true);
  strictEqual(limiter.admit("2001:db8:1:2::2", 0).allowed, false);
  strictEqual(limiter.admit("2001:db8:1:3::1", 0).allowed, true);
});

Deno.test("createRateLimiter with 0 allows everything and remembers nobody", () => {
  const limiter = createRateLimiter({ perMinute: 0 });
  strictEqual(allowedCount(limiter, "192.0.2.1", 0), 1_000);
  strictEqual(limiter.size, 0);
});

Deno.test("createRateLimiter forgets the address that was quiet longest", () => {
  const limiter = createRateLimiter({ perMinute: 1, maxAddresses: 2 });
  const admit = (address: string) => limiter.admit(address, 0).allowed;
  deepStrictEqual(["a", "b", "a", "c"].map(admit), [true, true, false, true]);
  strictEqual(limiter.size, 2);
  deepStrictEqual(["a", "b"].map(admit), [false, true], "b was forgotten, not a");
});

Deno.test("createRateLimiter never allows more than its number and what time gave back", () => {
  fc.assert(fc.property(
    fc.integer({ min: 1, max: 300 }),
    fc.array(fc.integer({ min: -5_000, max: 20_000 }), { maxLength: 200 }),
    (perMinute, steps) => {
      const limiter = createRateLimiter({ perMinute });
      let nowMs = 0;
      let latestMs = 0;
      let allowed = 0;
      let gained = perMinute;
      for (const step of steps) {
        gained += Math.max(0, step) * perMinute / 60_000;
        nowMs += step;
        latestMs = Math.max(latestMs, nowMs);
        if (limiter.admit("192.0.2.1", nowMs).allowed) allowed++;
      }
      strictEqual(allowed <= gained + 1e-6, true);
    },
  ));
});
