import { ok, strictEqual } from "node:assert/strict";
import { systemClock } from "../../lib/clock/mod.ts";
import { loadConfig } from "../../lib/config/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import { createNexus } from "../../lib/nexus.ts";
import { createSimulator } from "../../lib/simulator/mod.ts";
import { answer, startServer } from "../astdb/support.ts";
import { openClient } from "../live/support.ts";
import { quietScenario } from "../simulator/harness.ts";
import { eventually } from "../support/server_process.ts";

/** The first download is a second after the start; chance would make it later. */
const clock = { ...systemClock, random: () => 0 };

Deno.test("createNexus tells viewers the names of a directory that comes while they look", async () => {
  await using server = startServer(
    answer("1999|W1HUB|Club hub|Springfield, OH\n2000|W1AW|Repeater|Newington, CT\n"),
  );
  const dataDir = await Deno.makeTempDir({ prefix: "nexus-names-" });
  const scenario = quietScenario();
  const simulator = createSimulator({ clock: systemClock, seed: 1, log: silentLogger, scenario });
  simulator.start();
  const env: Readonly<Record<string, string>> = {
    AMI_HOST: "127.0.0.1",
    AMI_PORT: String(simulator.listen().port),
    AMI_PASSWORD: "simulator",
    ASTDB_URL: server.url,
    ASTDB_OVERRIDES: '{1998: "W1XYZ|Workbench|"}',
    HEARTBEAT_INTERVAL: "1h",
  };
  const loaded = loadConfig({ env: (name) => env[name], readFile: () => undefined });
  if (!loaded.ok) throw new Error(loaded.problems.map(({ message }) => message).join());
  const nexus = createNexus({
    config: loaded.config,
    clock,
    log: silentLogger,
    version: { version: "test", commit: null, deno: "test" },
    databasePath: ":memory:",
    demo: false,
    names: () => undefined,
    directory: { dataDir, userAgent: "Nexus/test", invented: null },
  });
  nexus.start();
  const { services } = nexus;
  try {
    const bench = await eventually("the nodes", () => Promise.resolve(services.node("1998")));
    strictEqual(bench.description, "Workbench");
    strictEqual(services.node("1999")?.callsign, null);
    const { port, session } = openClient(services.live, { topics: ["nodes"] });
    const told = await eventually("the name on the stream", () => {
      const named = port.messages.flatMap((message) =>
        message.messageType === "STATUS_UPDATE" && message.data.callsign === "W1HUB" ? [message.data] : []
      );
      return Promise.resolve(named[0]);
    });
    strictEqual(told.node_id, "1999");
    strictEqual(services.directory.search("newing", 5)[0]?.node, "2000");
    ok(services.directory.status.importedAtMs !== null);
    session.end();
  } finally {
    await nexus.stop();
    await simulator.stop();
    await Deno.remove(dataDir, { recursive: true });
  }
});
