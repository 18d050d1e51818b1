import type { DashboardSnapshot } from "../../lib/client/mod.ts";
import type { LinkInfo, NodeStatus, ServerStatus, TalkerEvent, TopLink } from "../../lib/wire/mod.ts";

/** The server's time on every plate, so that two photographs of one plate are the same. */
export const PLATE_AT_MS = Date.UTC(2026, 1, 12, 10, 30);

/** The instant so many seconds before the plates' time; later ones are negative. */
export function ago(seconds: number): string {
  return new Date(PLATE_AT_MS - seconds * 1_000).toISOString();
}

/** A link of node 1999, up for an hour and never heard, changed by `fields`. */
export function link(node: string, fields: Partial<LinkInfo> = {}): LinkInfo {
  return {
    local_node: "1999",
    node,
    kind: "allstar",
    callsign: null,
    description: null,
    location: null,
    ip: "192.0.*.*",
    direction: "OUT",
    mode: "T",
    link_state: "ESTABLISHED",
    connected_since: ago(3_600),
    elapsed_seconds: 3_600,
    current_tx: false,
    current_tx_since: null,
    last_tx_start: null,
    last_tx_end: null,
    last_heard_at: null,
    total_tx_seconds: 0,
    session_tx_seconds: 0,
    session_tx_percent: 0,
    ...fields,
  };
}

/** A link that has been keyed for so many seconds. */
export function keyed(node: string, seconds: number, fields: Partial<LinkInfo> = {}): LinkInfo {
  return link(node, {
    current_tx: true,
    current_tx_since: ago(seconds),
    last_heard_at: ago(0),
    session_tx_seconds: 300 + seconds,
    session_tx_percent: 8.7,
    total_tx_seconds: 93_723 + seconds,
    ...fields,
  });
}

/** One link of every kind, mode, direction and state. */
export const EVERY_LINK: readonly LinkInfo[] = [
  keyed("2000", 12, { callsign: "QX1ABC", description: "Hub", location: "Boston, MA" }),
  keyed("48210", 3, { callsign: "QX2DEF", direction: "IN" }),
  link("3990417", {
    kind: "echolink",
    callsign: "QX3ECH-L",
    mode: "R",
    last_heard_at: ago(64),
    session_tx_seconds: 7,
    total_tx_seconds: 7,
  }),
  link("81234", { kind: "irlp", mode: "L", description: "Reflector 9123", last_heard_at: ago(7_200) }),
  link("QX4PHN-P", { kind: "text", direction: "IN", callsign: "QX4PHN", ip: null }),
  link("1001", {
    kind: "private",
    mode: null,
    direction: null,
    connected_since: null,
    elapsed_seconds: null,
  }),
  link("29332", {
    link_state: "CONNECTING",
    mode: "C",
    connected_since: null,
    elapsed_seconds: null,
    ip: null,
  }),
  link("2135", {
    callsign: "QX5LONGCALL",
    description: "A repeater with a description that is much longer than any column will ever be",
    location: "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
    total_tx_seconds: 3_723_000,
    session_tx_percent: 100,
  }),
];

/** Local node 1999, changed by `fields`. */
export function status(links: readonly LinkInfo[] = [], fields: Partial<NodeStatus> = {}): NodeStatus {
  const node_id = fields.node_id ?? "1999";
  return {
    node_id,
    server: "home",
    name: "Hilltop",
    callsign: "QX0NEX",
    description: "146.940 repeater",
    location: "Springfield",
    rx_keyed: false,
    tx_keyed: false,
    uptime_sec: 7_200,
    last_reload_sec: null,
    booted_at: ago(7_200),
    num_links: links.length + 304,
    num_alinks: links.length,
    links: links.map((each) => ({ ...each, local_node: node_id })),
    network: [],
    variables: {},
    notes: [],
    ami: "connected",
    updated_at: ago(1),
    stale: false,
    ...fields,
  };
}

/** A server, connected for an hour, changed by `fields`. */
export function server(fields: Partial<ServerStatus> = {}): ServerStatus {
  return {
    server: "home",
    state: "connected",
    since: ago(3_600),
    attempts: 1,
    retry_at: null,
    last_error: null,
    ...fields,
  };
}

/** The end of a transmission, so long ago and so long. */
export function talked(
  node: string,
  secondsAgo: number,
  duration: number,
  callsign: string | null,
): TalkerEvent {
  return {
    at: ago(secondsAgo),
    kind: "TX_STOP",
    local_node: "1999",
    node,
    callsign,
    description: null,
    duration,
  };
}

/** The start of a transmission that goes on. */
export function talking(node: string, secondsAgo: number, callsign: string | null): TalkerEvent {
  return {
    at: ago(secondsAgo),
    kind: "TX_START",
    local_node: "1999",
    node,
    callsign,
    description: null,
    duration: null,
  };
}

/** A row of the top list. */
export function top(node: string, totalTxSeconds: number, callsign: string | null): TopLink {
  return {
    local_node: "1999",
    node,
    total_tx_seconds: totalTxSeconds,
    last_tx_start: null,
    last_tx_end: null,
    connected_since: null,
    updated_at: ago(1),
    rate: null,
    callsign,
    description: null,
    location: null,
  };
}

/** A whole page at the plates' time, changed by `fields`. */
export function snapshot(fields: Partial<DashboardSnapshot> = {}): DashboardSnapshot {
  return {
    generatedAtMs: PLATE_AT_MS,
    epoch: "plate",
    seq: 1,
    version: "0.1.0",
    demo: false,
    nodes: [status()],
    servers: [server()],
    talkers: [],
    topLinks: [],
    database: { state: "ok", since: ago(3_600), error: null, dropped_writes: 0 },
    ...fields,
  };
}
