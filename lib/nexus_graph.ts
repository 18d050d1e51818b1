/**
 * The parts of the running system and how they are joined: store, streams, bus, one station per server, accounts, control and broker.
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
import type { Clock } from "./clock/mod.ts";
import type { Config } from "./config/mod.ts";
import {
  Control,
  Favorites,
  FavoriteWatch,
  type NodeSite,
  PUBLIC_STATS_URL,
  statsSource,
} from "./control/mod.ts";
import { EventBus } from "./events/mod.ts";
import { type HostReader, HostWatch } from "./host/mod.ts";
import { limitKey, namedReaders } from "./http/mod.ts";
import { createLiveHub, type LiveHub } from "./live/mod.ts";
import type { Logger, LogTail } from "./log/mod.ts";
import { Meter } from "./metrics/mod.ts";
import type { MqttPublisher } from "./mqtt/mod.ts";
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
import { VoterBoard } from "./voters/mod.ts";
import type { CallSnapshot, NodeStatus, SettingEntry, VersionInfo } from "./wire/mod.ts";

/** How many talker events a new viewer is shown. */
export const TALKER_LOG_SHOWN = 50;

const DAY_MS = 86_400_000;

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
  /** Tells how the machine is; absent: nobody looks. */
  readonly host?: HostReader;
}

/** The parts of the running system. */
export interface Graph {
  readonly store: Store;
  /** The store's readers, with the names of now. */
  readonly readers: StatsReader & HistoryReader;
  readonly accountFile: AccountFile;
  readonly audit: RunningAudit;
  readonly auth: Auth;
  readonly hub: LiveHub;
  readonly bus: EventBus;
  readonly stations: readonly Station[];
  readonly voters: VoterBoard;
  readonly meter: Meter;
  readonly naming: Naming | null;
  readonly directory: NameSource;
  /** Names by hand, of the directory and of simulated nodes. */
  readonly names: NameLookup;
  readonly control: Control;
  readonly favorites: Favorites;
  /** `null` where what favourites are doing is not to be asked. */
  readonly favoriteWatch: FavoriteWatch | null;
  /** Calls of an earlier run whose end nobody was told of, of servers that are not configured any more. */
  readonly strayCalls: readonly CallSnapshot[];
  /** `null` while no broker is configured. */
  readonly mqtt: MqttPublisher | null;
  /** How the machine is; `null` where nobody looks. */
  readonly host: HostWatch | null;
}

/** Builds the graph. Errors: throws `StoreError` when the database is damaged or newer than this program. */
export function buildGraph(options: NexusOptions): Graph {
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
    placeOf: limitKey,
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
    began: (data, atMs) => bus.publish([{ kind: "COMMAND_ACCEPTED", atMs, data }]),
    publish: (data, atMs) => bus.publish([{ kind: "COMMAND_RESULT", atMs, data }]),
  });
  const bus: EventBus = new EventBus(
    [store, hub, meter.events, ...(naming ? [naming.echolink] : []), ...(mqtt ? [mqtt] : []), control],
    (sink, event, error) => {
      busLog.error("sink failed", { sink, kind: event.kind, error: String(error) });
    },
  );
  const leftCalls = store.leftCalls();
  const voters = new VoterBoard({
    clock,
    sources: stations,
    nameOf: (node) => ({ ...names(node), name: givenName(config, node) }),
  });
  for (const server of config.servers) {
    stations.push(createStation({
      server,
      leftCalls: leftCalls.filter((call) => call.server === server.name),
      unkeyGraceMs: config.unkeyGraceMs,
      pollingIntervalMs: config.pollingIntervalMs,
      disableLinkPoller: config.disableLinkPoller,
      clock,
      log,
      names,
      recall: (localNode, node) => store.recallLink(localNode, node),
      publish: (events) => bus.publish(events),
      watched: (nodeId) => hub.watched(nodeId),
      votersWatched: () => voters.watched,
      votersChanged: () => voters.changed(),
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
    voters,
    meter,
    naming,
    directory,
    names,
    control,
    favorites: new Favorites({ table: new FavoriteTable(accountFile), clock, audit }),
    favoriteWatch: favoriteWatchOf(options),
    strayCalls: leftCalls.filter((call) => config.servers.every(({ name }) => name !== call.server)),
    mqtt,
    host: options.host === undefined ? null : new HostWatch(clock, options.host),
  };
  watchBounds(graph);
  return graph;
}

/** Asks a service of others only where that is configured. */
function favoriteWatchOf({ config, clock, log, version }: NexusOptions): FavoriteWatch | null {
  const { activity, activityUrl } = config.favorites;
  if (!activity) return null;
  const url = activityUrl ?? PUBLIC_STATS_URL;
  const ask = statsSource({ url, userAgent: `Nexus/${version.version}`, clock });
  return new FavoriteWatch({ ask, clock, log: log.child("favorites") });
}

/** Tells what the graph holds that cannot grow for ever; who adds a room that holds something adds it here. */
function watchBounds(graph: Graph): void {
  const {
    meter,
    store,
    auth,
    audit,
    hub,
    naming,
    mqtt,
    stations,
    control,
    favorites,
    favoriteWatch,
    voters,
  } = graph;
  meter.watch(() => store.bounds);
  meter.watch(() => hub.bounds);
  meter.watch(() => auth.bounds);
  meter.watch(() => audit.bounds);
  meter.watch(() => control.bounds);
  meter.watch(() => [favorites.bound]);
  if (favoriteWatch) meter.watch(() => [favoriteWatch.bound]);
  meter.watch(() => voters.bounds);
  if (naming) meter.watch(() => naming.bounds);
  if (mqtt) meter.watch(() => mqtt.bounds);
  for (const station of stations) meter.watch(() => station.bounds, { server: station.name });
}

/** What the configuration calls a local node; `null` where it does not. */
function givenName({ servers }: Config, node: string): string | null {
  return servers.flatMap(({ nodes }) => nodes).find(({ nodeId }) => nodeId === node)?.name ?? null;
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

/** Runs a line of Asterisk's command line on a server. Errors: rejects with `AmiError`. */
export async function askCommand(ami: AmiActions | undefined, line: string): Promise<CommandAnswer> {
  if (!ami) throw new AmiError("unreachable", `run command, there is no connection: ${line}`);
  const { ok, message, frame } = await ami.action("Command", [["Command", line]]);
  return { ok, message, lines: frame.output() };
}

/** Every local node of every server. */
export function allNodes(stations: readonly Station[], nowMs: number): readonly NodeStatus[] {
  return stations.flatMap((station) => station.nodes.statuses(nowMs));
}

/** The first that `read` finds in `items`. */
export function firstDefined<T, R>(items: readonly T[], read: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const value = read(item);
    if (value !== undefined) return value;
  }
  return undefined;
}
