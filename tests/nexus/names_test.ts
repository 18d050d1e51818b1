import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { systemClock } from "../../lib/clock/mod.ts";
import { loadConfig } from "../../lib/config/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import { createNexus, type Nexus } from "../../lib/nexus.ts";
import { createSimulator, type Scenario, type Simulator } from "../../lib/simulator/mod.ts";
import { answer, startServer } from "../astdb/support.ts";
import { openClient } from "../live/support.ts";
import { quietScenario } from "../simulator/harness.ts";
import { eventually } from "../support/server_process.ts";

/** The first download is a second after the start; chance would make it later. */
const clock = { ...systemClock, random: () => 0 };

/** Runs `act` with Nexus, a simulated Asterisk and a directory that it downloads, and ends them whatever happens. */
async function withNames(
  directoryUrl: string,
  scenario: Scenario,
  act: (nexus: Nexus, simulator: Simulator) => Promise<void>,
): Promise<void> {
  const dataDir = await Deno.makeTempDir({ prefix: "nexus-names-" });
  const simulator = createSimulator({ clock: systemClock, seed: 1, log: silentLogger, scenario });
  simulator.start();
  const env: Readonly<Record<string, string>> = {
    AMI_HOST: "127.0.0.1",
    AMI_PORT: String(simulator.listen().port),
    AMI_PASSWORD: "simulator",
    ASTDB_URL: directoryUrl,
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
  try {
    await act(nexus, simulator);
  } finally {
    await nexus.stop();
    await simulator.stop();
    await Deno.remove(dataDir, { recursive: true });
  }
}

Deno.test("createNexus tells viewers the names of a directory that comes while they look", async () => {
  await using server = startServer(
    answer("1999|W1HUB|Club hub|Springfield, OH\n2000|W1AW|Repeater|Newington, CT\n"),
  );
  await withNames(server.url, quietScenario(), async ({ services }) => {
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
  });
});

/** Links to a node of the directory, to an EchoLink station, to an IRLP node and to a private one. */
const LINKS = ["2001", "3101425", "84021", "1966"].map((name) => ({
  node: "1998",
  link: { name, mode: "T", direction: "OUT", peer: "192.0.2.9", permanent: true } as const,
  ageSec: 60,
}));

const ECHOLINK = new Map([["101425", { callsign: "QX1ECH-L", address: "192.0.2.5" }]]);

Deno.test("createNexus names links by directory and EchoLink, knows their kinds, and names talk that was before", async () => {
  const released = Promise.withResolvers<void>();
  await using server = startServer(async (request) => {
    await released.promise;
    return answer("2001|W1AW|Repeater|Newington, CT\n")(request);
  });
  const scenario = quietScenario(LINKS, { echolink: ECHOLINK });
  await withNames(server.url, scenario, async ({ services }, { world }) => {
    const link = (node: string) => services.node("1998")?.links.find((each) => each.node === node);
    const echo = await eventually("the EchoLink name", () => {
      return Promise.resolve(link("3101425")?.callsign ? link("3101425") : undefined);
    });
    deepStrictEqual([echo?.callsign, echo?.kind], ["QX1ECH-L", "echolink"]);
    deepStrictEqual([link("84021")?.kind, link("1966")?.kind, link("2001")?.kind], [
      "irlp",
      "private",
      "allstar",
    ]);

    const { port, session } = openClient(services.live, {});
    world.talk({ node: "1998", link: "2001" }, true);
    await eventually("the talk", () => Promise.resolve(services.stats.talkerLog({ limit: 5 })[0]));
    strictEqual(services.stats.talkerLog({ limit: 5 })[0]?.callsign, null);
    port.clear();
    released.resolve();
    const log = await eventually("the log with names", () => {
      const told = port.messages.flatMap((each) =>
        each.messageType === "TALKER_LOG_SNAPSHOT" ? [each.data] : []
      );
      return Promise.resolve(told[0]);
    });
    deepStrictEqual(log.map(({ node, callsign, description }) => [node, callsign, description]), [
      ["2001", "W1AW", "Repeater"],
    ]);
    strictEqual(link("2001")?.location, "Newington, CT");
    const [transmission] = services.history.recentTransmissions({ sinceMs: 0, limit: 5 });
    strictEqual(transmission?.callsign, "W1AW");
    strictEqual(port.messages.filter(({ messageType }) => messageType === "TALKER_LOG_SNAPSHOT").length, 1);
    session.end();
  });
});

Deno.test("createNexus names EchoLink stations by the plain text that Asterisk 1.4 answers commands with", async () => {
  await using server = startServer(answer("2001|W1AW|Repeater|Newington, CT\n"));
  const scenario = quietScenario(LINKS, { echolink: ECHOLINK, release: "asl2" });
  await withNames(server.url, scenario, async ({ services }) => {
    const echo = await eventually("the EchoLink name", () => {
      const found = services.node("1998")?.links.find(({ node }) => node === "3101425");
      return Promise.resolve(found?.callsign ? found : undefined);
    });
    deepStrictEqual([echo.callsign, echo.kind], ["QX1ECH-L", "echolink"]);
  });
});
