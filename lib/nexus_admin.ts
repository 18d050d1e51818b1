import { Admin, type CommandReply } from "./admin/mod.ts";
import type { NameSource } from "./astdb/mod.ts";
import type { Clock } from "./clock/mod.ts";
import type { Config } from "./config/mod.ts";
import type { EventBus } from "./events/mod.ts";
import type { LiveHub } from "./live/mod.ts";
import type { LogTail } from "./log/mod.ts";
import type { Counted, Meter } from "./metrics/mod.ts";
import type { MqttPublisher } from "./mqtt/mod.ts";
import type { Station } from "./station/mod.ts";
import type { AccountFile, Store } from "./store/mod.ts";
import type { Health, HostFacts, SettingEntry, VersionInfo } from "./wire/mod.ts";

/** Parts of the system that count for themselves. */
export interface CountingParts {
  readonly stations: readonly Station[];
  readonly hub: LiveHub;
  readonly store: Store;
  readonly bus: EventBus;
  readonly directory: NameSource;
  readonly mqtt: MqttPublisher | null;
}

/** What they counted so far. */
export function countedOf(parts: CountingParts, version: string, uptimeMs: number): Counted {
  const { stations, hub, store, bus, directory: { status }, mqtt } = parts;
  return {
    version,
    uptimeSec: uptimeMs / 1_000,
    stations,
    live: hub.counters,
    store: store.metrics,
    database: store.status,
    sinkFailures: bus.sinkFailures,
    directory: { rows: status.rows, importedAtMs: status.importedAtMs, isFailing: status.error !== null },
    mqtt: mqtt?.counters ?? null,
  };
}

/** What pages for admins look at, besides the configuration. */
export interface AdminSources {
  readonly accountFile: AccountFile;
  readonly meter: Meter;
  readonly ask: (server: string, line: string) => Promise<CommandReply>;
  readonly health: () => Health;
  readonly counted: () => Counted;
  readonly bootedAt: (server: string) => string | null;
  readonly host: () => HostFacts | null;
}

/** What the program says of itself, not started. */
export function createAdmin(
  { config, clock, version, databasePath, logTail, settings }: {
    readonly config: Config;
    readonly clock: Clock;
    readonly version: VersionInfo;
    readonly databasePath: string;
    readonly logTail?: LogTail;
    readonly settings?: () => readonly SettingEntry[];
  },
  { accountFile, meter, ask, health, counted, bootedAt, host }: AdminSources,
): Admin {
  return new Admin({
    clock,
    version,
    databasePath,
    dataDir: config.dataDir,
    configFile: config.file,
    accountFile,
    meter,
    ask,
    health,
    counted,
    bootedAt,
    host,
    hasBroker: config.mqtt !== null,
    ...(logTail ? { logTail } : {}),
    ...(settings ? { settings } : {}),
  });
}
