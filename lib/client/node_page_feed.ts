import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Envelope, NetworkTree, NodeDetail, NodeHistory, NodeStatus } from "../wire/mod.ts";
import type { ClientClock } from "./connection.ts";
import { networkMark, sharedTree } from "./network_search.ts";
import type { NexusState } from "./presence.ts";
import { PartReader, type PartReading, type ReadingPace } from "./part_reader.ts";

/** What the page of a node shows besides the node and its links, as the server rendered it. */
export interface NodePageParts {
  readonly detail: NodeDetail;
  readonly tree: NetworkTree;
  /** `networkMark` of the node when the tree was made. */
  readonly networkMark: string;
  /** Up to when the tree is known to hold, epoch milliseconds by the server's clock; `null` where it never was. */
  readonly treeAtMs: number | null;
  readonly history: NodeHistory;
  readonly variables: Readonly<Record<string, string>>;
}

/** What these parts need of the browser; tests give fakes. */
export interface NodePageEnvironment {
  readonly clock: Pick<ClientClock, "monotonicMs" | "after" | "random">;
  readonly readDetail: () => Promise<PartReading<NodeDetail>>;
  readonly readNetwork: () => Promise<PartReading<NetworkTree>>;
  readonly readHistory: () => Promise<PartReading<NodeHistory>>;
}

/** Asterisk is asked for the switches after edges and once a minute: more often would bring nothing new. */
const DETAIL_PACE: ReadingPace = { settleMs: 3_000, spreadMs: 1_000, restMs: 4_000, everyMs: 60_000 };

/** Links come in groups. Names, and what is behind other local nodes, change without a word: once a minute. */
const NETWORK_PACE: ReadingPace = { settleMs: 500, spreadMs: 1_500, restMs: 3_000, everyMs: 60_000 };

/** A reply follows within a second or two; the database is asked for two weeks, so not after every over. */
const HISTORY_PACE: ReadingPace = { settleMs: 1_500, spreadMs: 1_500, restMs: 10_000, everyMs: 300_000 };

/** A page that woke up does not wait; a network that flaps does not ask all the time either. */
const WAKE_REST_MS = 1_000;

/** A page that was opened just after a start asks sooner, a few times: the answers are on their way. */
const SOON_MS = 4_000;
const SOON_TIMES = 4;

/** Keeps the network, the history, the switches and the variables of one node true while its page is open. */
export class NodePageFeed {
  readonly #nodeId: string;
  readonly #detail: Signal<NodeDetail>;
  readonly #tree: Signal<NetworkTree>;
  readonly #treeAtMs: Signal<number | null>;
  readonly #history: Signal<NodeHistory>;
  readonly #variables: Signal<Readonly<Record<string, string>>>;
  readonly #gone = signal(false);
  readonly #readers: {
    readonly detail: PartReader<NodeDetail>;
    readonly network: PartReader<NetworkTree>;
    readonly history: PartReader<NodeHistory>;
  };
  #networkMark: string;
  #soonLeft = SOON_TIMES;
  #lives = 0;

  constructor(nodeId: string, parts: NodePageParts, environment: NodePageEnvironment) {
    const { clock, readDetail, readNetwork, readHistory } = environment;
    this.#nodeId = nodeId;
    this.#detail = signal(parts.detail);
    this.#tree = signal(parts.tree);
    this.#treeAtMs = signal(parts.treeAtMs);
    this.#networkMark = parts.networkMark;
    this.#history = signal(parts.history);
    this.#variables = signal(parts.variables);
    this.#readers = {
      detail: new PartReader(clock, DETAIL_PACE, readDetail, (reading) => this.#takeDetail(reading)),
      network: new PartReader(clock, NETWORK_PACE, readNetwork, (read) => this.#takeTree(read)),
      history: new PartReader(clock, HISTORY_PACE, readHistory, (read) => this.#put(this.#history, read)),
    };
  }

  /** How the node is set and what app_rpt counted. */
  get detail(): ReadonlySignal<NodeDetail> {
    return this.#detail;
  }

  /** Everything linked to the node. */
  get tree(): ReadonlySignal<NetworkTree> {
    return this.#tree;
  }

  /** Up to when Asterisk is known to have had the node so linked, epoch milliseconds. */
  get treeAtMs(): ReadonlySignal<number | null> {
    return this.#treeAtMs;
  }

  /** Sessions, transmissions and days. */
  get history(): ReadonlySignal<NodeHistory> {
    return this.#history;
  }

  /** The variables of the node's channel. */
  get variables(): ReadonlySignal<Readonly<Record<string, string>>> {
    return this.#variables;
  }

  /** True while the server says that it has no such node. */
  get gone(): ReadonlySignal<boolean> {
    return this.#gone;
  }

  /** Begins to read; does nothing while it does. */
  start(): void {
    this.#each((reader) => reader.start());
    this.#askSoon();
  }

  /** Ends, until `start`. */
  stop(): void {
    this.#each((reader) => reader.stop());
  }

  /** The page is looked at or not; what changed meanwhile is read when it is seen again. */
  setVisible(visible: boolean): void {
    this.#each((reader) => reader.setVisible(visible));
  }

  /** Something happened after which messages may have been missed: everything is read at once. */
  wake(): void {
    this.#each((reader) => reader.readIn(0, WAKE_REST_MS));
  }

  /** The page stands so with Nexus. Where it is live again, it may have missed something; not where it begins. */
  stands({ kind }: NexusState): void {
    if (kind === "live" && this.#lives++ > 0) this.wake();
  }

  /** Learns from a message what changed. */
  take(envelope: Envelope): void {
    const { detail, network, history } = this.#readers;
    switch (envelope.messageType) {
      case "STATUS_UPDATE":
        return envelope.data.node_id === this.#nodeId ? this.#takeStatus(envelope.data) : undefined;
      case "LINK_ADDED":
      case "LINK_UPDATED":
      case "LINK_REMOVED":
        if (!envelope.data.some(({ local_node }) => local_node === this.#nodeId)) return;
        network.changed();
        return history.changed();
      case "TALKER_EVENT":
        if (envelope.data.local_node !== this.#nodeId || envelope.data.kind === "TX_START") return;
        return history.changed();
      case "NODE_TX":
      case "NODE_RX":
        return envelope.data.node === this.#nodeId ? detail.changed() : undefined;
      case "AMI_STATUS":
        return envelope.data.state === "connected" ? this.#each((reader) => reader.changed()) : undefined;
    }
  }

  #takeStatus(status: NodeStatus): void {
    this.#gone.value = false;
    if (!sameTexts(this.#variables.peek(), status.variables)) this.#variables.value = status.variables;
    const mark = networkMark(status);
    if (mark !== this.#networkMark) this.#readers.network.changed();
    else this.#treeAtMs.value = instantOrNull(status.updated_at) ?? this.#treeAtMs.peek();
    this.#networkMark = mark;
  }

  #takeDetail(reading: PartReading<NodeDetail>): void {
    this.#put(this.#detail, reading);
    this.#askSoon();
  }

  #takeTree(reading: PartReading<NetworkTree>): void {
    if (reading.kind !== "read") return this.#put(this.#tree, reading);
    this.#put(this.#tree, { kind: "read", value: sharedTree(this.#tree.peek(), reading.value) });
  }

  #askSoon(): void {
    const { flags, counters } = this.#detail.peek();
    if (flags !== null && counters !== null) this.#soonLeft = 0;
    if (this.#soonLeft-- > 0) this.#readers.detail.readIn(SOON_MS);
  }

  #put<T>(part: Signal<T>, reading: PartReading<T>): void {
    if (reading.kind === "failed") return; // the age beside the part goes on
    this.#gone.value = reading.kind === "gone";
    if (reading.kind === "read") part.value = reading.value;
  }

  #each(
    act: (reader: Pick<PartReader<unknown>, "start" | "stop" | "setVisible" | "changed" | "readIn">) => void,
  ): void {
    for (const reader of Object.values(this.#readers)) act(reader);
  }
}

function instantOrNull(iso: string | null): number | null {
  return iso === null ? null : Date.parse(iso);
}

function sameTexts(left: Readonly<Record<string, string>>, right: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(left);
  return names.length === Object.keys(right).length && names.every((name) => left[name] === right[name]);
}
