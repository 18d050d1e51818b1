import { type ClientMessage, type Topic, TOPICS } from "../wire/mod.ts";
import { type Audience, topicBit } from "./message.ts";
import { ANONYMOUS, type ResumePoint, type Subscription, type Viewer } from "./types.ts";

const RESUME_REGEXP = /^([A-Za-z0-9]{1,32})-(\d{1,15})$/;

/** Stands in a choice of nodes whose last node was given up: it is no node's name, so nothing matches. */
const NO_NODE = "";

/** Reads `<epoch>-<seq>`; `undefined` when the text is something else. */
export function parseResume(text: string): ResumePoint | undefined {
  const match = RESUME_REGEXP.exec(text);
  return match ? { epoch: match[1] ?? "", seq: Number(match[2]) } : undefined;
}

/** The topics of a subscription as bits. */
export function topicBits(subscription: Subscription): number {
  if (subscription.muted) return 0;
  const topics = subscription.topics.size === 0 ? TOPICS : subscription.topics;
  let bits = 0;
  for (const topic of topics) bits |= topicBit(topic);
  return bits;
}

/** Topics that polls of nodes bring news of. */
const NODE_TOPICS: readonly Topic[] = ["nodes", "links", "talkers"];

/** Whether a client wants anything that a poll of a node would tell; one that follows calls alone does not. */
export function followsNodes({ topics, muted }: Subscription): boolean {
  return muted !== true && (topics.size === 0 || NODE_TOPICS.some((topic) => topics.has(topic)));
}

/** Whose texts a client shares. Everybody with a session sees addresses. */
export function audienceOf(subscription: Subscription, viewer: Viewer): Audience {
  const privileged = viewer.role !== ANONYMOUS.role;
  const key = `${privileged ? "full" : "masked"}:${[...subscription.nodes].sort().join(",")}`;
  return { privileged, nodes: subscription.nodes, key };
}

/**
 * A subscription after a client's `subscribe` or `unsubscribe`; `null` when that makes no sense.
 *
 * The first choice of topics or nodes narrows down from everything, further ones add. Giving up the last topic leaves
 * only WELCOME, HEARTBEAT, PONG and ERROR. Nodes can be given up only where nodes were chosen.
 */
export function changedSubscription(
  subscription: Subscription,
  message: Exclude<ClientMessage, { type: "ping" }>,
): Subscription | null {
  return message.type === "subscribe"
    ? widened(subscription, message.topics, message.nodes)
    : narrowed(subscription, message.topics, message.nodes);
}

function widened(
  subscription: Subscription,
  topics: readonly Topic[],
  nodes: readonly string[],
): Subscription {
  return {
    raw: subscription.raw,
    topics: topics.length === 0 ? subscription.topics : new Set([...subscription.topics, ...topics]),
    nodes: nodes.length === 0 ? subscription.nodes : new Set([...subscription.nodes, ...nodes]),
    muted: subscription.muted === true && topics.length === 0,
  };
}

function narrowed(
  subscription: Subscription,
  topics: readonly Topic[],
  nodes: readonly string[],
): Subscription | null {
  if (nodes.length > 0 && subscription.nodes.size === 0) return null;
  const before = subscription.topics.size === 0 ? TOPICS : [...subscription.topics];
  const left = before.filter((topic) => !topics.includes(topic));
  return {
    raw: subscription.raw,
    topics: topics.length === 0 ? subscription.topics : new Set(left),
    nodes: nodes.length === 0 ? subscription.nodes : withoutNodes(subscription.nodes, nodes),
    muted: subscription.muted === true || left.length === 0,
  };
}

function withoutNodes(chosen: ReadonlySet<string>, given: readonly string[]): ReadonlySet<string> {
  const left = [...chosen].filter((node) => !given.includes(node));
  return new Set(left.length === 0 ? [NO_NODE] : left);
}
