import {
  ANYBODY,
  type AuditEntry,
  Auth,
  PasswordHasher,
  type Principal,
  randomSecret,
} from "../../lib/auth/mod.ts";
import { VirtualClock } from "../../lib/clock/mod.ts";
import { Control, Favorites, type NamedCommand, type NodeSite } from "../../lib/control/mod.ts";
import { createRateLimiter, type Services, type WebSettings } from "../../lib/http/mod.ts";
import { createLiveHub, type LiveHub, type LiveHubOptions } from "../../lib/live/mod.ts";
import { createLogger, type LogRecord, LogTail, silentLogger } from "../../lib/log/mod.ts";
import type { VotersKnown } from "../../lib/poller/mod.ts";
import { VoterBoard } from "../../lib/voters/mod.ts";
import { AccountFile, AccountTable, FavoriteTable } from "../../lib/store/mod.ts";
import type {
  CallsReader,
  DailySum,
  HistoryReader,
  LinkSession,
  LinkStatsQuery,
  StatsReader,
  TalkerLogQuery,
  Transmission,
  TransmissionsQuery,
} from "../../lib/store/mod.ts";
import type {
  AmiState,
  CallSnapshot,
  Health,
  HostFacts,
  LinkStat,
  NodeDetail,
  NodeStatus,
  TalkerEvent,
} from "../../lib/wire/mod.ts";
import { linkInfo, nodeDetail, nodeStatus, SAMPLE_AT, SAMPLE_AT_MS, talkerEvent } from "../wire/samples.ts";
import { HOST_FACTS, linkStat, storedCall, voterInstance } from "./samples.ts";

/** Services whose every answer a test can set, with a note of what was asked. */
export interface FakeServices extends Services {
  readonly clock: VirtualClock;
  readonly live: LiveHub;
  readonly lines: LogRecord[];
  /** Acts that were recorded. */
  readonly acts: AuditEntry[];
  /** Who every request is from; `null`: whoever its token or cookie says. */
  principal: Principal | null;
  readonly asked: (LinkStatsQuery | TalkerLogQuery | TransmissionsQuery)[];
  /** What `nodes` and `node` give. */
  shown: NodeStatus[];
  totals: LinkStat[];
  talkers: TalkerEvent[];
  transmissions: Transmission[];
  sessions: LinkSession[];
  days: DailySum[];
  /** What `liveCalls` gives. */
  up: CallSnapshot[];
  /** What calls are read from; the one that is in it is `1999`. */
  callHistory: CallsReader;
  /** What `nodeDetail` gives of every local node. */
  detail: Omit<NodeDetail, "node_id">;
  state: Health["status"];
  /** What `voters` is made of. */
  voterKnown: VotersKnown;
  /** How often somebody wanted to know what is newest of voters. */
  voterLooks: number;
  /** How its server stands. */
  voterServerState: AmiState;
  /** What `host` gives. */
  machine: HostFacts | null;
  /** Thrown by `nodes`, where a test wants something to go wrong. */
  fault: Error | null;
}

/** Makes services with one node of one link, on a clock that stands still. */
export function fakeServices(
  settings: Partial<WebSettings> = {},
  hub: Partial<LiveHubOptions> = {},
  named: readonly NamedCommand[] = [],
  hasher = new PasswordHasher({ logN: 1, r: 1, p: 1 }),
): FakeServices {
  const clock = new VirtualClock(SAMPLE_AT_MS);
  const lines: LogRecord[] = [];
  const log = createLogger("http", {
    level: "debug",
    now: () => clock.now(),
    sink: (line) => lines.push(line),
  });
  const limiter = createRateLimiter({ perMinute: settings.publicStatsRpm ?? 120 });
  const signInLimiter = createRateLimiter({ perMinute: 60 });
  const accountFile = new AccountFile(":memory:");
  const services: FakeServices = {
    settings: {
      title: "Nexus",
      subtitle: "",
      publicStatsRpm: 120,
      trustedProxies: [],
      demo: false,
      ...settings,
    },
    version: { version: "0.1.0", commit: null, deno: "2.9.6" },
    clock,
    log,
    lines,
    acts: [],
    principal: ANYBODY,
    gate: {
      identify(credentials) {
        const { principal } = services;
        return principal ? { kind: "known", principal } : services.auth.identify(credentials);
      },
    },
    auth: fakeAuth(() => services, settings, clock, accountFile, hasher),
    admitSignIn: (key) => signInLimiter.admit(key, clock.now()),
    audit: { record: (entry) => void services.acts.push(entry), read: () => [] },
    admin: fakeAdmin(),
    asked: [],
    shown: [
      nodeStatus({ links: [linkInfo()], network: [{ node: "2000", mode: "T" }], variables: { WX: "rain" } }),
    ],
    totals: [linkStat()],
    talkers: [talkerEvent()],
    transmissions: [],
    sessions: [],
    days: [],
    up: [],
    liveCalls: () => services.up,
    serversWithoutCalls: () => [],
    callHistory: {
      pastCalls: ({ limit }) => [storedCall()].slice(0, limit),
      callOf: (id) => id === "1999" ? storedCall() : undefined,
    },
    voterKnown: { kind: "known", atMs: SAMPLE_AT_MS, voters: [voterInstance()] },
    voterLooks: 0,
    voterServerState: "connected",
    voters: new VoterBoard({
      clock,
      sources: [{
        name: "main",
        status: () => ({ state: services.voterServerState }),
        voters: {
          get known() {
            return services.voterKnown;
          },
          look: () => {
            services.voterLooks++;
            return Promise.resolve();
          },
        },
      }],
      nameOf: (id) => services.node(id),
    }),
    detail: nodeDetail({ server: "main" }),
    state: "healthy",
    machine: HOST_FACTS,
    fault: null,
    live: createLiveHub({
      clock,
      log,
      snapshot: { statuses: () => services.shown, talkerLog: () => services.talkers },
      version: "0.1.0",
      heartbeatIntervalMs: 5_000,
      linkTxBatchMs: 100,
      epoch: "e1",
      ...hub,
    }),
    control: new Control({
      clock,
      audit: { record: (entry) => void services.acts.push(entry), read: () => [] },
      named,
      site: (nodeId) => services.node(nodeId) && silentSite(() => services.node(nodeId)),
      began: () => {},
      publish: () => {},
    }),
    favorites: new Favorites({
      table: new FavoriteTable(accountFile),
      clock,
      audit: { record: (entry) => void services.acts.push(entry), read: () => [] },
    }),
    favoriteWatch: null,
    stats: fakeStats(() => services),
    history: fakeHistory(() => services),
    names: (node) =>
      node === "2000" ? { callsign: "W1AW", description: "Repeater", location: null } : undefined,
    directory: fakeDirectory,
    nodes() {
      if (services.fault) throw services.fault;
      return services.shown;
    },
    node: (id) => services.shown.find((node) => node.node_id === id),
    linkedTo: (node) =>
      services.nodes().filter(({ links }) => links.some((link) => link.node === node)).map(({ node_id }) =>
        node_id
      ),
    nodeDetail: (id) => services.node(id) && { ...services.detail, node_id: id },
    servers: () => [server],
    health: () => ({ ...health, status: services.state }),
    mqtt: () => null,
    host: () => services.machine,
    metrics: () => ({ state: "ok", text: "# HELP nexus_nodes Local nodes.\n" }),
    admit: (address) => limiter.admit(address, clock.now()),
  };
  return services;
}

/** A node whose Asterisk never answers a command. */
function silentSite(node: () => NodeStatus | undefined): NodeSite {
  return {
    server: "main",
    ami: { action: () => new Promise(() => {}) },
    state: () => "connected",
    links: () => node()?.links ?? [],
    lookSoon: () => {},
    dtmf: () => new Promise(() => {}),
  };
}

/** What the system says of itself, as little as that can be. */
function fakeAdmin(): Services["admin"] {
  return {
    log: new LogTail(),
    configFile: "nexus.yaml",
    start: () => undefined,
    stop: () => undefined,
    settings: () => [
      { key: "port", value: "8080", secret: false, set: false, source: "default", place: null },
    ],
    givenUp: () => 3,
    backup: () => Promise.reject(new Error("make a backup, there is no database")),
    system: () =>
      Promise.resolve({
        generated_at: SAMPLE_AT,
        started_at: SAMPLE_AT,
        uptime_seconds: 12,
        version: "0.1.0",
        commit: null,
        deno: "2.9.6",
        sqlite: "3.49.1",
        servers: [{ ...server, asterisk: "22.10.1", app_rpt: "3.10.4", booted_at: SAMPLE_AT }],
        database: health.database,
        mqtt: null,
        host: HOST_FACTS,
        gauges: [{ name: "memory", label: "Memory", unit: "bytes", value: 65e6, history: [60e6, 65e6] }],
        period_seconds: 10,
        counts: [{
          name: "nexus_ami_timeouts_total",
          help: "Actions that timed out.",
          of: "main",
          value: 2,
          history: [0, 2],
        }],
        count_period_seconds: 60,
        bounds: [{ name: "ami_outbox_bytes", of: "main", used: 0, limit: 65_536, dropped: 0 }],
      }),
  };
}

/** Accounts in memory. */
function fakeAuth(
  services: () => FakeServices,
  settings: Partial<WebSettings>,
  clock: VirtualClock,
  accountFile: AccountFile,
  hasher: PasswordHasher,
): Auth {
  return new Auth({
    table: new AccountTable(accountFile),
    audit: { record: (entry) => services().audit.record(entry), read: () => [] },
    clock,
    log: silentLogger,
    secret: randomSecret(),
    ttlMs: 86_400_000,
    allowRegistration: settings.allowRegistration ?? false,
    onEnded: ({ ids, why }) => services().live.endViewers(ids, why),
    hasher,
  });
}

function fakeStats(services: () => FakeServices): StatsReader {
  return {
    linkStats(query) {
      services().asked.push(query);
      const { nodes = [], limit } = query;
      return services().totals.filter(({ node }) => nodes.length === 0 || nodes.includes(node)).slice(
        0,
        limit,
      );
    },
    talkerLog(query) {
      services().asked.push(query);
      return services().talkers.slice(0, query.limit);
    },
  };
}

function fakeHistory(services: () => FakeServices): HistoryReader {
  return {
    recentTransmissions(query) {
      const { sinceMs, localNode, node, limit } = query;
      services().asked.push(query);
      return services().transmissions.filter((row) =>
        row.startedAtMs >= sinceMs && (localNode === undefined || row.localNode === localNode) &&
        (node === undefined || row.node === node)
      ).slice(0, limit);
    },
    recentSessions: ({ limit }) => services().sessions.slice(0, limit),
    dailySums: () => services().days,
  };
}

/** Knows W1AW, and gives it again and again to who asks for `many`. */
const fakeDirectory: Services["directory"] = {
  search(query, limit) {
    const found = { callsign: "W1AW", description: "Repeater", location: null, kind: "allstar" } as const;
    if (query === "many") {
      return Array.from({ length: limit }, (_, at) => ({ node: `${5_000 + at}`, ...found }));
    }
    return "w1aw".startsWith(query.toLowerCase()) ? [{ node: "2000", ...found }] : [];
  },
  status: {
    source: "download",
    rows: 40_000,
    importedAtMs: SAMPLE_AT_MS,
    attemptedAtMs: SAMPLE_AT_MS,
    nextAttemptAtMs: null,
    error: null,
  },
};

const server = {
  server: "main",
  state: "connected",
  since: SAMPLE_AT,
  attempts: 1,
  retry_at: null,
  last_error: null,
} as const;

const health: Health = {
  status: "healthy",
  clients: 0,
  uptime_seconds: 12,
  version: "0.1.0",
  ami: [server],
  database: { state: "ok", since: SAMPLE_AT, error: null, dropped_writes: 0 },
  mqtt: null,
};
