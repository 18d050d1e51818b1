import type { DirectoryEntry } from "../astdb/mod.ts";
import type { Clock } from "../clock/mod.ts";
import type { Config } from "../config/mod.ts";
import type { Logger } from "../log/mod.ts";
import { createSimulator, demoScenario } from "../simulator/mod.ts";

/** The simulated Asterisk of `--demo` and the configuration that connects to it. */
export interface Demo {
  readonly config: Config;
  /** Who the simulated nodes are. */
  readonly directory: readonly DirectoryEntry[];
  stop(): Promise<void>;
}

/**
 * Starts the simulator on a loopback port and points the configuration at it. Its database has a directory of its own,
 * so that simulated traffic never mixes with a real node's.
 */
export function startDemo(config: Config, clock: Clock, log: Logger): Demo {
  const scenario = demoScenario();
  const simulator = createSimulator({
    clock,
    seed: clock.now() >>> 0,
    log: log.child("simulator"),
    scenario,
  });
  simulator.start();
  const { port } = simulator.listen(0, "127.0.0.1");
  const server = {
    name: "demo",
    host: "127.0.0.1",
    port,
    ...simulator.credentials,
    tls: false,
    events: "on",
    auth: "auto",
    retryIntervalMs: 1_000,
    retryMaxMs: 5_000,
    keepaliveMs: 30_000,
    nodes: [],
  } as const;
  return {
    config: {
      ...config,
      dataDir: `${config.dataDir}/demo`,
      servers: [server],
      pollingIntervalMs: Math.min(config.pollingIntervalMs, 10_000),
    },
    directory: [...scenario.directory].map(([node, entry]) => {
      const { callsign, description, location } = entry;
      return { node, callsign, description, location };
    }),
    stop: () => simulator.stop(),
  };
}
