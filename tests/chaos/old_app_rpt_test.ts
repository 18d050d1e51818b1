import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { ReleaseName } from "../../lib/simulator/mod.ts";
import { ChaosBench } from "./bench.ts";
import { chaosRun } from "./run.ts";
import { chaosScenario } from "./scenario.ts";

/** A bench with that release and nobody who talks by himself; the configuration is always the same. */
function benchOf(release: ReleaseName): ChaosBench {
  const scenario = { ...chaosScenario(true), conversations: [], flicker: [], release };
  return new ChaosBench({ seed: 8, scenario, watched: true });
}

for (const release of ["asl2", "hamvoip"] as const) {
  Deno.test(`a station finds the nodes of ${release}, shows its links rightly, and again after it was away`, async () => {
    const bench = benchOf(release);
    bench.start();
    deepStrictEqual([...(await bench.settled(60_000)).values()].flat(), []);
    const { nodes } = bench.station;
    deepStrictEqual(nodes.nodeIds, ["1998", "1999"]);
    const hub = nodes.link("1998", "2000", bench.clock.now());
    deepStrictEqual([hub?.direction, hub?.ip, hub?.mode], ["OUT", "192.0.2.7", "T"]);
    strictEqual(nodes.mode("1998", "2011"), "L");
    const known = () => nodes.detail("1998")?.flags?.transmitter === "enabled";
    ok(await bench.until(known, 30_000), "flags that are printed the other way round were never understood");
    bench.proxy.faults.refuse = true;
    bench.proxy.cut();
    await bench.clock.advanceAsync(10_000);
    strictEqual(nodes.status("1998", bench.clock.now())?.stale, true);
    bench.simulator.world.disconnect("1998", "2010");
    bench.proxy.faults.refuse = false;
    deepStrictEqual([...(await bench.settled(60_000)).values()].flat(), []);
    strictEqual(nodes.link("1998", "2010", bench.clock.now()), undefined);
    strictEqual(nodes.status("1998", bench.clock.now())?.stale, false);
    strictEqual(await bench.stop(), 0);
  });
}

Deno.test("a station takes the events of asl2, whose times break the line, as they come", async () => {
  const bench = benchOf("asl2");
  bench.start();
  await bench.clock.advanceAsync(4_000);
  const { world } = bench.simulator;
  const startMs = bench.clock.now();
  world.talk({ node: "1998", link: "2000" }, true);
  await bench.clock.advanceAsync(100);
  deepStrictEqual(bench.told.get("1998/2000"), [{ startMs, endMs: null }], "at once, not with the next poll");
  await bench.clock.advanceAsync(2_900);
  world.talk({ node: "1998", link: "2000" }, false);
  await bench.clock.advanceAsync(1_000);
  deepStrictEqual(bench.told.get("1998/2000"), [{ startMs, endMs: startMs + 3_000 }]);
  strictEqual(bench.station.status().notice ?? null, null);
  strictEqual(bench.station.counters.ami.unmatchedFrames, 0);
  strictEqual(await bench.stop(), 0);
});

Deno.test("a station whose app_rpt sends no events tells talk by polls, and says why", async () => {
  const bench = benchOf("hamvoip");
  bench.start();
  await bench.clock.advanceAsync(4_000);
  const { world } = bench.simulator;
  const startMs = bench.clock.now();
  world.talk({ node: "1998", link: "2000" }, true);
  await bench.clock.advanceAsync(20_000);
  world.talk({ node: "1998", link: "2000" }, false);
  await bench.clock.advanceAsync(20_000);
  const [span, ...more] = bench.told.get("1998/2000") ?? [];
  deepStrictEqual(more, []);
  ok(Math.abs((span?.startMs ?? 0) - startMs) <= 1_000, `it began ${(span?.startMs ?? 0) - startMs} ms off`);
  ok(Math.abs((span?.endMs ?? 0) - startMs - 20_000) <= 1_000, `it ended at ${span?.endMs}`);
  const notice = bench.station.status().notice;
  strictEqual(notice?.code, "no_events");
  match(notice?.message ?? "", /has read=call, but this app_rpt sends none.*polls every 5 s/);
  strictEqual(await bench.stop(), 0);
});

Deno.test("a user who may run no commands hears all events, and the session says what he cannot do", async () => {
  const scenario = { ...chaosScenario(true), conversations: [], flicker: [] };
  const bench = new ChaosBench({ seed: 9, scenario, watched: true, username: "limited" });
  bench.start();
  await bench.clock.advanceAsync(4_000);
  const notice = bench.station.status().notice;
  strictEqual(notice?.code, "no_command");
  match(
    notice?.message ?? "",
    /lacks write=command.*links, talk and totals work without it.*if none comes .*read=call/,
  );
  bench.simulator.world.talk({ node: "1998", link: "2000" }, true);
  await bench.clock.advanceAsync(100);
  match(bench.station.status().notice?.message ?? "", /lacks write=command.*do not$/, "events do come");
  strictEqual(bench.told.get("1998/2000")?.length, 1);
  deepStrictEqual([...(await bench.settled(60_000)).values()].flat(), []);
  strictEqual(await bench.stop(), 0);
});

Deno.test("a user who may hear nothing is known for one at once, not after talk was missed", async () => {
  const scenario = { ...chaosScenario(true), conversations: [], flicker: [] };
  const bench = new ChaosBench({ seed: 9, scenario, watched: false, username: "noevents" });
  bench.start();
  await bench.clock.advanceAsync(4_000);
  match(
    bench.station.status().notice?.message ?? "",
    /lacks read=call, add it in manager\.conf; Nexus polls every 5 s/,
  );
  const before = bench.station.counters.polls.answered;
  await bench.clock.advanceAsync(60_000);
  ok(bench.station.counters.polls.answered - before >= 18, "it polls quickly");
  strictEqual(await bench.stop(), 0);
});

Deno.test("a station whose app_rpt sends no events stores what it told of before it was there, through restarts", async () => {
  // Its back-off, which chance stretches, ends between two milliseconds.
  const { faults, did } = await chaosRun(195, { stored: true });
  deepStrictEqual(faults, [], did.join(" "));
});
