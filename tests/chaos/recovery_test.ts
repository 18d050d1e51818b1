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

for (const fault of ["halfOpen", "stalled"] as const) {
  Deno.test(`a connection that is ${fault} is noticed by its silence, told as lost, and made anew`, async () => {
    const bench = new ChaosBench({ seed: 8, scenario: chaosScenario(true), watched: true });
    bench.start();
    await bench.clock.advanceAsync(5_000);
    bench.proxy.faults[fault] = true;
    const lost = await bench.until(() => bench.station.status().state !== "connected", 60_000);
    ok(lost, "it was never noticed");
    ok(bench.station.nodes.statuses(bench.clock.now()).every(({ stale }) => stale), "it is shown as fresh");
    ok(
      bench.station.nodes.statuses(bench.clock.now()).every(({ links }) => links.length > 0),
      "it was wiped",
    );
    bench.proxy.faults[fault] = false;
    deepStrictEqual([...(await bench.settled(60_000)).values()].flat(), []);
    ok(bench.station.nodes.statuses(bench.clock.now()).every(({ stale }) => !stale), "it is not fresh again");
    strictEqual(await bench.stop(), 0);
  });
}

Deno.test("a node that starts anew forgets its links at once, with what ran over them, and the other node's stay", async () => {
  const quiet = { ...chaosScenario(true), conversations: [], flicker: [] };
  const bench = new ChaosBench({ seed: 9, scenario: quiet, watched: false });
  const { world } = bench.simulator;
  bench.start();
  await bench.clock.advanceAsync(10_000);
  const names = (node: string) =>
    bench.station.nodes.status(node, bench.clock.now())?.links.map((link) => link.node);
  const others = names("1999");
  const startMs = bench.clock.now();
  world.talk({ node: "1998", link: "2000" }, true);
  await bench.clock.advanceAsync(3_000);
  world.restartNode("1998");
  await bench.until(() => names("1998")?.length === 0, 3_000, 50);
  const endMs = bench.told.get("1998/2000")?.at(-1)?.endMs ?? 0;
  deepStrictEqual([names("1998"), names("1999")], [[], others]);
  ok(endMs - startMs >= 3_000 && endMs <= bench.clock.now(), `${endMs - startMs} ms were told`);
  deepStrictEqual([...(await bench.settled(60_000)).values()].flat(), []);
  strictEqual(await bench.stop(), 0);
});

Deno.test("a link that is lost without a word is shown as lost within 10 s while somebody watches", async () => {
  const quiet = { ...chaosScenario(true), conversations: [], flicker: [] };
  for (let seed = 1; seed <= 8; seed++) {
    const bench = new ChaosBench({ seed, scenario: quiet, watched: true });
    bench.start();
    await bench.clock.advanceAsync(70_000 + seed * 613);
    ok(bench.simulator.world.lose("1998", "2000", 60_000), "there is no such link");
    const shown = () => bench.station.nodes.link("1998", "2000", bench.clock.now())?.link_state;
    ok(await bench.until(() => shown() === "CONNECTING", 10_000, 100), `seed ${seed}: still ${shown()}`);
    strictEqual(await bench.stop(), 0);
  }
});

Deno.test("a quiet node costs two actions a minute, and NodeStat every five minutes", async () => {
  const quiet = { ...chaosScenario(true), conversations: [], flicker: [] };
  const bench = new ChaosBench({ seed: 11, scenario: quiet, watched: false });
  bench.start();
  await bench.clock.advanceAsync(130_000);
  const before = bench.asked;
  await bench.clock.advanceAsync(20 * 60_000);
  const perNodeAndMinute = (bench.asked - before) / 2 / 20;
  ok(perNodeAndMinute > 2 && perNodeAndMinute < 2.4, `${perNodeAndMinute} actions per node and minute`);
  strictEqual(await bench.stop(), 0);
});

Deno.test("a busy node never costs more than 24 actions a minute, however many of its events are lost", async () => {
  const bench = new ChaosBench({ seed: 12, scenario: chaosScenario(false), watched: true });
  bench.start();
  await bench.clock.advanceAsync(10_000);
  bench.proxy.faults.dropEvents = 0.5;
  for (let minute = 0; minute < 5; minute++) {
    const before = bench.asked;
    await bench.clock.advanceAsync(60_000);
    ok(bench.asked - before <= 2 * 24, `${bench.asked - before} actions of two nodes in a minute`);
  }
  strictEqual(await bench.stop(), 0);
});
