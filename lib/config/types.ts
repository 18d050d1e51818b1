import type { Role } from "../wire/mod.ts";
import type { LogFormat, LogLevel } from "../log/mod.ts";
import type { SettingEntry } from "../wire/mod.ts";

/** How a login is answered: `auto` is md5 where the server offers it. */
export type AmiAuth = "md5" | "plain" | "auto";

/** One Asterisk server. Durations in milliseconds. */
export interface ServerConfig {
  /** Unique among the servers; `asterisk` when there is one and it was not named. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly username: string;
  /** Empty when none was given. */
  readonly password: string;
  readonly tls: boolean;
  /** The event mask of the login: `on`, `off` or class names joined by commas. */
  readonly events: string;
  readonly auth: AmiAuth;
  readonly retryIntervalMs: number;
  readonly retryMaxMs: number;
  readonly keepaliveMs: number;
  /** Listed local nodes; empty: discovered. */
  readonly nodes: readonly NodeConfig[];
}

/** One local node named in the configuration. */
export interface NodeConfig {
  /** 1 to 10 digits without a leading zero. */
  readonly nodeId: string;
  readonly name: string | null;
  /** `null`: the global interval. */
  readonly pollingIntervalMs: number | null;
}

/** A name given by hand, which counts more than any other; `null` where nothing was given. */
export interface NameOverride {
  readonly node: string;
  readonly callsign: string | null;
  readonly description: string | null;
  readonly location: string | null;
}

/** A command of the owner's, by its name. */
export interface NamedCommandConfig {
  readonly name: string;
  readonly label: string;
  /** The line for Asterisk's command line, with `%node%` for the node. */
  readonly run: string;
  /** Nodes that it is for; `null`: every one. */
  readonly nodes: readonly string[] | null;
  /** The least role that may send it. */
  readonly role: Role;
  /** Whether people are asked once before it is sent. */
  readonly ask: boolean;
}

/** Where names of nodes come from. */
export interface AstdbConfig {
  /** False: no directory is downloaded or read; names given by hand still count. */
  readonly enabled: boolean;
  /** `null`: the public directory. */
  readonly url: string | null;
  /** A local file in place of the download; `null`: none. */
  readonly path: string | null;
  readonly updateIntervalMs: number;
  readonly overrides: readonly NameOverride[];
}

/** What favourites tell besides their numbers. */
export interface FavoritesConfig {
  /** Whether the public statistics are asked what favourites are doing. */
  readonly activity: boolean;
  /** Where, without the number of a node; `null`: the public service. */
  readonly activityUrl: string | null;
}

/** Accounts and who may look. */
export interface AuthConfig {
  /** What sessions are signed with; `null`: generated once into `dataDir`. */
  readonly jwtSecret: string | null;
  readonly tokenTtlMs: number;
  /** Tries to sign in a minute and address. */
  readonly rpm: number;
  readonly allowAnonDashboard: boolean;
  readonly allowRegistration: boolean;
}

/** How a broker is spoken to: over a socket or a WebSocket, in the clear or by TLS. */
export type BrokerScheme = "mqtt" | "mqtts" | "ws" | "wss";

/** What is published by MQTT, and where. */
export interface MqttConfig {
  /** `path` is `/` for what is no WebSocket. */
  readonly broker: {
    readonly scheme: BrokerScheme;
    readonly host: string;
    readonly port: number;
    readonly path: string;
  };
  /** `null`: `nexus-` and the name of the machine. */
  readonly clientId: string | null;
  /** One level, without wildcards. */
  readonly topicPrefix: string;
  readonly username: string | null;
  readonly password: string | null;
  /** Files: the certificate authority of the broker, the certificate to show to it and its key. */
  readonly ca: string | null;
  readonly cert: string | null;
  readonly key: string | null;
  readonly qos: 0 | 1 | 2;
  readonly discovery: boolean;
  readonly discoveryPrefix: string;
}

/** A link of the owner's in the header. */
export interface SiteLinkConfig {
  readonly label: string;
  /** `https://...`, `http://...`, or a path below the own address that begins with `/`. */
  readonly url: string;
  readonly newTab: boolean;
  /** The heading that it stands under in the menu; `null`: none. */
  readonly group: string | null;
}

/** The face of the station: what the header shows besides its title. */
export interface SiteConfig {
  /** The file of a picture; `null`: the one of Nexus. */
  readonly logo: string | null;
  /** Where logo and name lead; `null`: to the dashboard. */
  readonly homeUrl: string | null;
  readonly links: readonly SiteLinkConfig[];
  /** Whether everybody who may look sees how the machine is. */
  readonly showHost: boolean;
}

/** What connections of the web may be. Durations in milliseconds. */
export interface ConnectionsConfig {
  readonly max: number;
  /** Of one address; proxies that are believed and this machine itself have as many as there are. */
  readonly maxPerAddress: number;
  /** For the headers of the first request. */
  readonly headersMs: number;
  /** For a body. */
  readonly bodyMs: number;
  /** Between an answer and the next request. */
  readonly idleMs: number;
  /** For taking what was sent. */
  readonly takeMs: number;
}

/** The whole validated configuration; deeply frozen. */
export interface Config {
  /** 1..65535; 0 (any free port) only by the `--port` flag. */
  readonly port: number;
  readonly host: string;
  /** Everything is served below this path: empty, or as `/nexus`. */
  readonly basePath: string;
  readonly tls: { readonly cert: string; readonly key: string } | null;
  readonly connections: ConnectionsConfig;
  readonly title: string;
  readonly subtitle: string;
  readonly site: SiteConfig;
  readonly dataDir: string;
  readonly publicStatsRpm: number;
  readonly auth: AuthConfig;
  /** IP addresses, each with an optional `/prefix`. */
  readonly trustedProxies: readonly string[];
  /** Empty when AMI is disabled. */
  readonly servers: readonly ServerConfig[];
  readonly commands: readonly NamedCommandConfig[];
  readonly pollingIntervalMs: number;
  readonly disableLinkPoller: boolean;
  readonly linkTxBatchMs: number;
  readonly heartbeatIntervalMs: number;
  readonly unkeyGraceMs: number;
  readonly retentionDays: number;
  /** How long it is kept who did what. */
  readonly auditDays: number;
  readonly astdb: AstdbConfig;
  readonly favorites: FavoritesConfig;
  /** `null` while no broker is given. */
  readonly mqtt: MqttConfig | null;
  /** Who may read `/metrics`; `token` is set when `access` is `token`. */
  readonly metrics: { readonly access: "off" | "open" | "token"; readonly token: string | null };
  readonly log: { readonly level: LogLevel; readonly format: LogFormat };
  /** The file it came from; `null` when there was none. */
  readonly file: string | null;
}

/** Where a setting was written. Lines and columns count from 1. */
export type Origin =
  | { readonly kind: "file"; readonly file: string; readonly line: number; readonly column: number }
  | { readonly kind: "env"; readonly name: string }
  | { readonly kind: "flag"; readonly name: string }
  /** A file as a whole: missing or unreadable. */
  | { readonly kind: "missing"; readonly file: string };

/** One fault of the configuration. `message` is one line that says what was expected; it never holds a secret. */
export interface ConfigProblem {
  readonly origin: Origin;
  /** Path of the key at fault (`ami.host`), `null` when the fault belongs to none. */
  readonly key: string | null;
  readonly message: string;
}

/** Everything a configuration is read from. */
export interface ConfigSources {
  /** `--config`: a file that must exist. */
  readonly file?: string;
  /** One environment variable; the empty string counts as not set. */
  readonly env: (name: string) => string | undefined;
  /** The text of a file; undefined when there is none. May throw when it cannot be read. */
  readonly readFile: (path: string) => string | undefined;
  /** Command line flags, stronger than everything else. `data` is `--data`. */
  readonly flags?: { readonly port?: string | number; readonly data?: string };
}

/** A configuration, or every reason why there is none. `notes` are for the log: what an operator should mend. */
export type LoadedConfig =
  | {
    readonly ok: true;
    readonly config: Config;
    readonly notes: readonly string[];
    /** Every setting with where it came from, secrets hidden. */
    readonly describe: () => readonly SettingEntry[];
    /** The texts of the secrets in it, to be kept out of what is shown. */
    readonly secrets: () => readonly string[];
  }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };
