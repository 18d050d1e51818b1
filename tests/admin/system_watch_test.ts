import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { SystemWatch } from "../../lib/admin/mod.ts";
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
