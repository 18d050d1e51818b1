import type { CallPayload, CallSnapshot } from "./calls.ts";
import type { CommandInfo, CommandResult } from "./commands.ts";
import type {
  AmiStatusChange,
  LinkInfo,
  LinkRef,
  LinkTx,
  NodeKeyed,
  NodeStatus,
  TalkerEvent,
} from "./nodes.ts";

/** First message to every stream client. `epoch` names this run of the server; `seq` counts within it. */
export interface Welcome {
  readonly version: string;
  readonly seq: number;
  readonly user: string | null;
  readonly role: string;
  readonly epoch: string;
}

/** Sent to a WebSocket client whose message was not understood. */
export interface StreamError {
  readonly code: string;
  readonly message: string;
}

/** From message type to its data: the one map that both ends of every stream are typed by. */
export interface MessageData {
  readonly WELCOME: Welcome;
  readonly STATUS_UPDATE: NodeStatus;
  readonly LINK_ADDED: readonly LinkInfo[];
  readonly LINK_REMOVED: readonly LinkRef[];
  readonly LINK_UPDATED: readonly LinkInfo[];
  readonly LINK_TX: LinkTx;
  readonly LINK_TX_BATCH: readonly LinkTx[];
  readonly NODE_TX: NodeKeyed;
  readonly NODE_RX: NodeKeyed;
  readonly TALKER_EVENT: TalkerEvent;
  readonly TALKER_LOG_SNAPSHOT: readonly TalkerEvent[];
  readonly AMI_STATUS: AmiStatusChange;
  readonly CALL_STATE: CallPayload;
  /** A command was taken; its end is told as COMMAND_RESULT. */
  readonly COMMAND_ACCEPTED: CommandInfo;
  readonly COMMAND_RESULT: CommandResult;
  readonly HEARTBEAT: Readonly<Record<string, never>>;
  readonly PONG: Readonly<Record<string, never>>;
  readonly ERROR: StreamError;
}

/** Name of a message on a stream. */
export type MessageType = keyof MessageData;

/** The envelope every stream message travels in; `timestamp` is unix milliseconds. */
export type Envelope = {
  readonly [T in MessageType]: {
    readonly messageType: T;
    readonly seq: number;
    readonly timestamp: number;
    readonly data: MessageData[T];
  };
}[MessageType];

/** The kinds that come out of the state machines; the other message types are made by the streams themselves. */
export type DomainKind =
  | "STATUS_UPDATE"
  | "LINK_ADDED"
  | "LINK_REMOVED"
  | "LINK_UPDATED"
  | "LINK_TX"
  | "NODE_TX"
  | "NODE_RX"
  | "TALKER_EVENT"
  | "AMI_STATUS"
  | "CALL_STATE"
  | "COMMAND_ACCEPTED"
  | "COMMAND_RESULT";

/**
 * What is known of a call besides the message about it: whose call it is (calls of two servers can have the same id)
 * and all of it as it stands after the message.
 */
export interface CallContext {
  readonly server: string;
  readonly call: CallSnapshot;
}

/** One thing that happened: what `replay` prints and the bus carries. `atMs` is epoch milliseconds, UTC. */
export type DomainEvent = {
  readonly [K in DomainKind]:
    & { readonly kind: K; readonly atMs: number; readonly data: MessageData[K] }
    & (K extends "CALL_STATE" ? CallContext : unknown);
}[DomainKind];

/** Topics a stream client can choose. `nodes`: STATUS_UPDATE, NODE_TX, NODE_RX, COMMAND_*; `links`: LINK_*; `talkers`: TALKER_*; `calls`: CALL_STATE; `ami`: AMI_STATUS. */
export type Topic = "nodes" | "links" | "talkers" | "calls" | "pbx" | "ami";

/** Every topic, in the order they are documented. */
export const TOPICS: readonly Topic[] = ["nodes", "links", "talkers", "calls", "pbx", "ami"];

/** What a client may send on `/ws`; a list left out is an empty one. */
export type ClientMessage =
  | { readonly type: "ping" }
  | {
    readonly type: "subscribe" | "unsubscribe";
    readonly topics: readonly Topic[];
    readonly nodes: readonly string[];
  };
