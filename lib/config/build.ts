import { buildMqtt, checkMqtt } from "./broker.ts";
import { KEY_ROWS, KEYS } from "./keys.ts";
import type { ServerEntry } from "./lists.ts";
import type { Report } from "./problems.ts";
import type { Row } from "./rows.ts";
import type { Given } from "./scope.ts";
import { Settings } from "./settings.ts";
import type {
  AstdbConfig,
  AuthConfig,
  Config,
  ConnectionsConfig,
  NodeConfig,
  Origin,
  ServerConfig,
  SiteConfig,
} from "./types.ts";

/** Checks every value on its own, then what has to fit together. */
export function checkSettings(given: Given, report: Report): void {
  for (const row of KEY_ROWS) {
    const value = given.get(row.path);
    if (value) row.kind.read(value, row.path, report, row.secret);
  }
  const settings = new Settings([given]);
  checkTls(given, report);
  checkRetry(settings, given, report);
  checkNodes(settings, given, report);
  checkMetrics(settings, given, report);
  checkMqtt(KEYS, settings, given, report);
}

function checkMetrics(settings: Settings, given: Given, report: Report): void {
  const access = given.get(KEYS.metricsAccess.path);
  if (!access || settings.value(KEYS.metricsAccess) !== "token" || given.has(KEYS.metricsToken.path)) return;
  report(access.origin, "metrics.token", "metrics.access is token, expected metrics.token as well");
}

function checkTls(given: Given, report: Report): void {
  const cert = given.get(KEYS.tlsCert.path);
  const key = given.get(KEYS.tlsKey.path);
  if (cert && !key) report(cert.origin, "tls.key", "tls.cert is given alone, expected tls.key as well");
  if (key && !cert) report(key.origin, "tls.cert", "tls.key is given alone, expected tls.cert as well");
}

function checkRetry(settings: Settings, given: Given, report: Report): void {
  const check = (own: Settings, origin: Origin | undefined): void => {
    if (!origin || own.value(KEYS.amiRetryInterval) <= own.value(KEYS.amiRetryMax)) return;
    report(origin, "ami.retry_max", "ami.retry_interval is longer than ami.retry_max, expected at most that");
  };
  check(settings, originOf(given, KEYS.amiRetryInterval, KEYS.amiRetryMax));
  for (const server of settings.optional(KEYS.servers) ?? []) {
    const own = originOf(server.settings, KEYS.amiRetryInterval, KEYS.amiRetryMax);
    check(settings.over(server.settings), own);
  }
}

function originOf(given: Given, ...rows: readonly Row<unknown>[]): Origin | undefined {
  return rows.map((row) => given.get(row.path)?.origin).find((origin) => origin !== undefined);
}

function checkNodes(settings: Settings, given: Given, report: Report): void {
  const servers = settings.optional(KEYS.servers) ?? [];
  const nodes = given.get(KEYS.nodes.path);
  if (nodes && servers.length > 1) {
    report(nodes.origin, "nodes", "nodes, expected under each of the servers where there are several");
  }
}

/** Makes the configuration out of values that were checked. */
export function buildConfig(settings: Settings, port: number, file: string | null): Config {
  return {
    port,
    host: settings.value(KEYS.host),
    basePath: settings.value(KEYS.basePath),
    tls: buildTls(settings),
    connections: buildConnections(settings),
    title: settings.value(KEYS.title),
    subtitle: settings.optional(KEYS.subtitle) ?? "",
    site: buildSite(settings),
    dataDir: settings.value(KEYS.dataDir),
    publicStatsRpm: settings.value(KEYS.publicStatsRpm),
    auth: buildAuth(settings),
    trustedProxies: settings.optional(KEYS.trustedProxies) ?? [],
    servers: buildServers(settings),
    commands: settings.optional(KEYS.commands) ?? [],
    pollingIntervalMs: settings.value(KEYS.pollingInterval),
    disableLinkPoller: settings.value(KEYS.disableLinkPoller),
    linkTxBatchMs: settings.value(KEYS.linkTxBatch),
    heartbeatIntervalMs: settings.value(KEYS.heartbeatInterval),
    unkeyGraceMs: settings.value(KEYS.unkeyGrace),
    retentionDays: settings.value(KEYS.retentionDays),
    auditDays: settings.value(KEYS.auditDays),
    astdb: buildAstdb(settings),
    favorites: {
      activity: settings.value(KEYS.favoritesActivity),
      activityUrl: settings.optional(KEYS.favoritesActivityUrl),
    },
    mqtt: buildMqtt(KEYS, settings),
    metrics: { access: settings.value(KEYS.metricsAccess), token: settings.optional(KEYS.metricsToken) },
    log: { level: settings.value(KEYS.logLevel), format: settings.value(KEYS.logFormat) },
    file,
  };
}

function buildSite(settings: Settings): SiteConfig {
  return {
    logo: settings.optional(KEYS.siteLogo),
    homeUrl: settings.optional(KEYS.siteHomeUrl),
    links: settings.optional(KEYS.siteLinks) ?? [],
    showHost: settings.value(KEYS.siteShowHost),
  };
}

function buildAuth(settings: Settings): AuthConfig {
  return {
    jwtSecret: settings.optional(KEYS.jwtSecret),
    tokenTtlMs: settings.value(KEYS.tokenTtl),
    rpm: settings.value(KEYS.authRpm),
    allowAnonDashboard: settings.value(KEYS.allowAnonDashboard),
    allowRegistration: settings.value(KEYS.allowRegistration),
  };
}

function buildTls(settings: Settings): Config["tls"] {
  const cert = settings.optional(KEYS.tlsCert);
  const key = settings.optional(KEYS.tlsKey);
  return cert !== null && key !== null ? { cert, key } : null;
}

function buildConnections(settings: Settings): ConnectionsConfig {
  return {
    max: settings.value(KEYS.connectionsMax),
    maxPerAddress: settings.value(KEYS.connectionsMaxPerAddress),
    headersMs: settings.value(KEYS.connectionsHeaderTimeout),
    bodyMs: settings.value(KEYS.connectionsBodyTimeout),
    idleMs: settings.value(KEYS.connectionsIdleTimeout),
    takeMs: settings.value(KEYS.connectionsReadTimeout),
  };
}

function buildAstdb(settings: Settings): AstdbConfig {
  return {
    enabled: settings.value(KEYS.astdbEnabled),
    url: settings.optional(KEYS.astdbUrl),
    path: settings.optional(KEYS.astdbPath),
    updateIntervalMs: settings.value(KEYS.astdbUpdateInterval),
    overrides: settings.optional(KEYS.astdbOverrides) ?? [],
  };
}

function buildServers(settings: Settings): readonly ServerConfig[] {
  const listed = settings.optional(KEYS.servers) ?? [];
  const enabled = settings.optional(KEYS.amiEnabled) ?? (listed.length > 0 || settings.has(KEYS.amiHost));
  if (!enabled) return [];
  const nodes = settings.optional(KEYS.nodes) ?? [];
  if (listed.length === 0) return [buildServer(settings, "asterisk", nodes)];
  return listed.map((entry) => buildListed(entry, settings, nodes));
}

function buildListed(entry: ServerEntry, settings: Settings, nodes: readonly NodeConfig[]): ServerConfig {
  return buildServer(settings.over(entry.settings), entry.name ?? "asterisk", entry.nodes ?? nodes);
}

function buildServer(settings: Settings, name: string, nodes: readonly NodeConfig[]): ServerConfig {
  return {
    name,
    host: settings.value(KEYS.amiHost),
    port: settings.value(KEYS.amiPort),
    username: settings.value(KEYS.amiUsername),
    password: settings.optional(KEYS.amiPassword) ?? "",
    tls: settings.value(KEYS.amiTls),
    events: settings.value(KEYS.amiEvents),
    auth: settings.value(KEYS.amiAuth),
    retryIntervalMs: settings.value(KEYS.amiRetryInterval),
    retryMaxMs: settings.value(KEYS.amiRetryMax),
    keepaliveMs: settings.value(KEYS.amiKeepalive),
    nodes,
  };
}

/** What an operator should know of a good configuration: servers without a password. */
export function describeNotes(config: Config): readonly string[] {
  return config.servers.filter((server) => server.password === "").map((server) =>
    `no password is set for the AMI login of ${server.name}, set ami.password or AMI_PASSWORD`
  );
}
