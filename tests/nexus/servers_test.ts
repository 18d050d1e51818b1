import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { systemClock } from "../../lib/clock/mod.ts";
import { type Config, loadConfig } from "../../lib/config/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import { createNexus, type Nexus } from "../../lib/nexus.ts";
import {
  BIG_NODE,
  bigScenario,
  createSimulator,
  demoScenario,
  type Scenario,
} from "../../lib/simulator/mod.ts";
import { eventually } from "../support/server_process.ts";

/** A simulated Asterisk that listens. */
function simulate(scenario: Scenario) {
  const simulator = createSimulator({ clock: systemClock, seed: 1, log: silentLogger, scenario });
  simulator.start();
  return { simulator, port: simulator.listen().port };
}

/** The configuration of an operator with two servers. */
function twoServers(hillPort: number, townPort: number): Config {
  const server = (name: string, port: number) =>
    `  - {name: ${name}, host: 127.0.0.1, port: ${port}, username: admin, password: simulator, retry_interval: 100ms}\n`;
  const text = `servers:\n${server("hill", hillPort)}${server("town", townPort)}`;
  const loaded = loadConfig({ file: "nexus.yaml", env: () => undefined, readFile: () => text });
  if (!loaded.ok) throw new Error(loaded.problems.map((problem) => problem.message).join("; "));
  return loaded.config;
}

function build(config: Config): Nexus {
  return createNexus({
    config,
    clock: systemClock,
    log: silentLogger,
    version: { version: "test", commit: null, deno: "test" },
    databasePath: ":memory:",
    demo: false,
    names: () => undefined,
  });
}

/** Server and freshness of every node that is shown. */
function shown(nexus: Nexus): Record<string, string> {
  const words = nexus.services.nodes().map(({ node_id, server, stale }) =>
    [node_id, `${server} ${stale ? "stale" : "fresh"}`] as const
  );
  return Object.fromEntries(words);
}

Deno.test("createNexus keeps servers apart: one that goes down leaves the other as it was, and comes back", async () => {
  const hill = simulate(demoScenario());
  const town = simulate(bigScenario({ links: 4, networkNodes: 10, edgesPerSec: 1 }));
  const nexus = build(twoServers(hill.port, town.port));
  nexus.start();
  const is = (expected: Record<string, string>) => () => {
    const found = shown(nexus);
    return Promise.resolve(JSON.stringify(found) === JSON.stringify(expected) ? found : undefined);
  };
  const both = { "990010": "hill fresh", "990020": "hill fresh", [BIG_NODE]: "town fresh" };
  try {
    await eventually("both servers' nodes", is(both));
    deepStrictEqual(nexus.services.health().ami.map(({ server, state }) => [server, state]), [
      ["hill", "connected"],
      ["town", "connected"],
    ]);

    hill.simulator.server.kill();
    await eventually(
      "the hill's nodes to be stale",
      is({ ...both, "990010": "hill stale", "990020": "hill stale" }),
    );
    strictEqual(nexus.services.health().status, "degraded");
    ok((nexus.services.node("990010")?.links.length ?? 0) > 0, "what was known is still shown");

    hill.simulator.server.boot();
    await eventually("the hill's nodes again", is(both));
  } finally {
    await nexus.stop();
    await hill.simulator.stop();
    await town.simulator.stop();
  }
});
