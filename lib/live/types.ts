import type { EventSink } from "../events/mod.ts";
import type { NodeStatus, TalkerEvent, Topic } from "../wire/mod.ts";

/** What a new viewer is shown first. */
export interface SnapshotSource {
  statuses(): readonly NodeStatus[];
  /** Newest first, bounded by the source. */
  talkerLog(): readonly TalkerEvent[];
}

/** Which messages a client wants. */
export interface Subscription {
  /** Every topic when empty. */
  readonly topics: ReadonlySet<Topic>;
  /** Every node when empty; else local node ids. */
  readonly nodes: ReadonlySet<string>;
  /** `LINK_TX` one by one in place of `LINK_TX_BATCH`. */
  readonly raw: boolean;
}

/** Where a client was when it was cut off: `<epoch>-<seq>`. */
export interface ResumePoint {
  readonly epoch: string;
  readonly seq: number;
}

/** Who is watching. Anonymous viewers get masked addresses. */
export interface Viewer {
  readonly user: string | null;
  readonly role: string;
}

/** The way to one client, as small as it can be; SSE and WebSocket each implement it. */
export interface ClientPort {
  /** Hands over one serialised envelope. `seq` is its number. Must not throw. */
  send(text: string, seq: number, messageType: string): void;
  /** Bytes handed over and not yet taken by the peer. */
  readonly bufferedBytes: number;
  /** Ends the client; `reason` is for the log and, where there is one, the close frame. */
  close(code: number, reason: string): void;
}

/** One client's stream. */
export interface LiveSession {
  /** Replaces what the client wants, keeping its place in the stream. */
  resubscribe(subscription: Subscription): void;
  /** Sends a message to this client alone, with the present `seq`. */
  reply(messageType: "PONG" | "ERROR", data: unknown): void;
  /** Tells that the port took what was buffered. */
  drained(): void;
  /** Forgets the client; harmless when repeated. */
  end(): void;
}

/** Counters of the streams; each is visible in metrics. */
export interface LiveCounters {
  readonly clients: number;
  readonly sent: number;
  /** Times a lagging client's queue was replaced by a fresh snapshot. */
  readonly resnapshots: number;
  /** Clients closed because they took nothing for too long. */
  readonly closedStuck: number;
  /** Connections refused because a limit was reached. */
  readonly refused: number;
}

/** The hub of all streams: a sink of the bus that numbers, serialises once, keeps a ring for resume, and fans out. */
export interface LiveHub extends EventSink {
  readonly epoch: string;
  /** Number of the newest message. */
  readonly seq: number;
  readonly counters: LiveCounters;
  /** Welcomes a client and sends what it missed or a fresh snapshot; `undefined` when a limit refuses it. */
  open(
    port: ClientPort,
    subscription: Subscription,
    viewer: Viewer,
    address: string,
    resume?: ResumePoint,
  ): LiveSession | undefined;
  /** Begins heartbeats. */
  start(): void;
  /** Closes every client (1001) and stops timers. */
  stop(): void;
}
