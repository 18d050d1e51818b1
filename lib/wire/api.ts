import type { AmiState, LinkInfo, NodeStatus, ServerNotice, TalkerEvent } from "./nodes.ts";

/** A good answer. */
export interface ApiOk<T> {
  readonly ok: true;
  readonly data: T;
}

/** A refusal; `field` names the parameter at fault. */
export interface ApiError {
  readonly ok: false;
  readonly error: { readonly code: string; readonly message: string; readonly field?: string };
}

/** One server as `/health` and `/api/status` show it. `last_error` is one line, without secrets. */
export interface ServerStatus {
  readonly server: string;
  readonly state: AmiState;
  readonly since: string;
  readonly attempts: number;
  readonly retry_at: string | null;
  readonly last_error: string | null;
  /** What else is to be known of the session; absent and `null`: nothing. */
  readonly notice?: ServerNotice | null;
}

/** State of the database. `failing`: writes are kept in memory or dropped, live goes on. */
export interface DatabaseStatus {
  readonly state: "ok" | "failing";
  readonly since: string;
  readonly error: string | null;
  readonly dropped_writes: number;
}

/** State of the session with the MQTT broker. `refused`: the broker said no, to the credentials or to the client. */
export interface MqttStatus {
  readonly state: "connecting" | "connected" | "retrying" | "refused" | "stopped";
  /** The address without name and password. */
  readonly broker: string;
  readonly since: string;
  /** Attempts in a row that failed. */
  readonly attempts: number;
  readonly retry_at: string | null;
  readonly last_error: string | null;
  /** Messages that wait for the broker. */
  readonly outbox: number;
  /** Messages given up because too many waited. */
  readonly dropped: number;
}

/** `GET /health`. */
export interface Health {
  readonly status: "healthy" | "degraded";
  readonly clients: number;
  readonly uptime_seconds: number;
  readonly version: string;
  readonly ami: readonly ServerStatus[];
  readonly database: DatabaseStatus;
  /** `null` while no broker is configured. */
  readonly mqtt: MqttStatus | null;
}

/** `GET /api/version`. */
export interface VersionInfo {
  readonly version: string;
  readonly commit: string | null;
  readonly deno: string;
}

/** `GET /api/status`. */
export interface StatusAnswer {
  readonly nodes: readonly NodeStatus[];
  readonly servers: readonly ServerStatus[];
}

/** Totals of one link, ever. */
export interface LinkStat {
  readonly local_node: string;
  readonly node: string;
  readonly total_tx_seconds: number;
  readonly last_tx_start: string | null;
  readonly last_tx_end: string | null;
  /** Start of the running session; `null` while the link is down. */
  readonly connected_since: string | null;
  readonly updated_at: string;
}

/** How `/api/link-stats` can be ordered; ties are broken by local node, then node. */
export type LinkStatSort = "tx_seconds_desc" | "tx_seconds_asc" | "node_asc" | "node_desc" | "recent_desc";

/** `GET /api/link-stats`. */
export interface LinkStatsAnswer {
  readonly stats: readonly LinkStat[];
  readonly generated_at: string;
}

/** A row of the top list. `rate`: transmit seconds per second of the running session, 0..1; `null` without a session. */
export interface TopLink extends LinkStat {
  readonly rate: number | null;
  readonly callsign: string | null;
  readonly description: string | null;
  readonly location: string | null;
}

/** What `/api/link-stats/top` orders by. */
export type TopMode = "tx_seconds" | "tx_rate";

/** `GET /api/link-stats/top`. */
export interface TopLinksAnswer {
  readonly mode: TopMode;
  readonly limit: number;
  readonly results: readonly TopLink[];
  readonly generated_at: string;
}

/** `GET /api/talker-log`, newest first. */
export interface TalkerLogAnswer {
  readonly events: readonly TalkerEvent[];
}

/** One transmission; `node` equals `local_node` for the local receiver, `ended_at` is `null` while it runs. */
export interface TransmissionEntry {
  readonly local_node: string;
  readonly node: string;
  readonly callsign: string | null;
  readonly description: string | null;
  readonly started_at: string;
  readonly ended_at: string | null;
}

/** `GET /api/transmissions`, newest first by their start. */
export interface TransmissionsAnswer {
  readonly transmissions: readonly TransmissionEntry[];
  readonly generated_at: string;
}

/** `GET /api/nodes`. */
export interface NodesAnswer {
  readonly nodes: readonly NodeStatus[];
}

/** `GET /api/nodes/{id}/links`. */
export interface LinksAnswer {
  readonly links: readonly LinkInfo[];
}

/** `GET /api/nodes/{id}/websocket`: where the node's own stream is. */
export interface NodeSocketAnswer {
  readonly node: string;
  readonly url: string;
  readonly port: number;
}
