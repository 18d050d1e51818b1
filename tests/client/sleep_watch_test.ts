import { strictEqual } from "node:assert/strict";
import { watchSleep } from "../../lib/client/sleep_watch.ts";
import { SleepyClock } from "./fakes.ts";

Deno.test("watchSleep tells once of each sleep, and not of a page that was busy", () => {
  const clock = new SleepyClock(0);
  let woken = 0;
  const watch = watchSleep(clock, () => void woken++);
  clock.advance(60_000);
  strictEqual(woken, 0);
  clock.sleep(5_000);
  clock.advance(2_000);
  strictEqual(woken, 0, "busy for some seconds");
  clock.sleep(60_000);
  clock.advance(2_000);
  strictEqual(woken, 1);
  clock.advance(60_000);
  strictEqual(woken, 1);
  clock.sleep(3_600_000);
  clock.advance(2_000);
  strictEqual(woken, 2);
  watch.cancel();
  strictEqual(clock.pending, 0);
});

Deno.test("watchSleep says nothing of a sleep that the page knows of already, nor of a clock that is set back", () => {
  const clock = new SleepyClock(0);
  let woken = 0;
  const watch = watchSleep(clock, () => void woken++);
  clock.advance(1_000);
  clock.sleep(60_000);
  watch.awake();
  clock.advance(10_000);
  strictEqual(woken, 0);
  clock.sleep(-3_600_000);
  clock.advance(10_000);
  strictEqual(woken, 0);
  watch.cancel();
});
