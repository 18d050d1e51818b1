/**
 * @module lib/nexus: the composition root. It builds the graph (store, streams, bus, one station per server, the
 * services that routes call) from a configuration, starts it, and takes it down in reverse order.
 */
import {
  type AmiActions,
  type AmiConnectionOptions,
  AmiError,
  type AmiListener,
  createAmiConnection,
  type Dial,
} from "./ami/mod.ts";
import {
  type CommandAnswer,
  createNaming,
  type DirectoryEntry,
  type NameSource,
  type Naming,
  type NamingOptions,
  withoutDirectory,
} from "./astdb/mod.ts";
import { Auth, createAudit, type RunningAudit, sessionSecret } from "./auth/mod.ts";
import type { Clock, Timer } from "./clock/mod.ts";
import type { Config } from "./config/mod.ts";
import { Control, Favorites, type NodeSite } from "./control/mod.ts";
import { EventBus } from "./events/mod.ts";
import {
  createRateLimiter,
  healthOf,
  isNameless,
  namedReaders,
  type Services,
  SharedPages,
} from "./http/mod.ts";
import { createLiveHub, type LiveHub } from "./live/mod.ts";
import type { Logger, LogTail } from "./log/mod.ts";
import { answerMetrics, Meter } from "./metrics/mod.ts";
import type { MqttPublisher } from "./mqtt/mod.ts";
import { countedOf, createAdmin } from "./nexus_admin.ts";
import { createMqtt } from "./nexus_mqtt.ts";
import type { NameLookup } from "./nodes/mod.ts";
import { createStation, type Station } from "./station/mod.ts";
import {
  AccountFile,
  AccountTable,
  AuditTable,
  FavoriteTable,
  type HistoryReader,
  openStore,
  type StatsReader,
  type Store,
} from "./store/mod.ts";
import type { NodeStatus, SettingEntry, VersionInfo } from "./wire/mod.ts";

/** How many talker events a new viewer is shown. */
const TALKER_LOG_SHOWN = 50;

const DAY_MS = 86_400_000;

/** How long names that come are gathered before viewers are told. */
const NAMES_GATHERED_MS = 250;

/** What the graph is built from, besides the configuration. */
export interface NexusOptions {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
  readonly version: VersionInfo;
  /** The database file. */
  readonly databasePath: string;
  readonly demo: boolean;
  /** Whether the pages for those who work on Nexus are shown. */
  readonly development?: boolean;
  /** What is known of nodes by their number, where there is no directory. */
  readonly names: NameLookup;
  /** The node directory: its place, how its download names itself, and the names of simulated nodes; none where absent. */
  readonly directory?: Pick<NamingOptions, "dataDir" | "userAgent" | "invented">;
  /** The last lines of the log; none where absent. */
  readonly logTail?: LogTail;
  /** Every setting with where it came from, secrets hidden. */
  readonly settings?: () => readonly SettingEntry[];
  /** How every server is reached; by TCP or TLS where absent. */
  readonly dial?: Dial;
}

/** The running system without its web server. */
export interface Nexus {
  readonly services: Services;
  start(): void;
  /** Ends streams, logs off, flushes and closes; resolves when nothing is left running. */
  stop(): Promise<void>;
}

/** Builds the graph. Errors: throws `StoreError` when the database is damaged or newer than this program. */
export function createNexus(options: NexusOptions): Nexus {
  const { config, clock, log } = options;
  const { databasePath: path } = options;
  const store = openStore({ path, clock, log: log.child("store"), retentionDays: config.retentionDays });
  const accountFile = new AccountFile(path);
  const audit = createAudit({
    table: new AuditTable(accountFile),
    clock,
    log: log.child("auth"),
    keepMs: config.auditDays * DAY_MS,
  });
  const auth = new Auth({
    table: new AccountTable(accountFile),
    audit,
    clock,
    log: log.child("auth"),
    secret: sessionSecret(
      config.auth.jwtSecret,
      path === ":memory:" ? null : config.dataDir,
      log.child("auth"),
    ),
    ttlMs: config.auth.tokenTtlMs,
    allowRegistration: config.auth.allowRegistration,
    onEnded: ({ ids, why }) => hub.endViewers(ids, why === "expired" ? "session expired" : "session ended"),
  });
  const stations: Station[] = [];
  const hub = createLiveHub({
    clock,
    log: log.child("live"),
    version: options.version.version,
    heartbeatIntervalMs: config.heartbeatIntervalMs,
    linkTxBatchMs: config.linkTxBatchMs,
    snapshot: {
      statuses: () => allNodes(stations, clock.now()),
      status: (nodeId) => firstDefined(stations, (station) => station.nodes.status(nodeId, clock.now())),
      talkerLog: () => readers.talkerLog({ limit: TALKER_LOG_SHOWN }),
    },
  });
  const naming = options.directory === undefined ? null : createNaming({
    ...options.directory,
    config: config.astdb,
    clock,
    log: log.child("astdb"),
    ask: (server, line) => askCommand(stations.find(({ name }) => name === server)?.ami, line),
    serverOf: (localNode) => stations.find(({ nodes }) => nodes.nodeIds.includes(localNode))?.name,
  });
  const directory = naming?.directory ?? withoutDirectory((node) => named(node, options.names));
  const names: NameLookup = (node) => directory.name(node);
  const readers = namedReaders(store, names);
  const busLog = log.child("events");
  const meter = new Meter(clock);
  const mqtt = createMqtt(options, { accountFile, talkers: readers, stations });
  // The last of the sinks: what it tells in turn comes after what it was told.
  const control = new Control({
    clock,
    audit,
    named: config.commands,
    site: (nodeId) => siteOf(stations, nodeId, clock),
    publish: (data, atMs) => bus.publish([{ kind: "COMMAND_RESULT", atMs, data }]),
  });
  const bus: EventBus = new EventBus(
    [store, hub, meter.events, ...(naming ? [naming.echolink] : []), ...(mqtt ? [mqtt] : []), control],
    (sink, event, error) => {
      busLog.error("sink failed", { sink, kind: event.kind, error: String(error) });
    },
  );
  for (const server of config.servers) {
    stations.push(createStation({
      server,
      unkeyGraceMs: config.unkeyGraceMs,
      pollingIntervalMs: config.pollingIntervalMs,
      disableLinkPoller: config.disableLinkPoller,
      clock,
      log,
      names,
      recall: (localNode, node) => store.recallLink(localNode, node),
      publish: (events) => bus.publish(events),
      watched: (nodeId) => hub.watched(nodeId),
      polled: (nodeId, askedAtMs) => control.polled(nodeId, askedAtMs),
      connect: (connection: AmiConnectionOptions, listener: AmiListener) =>
        meter.actions(server.name).measured(
          createAmiConnection(connection, {
            clock,
            log: log.child("ami", { server: server.name }),
            listener,
            ...(options.dial ? { dial: options.dial } : {}),
          }),
        ),
    }));
  }
  auth.open();
  const graph: Graph = {
    store,
    readers,
    accountFile,
    audit,
    auth,
    hub,
    bus,
    stations,
    meter,
    naming,
    directory,
    control,
    favorites: new Favorites({ table: new FavoriteTable(accountFile), clock, audit }),
    mqtt,
  };
  watchBounds(graph);
  return new RunningNexus({ ...options, names }, graph);
}

interface Graph {
  readonly store: Store;
  /** The store's readers, with the names of now. */
  readonly readers: StatsReader & HistoryReader;
  readonly accountFile: AccountFile;
  readonly audit: RunningAudit;
  readonly auth: Auth;
  readonly hub: LiveHub;
  readonly bus: EventBus;
  readonly stations: readonly Station[];
  readonly meter: Meter;
  readonly naming: Naming | null;
  readonly directory: NameSource;
  readonly control: Control;
  readonly favorites: Favorites;
  /** `null` while no broker is configured. */
  readonly mqtt: MqttPublisher | null;
}

class RunningNexus implements Nexus {
  readonly services: Services;
  #heartbeat: Timer | null = null;
  #renaming: Timer | null = null;
  /** Whose name came after his talk and was told; at most as many as the log has. */
  #renamed: ReadonlySet<string> = new Set();

  constructor(private readonly options: NexusOptions, private readonly graph: Graph) {
    this.services = buildServices(options, graph);
  }

  start(): void {
    const { clock, config } = this.options;
    this.graph.audit.start();
    this.graph.auth.start();
    this.graph.hub.start();
    this.graph.naming?.start(() => this.#namesChanged());
    this.graph.meter.start();
    this.graph.mqtt?.start();
    this.services.admin.start();
    for (const station of this.graph.stations) station.start();
    this.#heartbeat = clock.every(config.heartbeatIntervalMs, () => this.#publishStatuses());
  }

  async stop(): Promise<void> {
    this.#heartbeat?.cancel();
    this.#heartbeat = null;
    this.graph.control.stop();
    this.services.admin.stop();
    await Promise.all([...this.graph.stations.map((station) => station.stop()), this.graph.naming?.stop()]);
    // What the stations told last still leaves.
    await this.graph.mqtt?.stop();
    this.#renaming?.cancel();
    this.#renaming = null;
    this.graph.hub.stop();
    this.graph.meter.stop();
    this.graph.auth.stop();
    this.graph.audit.stop();
    this.graph.accountFile.close();
    this.graph.store.close();
  }

  /** Names often come several at once; viewers are told of them together. */
  #namesChanged(): void {
    this.#renaming ??= this.options.clock.after(NAMES_GATHERED_MS, () => {
      this.#renaming = null;
      this.#publishStatuses();
      this.#renameTalkers();
    });
  }

  /** Who talked before the name was known is named in the log as well, once for each: a log told anew costs every page a reading. */
  #renameTalkers(): void {
    const { names } = this.options;
    const log = this.graph.store.talkerLog({ limit: TALKER_LOG_SHOWN });
    const renamed = new Set(
      log.filter((event) => isNameless(event) && names(event.node)).map(({ node }) => node),
    );
    const isNews = !renamed.isSubsetOf(this.#renamed);
    this.#renamed = renamed;
    if (isNews) this.graph.hub.retellTalkers();
  }

  #publishStatuses(): void {
    const atMs = this.options.clock.now();
    const statuses = allNodes(this.graph.stations, atMs);
    this.graph.bus.publish(statuses.map((data) => ({ kind: "STATUS_UPDATE", atMs, data })));
  }
}

function named(node: string, names: NameLookup): DirectoryEntry | undefined {
  const name = names(node);
  return name && { node, ...name };
}

/** One local node as control sees it. */
function siteOf(stations: readonly Station[], nodeId: string, clock: Clock): NodeSite | undefined {
  const station = stations.find(({ nodes }) => nodes.nodeIds.includes(nodeId));
  if (!station) return undefined;
  return {
    server: station.name,
    ami: station.ami,
    state: () => station.status().state,
    links: () => station.nodes.status(nodeId, clock.now())?.links ?? [],
    lookSoon: () => station.lookSoon(nodeId),
    async dtmf() {
      const { fields } = await station.nodeStat(nodeId);
      const commands = Number(fields.get("DtmfCommandsSinceSystemInitialization") || NaN);
      const last = fields.get("LastDtmfCommandExecuted") ?? "N/A";
      return { commands: Number.isInteger(commands) ? commands : null, last: last === "N/A" ? null : last };
    },
  };
}

/** Runs a line of Asterisk's command line on a server. */
async function askCommand(ami: AmiActions | undefined, line: string): Promise<CommandAnswer> {
  if (!ami) throw new AmiError("unreachable", `run command, there is no connection: ${line}`);
  const { ok, message, frame } = await ami.action("Command", [["Command", line]]);
  return { ok, message, lines: frame.output() };
}

function allNodes(stations: readonly Station[], nowMs: number): readonly NodeStatus[] {
  return stations.flatMap((station) => station.nodes.statuses(nowMs));
}

function buildServices(options: NexusOptions, graph: Graph): Services {
  const { config, clock, log, version, names, demo, development = false } = options;
  const { store, readers, hub, stations } = graph;
  const startedAtMs = clock.now();
  const limiter = createRateLimiter({ perMinute: config.publicStatsRpm });
  const signInLimiter = createRateLimiter({ perMinute: config.auth.rpm });
  const sharedPages = new SharedPages({ clock, version: () => hub.changes });
  graph.meter.watch(() => sharedPages.bounds);
  graph.meter.watch(() => [limiter.bound, { ...signInLimiter.bound, name: "sign_in_addresses" }]);
  const { title, subtitle, basePath, publicStatsRpm, trustedProxies, heartbeatIntervalMs } = config;
  const health = () =>
    healthOf({
      servers: stations.map((station) => station.status()),
      database: store.status,
      clients: hub.counters.clients,
      mqtt: graph.mqtt?.status ?? null,
      version: version.version,
      uptimeMs: clock.now() - startedAtMs,
    });
  const counted = () => countedOf(graph, version.version, clock.now() - startedAtMs);
  const ask = (server: string, line: string) =>
    askCommand(stations.find(({ name }) => name === server)?.ami, line);
  const admin = createAdmin(options, { ...graph, ask, health, counted });
  graph.meter.watch(() => admin.bounds);
  return {
    settings: {
      title,
      subtitle,
      basePath,
      publicStatsRpm,
      trustedProxies,
      demo,
      development,
      heartbeatIntervalMs,
      allowAnonDashboard: config.auth.allowAnonDashboard,
      allowRegistration: config.auth.allowRegistration,
    },
    version,
    clock,
    log: log.child("http"),
    live: hub,
    gate: graph.auth,
    auth: graph.auth,
    audit: graph.audit,
    control: graph.control,
    favorites: graph.favorites,
    stats: readers,
    history: readers,
    callHistory: store,
    liveCalls: () => stations.flatMap((station) => station.calls()),
    names,
    directory: graph.directory,
    nodes: () => allNodes(stations, clock.now()),
    node: (nodeId) => firstDefined(stations, (station) => station.nodes.status(nodeId, clock.now())),
    linkedTo: (node) =>
      stations.flatMap(({ nodes }) => nodes.nodeIds.filter((local) => nodes.has(local, node))),
    nodeDetail: (nodeId) => firstDefined(stations, (station) => station.nodes.detail(nodeId)),
    servers: () => stations.map((station) => station.status()),
    health,
    mqtt: () => graph.mqtt?.status ?? null,
    metrics: (bearer) => answerMetrics(config.metrics, bearer, () => graph.meter.render(counted())),
    admin,
    sharedPages,
    admit: (address) => limiter.admit(address, clock.now()),
    admitSignIn: (key) => signInLimiter.admit(key, clock.now()),
  };
}

/** Tells what the graph holds that cannot grow for ever; who adds a room that holds something adds it here. */
function watchBounds({ meter, store, auth, hub, naming, mqtt, stations, control }: Graph): void {
  meter.watch(() => store.bounds);
  meter.watch(() => hub.bounds);
  meter.watch(() => auth.bounds);
  meter.watch(() => control.bounds);
  if (naming) meter.watch(() => naming.bounds);
  if (mqtt) meter.watch(() => mqtt.bounds);
  for (const station of stations) meter.watch(() => station.bounds, { server: station.name });
}

function firstDefined<T, R>(items: readonly T[], read: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const value = read(item);
    if (value !== undefined) return value;
  }
  return undefined;
}
