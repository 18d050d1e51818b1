import type { LogFormat, LogLevel } from "../log/mod.ts";

/** One Asterisk server. Durations in milliseconds. */
export interface ServerConfig {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  readonly tls: boolean;
  readonly events: string;
  readonly auth: "md5" | "plain" | "auto";
  readonly retryIntervalMs: number;
  readonly retryMaxMs: number;
  readonly keepaliveMs: number;
  /** Listed local nodes; empty: discovered. */
  readonly nodes: readonly NodeConfig[];
}

/** One local node named in the configuration. */
export interface NodeConfig {
  readonly nodeId: string;
  readonly name: string | null;
  /** `null`: the global interval. */
  readonly pollingIntervalMs: number | null;
}

/** The whole validated configuration; deeply frozen. Keys of rooms that do not exist yet are accepted by their later issue. */
export interface Config {
  readonly port: number;
  readonly host: string;
  readonly tls: { readonly cert: string; readonly key: string } | null;
  readonly title: string;
  readonly subtitle: string;
  readonly dataDir: string;
  readonly publicStatsRpm: number;
  readonly trustedProxies: readonly string[];
  /** Empty when AMI is disabled. */
  readonly servers: readonly ServerConfig[];
  readonly pollingIntervalMs: number;
  readonly disableLinkPoller: boolean;
  readonly linkTxBatchMs: number;
  readonly heartbeatIntervalMs: number;
  readonly unkeyGraceMs: number;
  readonly retentionDays: number;
  readonly log: { readonly level: LogLevel; readonly format: LogFormat };
  /** The file it came from; `null` when there was none. */
  readonly file: string | null;
}
