import { type ClientMessage, type Topic, TOPICS } from "./messages.ts";
import { isRecord, parseJson } from "./shape.ts";

/** Longest list of topics or nodes in one client message; more is not understood. */
export const MAX_CHOICES = 100;

/** Longest node identifier; app_rpt's own limit is below it. */
export const MAX_NODE_LENGTH = 64;

const NODE_ID_REGEXP = /^[^\p{Cc},]+$/u;

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

function isTopicList(value: unknown): value is Topic[] {
  return Array.isArray(value) && value.length <= MAX_CHOICES && value.every(isTopic);
}

function isNodeList(value: unknown): value is string[] {
  return Array.isArray(value) && value.length <= MAX_CHOICES && value.every(isNodeId);
}
