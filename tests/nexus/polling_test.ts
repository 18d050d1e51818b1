import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { VirtualClock } from "../../lib/clock/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import { createNexus } from "../../lib/nexus.ts";
import { createSimulator } from "../../lib/simulator/mod.ts";
import { quietScenario, START_MS } from "../simulator/harness.ts";
import { configOf } from "./support.ts";

const MINUTE_MS = 60_000;

/** Polls of each node in `minutes`, once what a start costs is over, with a configuration of these keys. */
async function pollsOf(keys: string, minutes: number): Promise<Readonly<Record<string, number>>> {
  const clock = new VirtualClock(START_MS);
  const simulator = createSimulator({ clock, seed: 1, log: silentLogger, scenario: quietScenario() });
  const asked: string[] = [];
  const nexus = createNexus({
    config: configOf(`ami: {host: 127.0.0.1, username: admin, password: simulator}\n${keys}`),
    clock,
    log: silentLogger,
    version: { version: "test", commit: null, deno: "test" },
    databasePath: ":memory:",
    demo: false,
    names: () => undefined,
    dial: async () => {
      const transport = await simulator.dial();
      return {
        close: () => transport.close(),
        read: (buffer) => transport.read(buffer),
        write: (bytes) => {
          const text = new TextDecoder().decode(bytes);
          asked.push(
            ...text.matchAll(/Command: XStat\r\n(?:[^\r]+\r\n)*?Node: (\d+)/g).map(([, id = ""]) => id),
          );
          return transport.write(bytes);
        },
      };
    },
  });
  simulator.start();
  nexus.start();
  await clock.advanceAsync(2 * MINUTE_MS);
  asked.length = 0;
  await clock.advanceAsync(minutes * MINUTE_MS);
  const counts = Object.fromEntries(
    Map.groupBy(asked, (id) => id).entries().map(([id, { length }]) => [id, length]),
  );
  const stopping = nexus.stop();
  await clock.advanceAsync(5_000);
  await stopping;
  await simulator.stop();
  strictEqual(clock.pending, 0);
  return counts;
}

Deno.test("createNexus polls each node as often as polling_interval says, of the server or of the node", async () => {
  const usual = await pollsOf("", 20);
  deepStrictEqual(Object.keys(usual), ["1998", "1999", "2000"]);
  for (const [id, count] of Object.entries(usual)) {
    ok(count >= 19 && count <= 21, `${id}: ${count} in 20 minutes`);
  }

  const own = await pollsOf(
    "polling_interval: 30s\nnodes: [{node_id: 1998, polling_interval: 10s}, 1999, {node_id: 2000, polling_interval: 2m}]\n",
    20,
  );
  const within = (id: string, from: number, to: number) => {
    const count = own[id] ?? 0;
    ok(count >= from && count <= to, `${id}: ${count} in 20 minutes`);
  };
  within("1998", 115, 125);
  within("1999", 38, 42);
  within("2000", 9, 11);
});

Deno.test("createNexus polls nobody when disable_link_poller is set", async () => {
  deepStrictEqual(await pollsOf("disable_link_poller: true\n", 10), {});
});
