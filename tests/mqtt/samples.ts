import type { MqttConfig } from "../../lib/config/mod.ts";
import type { DomainEvent, NodeStatus } from "../../lib/wire/mod.ts";

/** A broker that is nowhere, without anything that is not needed. */
export const CONFIG: MqttConfig = {
  broker: { scheme: "mqtt", host: "127.0.0.1", port: 1_883, path: "/" },
  clientId: "nexus-test",
  topicPrefix: "asterisk",
  username: null,
  password: null,
  ca: null,
  cert: null,
  key: null,
  qos: 1,
  discovery: false,
  discoveryPrefix: "homeassistant",
};

type CallEvent = Extract<DomainEvent, { readonly kind: "CALL_STATE" }>;

/** One message of a call from 1986 to 21; `atMs` is when it happened. */
export function callEvent(callId: string, event: "ringing" | "answered" | "hungup", atMs: number): CallEvent {
  const from = { extension: "1986", name: "Martin" };
  const to = { extension: "21", name: "Kitchen" };
  const timestamp = new Date(atMs).toISOString();
  const base = { description: "text", call_id: callId, from, to, timestamp };
  const data = event === "hungup"
    ? {
      ...base,
      event,
      cause: "normal_clearing",
      cause_description: "text",
      cause_code: 16,
      talk_duration_seconds: 1,
      total_duration_seconds: 2,
    }
    : event === "answered"
    ? { ...base, event, ring_duration_seconds: 1 }
    : { ...base, event };
  const leg = (number: string, role: "caller" | "called") => ({
    uniqueid: `${callId}.${number}`,
    channel: `PJSIP/${number}-00000001`,
    technology: "PJSIP",
    party: number === "21" ? to : from,
    role,
    startedAtMs: atMs,
    ringingAtMs: null,
    answeredAtMs: event === "ringing" ? null : atMs,
    endedAtMs: event === "hungup" ? atMs : null,
    causeCode: null,
  });
  return {
    kind: "CALL_STATE",
    atMs,
    server: "main",
    data,
    call: {
      server: "main",
      callId,
      state: event === "hungup" ? "ended" : event === "answered" ? "connected" : "ringing",
      sinceMs: atMs,
      from,
      to,
      startedAtMs: atMs,
      ringingAtMs: atMs,
      answeredAtMs: null,
      endedAtMs: null,
      adopted: false,
      queue: null,
      legs: [leg("1986", "caller"), leg("21", "called")],
      droppedLegs: 0,
    },
  };
}

/** The three messages of a call, a second apart. */
export function wholeCall(callId: string, atMs: number): readonly CallEvent[] {
  return [
    callEvent(callId, "ringing", atMs),
    callEvent(callId, "answered", atMs + 1_000),
    callEvent(callId, "hungup", atMs + 2_000),
  ];
}

/** A quiet node. */
export function nodeStatus(node_id: string, changes: Partial<NodeStatus> = {}): NodeStatus {
  return {
    node_id,
    server: "main",
    name: null,
    callsign: "W1AW",
    description: null,
    location: null,
    rx_keyed: false,
    tx_keyed: false,
    uptime_sec: null,
    last_reload_sec: null,
    booted_at: null,
    num_links: 3,
    num_alinks: 1,
    links: [],
    network: [],
    variables: {},
    notes: [],
    ami: "connected",
    updated_at: "2026-01-01T00:00:00.000Z",
    stale: false,
    ...changes,
  };
}

/** A link that keys. */
export function linkTx(node: string) {
  return {
    local_node: "1999",
    node,
    kind: "START",
    at: "2026-02-12T10:30:00.000Z",
    total_tx_seconds: 12,
    last_tx_start: "2026-02-12T10:30:00.000Z",
    last_tx_end: null,
  } as const;
}
