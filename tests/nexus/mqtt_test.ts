import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { type Clock, systemClock } from "../../lib/clock/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import { createNexus, type Nexus } from "../../lib/nexus.ts";
import { bigScenario, createSimulator } from "../../lib/simulator/mod.ts";
import { eventually } from "../support/server_process.ts";
import { notingClock } from "../support/waits.ts";
import { configOf } from "./support.ts";

/** Takes connections and never says a word. */
function blackHole() {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const taken: Deno.TcpConn[] = [];
  const accepting = (async () => {
    for await (const connection of listener) taken.push(connection);
  })();
  return {
    port: listener.addr.port,
    taken,
    close: async () => {
      listener.close();
      await accepting;
      for (const connection of taken) connection.close();
    },
  };
}

async function until(what: string, isSo: () => boolean): Promise<void> {
  await eventually(what, () => Promise.resolve(isSo() || undefined), { everyMs: 5 });
}

function makeNexus(amiPort: number, brokerPort: number, clock: Clock): Nexus {
  const ami = `ami: {host: 127.0.0.1, port: ${amiPort}, username: admin, password: simulator}\n`;
  return createNexus({
    config: configOf(
      `${ami}mqtt: {broker: "mqtt://me:s3cret@127.0.0.1:${brokerPort}", discovery: true}\nmetrics: {access: open}\n`,
    ),
    clock,
    log: silentLogger,
    version: { version: "test", commit: null, deno: "test" },
    databasePath: ":memory:",
    demo: false,
    names: () => undefined,
  });
}

Deno.test("createNexus is live beside a broker that says nothing, tells it, and stops within 5 s", async () => {
  const scenario = bigScenario({ links: 5, networkNodes: 10, edgesPerSec: 20 });
  const simulator = createSimulator({ clock: systemClock, seed: 1, log: silentLogger, scenario });
  simulator.start();
  const hole = blackHole();
  const clock = notingClock();
  const nexus = makeNexus(simulator.listen().port, hole.port, clock);
  nexus.start();
  const { services } = nexus;
  try {
    await until("a session is tried", () => hole.taken.length > 0);
    await until("links are shown", () => services.nodes().some(({ links }) => links.length > 0));
    const health = services.health();
    strictEqual(health.status, "degraded");
    strictEqual(health.mqtt?.state, "connecting");
    strictEqual(health.mqtt?.broker, `mqtt://127.0.0.1:${hole.port}`);
    ok(!JSON.stringify(health).includes("s3cret"));
    const { gauges } = await services.admin.system();
    const broker = gauges.filter(({ name }) => name.startsWith("mqtt_")).map((
      { name, value },
    ) => [name, value]);
    deepStrictEqual(broker.map(([name]) => name), ["mqtt_connected", "mqtt_waiting", "mqtt_published"]);
    strictEqual(broker[0]?.[1], 0);
    strictEqual(broker[1]?.[1], services.health().mqtt?.outbox, "what waits for it");
    const metrics = services.metrics?.(null);
    const text = metrics?.state === "ok" ? metrics.text : "";
    for (const line of ["nexus_mqtt_connected 0", 'nexus_bound_limit{bound="mqtt_outbox"} 10000']) {
      ok(text.split("\n").includes(line), line);
    }
    const heard = () =>
      services.nodes().flatMap(({ links }) => links).filter((link) => link.last_heard_at !== null);
    await until("key edges come", () => heard().length > 2);
  } finally {
    clock.forget();
    await nexus.stop();
    ok(clock.waitedMs < 5_000, `it waited ${clock.waitedMs} ms`);
    strictEqual(nexus.services.mqtt()?.state, "stopped");
    await simulator.stop();
    await hole.close();
  }
});
