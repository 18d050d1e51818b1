import { type DashboardModel, type DashboardSnapshot, modelFromSnapshot } from "../../lib/client/mod.ts";
import type {
  Envelope,
  FavoriteActivity,
  LinkInfo,
  LinkTx,
  MessageData,
  MessageType,
  NodeStatus,
  ServerStatus,
  TalkerEvent,
} from "../../lib/wire/mod.ts";
import { silentLink } from "../wire/samples.ts";

/** The server's time in these tests. */
export const NOW_MS = Date.parse("2026-02-12T10:30:00.000Z");

/** The instant `seconds` before `NOW_MS`, as on the wire. */
export function ago(seconds: number): string {
  return new Date(NOW_MS - seconds * 1000).toISOString();
}

/** A link of node 1999, up for an hour, never heard. */
export function link(node: string, fields: Partial<LinkInfo> = {}): LinkInfo {
  return silentLink(node, { connected_since: ago(3600), elapsed_seconds: 3600, ...fields });
}

/** Local node 1999 with these links. */
export function status(links: readonly LinkInfo[] = [], fields: Partial<NodeStatus> = {}): NodeStatus {
  return {
    node_id: "1999",
    server: "home",
    name: null,
    callsign: null,
    description: null,
    location: null,
    rx_keyed: false,
    tx_keyed: false,
    uptime_sec: 7200,
    last_reload_sec: null,
    booted_at: ago(7200),
    num_links: links.length,
    num_alinks: links.length,
    links,
    network: [],
    variables: {},
    notes: [],
    ami: "connected",
    updated_at: ago(1),
    stale: false,
    ...fields,
  };
}

/** A server, connected for an hour. */
export function server(fields: Partial<ServerStatus> = {}): ServerStatus {
  return {
    server: "home",
    state: "connected",
    since: ago(3600),
    attempts: 0,
    retry_at: null,
    last_error: null,
    ...fields,
  };
}

/** A page as rendered at `NOW_MS`, number 10 of epoch `a`. */
export function snapshot(fields: Partial<DashboardSnapshot> = {}): DashboardSnapshot {
  return {
    generatedAtMs: NOW_MS,
    epoch: "a",
    seq: 10,
    version: "1.0.0",
    demo: false,
    nodes: [status()],
    servers: [server()],
    talkers: [],
    topLinks: [],
    database: { state: "ok", since: ago(3600), error: null, dropped_writes: 0 },
    ...fields,
  };
}

/** The model of such a page. */
export function model(fields: Partial<DashboardSnapshot> = {}): DashboardModel {
  return modelFromSnapshot(snapshot(fields));
}

/** One message with its number, `seconds` after `NOW_MS`. */
export function message<T extends MessageType>(
  messageType: T,
  data: MessageData[T],
  seq = 11,
  seconds = 0,
): Envelope {
  const envelope = { messageType, seq, timestamp: NOW_MS + seconds * 1000, data };
  return envelope as Envelope;
}

/** A key edge of a link of node 1999, `seconds` after `NOW_MS`. */
export function edge(node: string, kind: LinkTx["kind"], seconds: number, totalTxSeconds: number): LinkTx {
  return {
    local_node: "1999",
    node,
    kind,
    at: ago(-seconds),
    total_tx_seconds: totalTxSeconds,
    last_tx_start: null,
    last_tx_end: null,
  };
}

/** A talker event of node 1999, `seconds` after `NOW_MS`; a stop when it has a duration. */
export function talk(node: string, seconds: number, duration: number | null): TalkerEvent {
  return {
    at: ago(-seconds),
    kind: duration === null ? "TX_START" : "TX_STOP",
    local_node: "1999",
    node,
    callsign: null,
    description: null,
    duration,
  };
}

/** When what `favoriteActivity` makes is read by somebody, epoch milliseconds. */
export const FAVORITE_AT_MS = Date.UTC(2026, 10, 20, 10);

/** A favourite that is active, read 20 s ago. */
export function favoriteActivity(fields: Partial<FavoriteActivity> = {}): FavoriteActivity {
  return {
    node: "2000",
    state: "active",
    links: 12,
    tx_percent: 8.4,
    tx_of_seconds: 540,
    reported_at: new Date(FAVORITE_AT_MS - 3_600_000).toISOString(),
    read_at: new Date(FAVORITE_AT_MS - 20_000).toISOString(),
    ...fields,
  };
}
