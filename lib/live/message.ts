import {
  type Envelope,
  type LinkInfo,
  maskLinks,
  maskStatus,
  type MessageType,
  type NodeStatus,
  type Topic,
  TOPICS,
} from "../wire/mod.ts";
import type { SharedText, Viewer } from "./types.ts";

/** Who a text is made for: everybody with the same rights and the same choice of nodes shares it. */
export interface Audience {
  /** Sees addresses unmasked. */
  readonly privileged: boolean;
  /** Local nodes wanted; every node when empty. */
  readonly nodes: ReadonlySet<string>;
  /** The same for the same rights and choice. */
  readonly key: string;
}

/** Which clients a message is for: all, or those who take key edges one by one, or those who take them in batches. */
export type Form = "any" | "raw" | "batched";

/** Distinct choices of nodes whose texts are kept with a message; further ones are served, but not kept. */
export const MAX_KEPT_CHOICES = 32;

/** Bytes that an envelope and its bookkeeping take before there is any data; measured roughly, for the ring's bound. */
const BASE_BYTES = 300;
const LINK_BYTES = 500;
const SMALL_ENTRY_BYTES = 150;

/** Names and numbers of people: only those who signed in are told. */
const SIGNED_IN_ONLY: ReadonlySet<MessageType> = new Set<MessageType>(["CALL_STATE"]);

const ENCODER = new TextEncoder();

const TOPIC_OF: Readonly<Record<MessageType, Topic | null>> = {
  WELCOME: null,
  STATUS_UPDATE: "nodes",
  LINK_ADDED: "links",
  LINK_REMOVED: "links",
  LINK_UPDATED: "links",
  LINK_TX: "links",
  LINK_TX_BATCH: "links",
  NODE_TX: "nodes",
  NODE_RX: "nodes",
  TALKER_EVENT: "talkers",
  TALKER_LOG_SNAPSHOT: "talkers",
  AMI_STATUS: "ami",
  CALL_STATE: "calls",
  COMMAND_ACCEPTED: "nodes",
  COMMAND_RESULT: "nodes",
  HEARTBEAT: null,
  PONG: null,
  ERROR: null,
};

/** The bit of a topic in a set of topics; 0 for what everybody gets. */
export function topicBit(topic: Topic | null): number {
  return topic === null ? 0 : 1 << TOPICS.indexOf(topic);
}

/** A text and its bytes for SSE, each made once. */
export class Serialized implements SharedText {
  #frame: Uint8Array<ArrayBuffer> | undefined;

  constructor(readonly text: string, readonly seq: number, readonly messageType: string) {}

  sseFrame(epoch: string): Uint8Array<ArrayBuffer> {
    return this.#frame ??= ENCODER.encode(
      `id: ${epoch}-${this.seq}\nevent: ${this.messageType}\ndata: ${this.text}\n\n`,
    );
  }
}

/** One message of the stream; it becomes text when the first client wants it, once per audience. */
export class StreamMessage {
  readonly topicBit: number;
  /** Local nodes it speaks of; `null` when it speaks of none, and so is for every choice of nodes. */
  readonly nodes: readonly string[] | null;
  /** Whether only viewers with a session may see it. */
  readonly signedInOnly: boolean;
  #full: Serialized | undefined;
  #masked: Serialized | undefined;
  #chosen: Map<string, Serialized> | undefined;

  constructor(readonly envelope: Envelope, readonly form: Form = "any") {
    this.topicBit = topicBit(TOPIC_OF[envelope.messageType]);
    this.nodes = nodesOf(envelope);
    this.signedInOnly = SIGNED_IN_ONLY.has(envelope.messageType);
  }

  /** Whether somebody may see it: what came of a command is for those who may work the node. */
  isFor(viewer: Viewer): boolean {
    const { envelope } = this;
    const isOfCommand = envelope.messageType === "COMMAND_ACCEPTED" ||
      envelope.messageType === "COMMAND_RESULT";
    return !isOfCommand || viewer.mayCommand?.(envelope.data.node) === true;
  }

  /** Whether it speaks of one of the nodes, or of none at all. */
  concerns(nodes: ReadonlySet<string>): boolean {
    if (nodes.size === 0 || this.nodes === null) return true;
    if (this.envelope.messageType === "TALKER_LOG_SNAPSHOT") return true; // an empty log is an answer too
    return this.nodes.some((node) => nodes.has(node));
  }

  /** The text for an audience that it concerns. */
  render(audience: Audience): Serialized {
    if (
      audience.nodes.size === 0 || this.nodes === null || this.nodes.every((node) => audience.nodes.has(node))
    ) {
      return this.#whole(audience.privileged);
    }
    return this.#part(audience);
  }

  /** How many choices of nodes it keeps the text for. */
  get keptChoices(): number {
    return this.#chosen?.size ?? 0;
  }

  /** Roughly the memory it holds while it waits in the ring. */
  get weightBytes(): number {
    const { envelope } = this;
    if (envelope.messageType === "STATUS_UPDATE") return BASE_BYTES + statusBytes(envelope.data);
    if (!Array.isArray(envelope.data)) return BASE_BYTES;
    const entryBytes = envelope.messageType.startsWith("LINK_TX") ? SMALL_ENTRY_BYTES : LINK_BYTES;
    return BASE_BYTES + envelope.data.length * entryBytes;
  }

  #whole(privileged: boolean): Serialized {
    if (privileged) return this.#full ??= serialize(this.envelope);
    if (this.#masked) return this.#masked;
    const masked = maskEnvelope(this.envelope);
    this.#masked = masked === this.envelope ? (this.#full ??= serialize(masked)) : serialize(masked);
    return this.#masked;
  }

  #part(audience: Audience): Serialized {
    const kept = this.#chosen ??= new Map();
    const known = kept.get(audience.key);
    if (known) return known;
    const chosen = choose(this.envelope, audience.nodes);
    const made = serialize(audience.privileged ? chosen : maskEnvelope(chosen));
    if (kept.size < MAX_KEPT_CHOICES) kept.set(audience.key, made);
    return made;
  }
}

function serialize(envelope: Envelope): Serialized {
  return new Serialized(JSON.stringify(envelope), envelope.seq, envelope.messageType);
}

/** The envelope for anonymous readers; the same object when it holds no address. */
function maskEnvelope(envelope: Envelope): Envelope {
  switch (envelope.messageType) {
    case "STATUS_UPDATE": {
      const data = maskStatus(envelope.data);
      return data === envelope.data ? envelope : { ...envelope, data };
    }
    case "LINK_ADDED":
    case "LINK_UPDATED": {
      const data: readonly LinkInfo[] = maskLinks(envelope.data);
      return data === envelope.data ? envelope : { ...envelope, data };
    }
    default:
      return envelope;
  }
}

/** The envelope with only the entries of some nodes. */
function choose(envelope: Envelope, nodes: ReadonlySet<string>): Envelope {
  switch (envelope.messageType) {
    case "LINK_ADDED":
    case "LINK_UPDATED":
      return { ...envelope, data: envelope.data.filter((entry) => nodes.has(entry.local_node)) };
    case "LINK_REMOVED":
      return { ...envelope, data: envelope.data.filter((entry) => nodes.has(entry.local_node)) };
    case "LINK_TX_BATCH":
      return { ...envelope, data: envelope.data.filter((entry) => nodes.has(entry.local_node)) };
    case "TALKER_LOG_SNAPSHOT":
      return { ...envelope, data: envelope.data.filter((entry) => nodes.has(entry.local_node)) };
    default:
      return envelope;
  }
}

function nodesOf(envelope: Envelope): readonly string[] | null {
  switch (envelope.messageType) {
    case "STATUS_UPDATE":
      return [envelope.data.node_id];
    case "NODE_TX":
    case "NODE_RX":
    case "COMMAND_ACCEPTED":
    case "COMMAND_RESULT":
      return [envelope.data.node];
    case "LINK_TX":
    case "TALKER_EVENT":
      return [envelope.data.local_node];
    case "LINK_ADDED":
    case "LINK_UPDATED":
    case "LINK_REMOVED":
    case "LINK_TX_BATCH":
    case "TALKER_LOG_SNAPSHOT":
      return distinctNodes(envelope.data);
    default:
      return null;
  }
}

function distinctNodes(entries: readonly { readonly local_node: string }[]): readonly string[] {
  return [...new Set(entries.map((entry) => entry.local_node))];
}

function statusBytes(status: NodeStatus): number {
  const variables = Object.keys(status.variables).length;
  return status.links.length * LINK_BYTES + (status.network.length + variables) * SMALL_ENTRY_BYTES;
}
