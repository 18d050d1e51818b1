import type { Clock } from "./clock/mod.ts";
import type { Config } from "./config/mod.ts";
import type { Logger } from "./log/mod.ts";
import { MqttPublisher } from "./mqtt/mod.ts";
import type { Station } from "./station/mod.ts";
import { type AccountFile, MqttTable, type StatsReader } from "./store/mod.ts";
import type { NodeStatus, VersionInfo } from "./wire/mod.ts";

/** How many talker events are read for who talked last. */
const TALKERS_READ = 50;

/** What a publisher reads from, besides the configuration. */
export interface MqttSources {
  readonly accountFile: AccountFile;
  readonly talkers: Pick<StatsReader, "talkerLog">;
  /** Servers at work; those that are made later count too. */
  readonly stations: readonly Station[];
}

/** The publisher of this program, not started; `null` while no broker is configured. */
export function createMqtt(
  { config, clock, log, version }: {
    readonly config: Config;
    readonly clock: Clock;
    readonly log: Logger;
    readonly version: VersionInfo;
  },
  { accountFile, talkers, stations }: MqttSources,
): MqttPublisher | null {
  if (config.mqtt === null) return null;
  const status = (nodeId: string): NodeStatus | undefined => {
    for (const { nodes } of stations) {
      const found = nodes.status(nodeId, clock.now());
      if (found) return found;
    }
    return undefined;
  };
  const areConnected = () => stations.every((station) => station.status().state === "connected");
  return new MqttPublisher({
    config: config.mqtt,
    clock,
    log: log.child("mqtt"),
    title: config.title,
    version: version.version,
    hostname: Deno.hostname(),
    file: new MqttTable(accountFile),
    status,
    nodeIds: () => areConnected() ? stations.flatMap(({ nodes }) => nodes.nodeIds) : null,
    talkers: () => talkers.talkerLog({ limit: TALKERS_READ }),
  });
}
