import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { VirtualClock } from "../../lib/clock/mod.ts";
import { whileSeen } from "../../lib/client/mod.ts";

Deno.test("whileSeen acts at once and again while something is seen, and never otherwise", () => {
  const clock = new VirtualClock(0);
  let tell = (_isSeen: boolean) => {};
  let [acts, isWatched] = [0, true];
  const end = whileSeen(
    (told) => {
      tell = told;
      return () => void (isWatched = false);
    },
    5_000,
    () => acts++,
    (periodMs, act) => {
      const timer = clock.every(periodMs, act);
      return () => timer.cancel();
    },
  );
  const after = (ms: number) => {
    clock.advance(ms);
    return acts;
  };
  strictEqual(after(60_000), 0);
  tell(true);
  tell(true);
  strictEqual(after(0), 1);
  strictEqual(after(10_000), 3);
  tell(false);
  tell(false);
  strictEqual(after(60_000), 3);
  tell(true);
  strictEqual(after(4_999), 4);
  end();
  deepStrictEqual([after(60_000), clock.pending, isWatched], [4, 0, false]);
});
