import { LOG_LEVELS } from "../log/mod.ts";
import { brokerAddress, discoveryPrefix, topicPrefix } from "./broker.ts";
import { basePath, choice, duration, host, signingSecret, text, webAddress, whole, yesNo } from "./kinds.ts";
import { addressList, nodeList, serverList } from "./lists.ts";
import { namedCommands } from "./named_commands.ts";
import { nameOverrides } from "./overrides.ts";
import { envName, pathsOf, type Row, row } from "./rows.ts";
import { siteAddress, siteLinks } from "./site_links.ts";

const path = text(1, 4_096);
const requestsPerMinute = whole(1, 1_000_000);

/** The keys of one server; `servers` takes them too. */
const AMI_KEYS = {
  amiEnabled: row("ami.enabled", yesNo, null),
  amiHost: row("ami.host", host, "127.0.0.1"),
  amiPort: row("ami.port", whole(1, 65_535, "a port"), "5038"),
  amiUsername: row("ami.username", text(1, 200), "admin"),
  amiPassword: row("ami.password", text(0, 500), null, { secret: true, alias: "secret" }),
  amiTls: row("ami.tls", yesNo, "false"),
  amiEvents: row("ami.events", text(1, 200), "on"),
  amiAuth: row("ami.auth", choice("md5", "plain", "auto"), "auto"),
  amiRetryInterval: row("ami.retry_interval", duration("100ms", "1h"), "15s"),
  amiRetryMax: row("ami.retry_max", duration("100ms", "1d"), "60s"),
  amiKeepalive: row("ami.keepalive", duration("1s", "1h"), "30s"),
};

/** Every key, in the order in which the example shows them. */
export const KEYS = {
  port: row("port", whole(1, 65_535, "a port"), "8080"),
  host: row("host", host, "0.0.0.0"),
  tlsCert: row("tls.cert", path, null),
  tlsKey: row("tls.key", path, null),
  connectionsMax: row("connections.max", whole(10, 100_000), "2500"),
  connectionsMaxPerAddress: row("connections.max_per_address", whole(4, 100_000), "100"),
  connectionsHeaderTimeout: row("connections.header_timeout", duration("1s", "10m"), "15s"),
  connectionsBodyTimeout: row("connections.body_timeout", duration("1s", "10m"), "30s"),
  // nginx lets go of an idle connection after 60 s and Caddy after 120 s; whoever lets go first must not be Nexus.
  connectionsIdleTimeout: row("connections.idle_timeout", duration("5s", "1h"), "130s"),
  connectionsReadTimeout: row("connections.read_timeout", duration("1s", "1h"), "60s"),
  basePath: row("base_path", basePath, "/"),
  title: row("title", text(1, 100), "Nexus"),
  subtitle: row("subtitle", text(0, 200), null),
  siteLogo: row("site.logo", path, null),
  siteHomeUrl: row("site.home_url", siteAddress, null),
  siteLinks: row("site.links", siteLinks, null),
  siteShowHost: row("site.show_host", yesNo, "false"),
  dataDir: row("data_dir", path, "./data"),
  jwtSecret: row("jwt_secret", signingSecret, null, { secret: true }),
  tokenTtl: row("token_ttl_seconds", duration("60s", "365d"), "86400"),
  authRpm: row("auth_rpm", requestsPerMinute, "60"),
  publicStatsRpm: row("public_stats_rpm", requestsPerMinute, "120"),
  trustedProxies: row("trusted_proxies", addressList, null),
  allowAnonDashboard: row("allow_anon_dashboard", yesNo, "true"),
  allowRegistration: row("allow_registration", yesNo, "false"),
  ...AMI_KEYS,
  servers: row("servers", serverList(Object.values(AMI_KEYS)), null),
  nodes: row("nodes", nodeList, null),
  commands: row("commands", namedCommands, null),
  pollingInterval: row("polling_interval", duration("1s", "7d"), "60s"),
  disableLinkPoller: row("disable_link_poller", yesNo, "false"),
  linkTxBatch: row("link_tx_batch_ms", duration("0ms", "10s", "ms"), "100"),
  heartbeatInterval: row("heartbeat_interval", duration("100ms", "1h"), "5s"),
  unkeyGrace: row("unkey_grace_ms", duration("0ms", "10s", "ms"), "500"),
  astdbUrl: row("astdb.url", webAddress, null, { secret: true }),
  astdbPath: row("astdb.path", path, null),
  // The public directory asks not to be fetched more often than every 15 minutes.
  astdbUpdateInterval: row("astdb.update_interval", duration("15m", "7d"), "24h"),
  astdbEnabled: row("astdb.enabled", yesNo, "true"),
  astdbOverrides: row("astdb.overrides", nameOverrides, null),
  // Asks a service of others, which is the choice of who runs Nexus.
  favoritesActivity: row("favorites.activity", yesNo, "false"),
  favoritesActivityUrl: row("favorites.activity_url", webAddress, null, { secret: true }),
  // A broker's address can have a password in it.
  mqttBroker: row("mqtt.broker", brokerAddress, null, { secret: true }),
  mqttClientId: row("mqtt.client_id", text(1, 100), null),
  mqttTopicPrefix: row("mqtt.topic_prefix", topicPrefix, "asterisk"),
  mqttUsername: row("mqtt.username", text(0, 200), null),
  mqttPassword: row("mqtt.password", text(0, 500), null, { secret: true }),
  mqttCa: row("mqtt.ca", path, null),
  mqttCert: row("mqtt.cert", path, null),
  mqttKey: row("mqtt.key", path, null),
  mqttQos: row("mqtt.qos", whole(0, 2), "1"),
  mqttDiscovery: row("mqtt.discovery", yesNo, "false"),
  mqttDiscoveryPrefix: row("mqtt.discovery_prefix", discoveryPrefix, "homeassistant"),
  metricsAccess: row("metrics.access", choice("off", "open", "token"), "off"),
  metricsToken: row("metrics.token", text(16, 500), null, { secret: true }),
  retentionDays: row("retention_days", whole(1, 36_500), "90"),
  auditDays: row("audit_days", whole(1, 36_500), "365"),
  logLevel: row("log.level", choice(...LOG_LEVELS), "info"),
  logFormat: row("log.format", choice("auto", "text", "json"), "auto"),
};

/** The table of keys as a list. */
export const KEY_ROWS: readonly Row<unknown>[] = Object.values(KEYS);

/** Names the file to read when `--config` is not given. */
export const CONFIG_FILE_ENV = "NEXUS_CONFIG";

/** `1` shows the pages for those who work on Nexus; no key of the file, so that no configuration leaves it on. */
export const DEVELOPMENT_ENV = "NEXUS_DEV";

/** Every environment variable that the configuration is read from, sorted. */
export function describeEnvKeys(): string[] {
  return [CONFIG_FILE_ENV, ...KEY_ROWS.flatMap(pathsOf).map(envName)].sort();
}
