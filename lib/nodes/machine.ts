import type { RptSignal } from "../rpt/mod.ts";
import type {
  AmiState,
  Bound,
  DomainEvent,
  LinkInfo,
  LinkMode,
  NodeDetail,
  NodeStatus,
} from "../wire/mod.ts";
import { runningMs } from "./keying.ts";
import { leave } from "./leave.ts";
import { LocalNode } from "./local_node.ts";
import { reconcile } from "./reconcile.ts";
import { reconcileKeying } from "./reconcile_keying.ts";
import type {
  KeyingAnswer,
  NodesInput,
  NodesMachine,
  NodesOptions,
  PollAnswer,
  ServerFacts,
} from "./types.ts";

/** Boot instants that differ by less are the same boot: uptimes are whole seconds. */
const SAME_BOOT_MS = 2_000;

/** How many channels are remembered as a node's own; a server has a handful of nodes. */
const CHANNEL_LIMIT = 256;

/** How many local nodes are kept; a server that told of other nodes at each login would add up for ever. */
const NODE_LIMIT = 1_000;

/** Makes the state machine of one server's nodes; it holds no clock and does no I/O. */
export function createNodes(options: NodesOptions): NodesMachine {
  return new Nodes(options);
}

class Nodes implements NodesMachine {
  readonly #nodes = new Map<string, LocalNode>();
  readonly #nodeOfChannel = new Map<string, string>();
  #server: ServerFacts = { ami: "stopped", bootedAtMs: null, lastReloadAtMs: null };

  constructor(private readonly options: NodesOptions) {}

  get nodeIds(): readonly string[] {
    return [...this.#nodes.keys()].sort(byNumber);
  }

  get bounds(): readonly Bound[] {
    const fullest = new Map<string, Bound>();
    for (const bound of [...this.#nodes.values()].flatMap((node) => node.bounds)) {
      const known = fullest.get(bound.name);
      if (known === undefined || known.used < bound.used) fullest.set(bound.name, bound);
    }
    return [
      { name: "local_nodes", used: this.#nodes.size, limit: NODE_LIMIT },
      { name: "node_channels", used: this.#nodeOfChannel.size, limit: CHANNEL_LIMIT },
      ...fullest.values(),
    ];
  }

  get badRows(): number {
    let sum = 0;
    for (const node of this.#nodes.values()) sum += node.badRows;
    return sum;
  }

  apply(input: NodesInput, nowMs: number): readonly DomainEvent[] {
    const out: DomainEvent[] = [];
    for (const node of this.#nodes.values()) node.tick(nowMs, out);
    switch (input.type) {
      case "discovered":
        this.#discover(input.nodes);
        break;
      case "gone":
        for (const id of input.nodes) this.#leave(id, nowMs, out);
        break;
      case "signal":
        this.#nodeOf(input.signal)?.signal(input.signal, nowMs, out);
        break;
      case "asked":
        this.#nodes.get(input.node)?.asked(nowMs);
        break;
      case "poll":
        this.#poll(input.answer, nowMs, out);
        break;
      case "keying":
        this.#keying(input.answer, nowMs, out);
        break;
      case "node_stat":
        this.#nodes.get(input.answer.nodeId)?.detail.learn(input.answer);
        break;
      case "uptime":
        this.#booted(input.uptimeSec, input.lastReloadSec, nowMs);
        break;
      case "ami":
        this.#connection(input.state, nowMs, out);
        break;
    }
    return out;
  }

  tick(nowMs: number): readonly DomainEvent[] {
    const out: DomainEvent[] = [];
    for (const node of this.#nodes.values()) node.tick(nowMs, out);
    return out;
  }

  nextDeadlineMs(): number | null {
    let nextMs: number | null = null;
    for (const node of this.#nodes.values()) {
      const dueMs = node.nextDeadlineMs();
      if (dueMs !== null && (nextMs === null || dueMs < nextMs)) nextMs = dueMs;
    }
    return nextMs;
  }

  status(node: string, nowMs: number): NodeStatus | undefined {
    return this.#nodes.get(node)?.status(this.#server, nowMs);
  }

  statuses(nowMs: number): readonly NodeStatus[] {
    return this.nodeIds.flatMap((id) => this.status(id, nowMs) ?? []);
  }

  detail(node: string): NodeDetail | undefined {
    return this.#nodes.get(node)?.detail.detail(node, this.options.server);
  }

  link(localNode: string, node: string, nowMs: number): LinkInfo | undefined {
    const local = this.#nodes.get(localNode);
    const link = local?.links.get(node);
    return local && link ? local.linkInfo(link, nowMs) : undefined;
  }

  takeMissedEvents(localNode: string): boolean {
    const local = this.#nodes.get(localNode);
    const missed = local?.missedEvents === true;
    if (local) local.missedEvents = false;
    return missed;
  }

  knows(node: string): boolean {
    return this.#nodes.has(node);
  }

  has(localNode: string, node: string): boolean {
    return this.#nodes.get(localNode)?.links.has(node) === true;
  }

  mode(localNode: string, node: string): LinkMode | null {
    return this.#nodes.get(localNode)?.links.get(node)?.mode ?? null;
  }

  runningTalkMs(localNode: string, nowMs: number): number {
    const local = this.#nodes.get(localNode);
    if (!local) return 0;
    return [local.receiver, ...local.links.values()]
      .reduce((sum, { keying }) => sum + runningMs(keying, nowMs), 0);
  }

  connecting(localNode: string): boolean {
    for (const { linkState } of this.#nodes.get(localNode)?.links.values() ?? []) {
      if (linkState === "CONNECTING") return true;
    }
    return false;
  }

  #discover(ids: readonly string[]): void {
    for (const id of ids) {
      if (!this.#nodes.has(id) && this.#nodes.size < NODE_LIMIT) {
        this.#nodes.set(id, new LocalNode(id, this.options));
      }
    }
  }

  #leave(id: string, nowMs: number, out: DomainEvent[]): void {
    const node = this.#nodes.get(id);
    if (!node) return;
    leave(node, nowMs, out);
    this.#nodes.delete(id);
    for (const [channel, owner] of this.#nodeOfChannel) {
      if (owner === id) this.#nodeOfChannel.delete(channel);
    }
  }

  #poll(answer: PollAnswer, nowMs: number, out: DomainEvent[]): void {
    const node = this.#nodes.get(answer.xstat.node);
    node?.detail.learnFlags(answer.xstat.flags, answer.askedAtMs);
    if (!node || !reconcile(node, answer, nowMs, out)) return;
    out.push({ kind: "STATUS_UPDATE", atMs: nowMs, data: node.status(this.#server, nowMs) });
  }

  /** What only SawStat was asked for tells nothing of links. */
  #keying(answer: KeyingAnswer, nowMs: number, out: DomainEvent[]): void {
    const node = this.#nodes.get(answer.node);
    if (node) reconcileKeying(node, answer, nowMs, out);
  }

  #booted(uptimeSec: number, lastReloadSec: number | null, nowMs: number): void {
    const settled = (knownMs: number | null, foundMs: number) =>
      knownMs !== null && Math.abs(foundMs - knownMs) < SAME_BOOT_MS ? knownMs : foundMs;
    const { bootedAtMs, lastReloadAtMs } = this.#server;
    this.#server = {
      ...this.#server,
      bootedAtMs: settled(bootedAtMs, nowMs - uptimeSec * 1_000),
      lastReloadAtMs: lastReloadSec === null ? null : settled(lastReloadAtMs, nowMs - lastReloadSec * 1_000),
    };
  }

  #connection(ami: AmiState, nowMs: number, out: DomainEvent[]): void {
    const lost = this.#server.ami === "connected" && ami !== "connected";
    this.#server = { ...this.#server, ami };
    if (!lost) return;
    for (const node of this.#nodes.values()) {
      node.lose(nowMs, out);
      // What is shown of it is old from now on, which nobody is to learn by the next heartbeat only.
      out.push({ kind: "STATUS_UPDATE", atMs: nowMs, data: node.status(this.#server, nowMs) });
    }
  }

  /** An event names its node; of a VarSet the channel tells it, learnt from events or told by its own name. */
  #nodeOf(signal: RptSignal): LocalNode | undefined {
    const { node, channel } = signal;
    if (node !== undefined) {
      const known = this.#nodes.get(node);
      if (known && this.#nodeOfChannel.get(channel) !== node) this.#learnChannel(channel, node);
      return known;
    }
    const learnt = this.#nodeOfChannel.get(channel);
    if (learnt !== undefined) return this.#nodes.get(learnt);
    return this.#guessByChannel(channel);
  }

  #learnChannel(channel: string, node: string): void {
    if (this.#nodeOfChannel.size >= CHANNEL_LIMIT) this.#nodeOfChannel.clear();
    this.#nodeOfChannel.set(channel, node);
  }

  /** `SimpleUSB/1999`, `Radio/usb_1999`: the only known node whose number stands in the name, else the only node there is. */
  #guessByChannel(channel: string): LocalNode | undefined {
    const numbers = new Set(channel.match(/\d+/g) ?? []);
    const named = [...this.#nodes.values()].filter((node) => numbers.has(node.id));
    const guess = named.length === 1
      ? named[0]
      : this.#nodes.size === 1
      ? [...this.#nodes.values()][0]
      : undefined;
    if (guess) this.#learnChannel(channel, guess.id);
    return guess;
  }
}

function byNumber(one: string, other: string): number {
  return Number(one) - Number(other) || (one < other ? -1 : one > other ? 1 : 0);
}
