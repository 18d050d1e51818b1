import type { AdjacentLink, ReachableNode, RptSignal } from "../rpt/mod.ts";
import type { Bound, DomainEvent, LinkInfo, NetworkNode, NodeStatus } from "../wire/mod.ts";
import { DepartedLinks } from "./departed_links.ts";
import { DetailState } from "./detail.ts";
import {
  type Edge,
  expireGrace,
  IDLE,
  type Keying,
  type KeyingStep,
  observeKeyed,
  suspend,
  vanish,
} from "./keying.ts";
import { Link } from "./link.ts";
import { distinct, LINK_LIMIT, mergeByName, NETWORK_LIMIT, sameNetwork } from "./lists.ts";
import { ListUpdates } from "./list_updates.ts";
import type { NoteTexts } from "./notes.ts";
import { nodeStatus, talkerEvent } from "./node_view.ts";
import { NodeStart } from "./node_start.ts";
import { type AdjacentSignal, TwiceTold } from "./twice_told.ts";
import type { NodesOptions, ServerFacts } from "./types.ts";

/** The local receiver: keyed like a link, so that its talk is told the same way. */
export interface Receiver {
  keying: Keying;
}

/** How many of a node's own variables are kept. */
export const VARIABLE_LIMIT = 64;

/** How long an end is held back for the poll that tells when it really was; the bound on polls lets one through every 5.5 s. */
const HOLD_MS = 7_000;

/** Less than the clock can tell apart, and more than nothing. */
const SAME_MS = 0.5;

/** The authoritative state of one local node: signals and polls change it; what changed is pushed to `out`, in order. */
export class LocalNode {
  readonly links = new Map<string, Link>();
  readonly receiver: Receiver = { keying: IDLE };
  readonly detail = new DetailState();
  rxKeyed = false;
  txKeyed = false;
  network: readonly NetworkNode[] = [];
  variables: Readonly<Record<string, string>> = {};
  /** What of the variables is for people, and when it was last told. */
  notes: NoteTexts = [];
  notesAtMs = -Infinity;
  numLinks: number | null = null;
  numAdjacent: number | null = null;
  /** The last list showed that one before it was lost; whoever polls takes this back. */
  missedEvents = false;
  /** When Asterisk last told anything of this node. */
  updatedAtMs: number | null = null;
  /** Items of lists told by events that were not understood and left out. */
  badRows = 0;
  /** When events last told the adjacent links and the network; answers asked for before are older news. */
  adjacentToldAtMs = -Infinity;
  networkToldAtMs = -Infinity;
  receiverToldAtMs = -Infinity;
  transmitterToldAtMs = -Infinity;
  #adjacentText: string | null = null;
  #networkText: string | null = null;
  #hearsEvents = false;
  #askedAtMs = -Infinity;
  readonly updates = new ListUpdates();
  readonly #lists = new TwiceTold();
  /** When the last list of adjacent links came, or was confirmed by a poll. */
  #listAtMs = -Infinity;
  readonly #start = new NodeStart();
  readonly #releasing = new Set<Link | Receiver>();
  readonly #departed = new DepartedLinks();
  #refusedLinks = 0;

  constructor(readonly id: string, readonly options: NodesOptions) {}

  /** How many links and nodes of the network there are, how many links are kept in mind that went, and how many variables are shown. */
  get bounds(): readonly Bound[] {
    return [
      { name: "node_links", used: this.links.size, limit: LINK_LIMIT, dropped: this.#refusedLinks },
      { name: "node_network", used: this.network.length, limit: NETWORK_LIMIT },
      this.#departed.bound,
      { name: "node_variables", used: Object.keys(this.variables).length, limit: VARIABLE_LIMIT },
      this.updates.bound,
      this.#lists.bound,
    ];
  }

  /** Takes one signal. A VarSet is the same news a second time once the node's own events are heard. */
  signal(signal: RptSignal, nowMs: number, out: DomainEvent[]): void {
    if (signal.source === "event") this.#hearsEvents = true;
    else if (this.#hearsEvents) return this.#echo(signal, nowMs, out);
    this.updatedAtMs = nowMs;
    const { variable } = signal;
    const echoed = (sinceMs: number) => this.#lists.awaitsSince(sinceMs);
    if (this.updates.take(variable.name, nowMs, echoed)) this.#listLost(nowMs, out);
    if (this.#start.take(variable)) this.#forgetLinks(nowMs, out);
    switch (variable.name) {
      case "RPT_ALINKS":
        this.#lists.event(variable, nowMs);
        return this.#adjacentList(variable, nowMs, out);
      case "RPT_LINKS":
        this.networkToldAtMs = this.#toldAt(nowMs);
        if (variable.value === this.#networkText) return;
        this.#networkText = variable.value;
        this.badRows += variable.list.badRows;
        this.learnNetwork(variable.list.items);
        return;
      case "RPT_NUMLINKS":
        this.numLinks = variable.count;
        return;
      case "RPT_NUMALINKS":
        this.numAdjacent = variable.count;
        return;
      case "RPT_RXKEYED":
        this.receiverToldAtMs = this.#toldAt(nowMs);
        return this.receive(variable.keyed, nowMs, out);
      case "RPT_TXKEYED":
        this.transmitterToldAtMs = this.#toldAt(nowMs);
        return this.transmit(variable.keyed, nowMs, out);
    }
  }

  /** Takes the complete list of adjacent links (local monitors are never in it) with who is keyed. */
  adjacent(items: readonly AdjacentLink[], nowMs: number, out: DomainEvent[]): void {
    const listed = mergeByName(items);
    for (const link of [...this.links.values()]) {
      if (link.mode !== "L" && !listed.has(link.name)) this.remove(link, nowMs, out);
    }
    const added: Link[] = [];
    const updated: Link[] = [];
    for (const item of listed.values()) {
      const link = this.links.get(item.name);
      if (!link && !this.isFull()) added.push(this.create(item, nowMs));
      else if (!link) continue;
      else if (this.#learnAdjacent(link, item, nowMs, out)) updated.push(link);
    }
    this.tell("LINK_ADDED", added, nowMs, out);
    this.tell("LINK_UPDATED", updated, nowMs, out);
    const changes = [...listed.values()].filter(({ name, keyed }) => {
      return this.links.get(name)?.keying.state === (keyed ? "idle" : "keyed");
    });
    // app_rpt tells its list at every edge of every link, so of two edges in one list the first one's own was lost.
    const wasLost = this.updates.takeLost();
    const late = wasLost || changes.length > 1;
    if (late) this.missedEvents = true;
    if (wasLost && changes.length === 0) this.updates.witness(nowMs);
    for (const item of listed.values()) this.key(item.name, item.keyed, nowMs, out, late);
    this.#listAtMs = nowMs;
  }

  /** Takes the network; true when it is another one. */
  learnNetwork(items: readonly ReachableNode[]): boolean {
    const network = distinct(items);
    if (sameNetwork(network, this.network)) return false;
    this.network = network;
    return true;
  }

  /** Takes the local receiver's state. */
  receive(keyed: boolean, nowMs: number, out: DomainEvent[]): void {
    if (keyed !== this.rxKeyed) {
      this.rxKeyed = keyed;
      out.push({ kind: "NODE_RX", atMs: nowMs, data: this.#keyedNow(keyed, nowMs) });
    }
    const { unkeyGraceMs } = this.options;
    this.advanceReceiver(observeKeyed(this.receiver.keying, keyed, nowMs, unkeyGraceMs), nowMs, out);
  }

  /** Takes the local transmitter's state. */
  transmit(keyed: boolean, nowMs: number, out: DomainEvent[]): void {
    if (keyed === this.txKeyed) return;
    this.txKeyed = keyed;
    out.push({ kind: "NODE_TX", atMs: nowMs, data: this.#keyedNow(keyed, nowMs) });
  }

  /** A poll is sent now. */
  asked(nowMs: number): void {
    this.#askedAtMs = nowMs;
  }

  /** The connection was lost: what runs may go on unseen. */
  lose(nowMs: number, out: DomainEvent[]): void {
    for (const link of this.links.values()) this.advance(link, suspend(link.keying, nowMs), nowMs, out);
    this.advanceReceiver(suspend(this.receiver.keying, nowMs), nowMs, out);
    this.forgetTexts();
  }

  /** What was learnt since the last lists makes the same text news. */
  forgetTexts(): void {
    this.#adjacentText = null;
    this.#networkText = null;
  }

  /** Ends transmissions whose grace has run out. */
  tick(nowMs: number, out: DomainEvent[]): void {
    for (const keyer of [...this.#releasing]) {
      if (keyer instanceof Link && keyer.heldUntilMs > nowMs) continue;
      const step = expireGrace(keyer.keying, nowMs, this.options.unkeyGraceMs);
      if (step.edges.length === 0) continue;
      if (keyer instanceof Link) this.advance(keyer, step, nowMs, out);
      else this.advanceReceiver(step, nowMs, out);
    }
  }

  /** When `tick` is due, or `null`. */
  nextDeadlineMs(): number | null {
    let dueMs: number | null = null;
    for (const keyer of this.#releasing) {
      if (keyer.keying.state !== "releasing") continue;
      const graceMs = keyer.keying.unkeyedAtMs + this.options.unkeyGraceMs;
      const endMs = keyer instanceof Link ? Math.max(graceMs, keyer.heldUntilMs) : graceMs;
      if (dueMs === null || endMs < dueMs) dueMs = endMs;
    }
    return dueMs;
  }

  /** Whether there is room for no further link; each one that is left out is counted. */
  isFull(): boolean {
    if (this.links.size < LINK_LIMIT) return false;
    this.#refusedLinks++;
    return true;
  }

  /** Makes a link that was not there; it is told by `tell`. */
  create(item: Pick<AdjacentLink, "name" | "mode">, nowMs: number): Link {
    const memory = this.#departed.take(item.name) ?? this.options.recall(this.id, item.name);
    const link = new Link(this.id, item.name, memory);
    link.learn({ mode: item.mode, linkState: item.mode === "C" ? "CONNECTING" : "ESTABLISHED" });
    if (item.mode !== "C") link.connected(nowMs);
    this.links.set(link.name, link);
    return link;
  }

  /** Takes a link away; a running transmission ends with it. */
  remove(link: Link, nowMs: number, out: DomainEvent[]): void {
    this.advance(link, vanish(link.keying, nowMs), nowMs, out);
    this.#releasing.delete(link);
    this.links.delete(link.name);
    this.#departed.add(link.memory(nowMs), this.#toldAt(nowMs));
    out.push({ kind: "LINK_REMOVED", atMs: nowMs, data: [{ local_node: this.id, node: link.name }] });
  }

  /** True when the link went after `sinceMs`. */
  wentAfter(name: string, sinceMs: number): boolean {
    return this.#departed.wentAfter(name, sinceMs);
  }

  /** Takes whether a link is keyed now; `late`: it may have become so earlier. */
  key(name: string, keyed: boolean, nowMs: number, out: DomainEvent[], late = false): void {
    const link = this.links.get(name);
    if (!link || (!keyed && link.keying.state === "idle")) return;
    const isEdge = this.#isEdge(link, keyed);
    if (isEdge && keyed) link.startFromMs = late ? this.#listAtMs : null;
    const held = isEdge && !keyed && (late || link.startFromMs !== null) && this.#hold(link, nowMs);
    const isHeld = !keyed && (held || link.heldUntilMs > nowMs);
    const graceMs = isHeld ? Infinity : this.options.unkeyGraceMs;
    const atMs = keyed && late ? this.#wentOnAtMs(link) ?? nowMs : nowMs;
    this.advance(link, observeKeyed(link.keying, keyed, atMs, graceMs), nowMs, out);
  }

  /** A poll that was asked at an instant showed who is keyed: lists that were lost before are made up for. */
  confirm(askedAtMs: number): void {
    if (this.updates.lastLostAtMs > askedAtMs) return;
    this.updates.takeLost();
    this.#listAtMs = Math.max(this.#listAtMs, askedAtMs);
  }

  /** When who paused went on, most likely: at the lost list within the grace, for pauses that short are one's own. */
  #wentOnAtMs({ keying }: Link): number | null {
    if (keying.state !== "releasing") return null;
    const { unkeyedAtMs } = keying;
    const atMs = this.updates.nearest(
      unkeyedAtMs,
      unkeyedAtMs + SAME_MS,
      unkeyedAtMs + this.options.unkeyGraceMs - SAME_MS,
    );
    if (atMs !== null) this.updates.spend(atMs);
    return atMs;
  }

  /** A poll told of a link what it knows: nothing is held back or in doubt any more. */
  settle(link: Link): void {
    link.startFromMs = null;
    link.heldUntilMs = -Infinity;
  }

  /** Moves a link's keying on and tells its edges. */
  advance(link: Link, step: KeyingStep, nowMs: number, out: DomainEvent[]): void {
    this.#track(link, step.keying);
    for (const edge of step.edges) {
      out.push({ kind: "LINK_TX", atMs: nowMs, data: link.account(edge) });
      this.#talk(link.name, edge, nowMs, out);
    }
  }

  /** Moves the receiver's keying on and tells its talk. */
  advanceReceiver(step: KeyingStep, nowMs: number, out: DomainEvent[]): void {
    this.#track(this.receiver, step.keying);
    for (const edge of step.edges) this.#talk(this.id, edge, nowMs, out);
  }

  /** Tells links that are new or changed, in one event. */
  tell(kind: "LINK_ADDED" | "LINK_UPDATED", links: readonly Link[], nowMs: number, out: DomainEvent[]): void {
    if (links.length === 0) return;
    out.push({ kind, atMs: nowMs, data: links.map((link) => this.linkInfo(link, nowMs)) });
  }

  /** One link as readers see it. */
  linkInfo(link: Link, nowMs: number): LinkInfo {
    return link.info(nowMs, this.options.names);
  }

  /** The node as readers see it. */
  status(server: ServerFacts, nowMs: number): NodeStatus {
    return nodeStatus(this, server, nowMs);
  }

  /** The node started anew: none of its links is left, local monitors included, which no list would have told. */
  #forgetLinks(nowMs: number, out: DomainEvent[]): void {
    for (const link of [...this.links.values()]) this.remove(link, nowMs, out);
    this.network = [];
  }

  /** What comes within the millisecond of a question, but after it, is newer than its answer. */
  #toldAt(nowMs: number): number {
    return nowMs === this.#askedAtMs ? nowMs + SAME_MS : nowMs;
  }

  #learnAdjacent(link: Link, item: AdjacentLink, nowMs: number, out: DomainEvent[]): boolean {
    const linkState = item.mode === "C" ? "CONNECTING" : "ESTABLISHED";
    if (linkState === "CONNECTING") this.advance(link, vanish(link.keying, nowMs), nowMs, out);
    const sessionChanged = linkState === "CONNECTING"
      ? link.disconnected()
      : link.connectedSinceMs === null && link.connected(nowMs);
    return link.learn({ mode: item.mode, linkState }) || sessionChanged;
  }

  /** Takes the second telling of what an event tells too: it counts where that was lost. */
  #echo({ variable }: RptSignal, nowMs: number, out: DomainEvent[]): void {
    if (variable.name !== "RPT_ALINKS") return;
    const isNewer = this.#lists.varSet(variable, nowMs);
    if (isNewer && this.updates.isJustLost(nowMs)) this.#adjacentList(variable, nowMs, out);
  }

  #adjacentList({ value, list }: AdjacentSignal, nowMs: number, out: DomainEvent[]): void {
    this.adjacentToldAtMs = this.#toldAt(nowMs);
    if (value === this.#adjacentText) return;
    this.#adjacentText = value;
    this.badRows += list.badRows;
    this.adjacent(list.items, nowMs, out);
  }

  /** An event was lost: its echo says what it said, else a poll is to, and what seems to end just now may go on. */
  #listLost(nowMs: number, out: DomainEvent[]): void {
    const list = this.#lists.takeLost(nowMs);
    if (list) return this.#adjacentList(list, nowMs, out);
    this.updates.lose(nowMs);
    this.missedEvents = true;
    this.forgetTexts();
    for (const keyer of this.#releasing) if (keyer instanceof Link) this.#hold(keyer, nowMs);
  }

  /** Holds the end of a transmission back for a poll; false where nobody polls. */
  #hold(link: Link, nowMs: number): boolean {
    if (this.#askedAtMs === -Infinity) return false;
    link.heldUntilMs = nowMs + HOLD_MS;
    return true;
  }

  #isEdge(link: Link | undefined, keyed: boolean): boolean {
    const state = link?.keying.state;
    return keyed ? state === "idle" || state === "releasing" : state === "keyed";
  }

  #track(keyer: Link | Receiver, keying: Keying): void {
    keyer.keying = keying;
    if (keyer instanceof Link && keying.state === "idle") this.settle(keyer);
    if (keying.state === "releasing") this.#releasing.add(keyer);
    else this.#releasing.delete(keyer);
  }

  #talk(node: string, edge: Edge, nowMs: number, out: DomainEvent[]): void {
    out.push({
      kind: "TALKER_EVENT",
      atMs: nowMs,
      data: talkerEvent(this.id, node, edge, this.options.names),
    });
  }

  #keyedNow(keyed: boolean, nowMs: number) {
    return { node: this.id, keyed, at: new Date(nowMs).toISOString() };
  }
}
