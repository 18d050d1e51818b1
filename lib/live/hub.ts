import type { Clock, Timer } from "../clock/mod.ts";
import type { NumberedEvent } from "../events/mod.ts";
import type { Logger } from "../log/mod.ts";
import type { Bound, DomainEvent, Envelope, MessageData, MessageType } from "../wire/mod.ts";
import { EdgeBatch } from "./edge_batch.ts";
import { ConnectionCounter, type ConnectionLimits, DEFAULT_LIMITS } from "./limits.ts";
import { type Form, Serialized, StreamMessage } from "./message.ts";
import { NodeStreams } from "./node_streams.ts";
import { DEFAULT_BOUNDS, type Outlet, OutletGroup, type QueueBounds } from "./outlet.ts";
import { ReplayRing } from "./ring.ts";
import { Session, type SessionHost } from "./session.ts";
import { SnapshotCache } from "./snapshot.ts";
import { followsNodes } from "./subscription.ts";
import {
  type ClientPort,
  type LiveCounters,
  type LiveHub,
  type LiveSession,
  type NodeSession,
  type ResumePoint,
  type SnapshotSource,
  type Subscription,
  type Viewer,
} from "./types.ts";

/** What a hub is made of. Durations in milliseconds. */
export interface LiveHubOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly snapshot: SnapshotSource;
  readonly version: string;
  /** A client that got nothing for this long gets a HEARTBEAT. */
  readonly heartbeatIntervalMs: number;
  /** Key edges are gathered this long after the first; 0 sends each at once. */
  readonly linkTxBatchMs: number;
  /** Names this run of the server, letters and digits; random when absent. */
  readonly epoch?: string;
  /** Messages kept for clients that come back. */
  readonly ringSize?: number;
  /** Rough memory that those messages may take. */
  readonly ringBytes?: number;
  readonly bounds?: Partial<QueueBounds>;
  readonly limits?: Partial<ConnectionLimits>;
}

/** A minute of a very busy net; what is older is cheaper to send as a snapshot. */
const DEFAULT_RING_SIZE = 1_024;

/** Keeps the ring small where every status carries a network of hundreds. */
const DEFAULT_RING_BYTES = 524_288;

/** Slack before a heartbeat, as a part of its interval: periodic status updates come just in time to make it needless. */
const HEARTBEAT_SLACK = 0.1;

/** How often silence is looked for, as a part of the heartbeat interval. */
const HEARTBEAT_CHECK = 0.2;

/** Close code of a server that stops. */
const CLOSE_GOING_AWAY = 1001;

/** Close code of the stream of a node that is gone. */
const CLOSE_NOT_FOUND = 4404;

/** Close code of a stream whose session or token ended. */
const CLOSE_UNAUTHORIZED = 4401;

/** Makes the hub; `start` begins its heartbeats. */
export function createLiveHub(options: LiveHubOptions): LiveHub {
  return new Hub(options);
}

class Hub implements LiveHub, SessionHost {
  readonly name = "live";
  readonly epoch: string;
  readonly outlets: OutletGroup;
  readonly #clock: Clock;
  readonly #options: LiveHubOptions;
  readonly #sessions = new Set<Session>();
  readonly #ring: ReplayRing;
  readonly #snapshots: SnapshotCache;
  readonly #batch: EdgeBatch;
  readonly #nodeStreams: NodeStreams;
  readonly #connections: ConnectionCounter;
  #seq = 0;
  #taken = 0;
  #publishedAtMs = -Infinity;
  #refused = 0;
  #badMessages = 0;
  /** Number after which single edges are numbered too: they are from the first client on that wants them. */
  #rawSinceSeq: number | null = null;
  #heartbeat: Timer | undefined;
  #stopped = false;

  constructor(options: LiveHubOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.epoch = options.epoch ?? crypto.randomUUID().replaceAll("-", "").slice(0, 12);
    this.outlets = new OutletGroup(options.clock, { ...DEFAULT_BOUNDS, ...options.bounds });
    this.#ring = new ReplayRing(
      options.ringSize ?? DEFAULT_RING_SIZE,
      options.ringBytes ?? DEFAULT_RING_BYTES,
    );
    this.#snapshots = new SnapshotCache(options.snapshot, options.clock);
    this.#batch = new EdgeBatch(options.clock, options.linkTxBatchMs, (edges) => {
      this.#publish("LINK_TX_BATCH", edges, "batched");
    });
    this.#nodeStreams = new NodeStreams(options.snapshot, this.outlets, options.linkTxBatchMs);
    this.#connections = new ConnectionCounter({ ...DEFAULT_LIMITS, ...options.limits });
  }

  get seq(): number {
    return this.#seq;
  }

  get changes(): number {
    return this.#taken + this.#seq;
  }

  get counters(): LiveCounters {
    const { sent, resnapshots, closedStuck } = this.outlets;
    return {
      clients: this.#connections.total,
      sent,
      resnapshots,
      closedStuck,
      refused: this.#refused,
      badMessages: this.#badMessages,
    };
  }

  get bounds(): readonly Bound[] {
    return [
      ...this.#connections.bounds,
      ...this.outlets.fullest(this.#ways()),
      ...this.#ring.bounds,
      this.#batch.bound,
      this.#snapshots.bound,
    ];
  }

  take({ event }: NumberedEvent): void {
    this.#taken++;
    this.#nodeStreams.note(event);
    if (event.kind === "AMI_STATUS") this.#snapshots.noteAmiStatus(event.data);
    if (event.kind === "LINK_TX") return this.#takeEdge(event.data);
    if (this.#mustFollowEdges(event)) this.#batch.flush();
    this.#publish(event.kind, event.data);
  }

  open(
    port: ClientPort,
    subscription: Subscription,
    viewer: Viewer,
    address: string,
    resume?: ResumePoint,
  ): LiveSession | undefined {
    if (!this.#admit(address)) return undefined;
    this.#batch.flush(); // what waits is in the snapshot already
    if (subscription.raw) this.#rawSinceSeq ??= this.#seq;
    const session = new Session(this, { port, viewer, address }, subscription);
    this.#sessions.add(session);
    const missed = resume && this.#missed(resume, subscription.raw);
    this.#welcome(session, missed && resume ? resume.seq : this.#seq);
    if (missed) { for (const message of missed) session.deliver(message, this.#clock.now()); }
    else session.show(resume !== undefined);
    return session;
  }

  openNode(port: ClientPort, nodeId: string, viewer: Viewer, address: string): NodeSession | undefined {
    if (!this.#admit(address)) return undefined;
    return this.#nodeStreams.open(port, nodeId, viewer, () => this.#connections.leave(address));
  }

  endViewers(credentials: ReadonlySet<string>, reason: string): void {
    for (const session of [...this.#sessions]) {
      const { credential } = session.peer.viewer;
      if (credential === undefined || !credentials.has(credential)) continue;
      // Not every stream has codes to close with.
      session.reply("ERROR", { code: "session_ended", message: reason });
      session.outlet.close(CLOSE_UNAUTHORIZED, reason);
    }
    this.#nodeStreams.endViewers(credentials, CLOSE_UNAUTHORIZED, reason);
  }

  watched(nodeId: string): boolean {
    if (this.#nodeStreams.watches(nodeId)) return true;
    for (const { subscription } of this.#sessions) {
      if (!followsNodes(subscription)) continue;
      if (subscription.nodes.size === 0 || subscription.nodes.has(nodeId)) return true;
    }
    return false;
  }

  retellTalkers(): void {
    this.#publish("TALKER_LOG_SNAPSHOT", this.#options.snapshot.talkerLog());
  }

  countBadMessage(): void {
    this.#badMessages++;
  }

  start(): void {
    const { heartbeatIntervalMs } = this.#options;
    this.#heartbeat ??= this.#clock.every(heartbeatIntervalMs * HEARTBEAT_CHECK, () => this.#beat());
  }

  stop(): void {
    this.#stopped = true;
    this.#heartbeat?.cancel();
    this.#heartbeat = undefined;
    this.#batch.cancel();
    for (const session of [...this.#sessions]) session.outlet.close(CLOSE_GOING_AWAY, "server stops");
    this.#nodeStreams.stop(CLOSE_GOING_AWAY, "server stops");
    this.outlets.stop();
  }

  snapshot(afterLoss: boolean): readonly StreamMessage[] {
    this.#batch.flush();
    return this.#snapshots.messages(this.#seq, afterLoss);
  }

  single(messageType: "PONG" | "ERROR", data: unknown): Serialized {
    const envelope = { messageType, seq: this.#seq, timestamp: this.#clock.now(), data };
    return new Serialized(JSON.stringify(envelope), this.#seq, messageType);
  }

  ended(session: Session): void {
    this.#sessions.delete(session);
    this.#connections.leave(session.peer.address);
  }

  *#ways(): Iterable<Outlet> {
    for (const { outlet } of this.#sessions) yield outlet;
    yield* this.#nodeStreams.ways();
  }

  #admit(address: string): boolean {
    if (!this.#stopped && this.#connections.enter(address)) return true;
    this.#refused++;
    this.#options.log.debug("client refused, connection limit reached", { address });
    return false;
  }

  #takeEdge(edge: MessageData["LINK_TX"]): void {
    if (this.#options.linkTxBatchMs === 0) return this.#publish("LINK_TX", edge);
    if (this.#rawSinceSeq !== null) this.#publish("LINK_TX", edge, "raw");
    this.#batch.add(edge);
  }

  /** Whether edges that wait must go out first, since the message says something of the same links. */
  #mustFollowEdges(event: DomainEvent): boolean {
    switch (event.kind) {
      case "STATUS_UPDATE":
        return this.#batch.holds(event.data.node_id);
      case "LINK_ADDED":
      case "LINK_UPDATED":
      case "LINK_REMOVED":
        return event.data.some((entry) => this.#batch.holds(entry.local_node));
      default:
        return false;
    }
  }

  #publish<T extends MessageType>(messageType: T, data: MessageData[T], form: Form = "any"): void {
    const nowMs = this.#clock.now();
    this.#publishedAtMs = nowMs;
    const message = this.#message(messageType, data, ++this.#seq, form);
    this.#ring.push(message);
    for (const session of this.#sessions) session.deliver(message, nowMs);
  }

  /** Type and data belong together by the signature, which the compiler cannot follow into the union. */
  #message<T extends MessageType>(
    messageType: T,
    data: MessageData[T],
    seq: number,
    form?: Form,
  ): StreamMessage {
    return new StreamMessage({ messageType, seq, timestamp: this.#clock.now(), data } as Envelope, form);
  }

  /** The number of a resumed client's WELCOME is where it left off, so that its numbers only grow. */
  #welcome(session: Session, seq: number): void {
    const { user, role } = session.peer.viewer;
    const data = { version: this.#options.version, seq, user, role, epoch: this.epoch };
    session.deliver(this.#message("WELCOME", data, seq), this.#clock.now());
  }

  #missed(resume: ResumePoint, raw: boolean): readonly StreamMessage[] | undefined {
    if (resume.epoch !== this.epoch) return undefined;
    const edgesFromSeq = raw && this.#options.linkTxBatchMs > 0 ? this.#rawSinceSeq ?? 0 : 0;
    if (resume.seq < edgesFromSeq) return undefined;
    return this.#ring.after(resume.seq);
  }

  /**
   * Where nothing was said at all, everybody gets a numbered heartbeat. Where only some had nothing to hear, because of
   * what they chose, it is for them alone and carries the present number.
   */
  #beat(): void {
    this.#nodeStreams.endGone(CLOSE_NOT_FOUND, "no such node any more");
    const nowMs = this.#clock.now();
    const quietSinceMs = nowMs - this.#options.heartbeatIntervalMs * (1 + HEARTBEAT_SLACK);
    const quiet = [...this.#sessions].filter((session) => session.outlet.isQuietSince(quietSinceMs));
    if (quiet.length === 0) return;
    if (this.#publishedAtMs <= quietSinceMs) return this.#publish("HEARTBEAT", {});
    const message = this.#message("HEARTBEAT", {}, this.#seq);
    for (const session of quiet) session.deliver(message, nowMs);
  }
}
