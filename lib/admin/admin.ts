import type { Clock } from "../clock/mod.ts";
import { LogTail } from "../log/mod.ts";
import type { Counted, Meter } from "../metrics/mod.ts";
import { type AccountFile, UnavailableError } from "../store/mod.ts";
import type {
  Bound,
  Health,
  HostFacts,
  ServerStatus,
  SettingEntry,
  SystemReport,
  VersionInfo,
} from "../wire/mod.ts";
import { type Backup, BackupMaker } from "./backup.ts";
import { COUNT_PERIOD_MS, CountHistory } from "./count_history.ts";
import { boundsOf, countsOf } from "./counts.ts";
import { type CommandReply, PeerVersionBook } from "./peer_versions.ts";
import { type Gauge, PERIOD_MS, SystemWatch } from "./system_watch.ts";

/** What of the running system is looked at. */
export interface AdminOptions {
  readonly clock: Clock;
  readonly version: VersionInfo;
  readonly databasePath: string;
  readonly dataDir: string;
  readonly logTail?: LogTail;
  readonly configFile: string | null;
  /** Every setting with where it came from, secrets hidden. */
  readonly settings?: () => readonly SettingEntry[];
  readonly accountFile: Pick<AccountFile, "all">;
  readonly ask: (server: string, line: string) => Promise<CommandReply>;
  readonly health: () => Health;
  readonly meter: Pick<Meter, "takeWorstDelaySec" | "families" | "bounds">;
  readonly counted: () => Counted;
  /** When Asterisk of a server started; `null`: not known. */
  readonly bootedAt: (server: string) => string | null;
  /** How the machine is; `null` where nobody looks. */
  readonly host: () => HostFacts | null;
  /** Whether there is a broker to tell of. */
  readonly hasBroker: boolean;
}

/** What pages for admins ask of the system. */
export interface AdminServices {
  start(): void;
  stop(): void;
  readonly log: LogTail;
  readonly configFile: string | null;
  settings(): readonly SettingEntry[];
  system(): Promise<SystemReport>;
  /** What was dropped or refused since the start. */
  givenUp(): number;
  /** Throws a `BackupError`. */
  backup(): Promise<Backup>;
}

/** What the program says of itself, and remembers of how it was. */
export class Admin implements AdminServices {
  readonly log: LogTail;
  readonly #watch: SystemWatch;
  readonly #counts: CountHistory;
  readonly #versions: PeerVersionBook;
  readonly #backups: BackupMaker;

  constructor(private readonly options: AdminOptions) {
    const { clock, databasePath, dataDir } = options;
    this.log = options.logTail ?? new LogTail();
    this.#versions = new PeerVersionBook(options.ask);
    this.#backups = new BackupMaker(databasePath, dataDir, clock);
    this.#watch = new SystemWatch(clock, [
      ...gaugesOf(options, () => this.givenUp()),
      ...brokerGaugesOf(options),
    ]);
    this.#counts = new CountHistory(clock, () => countsOf(options.meter.families(options.counted())));
  }

  /** Begins to look. */
  start(): void {
    this.#watch.start();
    this.#counts.start();
  }

  /** Ends whoever watches the log, and looks no more. */
  stop(): void {
    this.#watch.stop();
    this.#counts.stop();
    this.log.close();
  }

  /** Bounds, for the metrics. */
  get bounds(): readonly Bound[] {
    return [...this.log.bounds, ...this.#watch.bounds, ...this.#counts.bounds];
  }

  get configFile(): string | null {
    return this.options.configFile;
  }

  settings(): readonly SettingEntry[] {
    return this.options.settings?.() ?? [];
  }

  backup(): Promise<Backup> {
    return this.#backups.make();
  }

  givenUp(): number {
    const { meter, counted } = this.options;
    const { live, store } = counted();
    const dropped = meter.bounds().reduce((sum, bound) => sum + (bound.dropped ?? 0), 0);
    return dropped + live.refused + live.closedStuck + live.resnapshots + live.badMessages + store.dropped;
  }

  async system(): Promise<SystemReport> {
    const { clock, version, health, meter, accountFile } = this.options;
    const { ami, database, mqtt, uptime_seconds } = health();
    const nowMs = clock.now();
    const servers = await Promise.all(ami.map((server) => this.#server(server)));
    return {
      generated_at: new Date(nowMs).toISOString(),
      started_at: new Date(nowMs - uptime_seconds * 1_000).toISOString(),
      uptime_seconds,
      ...version,
      sqlite: sqliteVersion(accountFile),
      servers,
      database,
      mqtt,
      host: this.options.host(),
      gauges: this.#watch.gauges(),
      period_seconds: PERIOD_MS / 1_000,
      counts: this.#counts.counts(),
      count_period_seconds: COUNT_PERIOD_MS / 1_000,
      bounds: boundsOf(meter.bounds()),
    };
  }

  async #server(status: ServerStatus) {
    if (status.state !== "connected") return { ...status, asterisk: null, app_rpt: null, booted_at: null };
    const { asterisk, appRpt } = await this.#versions.of(status.server, status.since);
    return { ...status, asterisk, app_rpt: appRpt, booted_at: this.options.bootedAt(status.server) };
  }
}

function gaugesOf({ databasePath, health, meter, counted }: AdminOptions, givenUp: () => number) {
  const framesOf = () => counted().stations.reduce((sum, { counters }) => sum + counters.ami.frames, 0);
  const gauge = (
    name: string,
    label: string,
    unit: "bytes" | "seconds" | "count",
    read: () => number,
  ) => ({ name, label, unit, read, kind: "level" } as const);
  const rate = (name: string, label: string, read: () => number) =>
    ({ name, label, unit: "per_second", read, kind: "sum" }) as const;
  return [
    gauge("memory", "Memory", "bytes", () => Deno.memoryUsage().rss),
    gauge("heap", "Of it, values of the program", "bytes", () => Deno.memoryUsage().heapUsed),
    {
      name: "event_loop_delay",
      label: "Longest delay of the event loop",
      unit: "seconds",
      read: () => meter.takeWorstDelaySec(),
      kind: "peak",
    },
    gauge("database", "Database", "bytes", () => sizeOf(databasePath) + sizeOf(`${databasePath}-wal`)),
    gauge("clients", "Clients of the streams", "count", () => health().clients),
    gauge(
      "ami_connected",
      "Servers logged in to",
      "count",
      () => health().ami.filter(({ state }) => state === "connected").length,
    ),
    rate("ami_frames", "Frames of Asterisk", framesOf),
    rate("database_rows", "Rows written", () => counted().store.rows),
    rate("messages", "Messages to clients", () => counted().live.sent),
    { name: "given_up", label: "Dropped or refused", unit: "count", read: givenUp, kind: "sum" },
  ] as const;
}

/** How it stands with the broker, where there is one. */
function brokerGaugesOf({ hasBroker, health, counted }: AdminOptions): readonly Gauge[] {
  if (!hasBroker) return [];
  const level = (name: string, label: string, read: () => number) =>
    ({ name, label, unit: "count", read, kind: "level" }) as const;
  return [
    level("mqtt_connected", "Brokers logged in to", () => Number(counted().mqtt?.isConnected ?? false)),
    level("mqtt_waiting", "Messages that wait for the broker", () => health().mqtt?.outbox ?? 0),
    {
      name: "mqtt_published",
      label: "Messages the broker took",
      unit: "per_second",
      read: () => counted().mqtt?.published ?? 0,
      kind: "sum",
    },
  ];
}

function sqliteVersion(file: Pick<AccountFile, "all">): string | null {
  try {
    const version = file.all("SELECT sqlite_version() AS version")[0]?.["version"];
    return typeof version === "string" ? version : null;
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error;
    return null; // how it stands with the database is told beside it
  }
}

function sizeOf(path: string): number {
  try {
    return Deno.statSync(path).size;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return 0; // no file, or no way to it: how it stands with the database is told beside it
  }
}
