import { deepStrictEqual, notDeepStrictEqual, strictEqual } from "node:assert/strict";
import { sleep, VirtualClock } from "../../lib/clock/mod.ts";

Deno.test("VirtualClock runs timers in the order of their due times, then of their making", () => {
  const clock = new VirtualClock(100);
  const ran: string[] = [];
  const note = (name: string) => () => ran.push(`${name}@${clock.now()}`);
  clock.after(20, note("late"));
  clock.after(10, note("first"));
  clock.after(10, note("second"));
  clock.advance(30);
  deepStrictEqual(ran, ["first@110", "second@110", "late@120"]);
  deepStrictEqual([clock.now(), clock.pending], [130, 0]);
});

Deno.test("VirtualClock repeats every period until cancelled, also from within the callback", () => {
  const clock = new VirtualClock();
  const at: number[] = [];
  const timer = clock.every(10, () => {
    at.push(clock.now());
    if (at.length === 3) timer.cancel();
  });
  clock.advance(100);
  deepStrictEqual([at, clock.pending], [[10, 20, 30], 0]);
});

Deno.test("VirtualClock never goes back", () => {
  const clock = new VirtualClock(50);
  clock.advanceTo(10);
  strictEqual(clock.now(), 50);
});

Deno.test("VirtualClock gives the same numbers for the same seed and others for another", () => {
  const numbers = (seed: number) => {
    const clock = new VirtualClock(0, seed);
    return Array.from({ length: 5 }, () => clock.random());
  };
  deepStrictEqual(numbers(7), numbers(7));
  notDeepStrictEqual(numbers(7), numbers(8));
  strictEqual(numbers(7).every((number) => number >= 0 && number < 1), true);
});

Deno.test("sleep resolves when its time has come or its signal aborts, and leaves no timer", async () => {
  const clock = new VirtualClock();
  const abort = new AbortController();
  const ended: string[] = [];
  const all = [
    sleep(clock, 1_000).then(() => ended.push("slept")),
    sleep(clock, 1_000_000, abort.signal).then(() => ended.push("aborted")),
    sleep(clock, 1_000_000, AbortSignal.abort()).then(() => ended.push("was aborted")),
  ];
  await clock.advanceAsync(1_000);
  abort.abort();
  await Promise.all(all);
  deepStrictEqual([ended, clock.pending], [["was aborted", "slept", "aborted"], 0]);
});

Deno.test("VirtualClock keeps its order among thousands of timers, half of them cancelled", () => {
  const clock = new VirtualClock(0, 3);
  const ran: number[] = [];
  const due = Array.from({ length: 4_000 }, () => Math.floor(clock.random() * 500));
  const timers = due.map((dueMs, index) => clock.after(dueMs, () => ran.push(index)));
  timers.forEach((timer, index) => index % 2 === 0 && timer.cancel());
  strictEqual(clock.pending, 2_000);
  timers[0]?.cancel();
  strictEqual(clock.pending, 2_000, "cancelled twice counts once");
  clock.advance(500);
  const wanted = due.map((dueMs, index) => ({ dueMs, index })).filter(({ index }) => index % 2 === 1)
    .sort((one, other) => one.dueMs - other.dueMs || one.index - other.index).map(({ index }) => index);
  deepStrictEqual([ran, clock.pending], [wanted, 0]);
  timers[1]?.cancel();
  strictEqual(clock.pending, 0, "cancelled after it ran counts nothing");
});

Deno.test("VirtualClock tells whole milliseconds, as the real one does, when a delay is none", () => {
  const clock = new VirtualClock(100);
  const at: number[] = [];
  const note = () => at.push(clock.now(), clock.monotonicMs());
  clock.after(10.25, note);
  clock.advance(10);
  deepStrictEqual(at, []);
  clock.advance(0.25);
  deepStrictEqual(at, [110, 110.25]);
});
