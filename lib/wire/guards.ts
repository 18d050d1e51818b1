import { isCallPayload } from "./call_guards.ts";
import { type ClientMessage, type Envelope, type MessageType, type Topic, TOPICS } from "./messages.ts";
import {
  type Check,
  isFlag,
  isNumber,
  isOneOf,
  isRecord,
  isText,
  listOf,
  orNull,
  recordOf,
  shapeOf,
} from "./shape.ts";

/** Longest list of topics or nodes in one client message; more is not understood. */
export const MAX_CHOICES = 100;

/** Longest node identifier; app_rpt's own limit is below it. */
export const MAX_NODE_LENGTH = 64;

const NODE_ID_REGEXP = /^[^\p{Cc},]+$/u;
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

/** One check per message type; the compiler holds the list complete. */
const DATA_CHECKS: Readonly<Record<MessageType, Check>> = {
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
  CALL_STATE: isCallPayload,
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

/** True for an envelope of a known type whose data has the fields of that type. */
export function isEnvelope(value: unknown): value is Envelope {
  if (!isRecord(value) || !isNumber(value.seq) || !isNumber(value.timestamp)) return false;
  return isMessageType(value.messageType) && DATA_CHECKS[value.messageType](value.data);
}

/** The envelope in a stream's text; `null` when it is not JSON, of an unknown type, or lacks a field. */
export function parseEnvelope(text: string): Envelope | null {
  const value = parseJson(text);
  return isEnvelope(value) ? value : null;
}

/** What a WebSocket client asks for; `null` when it is not one of the messages a client may send. */
export function parseClientMessage(text: string): ClientMessage | null {
  const value = parseJson(text);
  if (!isRecord(value)) return null;
  if (value.type === "ping") return { type: "ping" };
  if (value.type !== "subscribe" && value.type !== "unsubscribe") return null;
  const topics = value.topics ?? [];
  const nodes = value.nodes ?? [];
  if (!isTopicList(topics) || !isNodeList(nodes) || topics.length + nodes.length === 0) return null;
  return { type: value.type, topics, nodes };
}

/** True for the name of a topic. */
export function isTopic(value: unknown): value is Topic {
  return typeof value === "string" && TOPICS.some((topic) => topic === value);
}

/** True for text that can name a node or link: 1 to 64 characters, no control characters, no comma. */
export function isNodeId(value: unknown): value is string {
  return typeof value === "string" && value.length <= MAX_NODE_LENGTH && NODE_ID_REGEXP.test(value);
}

function isMessageType(value: unknown): value is MessageType {
  return typeof value === "string" && Object.hasOwn(DATA_CHECKS, value);
}

function isTopicList(value: unknown): value is Topic[] {
  return Array.isArray(value) && value.length <= MAX_CHOICES && value.every(isTopic);
}

function isNodeList(value: unknown): value is string[] {
  return Array.isArray(value) && value.length <= MAX_CHOICES && value.every(isNodeId);
}

/** Parsed JSON; `undefined` when the text is none, which every check refuses. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not JSON: the caller answers for it
  }
}
