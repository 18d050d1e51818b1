import type { JsonSchema } from "./params.ts";

const text: JsonSchema = { type: "string" };
const textOrNull: JsonSchema = { type: ["string", "null"] };
const number: JsonSchema = { type: "number" };
const numberOrNull: JsonSchema = { type: ["number", "null"] };
const integer: JsonSchema = { type: "integer" };
const flag: JsonSchema = { type: "boolean" };
const instant: JsonSchema = { type: "string", format: "date-time" };
const instantOrNull: JsonSchema = { type: ["string", "null"], format: "date-time" };
const amiState = oneOf("disabled", "connecting", "connected", "retrying", "refused", "stopped");
const linkMode = oneOf("T", "R", "L", "C");

const networkEntry = {
  node: text,
  mode: orNull("T", "R", "L", "C"),
  callsign: textOrNull,
  description: textOrNull,
  location: textOrNull,
  local: flag,
};
const role = oneOf("viewer", "operator", "admin", "superadmin");

const LINK_STAT = {
  local_node: text,
  node: text,
  total_tx_seconds: number,
  last_tx_start: instantOrNull,
  last_tx_end: instantOrNull,
  connected_since: instantOrNull,
  updated_at: instant,
};

/** Every shape that answers and streams use, by name. */
export const SCHEMAS = {
  Error: object({
    ok: { type: "boolean", const: false },
    error: {
      type: "object",
      properties: { code: text, message: text, field: text },
      required: ["code", "message"],
      additionalProperties: false,
    },
  }),
  Health: object({
    status: oneOf("healthy", "degraded"),
    clients: integer,
    uptime_seconds: number,
    version: text,
    ami: list(ref("ServerStatus")),
    database: object({
      state: oneOf("ok", "failing"),
      since: instant,
      error: textOrNull,
      dropped_writes: integer,
    }),
    mqtt: { type: "null" },
  }),
  SignedIn: object({ token: text, expires_at: instant, role }),
  SignedOut: object({ signed_out: flag }),
  Ticket: object({ ticket: text, expires_at: instant }),
  Me: object({
    user: text,
    role,
    nodes: {
      type: ["array", "null"],
      items: text,
      description: "Nodes that may be commanded; null: every one.",
    },
    expires_at: instantOrNull,
    by: oneOf("session", "token"),
  }),
  OwnSessions: object({
    sessions: list(object({
      id: text,
      created_at: instant,
      expires_at: instant,
      address: text,
      agent: textOrNull,
      current: flag,
    })),
  }),
  ApiToken: object({
    id: text,
    name: text,
    scopes: list(oneOf("read", "command", "admin")),
    created_at: instant,
    expires_at: instantOrNull,
    used_at: instantOrNull,
  }),
  ApiTokens: object({ tokens: list(ref("ApiToken")) }),
  NewApiToken: object({ token: ref("ApiToken"), secret: text }),
  Deleted: object({ deleted: flag }),
  VersionInfo: object({ version: text, commit: textOrNull, deno: text }),
  ServerStatus: withOptional(
    object({
      server: text,
      state: amiState,
      since: instant,
      attempts: integer,
      retry_at: instantOrNull,
      last_error: textOrNull,
    }),
    {
      notice: {
        ...object({ code: oneOf("no_events", "no_command", "stopping", "restarting"), message: text }),
        type: ["object", "null"],
      },
    },
  ),
  StatusAnswer: object({ nodes: list(ref("NodeStatus")), servers: list(ref("ServerStatus")) }),
  NodesAnswer: object({ nodes: list(ref("NodeStatus")) }),
  LinksAnswer: object({ links: list(ref("LinkInfo")) }),
  NodeDetail: object({
    node_id: text,
    server: text,
    flags: {
      anyOf: [ref("NodeFlags"), { type: "null" }],
      description: "Switches and timers, as of `flags_at`; null where it is not known.",
    },
    flags_at: instantOrNull,
    counters: {
      anyOf: [ref("NodeCounters"), { type: "null" }],
      description: "As of `counters_at`; `total` is since app_rpt started.",
    },
    counters_at: instantOrNull,
    remote_base: { type: ["boolean", "null"] },
    connected_nodes: { type: ["array", "null"], items: text },
  }),
  NodeFlags: object({
    transmitter: orNull("enabled", "disabled"),
    time_out_timer: orNull("enabled", "disabled"),
    time_out_timer_state: orNull("reset", "armed", "timed_out"),
    identifier_state: orNull("clean", "queued_in_tail", "queued_for_cleanup"),
    scheduler: orNull("enabled", "disabled"),
    incoming_connections: orNull("enabled", "disabled"),
    linking_commands: orNull("enabled", "disabled"),
    user_functions: orNull("enabled", "disabled"),
    autopatch: orNull("enabled", "disabled"),
    autopatch_state: orNull("dialing", "connecting", "up", "failed", "down"),
    parrot: orNull("enabled", "disabled"),
    telemetry: orNull("off", "on", "follows", "not_dynamic"),
    tail: orNull("standard", "alternate"),
  }),
  NodeCounters: object({
    keyups_today: numberOrNull,
    keyups_total: numberOrNull,
    kerchunks_today: numberOrNull,
    kerchunks_total: numberOrNull,
    time_outs_total: numberOrNull,
    tx_today_seconds: numberOrNull,
    tx_total_seconds: numberOrNull,
  }),
  NodeHistory: object({
    node_id: text,
    sessions: list(object({
      node: text,
      callsign: textOrNull,
      description: textOrNull,
      connected_at: instant,
      ended_at: instantOrNull,
      tx_seconds: number,
    })),
    transmissions: list(object({
      node: text,
      callsign: textOrNull,
      description: textOrNull,
      started_at: instant,
      ended_at: instantOrNull,
    })),
    days: list(object({ day: { type: "string", format: "date" }, tx_seconds: number, count: integer })),
    generated_at: instant,
  }),
  NetworkTree: object({
    branches: list(ref("NetworkBranch")),
    unplaced: list(ref("NetworkEntry")),
    hops: list(integer),
    unknown: integer,
  }),
  NetworkBranch: object({
    ...networkEntry,
    hop: integer,
    connecting: flag,
    branches: list(ref("NetworkBranch")),
    behind: list(ref("NetworkEntry")),
  }),
  NetworkEntry: object(networkEntry),
  NodeSocketAnswer: object({ node: text, url: text, port: integer }),
  NodeStatus: object({
    node_id: text,
    server: text,
    name: textOrNull,
    callsign: textOrNull,
    description: textOrNull,
    location: textOrNull,
    rx_keyed: flag,
    tx_keyed: flag,
    uptime_sec: numberOrNull,
    last_reload_sec: numberOrNull,
    booted_at: instantOrNull,
    num_links: integer,
    num_alinks: integer,
    links: list(ref("LinkInfo")),
    network: list(object({ node: text, mode: linkMode })),
    variables: { type: "object", additionalProperties: text },
    ami: amiState,
    updated_at: instantOrNull,
    stale: flag,
  }),
  LinkInfo: object({
    local_node: text,
    node: text,
    kind: oneOf("allstar", "echolink", "irlp", "text", "private"),
    callsign: textOrNull,
    description: textOrNull,
    location: textOrNull,
    ip: textOrNull,
    direction: orNull("IN", "OUT"),
    mode: orNull("T", "R", "L", "C"),
    link_state: oneOf("ESTABLISHED", "CONNECTING"),
    connected_since: instantOrNull,
    elapsed_seconds: numberOrNull,
    current_tx: flag,
    current_tx_since: instantOrNull,
    last_tx_start: instantOrNull,
    last_tx_end: instantOrNull,
    last_heard_at: instantOrNull,
    total_tx_seconds: number,
    session_tx_seconds: number,
    session_tx_percent: numberOrNull,
  }),
  LinkStatsAnswer: object({ stats: list(object(LINK_STAT)), generated_at: instant }),
  TopLinksAnswer: object({
    mode: oneOf("tx_seconds", "tx_rate"),
    limit: integer,
    results: list(object({
      ...LINK_STAT,
      rate: numberOrNull,
      callsign: textOrNull,
      description: textOrNull,
      location: textOrNull,
    })),
    generated_at: instant,
  }),
  TransmissionsAnswer: object({
    transmissions: list(object({
      local_node: text,
      node: text,
      callsign: textOrNull,
      description: textOrNull,
      started_at: instant,
      ended_at: instantOrNull,
    })),
    generated_at: instant,
  }),
  NodeLookupAnswer: object({
    q: text,
    limit: integer,
    results: list(object({
      node: text,
      callsign: textOrNull,
      description: textOrNull,
      location: textOrNull,
      kind: oneOf("allstar", "echolink", "irlp", "text", "private"),
      linked_to: list(text),
    })),
    more: flag,
    directory: object({
      source: oneOf("download", "file", "off"),
      rows: integer,
      imported_at: instantOrNull,
    }),
  }),
  TalkerLogAnswer: object({ events: list(ref("TalkerEvent")) }),
  TalkerEvent: object({
    at: instant,
    kind: oneOf("TX_START", "TX_STOP"),
    local_node: text,
    node: text,
    callsign: textOrNull,
    description: textOrNull,
    duration: numberOrNull,
  }),
  Envelope: object({
    messageType: text,
    seq: integer,
    timestamp: { type: "integer", description: "Unix milliseconds." },
    data: { description: "As the message type says." },
  }),
  NodeObjectMessage: { type: "object", additionalProperties: ref("NodeObject") },
  NodeObject: object({
    status: oneOf("online", "offline"),
    cos_keyed: { type: "integer", enum: [0, 1] },
    tx_keyed: { type: "integer", enum: [0, 1] },
    cpu_temp: textOrNull,
    cpu_up: textOrNull,
    cpu_load: textOrNull,
    ALERT: textOrNull,
    WX: textOrNull,
    DISK: textOrNull,
    remote_nodes: list(object({
      node: text,
      info: text,
      ip: text,
      direction: text,
      elapsed: text,
      link: text,
      keyed: oneOf("yes", "no"),
      last_keyed: text,
      mode: text,
    })),
  }),
};

/** Name of a shape. */
export type SchemaName = keyof typeof SCHEMAS;

/** Points to a shape by name. */
export function ref(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}

/** Every field is there, and no other. */
function object(properties: Readonly<Record<string, JsonSchema>>) {
  return { type: "object", properties, required: Object.keys(properties), additionalProperties: false };
}

/** An object with properties that an answer may leave out. */
function withOptional(
  schema: ReturnType<typeof object>,
  optional: Readonly<Record<string, JsonSchema>>,
): JsonSchema {
  return { ...schema, properties: { ...schema.properties, ...optional } };
}

function list(items: JsonSchema): JsonSchema {
  return { type: "array", items };
}

function oneOf(...texts: readonly string[]): JsonSchema {
  return { type: "string", enum: texts };
}

function orNull(...texts: readonly string[]): JsonSchema {
  return { type: ["string", "null"], enum: [...texts, null] };
}
