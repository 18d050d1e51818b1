import type { Envelope } from "./messages.ts";
import {
  type Check,
  isFlag,
  isNumber,
  isOneOf,
  isRecord,
  isText,
  listOf,
  orNull,
  parseJson,
  recordOf,
  shapeOf,
} from "./shape.ts";

/** Everything that streams tell but calls, of which dashboards never hear: they need no code for them. */
export type NodeEnvelope = Exclude<Envelope, { readonly messageType: "CALL_STATE" }>;

const AMI_STATES = isOneOf("disabled", "connecting", "connected", "retrying", "refused", "stopped");
const LINK_MODE = isOneOf("T", "R", "L", "C");
const textOrNull = orNull(isText);
const numberOrNull = orNull(isNumber);

const LINK_INFO = shapeOf({
  local_node: isText,
  node: isText,
  kind: isOneOf("allstar", "echolink", "irlp", "text", "private"),
  callsign: textOrNull,
  description: textOrNull,
  location: textOrNull,
  ip: textOrNull,
  direction: orNull(isOneOf("IN", "OUT")),
  mode: orNull(LINK_MODE),
  link_state: isOneOf("ESTABLISHED", "CONNECTING"),
  connected_since: textOrNull,
  elapsed_seconds: numberOrNull,
  current_tx: isFlag,
  current_tx_since: textOrNull,
  last_tx_start: textOrNull,
  last_tx_end: textOrNull,
  last_heard_at: textOrNull,
  total_tx_seconds: isNumber,
  session_tx_seconds: isNumber,
  session_tx_percent: numberOrNull,
});

const NODE_STATUS = shapeOf({
  node_id: isText,
  server: isText,
  name: textOrNull,
  callsign: textOrNull,
  description: textOrNull,
  location: textOrNull,
  rx_keyed: isFlag,
  tx_keyed: isFlag,
  uptime_sec: numberOrNull,
  last_reload_sec: numberOrNull,
  booted_at: textOrNull,
  num_links: isNumber,
  num_alinks: isNumber,
  links: listOf(LINK_INFO),
  network: listOf(shapeOf({ node: isText, mode: LINK_MODE })),
  variables: recordOf(isText),
  notes: listOf(shapeOf({ kind: isText, text: isText, seen_at: isText })),
  ami: AMI_STATES,
  updated_at: textOrNull,
  stale: isFlag,
});

const LINK_TX = shapeOf({
  local_node: isText,
  node: isText,
  kind: isOneOf("START", "STOP"),
  at: isText,
  total_tx_seconds: isNumber,
  last_tx_start: textOrNull,
  last_tx_end: textOrNull,
});

const NODE_KEYED = shapeOf({ node: isText, keyed: isFlag, at: isText });

const TALKER_EVENT = shapeOf({
  at: isText,
  kind: isOneOf("TX_START", "TX_STOP"),
  local_node: isText,
  node: isText,
  callsign: textOrNull,
  description: textOrNull,
  duration: numberOrNull,
});

/** One check per message type but that of calls; the compiler holds the list complete. */
const DATA_CHECKS: Readonly<Record<NodeEnvelope["messageType"], Check>> = {
  WELCOME: shapeOf({ version: isText, seq: isNumber, user: textOrNull, role: isText, epoch: isText }),
  STATUS_UPDATE: NODE_STATUS,
  LINK_ADDED: listOf(LINK_INFO),
  LINK_REMOVED: listOf(shapeOf({ local_node: isText, node: isText })),
  LINK_UPDATED: listOf(LINK_INFO),
  LINK_TX,
  LINK_TX_BATCH: listOf(LINK_TX),
  NODE_TX: NODE_KEYED,
  NODE_RX: NODE_KEYED,
  TALKER_EVENT,
  TALKER_LOG_SNAPSHOT: listOf(TALKER_EVENT),
  AMI_STATUS: shapeOf({
    server: isText,
    state: AMI_STATES,
    attempt: isNumber,
    retry_in: numberOrNull,
    error: textOrNull,
  }),
  COMMAND_ACCEPTED: shapeOf({
    id: isText,
    node: isText,
    action: isText,
    target: textOrNull,
    permanent: isFlag,
    disconnect_first: isFlag,
    by: isText,
    state: isOneOf("accepted"),
    message: isText,
    accepted_at: isText,
    finished_at: textOrNull,
  }),
  COMMAND_RESULT: shapeOf({
    id: isText,
    node: isText,
    action: isText,
    state: isOneOf("confirmed", "failed", "unknown"),
    message: isText,
  }),
  HEARTBEAT: isRecord,
  PONG: isRecord,
  ERROR: shapeOf({ code: isText, message: isText }),
};

/** True for an envelope of a known type, not that of calls, whose data has the fields of that type. */
export function isNodeEnvelope(value: unknown): value is NodeEnvelope {
  return isOuterEnvelope(value) && isKnown(value.messageType) && DATA_CHECKS[value.messageType](value.data);
}

/** The envelope in a stream's text; `null` when it is not JSON, about a call, of an unknown type, or lacks a field. */
export function parseNodeEnvelope(text: string): NodeEnvelope | null {
  const value = parseJson(text);
  return isNodeEnvelope(value) ? value : null;
}

/** True for an object with the fields that all envelopes have. */
export function isOuterEnvelope(value: unknown): value is Readonly<Record<string, unknown>> {
  return isRecord(value) && isNumber(value.seq) && isNumber(value.timestamp);
}

function isKnown(value: unknown): value is NodeEnvelope["messageType"] {
  return typeof value === "string" && Object.hasOwn(DATA_CHECKS, value);
}
