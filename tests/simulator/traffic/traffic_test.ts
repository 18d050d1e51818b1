import { deepStrictEqual, notStrictEqual, ok, strictEqual } from "node:assert/strict";
import { createHash } from "node:crypto";
import { VirtualClock } from "../../../lib/clock/mod.ts";
import { silentLogger } from "../../../lib/log/mod.ts";
import { createSimulator, demoScenario } from "../../../lib/simulator/mod.ts";
import { headerOf, START_MS, startVirtual } from "../harness.ts";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Everything a client hears in an hour, polling every minute, as a digest and a length. */
async function anHour(seed: number) {
  await using running = startVirtual(demoScenario(), seed);
  const client = running.client();
  const hash = createHash("sha256");
  let bytes = 0;
  client.send("Action: Login", "Username: admin", "Secret: simulator");
  for (let minute = 0; minute < 60; minute++) {
    running.clock.advance(MINUTE_MS);
    for (const node of running.world.nodes) {
      for (const command of ["XStat", "SawStat", "NodeStat"]) {
        client.send("Action: RptStatus", `Command: ${command}`, `Node: ${node.spec.id}`);
      }
    }
    bytes += client.text.length;
    hash.update(client.take());
  }
  return { digest: hash.digest("hex"), bytes };
}

Deno.test("the same seed sends the same bytes for an hour, another seed others", async () => {
  const first = await anHour(1);
  ok(first.bytes > 1_000_000);
  deepStrictEqual(await anHour(1), first);
  notStrictEqual((await anHour(2)).digest, first.digest);
});

Deno.test("the same seed gives the same traffic at 100 times the speed", async () => {
  const edges = async (speed: number) => {
    const clock = new VirtualClock(START_MS);
    const simulator = createSimulator({ clock, seed: 3, log: silentLogger, scenario: demoScenario(), speed });
    simulator.start();
    const told: string[] = [];
    simulator.world.listen({
      variable: (node, name, value) => told.push(`${simulator.world.nowMs} ${node.spec.id} ${name} ${value}`),
    });
    clock.advance(10 * MINUTE_MS / speed);
    await simulator.stop();
    return told;
  };
  const slow = await edges(1);
  ok(slow.length > 500);
  deepStrictEqual(await edges(100), slow);
});

for (const seed of [1, 2, 3, 4]) {
  Deno.test(`the demo with seed ${seed} is alive within 3 s and never silent for more than 20 s`, async () => {
    await using running = startVirtual(demoScenario(), seed);
    const isHeard = () =>
      running.world.nodes.some((node) =>
        node.rxKeyed || node.links.some((link) => link.keyed && link.mode !== "L")
      );
    let silentSinceMs: number | null = START_MS;
    let firstMs = Infinity;
    let longestMs = 0;
    running.world.listen({
      variable: () => {
        const { nowMs } = running.world;
        if (isHeard() && silentSinceMs !== null) {
          longestMs = Math.max(longestMs, nowMs - silentSinceMs);
          firstMs = Math.min(firstMs, nowMs - START_MS);
          silentSinceMs = null;
        } else if (!isHeard()) silentSinceMs ??= nowMs;
      },
    });
    running.clock.advance(HOUR_MS);
    ok(firstMs <= 3_000, `first heard after ${firstMs} ms`);
    ok(longestMs <= 20_000, `silent for ${longestMs} ms`);
    ok(longestMs > 1_000, "people pause");
  });
}

Deno.test("an hour of the demo has doubles, kerchunks, flicker, comings, goings, outages and changes of mode", async () => {
  await using running = startVirtual(demoScenario(), 5);
  const { world } = running;
  const seen = {
    doubles: 0,
    kerchunks: 0,
    flickers: 0,
    overs: 0,
    longOvers: 0,
    received: 0,
    networks: new Set<string>(),
  };
  const counts = new Set<string>();
  const starts = new Map<string, number>();
  const ends = new Map<string, number>();
  world.listen({
    variable: (node, name, value) => {
      if (name === "RPT_NUMALINKS") counts.add(`${node.spec.id} ${value}`);
      if (name === "RPT_LINKS") seen.networks.add(value);
      if (name === "RPT_RXKEYED" && value === "1") seen.received++;
      if (name !== "RPT_ALINKS") return;
      if (value.split(",").filter((item) => item.endsWith("K")).length > 1) seen.doubles++;
      for (const item of value.split(",").slice(1)) {
        const key = `${node.spec.id} ${item.slice(0, -2)}`;
        const sinceMs = starts.get(key);
        if (item.endsWith("K") && sinceMs === undefined) {
          starts.set(key, world.nowMs);
          seen.overs++;
          if (world.nowMs - (ends.get(key) ?? 0) <= 70) seen.flickers++;
        }
        if (item.endsWith("U") && sinceMs !== undefined) {
          starts.delete(key);
          ends.set(key, world.nowMs);
          if (world.nowMs - sinceMs < 1_000) seen.kerchunks++;
          if (world.nowMs - sinceMs > 15_000) seen.longOvers++;
        }
      }
    },
  });
  const states = new Set<string>();
  for (let second = 0; second < 3_600; second++) {
    running.clock.advance(1_000);
    for (const node of world.nodes) {
      for (const link of node.links) states.add(`${link.direction} ${link.state.is}`);
    }
  }
  for (
    const [what, least] of [["doubles", 20], ["kerchunks", 20], ["flickers", 50], ["overs", 200], [
      "longOvers",
      20,
    ], ["received", 20]] as const
  ) {
    ok(seen[what] >= least, `${what}: ${seen[what]}`);
  }
  ok(counts.size >= 6, [...counts].join());
  ok(seen.networks.size >= 100);
  deepStrictEqual([...states].sort(), [
    "IN established",
    "IN lingering",
    "OUT connecting",
    "OUT established",
    "OUT lost",
    "OUT retrying",
  ]);
});

Deno.test("lists of an hour keep their grammar: counts, order of events, modes, no local monitor", async () => {
  await using running = startVirtual(demoScenario(), 6);
  const client = running.client().login("admin", "simulator", "Events: call");
  const order = ["RPT_ALINKS", "RPT_NUMALINKS", "RPT_LINKS", "RPT_NUMLINKS"];
  let expected = 0;
  let lists = 0;
  const keyed = new Map<string, string>();
  for (let minute = 0; minute < 60; minute++) {
    running.clock.advance(MINUTE_MS);
    let items = 0;
    for (const message of client.messages()) {
      const [name, value, node] = ["Event", "EventValue", "Node"].map((header) =>
        headerOf(message, header)
      ) as [
        string,
        string,
        string,
      ];
      if (/^RPT_[RT]XKEYED$/.test(name)) {
        notStrictEqual(keyed.get(name + node), value, "edges alternate");
        keyed.set(name + node, value);
      }
      if (!order.includes(name)) continue;
      strictEqual(name, order[expected++ % 4]);
      if (name === "RPT_NUMALINKS" || name === "RPT_NUMLINKS") {
        strictEqual(value, String(items));
        continue;
      }
      const [count, ...listed] = value === "" ? ["0"] : value.split(",");
      items = listed.length;
      lists++;
      strictEqual(count, String(items), value);
      const item = name === "RPT_ALINKS" ? /^[\w -]{3,11}[TRC][KU]$/ : /^[TRC][\w -]{3,11}$/;
      ok(listed.every((text) => item.test(text)), value);
      ok(!listed.some((text) => text.includes("990305")), "the local monitor is in no list");
    }
  }
  ok(lists > 1_000);
});

Deno.test("through an hour only links that are up are keyed, and neighbours agree about each other", async () => {
  await using running = startVirtual(demoScenario(), 7);
  const { world } = running;
  let checked = 0;
  world.listen({
    variable: (node) => {
      for (const link of node.links) {
        if (!link.keyed) continue;
        checked++;
        strictEqual(link.state.is, "established", link.name);
      }
    },
  });
  const [harbour, hilltop] = world.nodes.map(({ spec }) => world.node(spec.id));
  const agree = () => {
    const [there, back] = [harbour?.find("990020"), hilltop?.find("990010")];
    if (!harbour || !hilltop || !there || !back) return false;
    return there.keyed === hilltop.hasSignalFor(back) && back.keyed === harbour.hasSignalFor(there);
  };
  for (let second = 0; second < 3_600; second++) {
    running.clock.advance(1_000);
    if (!agree()) running.clock.advance(75); // a signal is on its way from one to the other
    if (!agree()) running.clock.advance(75);
    ok(agree(), `neighbours disagree at ${world.nowMs}`);
  }
  ok(checked > 1_000);
});
