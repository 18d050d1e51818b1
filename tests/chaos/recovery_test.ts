import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { ChaosBench } from "./bench.ts";
import { chaosScenario } from "./scenario.ts";

Deno.test("a user without events gets a notice that says so, quick polls, and links that are right", async () => {
  const bench = new ChaosBench({
    seed: 5,
    scenario: chaosScenario(true),
    watched: false,
    username: "noevents",
  });
  bench.start();
  const known = () => bench.station.status().notice?.code === "no_events";
  ok(await bench.until(known, 300_000), "the notice never came");
  const before = bench.station.counters.polls.answered;
  await bench.clock.advanceAsync(60_000);
  const polls = bench.station.counters.polls.answered - before;
  ok(polls >= 18 && polls <= 24, `${polls} polls of two nodes in a minute`);
  deepStrictEqual([...(await bench.settled(60_000)).values()].flat(), []);
  strictEqual(await bench.stop(), 0);
});

Deno.test("a network that flaps every second costs a bounded number of attempts, and is over when it is over", async () => {
  const bench = new ChaosBench({ seed: 6, scenario: chaosScenario(false), watched: true });
  bench.start();
  await bench.clock.advanceAsync(5_000);
  const dialed = bench.proxy.dialed;
  for (let second = 0; second < 120; second++) {
    bench.proxy.cut();
    await bench.clock.advanceAsync(1_000);
  }
  ok(bench.proxy.dialed - dialed <= 30, `${bench.proxy.dialed - dialed} attempts in two minutes`);
  deepStrictEqual([...(await bench.settled(120_000)).values()].flat(), []);
  strictEqual(await bench.stop(), 0);
});

Deno.test("a transmission that goes on through an outage is one, and one that ends in it ends when it did", async () => {
  const bench = new ChaosBench({
    seed: 7,
    scenario: { ...chaosScenario(true), conversations: [], flicker: [] },
    watched: true,
  });
  const { world } = bench.simulator;
  bench.start();
  await bench.clock.advanceAsync(5_000);
  const startMs = bench.clock.now();
  world.talk({ node: "1998", link: "2000" }, true);
  world.talk({ node: "1999", link: "2020" }, true);
  await bench.clock.advanceAsync(4_000);
  bench.proxy.faults.refuse = true;
  bench.proxy.cut();
  await bench.clock.advanceAsync(6_000);
  world.talk({ node: "1999", link: "2020" }, false);
  const endMs = bench.clock.now();
  await bench.clock.advanceAsync(5_000);
  bench.proxy.faults.refuse = false;
  deepStrictEqual([...(await bench.settled(60_000)).values()].flat(), []);
  deepStrictEqual(bench.told.get("1998/2000"), [{ startMs, endMs: null }]);
  const [ended, ...more] = bench.told.get("1999/2020") ?? [];
  deepStrictEqual([ended?.startMs, more], [startMs, []]);
  ok(Math.abs((ended?.endMs ?? 0) - endMs) <= 1_000, `ended ${(ended?.endMs ?? 0) - endMs} ms off`);
  strictEqual(await bench.stop(), 0);
});
