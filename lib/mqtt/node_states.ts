import type { Clock, Timer } from "../clock/mod.ts";
import type { DomainEvent, NodeStateMessage, NodeStatus, NodeTalker, TalkerEvent } from "../wire/mod.ts";

/** What happens within it is told together: at most one message a second and node. */
const GATHER_MS = 1_000;

/** A state that did not change is told again after this, so that its `updated_at` means something. */
const RETELL_MS = 60_000;

/** What the states of nodes are told from, and to whom. */
export interface NodeStatesOptions {
  readonly clock: Clock;
  readonly status: (nodeId: string) => NodeStatus | undefined;
  /** Talk of the past, newest first. */
  readonly talkers: () => readonly TalkerEvent[];
  readonly tell: (status: NodeStatus, state: NodeStateMessage) => void;
}

/** Notices which nodes changed and tells their states, gathered. A key edge costs it a look into a set. */
export class NodeStates {
  readonly #changed = new Set<string>();
  readonly #talkers = new Map<string, NodeTalker>();
  readonly #told = new Map<string, { readonly text: string; readonly atMs: number }>();
  #timer: Timer | null = null;
  #gatheredAtMs = -Infinity;

  constructor(private readonly options: NodeStatesOptions) {}

  /** Reads who talked last. */
  start(): void {
    for (const event of this.options.talkers().toReversed()) this.#talked(event);
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  take(event: DomainEvent): void {
    switch (event.kind) {
      case "STATUS_UPDATE":
        return this.#touch(event.data.node_id);
      case "NODE_RX":
      case "NODE_TX":
        return this.#touch(event.data.node);
      case "LINK_ADDED":
      case "LINK_REMOVED":
      case "LINK_UPDATED":
        for (const { local_node } of event.data) this.#touch(local_node);
        return;
      case "TALKER_EVENT":
        this.#talked(event.data);
        return this.#touch(event.data.local_node);
      default:
        return;
    }
  }

  #talked({ at, kind, local_node, node, callsign, duration }: TalkerEvent): void {
    const talking = kind === "TX_START";
    // Its name is when the talk began.
    const known = this.#talkers.get(local_node);
    const beganAt = talking
      ? at
      : known?.node === node && known.talking
      ? known.at
      : new Date(Date.parse(at) - (duration ?? 0) * 1_000).toISOString();
    this.#talkers.set(local_node, { node, name: callsign ?? node, at: beganAt, talking });
  }

  #touch(nodeId: string): void {
    this.#changed.add(nodeId);
    if (this.#timer) return;
    const { clock } = this.options;
    const dueMs = Math.max(0, this.#gatheredAtMs + GATHER_MS - clock.monotonicMs());
    this.#timer = clock.after(dueMs, () => this.#gathered());
  }

  #gathered(): void {
    const { clock, status } = this.options;
    this.#timer = null;
    this.#gatheredAtMs = clock.monotonicMs();
    const nodes = [...this.#changed];
    this.#changed.clear();
    for (const nodeId of nodes) {
      const now = status(nodeId);
      if (now) this.#tell(now);
      else for (const map of [this.#told, this.#talkers]) map.delete(nodeId);
    }
  }

  #tell(status: NodeStatus): void {
    const state = nodeState(status, this.#talkers.get(status.node_id) ?? null);
    const { updated_at: _, ...lasting } = state;
    const text = JSON.stringify([lasting, status.name, status.callsign]);
    const nowMs = this.options.clock.monotonicMs();
    const told = this.#told.get(status.node_id);
    if (told?.text === text && nowMs - told.atMs < RETELL_MS) return;
    this.#told.set(status.node_id, { text, atMs: nowMs });
    this.options.tell(status, state);
  }
}

/** A node's state in few words. */
export function nodeState(status: NodeStatus, talker: NodeTalker | null): NodeStateMessage {
  return {
    node: status.node_id,
    server: status.server,
    ami: status.ami,
    keyed: status.rx_keyed || status.tx_keyed,
    rx_keyed: status.rx_keyed,
    tx_keyed: status.tx_keyed,
    links: status.links.filter((link) => link.link_state === "ESTABLISHED").length,
    num_links: status.num_links,
    last_talker: talker,
    stale: status.stale,
    updated_at: status.updated_at,
  };
}
