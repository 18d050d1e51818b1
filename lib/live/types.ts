import type { EventSink } from "../events/mod.ts";
import type { Bound, NodeStatus, TalkerEvent, Topic } from "../wire/mod.ts";

/** What a new viewer is shown first. */
export interface SnapshotSource {
  statuses(): readonly NodeStatus[];
  /** Newest first, bounded by the source. */
  talkerLog(): readonly TalkerEvent[];
  /** One node, where the source can tell it without building them all. */
  status?(nodeId: string): NodeStatus | undefined;
}

/** Which messages a client wants. */
export interface Subscription {
  /** Every topic when empty. */
  readonly topics: ReadonlySet<Topic>;
  /** Every node when empty; else local node ids. */
  readonly nodes: ReadonlySet<string>;
  /** `LINK_TX` one by one in place of `LINK_TX_BATCH`. */
  readonly raw: boolean;
  /** True for a client that gave up its last topic: only WELCOME, HEARTBEAT, PONG and ERROR are left. */
  readonly muted?: boolean;
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
  /** The session or token that the stream was opened with: when that ends, so does the stream. */
  readonly credential?: string;
  /** Whether that still is good; it may end while a socket opens. */
  readonly isGood?: () => boolean;
  /** Whether they may send commands to a local node, and so see what came of them; absent: to none. */
  readonly mayCommand?: (nodeId: string) => boolean;
}

/** A message as text, made once and shared by all clients that get the same. */
export interface SharedText {
  readonly text: string;
  readonly seq: number;
  readonly messageType: string;
  /** The bytes of the message as a Server-Sent Event; encoded when first asked for. */
  sseFrame(epoch: string): Uint8Array<ArrayBuffer>;
}

/** The way to one client, as small as it can be; SSE and WebSocket each implement it. */
export interface ClientPort {
  /** Hands over one serialised envelope. `seq` is its number. Must not throw. */
  send(text: string, seq: number, messageType: string, shared: SharedText): void;
  /** Bytes handed over and not yet taken by the peer. */
  readonly bufferedBytes: number;
  /** Ends the client; `reason` is for the log and, where there is one, the close frame. */
  close(code: number, reason: string): void;
}

/** One client's stream. */
export interface LiveSession {
  /** What the client wants now. */
  readonly subscription: Subscription;
  /** Replaces what the client wants, keeping its place in the stream; shows it the state of what it wants anew. */
  resubscribe(subscription: Subscription): void;
  /** Sends a message to this client alone, with the present `seq`. */
  reply(messageType: "PONG" | "ERROR", data: unknown): void;
  /** Tells that the port took what was buffered. */
  drained(): void;
  /** Forgets the client; harmless when repeated. */
  end(): void;
}

/** The stream of one node to one client: the whole object at first and whenever it changed. */
export interface NodeSession {
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
  /** Client messages that were not understood. */
  readonly badMessages: number;
}

/** The hub of all streams: a sink of the bus that numbers, serialises once, keeps a ring for resume, and fans out. */
export interface LiveHub extends EventSink {
  readonly epoch: string;
  /** Number of the newest message. */
  readonly seq: number;
  /** Grows with everything that the hub is told and with everything it tells: while it stands still, nothing is new to anybody. */
  readonly changes: number;
  readonly counters: LiveCounters;
  /** What is kept for clients, and where each ends; of what every client has, the fullest. */
  readonly bounds: readonly Bound[];
  /** Welcomes a client and sends what it missed or a fresh snapshot; `undefined` when a limit refuses it. */
  open(
    port: ClientPort,
    subscription: Subscription,
    viewer: Viewer,
    address: string,
    resume?: ResumePoint,
  ): LiveSession | undefined;
  /** Shows one node in the shape of per-node clients; `undefined` when a limit refuses the client. */
  openNode(port: ClientPort, nodeId: string, viewer: Viewer, address: string): NodeSession | undefined;
  /** Closes (4401) every client that was let in by one of these sessions or tokens. */
  endViewers(credentials: ReadonlySet<string>, reason: string): void;
  /** Whether any client's choice of nodes has this one in it. */
  watched(nodeId: string): boolean;
  /** Tells everybody the talker log anew: something of it, names, is not as it was told. */
  retellTalkers(): void;
  /** Counts a client message that was not understood. */
  countBadMessage(): void;
  /** Begins heartbeats. */
  start(): void;
  /** Closes every client (1001) and stops timers. */
  stop(): void;
}

/** Viewer without a session. */
export const ANONYMOUS: Viewer = { user: null, role: "anonymous" };

/** Everything, for everybody: what a client wants that says nothing. */
export const EVERYTHING: Subscription = { topics: new Set(), nodes: new Set(), raw: false };
