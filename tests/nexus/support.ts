import { systemClock } from "../../lib/clock/mod.ts";
import { type Config, loadConfig } from "../../lib/config/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import { createNexus, type Nexus } from "../../lib/nexus.ts";
import { createSimulator, type Scenario, type Simulator } from "../../lib/simulator/mod.ts";
import { openClient } from "../live/support.ts";

/** One running Nexus beside one simulated Asterisk, both in this process. */
export interface Site {
  readonly nexus: Nexus;
  readonly simulator: Simulator;
  /** A client that gets everything the streams tell. */
  readonly client: ReturnType<typeof openClient>;
}

/** Reads a configuration as the program does. Throws with its problems. */
export function configOf(text: string): Config {
  const loaded = loadConfig({ file: "nexus.yaml", env: () => undefined, readFile: () => text });
  if (!loaded.ok) throw new Error(loaded.problems.map(({ message }) => message).join("; "));
  return loaded.config;
}

/** Runs `act` with such a site and ends it whatever happens. `ami`: further keys under `ami:`, of one line each. */
export async function withSite(
  scenario: Scenario,
  ami: Readonly<Record<string, string>>,
  act: (site: Site) => Promise<void>,
): Promise<void> {
  const simulator = createSimulator({ clock: systemClock, seed: 1, log: silentLogger, scenario });
  simulator.start();
  const keys = {
    host: "127.0.0.1",
    port: String(simulator.listen().port),
    username: "admin",
    password: "simulator",
    retry_interval: "100ms",
    retry_max: "1s",
    ...ami,
  };
  const lines = Object.entries(keys).map(([key, value]) => `  ${key}: ${value}\n`);
  const nexus = createNexus({
    config: configOf(`ami:\n${lines.join("")}`),
    clock: systemClock,
    log: silentLogger,
    version: { version: "test", commit: null, deno: "test" },
    databasePath: ":memory:",
    demo: false,
    names: () => undefined,
    directory: { dataDir: "unused", userAgent: "Nexus/test", invented: [] },
  });
  nexus.start();
  const client = openClient(nexus.services.live, {});
  try {
    await act({ nexus, simulator, client });
  } finally {
    client.session.end();
    await nexus.stop();
    await simulator.stop();
  }
}
