import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { CountHistory, SystemWatch } from "../../lib/admin/mod.ts";
import { VirtualClock } from "../../lib/clock/mod.ts";

Deno.test("SystemWatch remembers values as they were, and of sums how much more they became", () => {
  const clock = new VirtualClock(0);
  let value = 100;
  const read = () => value;
  const watch = new SystemWatch(clock, [
    { name: "memory", label: "Memory", unit: "bytes", read, kind: "level" },
    { name: "frames", label: "Frames", unit: "per_second", read, kind: "sum" },
    { name: "dropped", label: "Dropped", unit: "count", read, kind: "sum" },
  ]);
  watch.start();
  value = 150;
  clock.advance(10_000);
  value = 120; // a sum that shrank began anew
  clock.advance(10_000);
  watch.stop();
  clock.advance(60_000);
  deepStrictEqual(watch.gauges().map(({ history }) => history), [[100, 150, 120], [0, 5, 0], [0, 50, 0]]);
  value = 130;
  deepStrictEqual(watch.gauges().map((gauge) => gauge.value), [130, 0, 0], "levels are as of now");
});

Deno.test("SystemWatch keeps twenty minutes and no more", () => {
  const clock = new VirtualClock(0);
  let value = 0;
  const gauge = { name: "n", label: "N", unit: "count", read: () => value++, kind: "peak" } as const;
  const watch = new SystemWatch(clock, [gauge]);
  watch.start();
  clock.advance(10_000 * 300);
  watch.stop();
  strictEqual(watch.gauges()[0]?.value, 300, "a peak is not read by whoever asks");
  const { history } = watch.gauges()[0] ?? { history: [] };
  deepStrictEqual([history.length, history[0], history.at(-1)], [120, 181, 300]);
  deepStrictEqual(watch.bounds, [{ name: "system_history", used: 120, limit: 120 }]);
});

Deno.test("CountHistory remembers what sums grew by, from when they are something", () => {
  const clock = new VirtualClock(0);
  const sums = [{ name: "refused", help: "Refused.", of: "a", value: 0 }, {
    ...{ name: "lost", help: "Lost.", of: "", value: 0 },
  }];
  const history = new CountHistory(clock, () => sums.map((sum) => ({ ...sum })));
  const shown = () => history.counts().map((count) => [count.name, count.value, count.history]);
  history.start();
  clock.advance(120_000);
  deepStrictEqual(shown(), [["refused", 0, []], ["lost", 0, []]]);
  const [refused, lost] = sums;
  if (!refused || !lost) throw new Error("there are two sums");
  refused.value = 3;
  clock.advance(60_000);
  refused.value = 10;
  deepStrictEqual(shown(), [["refused", 10, [0, 0, 3]], ["lost", 0, []]]);
  clock.advance(60_000);
  refused.value = 1; // it began anew
  clock.advance(30 * 60_000);
  lost.value = 1;
  clock.advance(60_000);
  const [first, second] = history.counts();
  deepStrictEqual([first?.history.length, first?.history.at(-1)], [20, 0]);
  deepStrictEqual(second?.history, [...Array(19).fill(0), 1]);
  deepStrictEqual(history.bounds.map(({ used, limit }) => [used, limit]), [[20, 20], [2, 128]]);
  history.stop();
  strictEqual(clock.pending, 0);
});
