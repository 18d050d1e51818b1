import type {
  CallPayload,
  Envelope,
  LinkInfo,
  LinkTx,
  NodeDetail,
  NodeFlags,
  NodeStatus,
  TalkerEvent,
} from "../../lib/wire/mod.ts";

/** An instant for samples: 2026-02-12T10:30:00.000Z. */
export const SAMPLE_AT_MS = Date.UTC(2026, 1, 12, 10, 30);

/** `SAMPLE_AT_MS` as it stands on the wire. */
export const SAMPLE_AT = new Date(SAMPLE_AT_MS).toISOString();

/** A link with every field set, changed by `fields`. */
export function linkInfo(fields: Partial<LinkInfo> = {}): LinkInfo {
  return {
    local_node: "1999",
    node: "2000",
    kind: "allstar",
    callsign: "W1AW",
    description: "Repeater",
    location: "Newington",
    ip: "192.0.2.7",
    direction: "OUT",
    mode: "T",
    link_state: "ESTABLISHED",
    connected_since: SAMPLE_AT,
    elapsed_seconds: 721,
    current_tx: false,
    current_tx_since: null,
    last_tx_start: null,
    last_tx_end: null,
    last_heard_at: null,
    total_tx_seconds: 12,
    session_tx_seconds: 3,
    session_tx_percent: 0.4,
    ...fields,
  };
}

/** A link that was never heard and of which nothing is known but that it is up, changed by `fields`. */
export function silentLink(node: string, fields: Partial<LinkInfo> = {}): LinkInfo {
  return linkInfo({
    node,
    callsign: null,
    description: null,
    location: null,
    ip: null,
    total_tx_seconds: 0,
    session_tx_seconds: 0,
    session_tx_percent: 0,
    ...fields,
  });
}

/** Node 1999 before anything was asked, changed by `fields`. */
export function nodeDetail(fields: Partial<NodeDetail> = {}): NodeDetail {
  return {
    node_id: "1999",
    server: "home",
    flags: null,
    flags_at: null,
    counters: null,
    counters_at: null,
    remote_base: null,
    connected_nodes: null,
    ...fields,
  };
}

/** What most nodes say of themselves. */
export const USUAL_FLAGS: NodeFlags = {
  transmitter: "enabled",
  time_out_timer: "enabled",
  time_out_timer_state: "reset",
  identifier_state: "clean",
  scheduler: "enabled",
  incoming_connections: "enabled",
  linking_commands: "enabled",
  user_functions: "enabled",
  autopatch: "enabled",
  autopatch_state: "down",
  parrot: "disabled",
  telemetry: "follows",
  tail: "standard",
};

/** A local node without links, changed by `fields`. */
export function nodeStatus(fields: Partial<NodeStatus> = {}): NodeStatus {
  return {
    node_id: "1999",
    server: "main",
    name: "Hilltop",
    callsign: "N0CALL",
    description: null,
    location: null,
    rx_keyed: false,
    tx_keyed: false,
    uptime_sec: 86_400,
    last_reload_sec: 86_400,
    booted_at: SAMPLE_AT,
    num_links: 0,
    num_alinks: 0,
    links: [],
    network: [],
    variables: {},
    notes: [],
    ami: "connected",
    updated_at: SAMPLE_AT,
    stale: false,
    ...fields,
  };
}

/** A START edge, changed by `fields`. */
export function linkTx(fields: Partial<LinkTx> = {}): LinkTx {
  return {
    local_node: "1999",
    node: "2000",
    kind: "START",
    at: SAMPLE_AT,
    total_tx_seconds: 12,
    last_tx_start: SAMPLE_AT,
    last_tx_end: null,
    ...fields,
  };
}

/** The start of a transmission, changed by `fields`. */
export function talkerEvent(fields: Partial<TalkerEvent> = {}): TalkerEvent {
  return {
    at: SAMPLE_AT,
    kind: "TX_START",
    local_node: "1999",
    node: "2000",
    callsign: "W1AW",
    description: "Repeater",
    duration: null,
    ...fields,
  };
}

const CALL = {
  description: "What happened",
  call_id: "1770888509.40",
  from: { extension: "1986" },
  to: { extension: "21" },
  timestamp: SAMPLE_AT,
} as const;

/** One message of every kind about a call, without what may be absent. */
export const SAMPLE_CALLS: readonly CallPayload[] = [
  { event: "ringing", ...CALL },
  { event: "answered", ...CALL, ring_duration_seconds: 4.5 },
  {
    event: "hungup",
    ...CALL,
    cause: "normal_clearing",
    cause_description: "The call was hung up normally by one of the parties",
    cause_code: 16,
    talk_duration_seconds: 32,
    total_duration_seconds: 36.5,
  },
  { event: "held", ...CALL, held_by: { extension: "21" } },
  { event: "resumed", ...CALL, held_duration_seconds: 7.2 },
  { event: "transferred", ...CALL, transfer: "blind", transferred_by: { extension: "21" } },
];

/** One envelope of every message type, and of every message about a call. */
export const SAMPLE_ENVELOPES: readonly Envelope[] = [
  ...SAMPLE_CALLS.map((payload) => envelope("CALL_STATE", payload)),
  envelope("WELCOME", { version: "0.1.0", seq: 7, user: null, role: "anonymous", epoch: "e1" }),
  envelope("STATUS_UPDATE", nodeStatus({ links: [linkInfo()], network: [{ node: "2000", mode: "T" }] })),
  envelope("LINK_ADDED", [linkInfo()]),
  envelope("LINK_REMOVED", [{ local_node: "1999", node: "2000" }]),
  envelope("LINK_UPDATED", [linkInfo({ mode: "R" })]),
  envelope("LINK_TX", linkTx()),
  envelope("LINK_TX_BATCH", [linkTx(), linkTx({ kind: "STOP" })]),
  envelope("NODE_TX", { node: "1999", keyed: true, at: SAMPLE_AT }),
  envelope("NODE_RX", { node: "1999", keyed: false, at: SAMPLE_AT }),
  envelope("TALKER_EVENT", talkerEvent()),
  envelope("TALKER_LOG_SNAPSHOT", [talkerEvent({ kind: "TX_STOP", duration: 4.2 })]),
  envelope("AMI_STATUS", { server: "main", state: "retrying", attempt: 2, retry_in: 15, error: "refused" }),
  envelope("COMMAND_ACCEPTED", {
    ...{
      id: "c1",
      node: "1999",
      action: "connect",
      target: "2000",
      permanent: false,
      disconnect_first: false,
    },
    ...{ by: "olga", state: "accepted", message: "", accepted_at: SAMPLE_AT, finished_at: null },
  }),
  envelope("COMMAND_RESULT", { id: "c1", node: "1999", action: "connect", state: "failed", message: "no" }),
  envelope("HEARTBEAT", {}),
  envelope("PONG", {}),
  envelope("ERROR", { code: "bad_message", message: "message not understood" }),
];

type Of<T extends Envelope["messageType"]> = Extract<Envelope, { messageType: T }>;

function envelope<T extends Envelope["messageType"]>(messageType: T, data: Of<T>["data"]): Envelope {
  return { messageType, seq: 7, timestamp: SAMPLE_AT_MS, data } as Envelope;
}
