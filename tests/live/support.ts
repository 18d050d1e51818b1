import { VirtualClock } from "../../lib/clock/mod.ts";
import {
  ANONYMOUS,
  type ClientPort,
  createLiveHub,
  type LiveHub,
  type LiveHubOptions,
  type LiveSession,
  type ResumePoint,
  type SharedText,
  type SnapshotSource,
  type Subscription,
  type Viewer,
} from "../../lib/live/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import {
  type DomainEvent,
  type Envelope,
  type NodeStatus,
  parseEnvelope,
  type TalkerEvent,
} from "../../lib/wire/mod.ts";
import { SAMPLE_AT_MS } from "../wire/samples.ts";

/** A client that takes what it is given, or holds it back while `stuck`. */
export class FakePort implements ClientPort {
  readonly texts: string[] = [];
  readonly shared: SharedText[] = [];
  closed: { code: number; reason: string } | null = null;
  bufferedBytes = 0;
  stuck = false;

  send(text: string, _seq: number, _messageType: string, shared: SharedText): void {
    this.texts.push(text);
    this.shared.push(shared);
    if (this.stuck) this.bufferedBytes += text.length;
  }

  close(code: number, reason: string): void {
    this.closed = { code, reason };
  }

  /** Takes everything that waits. */
  drain(): void {
    this.stuck = false;
    this.bufferedBytes = 0;
  }

  get messages(): readonly Envelope[] {
    return this.texts.map((text) => {
      const envelope = parseEnvelope(text);
      if (envelope === null) throw new Error(`read a sent envelope, not understood: ${text}`);
      return envelope;
    });
  }

  get types(): readonly string[] {
    return this.messages.map((message) => message.messageType);
  }

  get seqs(): readonly number[] {
    return this.messages.map((message) => message.seq);
  }

  /** Forgets what came so far. */
  clear(): void {
    this.texts.length = 0;
    this.shared.length = 0;
  }
}

/** A source that shows what it is told. */
export class FakeSource implements SnapshotSource {
  asked = 0;
  nodes: NodeStatus[] = [];
  log: TalkerEvent[] = [];

  statuses(): readonly NodeStatus[] {
    this.asked++;
    return this.nodes;
  }

  talkerLog(): readonly TalkerEvent[] {
    return this.log;
  }
}

/** A hub on virtual time, with all that a test wants to look at. */
export interface Bench {
  readonly clock: VirtualClock;
  readonly source: FakeSource;
  readonly hub: LiveHub;
  publish(...events: readonly DomainEvent[]): void;
  open(options?: OpenOptions): { port: FakePort; session: LiveSession };
}

/** How a test's client connects. */
export interface OpenOptions {
  readonly topics?: Subscription["topics"] extends ReadonlySet<infer T> ? readonly T[] : never;
  readonly nodes?: readonly string[];
  readonly raw?: boolean;
  readonly viewer?: Viewer;
  readonly address?: string;
  readonly resume?: ResumePoint;
  readonly port?: FakePort;
}

/** A hub whose epoch is `e1`, with edges gathered for 100 ms and a heartbeat every 5 s. */
export function bench(options: Partial<LiveHubOptions> = {}): Bench {
  const clock = new VirtualClock(SAMPLE_AT_MS);
  const source = new FakeSource();
  const hub = createLiveHub({
    clock,
    log: silentLogger,
    snapshot: source,
    version: "0.1.0",
    heartbeatIntervalMs: 5_000,
    linkTxBatchMs: 100,
    epoch: "e1",
    ...options,
  });
  let number = 0;
  return {
    clock,
    source,
    hub,
    publish: (...events) => events.forEach((event) => hub.take({ number: ++number, event })),
    open: (open = {}) => openClient(hub, open),
  };
}

/** Opens a client, which must be let in. */
export function openClient(hub: LiveHub, open: OpenOptions): { port: FakePort; session: LiveSession } {
  const port = open.port ?? new FakePort();
  const subscription = {
    topics: new Set(open.topics ?? []),
    nodes: new Set(open.nodes ?? []),
    raw: open.raw ?? false,
  };
  const session = hub.open(
    port,
    subscription,
    open.viewer ?? ANONYMOUS,
    open.address ?? "192.0.2.1",
    open.resume,
  );
  if (!session) throw new Error("open a client, refused");
  return { port, session };
}

/** Somebody who may see addresses. */
export const OPERATOR: Viewer = { user: "alice", role: "operator" };

/** A domain event of the given kind. */
export function event<K extends DomainEvent["kind"]>(
  kind: K,
  data: Extract<DomainEvent, { kind: K }>["data"],
): DomainEvent {
  return { kind, atMs: SAMPLE_AT_MS, data } as DomainEvent;
}
