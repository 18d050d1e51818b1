import type { Timer } from "../clock/mod.ts";
import { type DomainEvent, maskStatus, type NodeStatus } from "../wire/mod.ts";
import { Serialized } from "./message.ts";
import { nodeObject, nodeObjectKey } from "./node_object.ts";
import { Outlet, type OutletGroup, type OutletOwner } from "./outlet.ts";
import { ANONYMOUS, type ClientPort, type NodeSession, type SnapshotSource, type Viewer } from "./types.ts";

/** One node that somebody watches. */
interface Watch {
  readonly nodeId: string;
  readonly clients: Set<NodeClient>;
  /** What the clients were shown last, without what only time moves. */
  shownKey: string;
}

/** A node's object as text, once for those who see addresses and once for those who do not. */
interface NodeTexts {
  readonly key: string;
  readonly full: Serialized;
  readonly masked: Serialized;
}

/** The per-node streams: the whole object of a node on connect, and again whenever something in it changed. */
export class NodeStreams {
  readonly #watches = new Map<string, Watch>();
  readonly #changed = new Set<string>();
  #timer: Timer | undefined;

  /** Changes are gathered for `gatherMs`, so that a burst of events is one message. */
  constructor(
    private readonly source: SnapshotSource,
    private readonly outlets: OutletGroup,
    private readonly gatherMs: number,
  ) {}

  /** Marks the nodes an event speaks of; costs nothing for nodes that nobody watches. */
  note(event: DomainEvent): void {
    if (this.#watches.size === 0) return;
    if (event.kind === "AMI_STATUS") {
      for (const nodeId of this.#watches.keys()) this.#mark(nodeId);
    } else for (const nodeId of nodesOfEvent(event)) this.#mark(nodeId);
  }

  /** Shows the node to a client and goes on until it ends; `onEnd` is told once. */
  open(port: ClientPort, nodeId: string, viewer: Viewer, onEnd: () => void): NodeSession {
    const watch = this.#watches.get(nodeId) ?? { nodeId, clients: new Set(), shownKey: "" };
    const client: NodeClient = new NodeClient(port, this.outlets, viewer, {
      texts: () => this.#texts(nodeId),
      ended: () => {
        watch.clients.delete(client);
        if (watch.clients.size === 0) this.#watches.delete(nodeId);
        onEnd();
      },
    });
    const texts = this.#texts(nodeId);
    if (watch.clients.size === 0) watch.shownKey = texts?.key ?? "";
    watch.clients.add(client);
    this.#watches.set(nodeId, watch);
    client.refresh();
    return client;
  }

  /** The way out to each client. */
  *ways(): Iterable<Outlet> {
    for (const { clients } of this.#watches.values()) for (const { outlet } of clients) yield outlet;
  }

  /** Whether a client is shown the node. */
  watches(nodeId: string): boolean {
    return this.#watches.has(nodeId);
  }

  /** Closes every client that was let in by one of these sessions or tokens. */
  endViewers(credentials: ReadonlySet<string>, code: number, reason: string): void {
    for (const watch of [...this.#watches.values()]) {
      for (const { viewer, outlet } of [...watch.clients]) {
        if (viewer.credential !== undefined && credentials.has(viewer.credential)) outlet.close(code, reason);
      }
    }
  }

  /** Closes every client of a node that is not there any more. */
  endGone(code: number, reason: string): void {
    for (const { nodeId, clients } of [...this.#watches.values()]) {
      if (this.#status(nodeId)) continue;
      for (const { outlet } of [...clients]) outlet.close(code, reason);
    }
  }

  /** Closes every client and stops the timer. */
  stop(code: number, reason: string): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    for (const watch of [...this.#watches.values()]) {
      for (const client of [...watch.clients]) client.outlet.close(code, reason);
    }
  }

  #mark(nodeId: string): void {
    if (!this.#watches.has(nodeId)) return;
    this.#changed.add(nodeId);
    this.#timer ??= this.outlets.clock.after(this.gatherMs, () => this.#sendChanged());
  }

  #sendChanged(): void {
    this.#timer = undefined;
    const nowMs = this.outlets.clock.now();
    for (const nodeId of this.#changed) {
      const watch = this.#watches.get(nodeId);
      const texts = watch && this.#texts(nodeId);
      if (!texts || texts.key === watch.shownKey) continue;
      watch.shownKey = texts.key;
      for (const client of watch.clients) client.show(texts, nowMs);
    }
    this.#changed.clear();
  }

  #texts(nodeId: string): NodeTexts | undefined {
    const status = this.#status(nodeId);
    if (!status) return undefined;
    const nowMs = this.outlets.clock.now();
    const full = nodeObject(status, nowMs);
    return {
      key: nodeObjectKey(full),
      full: nodeText(nodeId, full),
      masked: nodeText(nodeId, nodeObject(maskStatus(status), nowMs)),
    };
  }

  #status(nodeId: string): NodeStatus | undefined {
    const { source } = this;
    return source.status
      ? source.status(nodeId)
      : source.statuses().find((status) => status.node_id === nodeId);
  }
}

/** What a per-node client asks of the streams. */
interface NodeClientHost {
  texts(): NodeTexts | undefined;
  ended(): void;
}

class NodeClient implements NodeSession, OutletOwner {
  readonly outlet: Outlet;

  constructor(
    port: ClientPort,
    outlets: OutletGroup,
    readonly viewer: Viewer,
    private readonly host: NodeClientHost,
  ) {
    this.outlet = new Outlet(port, outlets, this);
  }

  show(texts: NodeTexts, nowMs: number): void {
    this.outlet.offer(this.#isPrivileged ? texts.full : texts.masked, nowMs);
  }

  refresh(): void {
    const texts = this.host.texts();
    if (texts) this.outlet.burst([this.#isPrivileged ? texts.full : texts.masked]);
  }

  get #isPrivileged(): boolean {
    return this.viewer.role !== ANONYMOUS.role;
  }

  ended(): void {
    this.host.ended();
  }

  end(): void {
    this.outlet.end();
  }
}

function nodeText(nodeId: string, object: ReturnType<typeof nodeObject>): Serialized {
  return new Serialized(JSON.stringify({ [nodeId]: object }), 0, "NODE");
}

function nodesOfEvent(event: DomainEvent): readonly string[] {
  switch (event.kind) {
    case "STATUS_UPDATE":
      return [event.data.node_id];
    case "NODE_TX":
    case "NODE_RX":
      return [event.data.node];
    case "LINK_TX":
      return [event.data.local_node];
    case "LINK_ADDED":
    case "LINK_REMOVED":
    case "LINK_UPDATED":
      return event.data.map((entry) => entry.local_node);
    default:
      return [];
  }
}
