import type { Clock, Timer } from "../clock/mod.ts";
import type { MqttConfig } from "../config/mod.ts";
import type { EventSink, NumberedEvent } from "../events/mod.ts";
import type { Logger } from "../log/mod.ts";
import {
  type Bound,
  callTopic,
  type DomainEvent,
  type ExtensionStateMessage,
  type MqttStatus,
  type NodeStatus,
  type TalkerEvent,
} from "../wire/mod.ts";
import { Board, type BoardFile } from "./board.ts";
import {
  announceBridge,
  announceExtension,
  type Announcement,
  announceNode,
  type Bridge,
} from "./discovery.ts";
import { Edges } from "./edges.ts";
import { Extensions } from "./extensions.ts";
import { BrokerLink } from "./link.ts";
import { NodeStates } from "./node_states.ts";
import { Outbox, type OutboxFile } from "./outbox.ts";
import { Sender, type SenderCounters } from "./sender.ts";
import type { OpenSession } from "./session.ts";
import { brokerName, clientIdOf, sessionOptions } from "./session_options.ts";
import { extensionStateTopic, nodeStateTopic } from "./topics.ts";

/** Messages that wait for the broker at most; the oldest give way. */
const OUTBOX_LIMIT = 10_000;

/** Retained topics at most: a few for every node and extension. */
const BOARD_LIMIT = 5_000;

/** What arrived is off the disk after this; a process that is killed before tells it again. */
const SAVE_MS = 100;

/** A disk that failed is tried again after this. */
const SAVE_RETRY_MS = 5_000;

/** A full outbox is on the disk after so many turns. */
const LAST_SAVES = 50;

/** How often is looked for nodes and extensions that are gone. */
const SWEEP_MS = 60_000;

/** An extension without a call for so long is gone. */
const EXTENSION_GONE_MS = 7 * 86_400_000;

/** What the publisher needs of the running system. */
export interface PublisherOptions {
  readonly config: MqttConfig;
  readonly clock: Clock;
  readonly log: Logger;
  readonly title: string;
  readonly version: string;
  /** The name of this machine, for the default client id. */
  readonly hostname: string;
  readonly file: OutboxFile & BoardFile;
  readonly status: (nodeId: string) => NodeStatus | undefined;
  /** Local nodes that there are; `null` while a server is not connected, so that its nodes are not known. */
  readonly nodeIds: () => readonly string[] | null;
  /** Talk of the past, newest first. */
  readonly talkers: () => readonly TalkerEvent[];
  /** Loads what speaks MQTT; absent: the package, which is big and therefore loaded only now. */
  readonly load?: () => Promise<OpenSession>;
  /** Messages that wait at most; absent: 10,000. */
  readonly outboxLimit?: number;
}

/** Sums since the start. */
export interface MqttCounters extends SenderCounters {
  readonly connects: number;
  readonly failures: number;
  readonly isConnected: boolean;
}

/** Tells a broker what happens: a sink of the bus. */
export class MqttPublisher implements EventSink {
  readonly name = "mqtt";
  readonly #outbox: Outbox;
  readonly #board: Board;
  readonly #sender: Sender;
  readonly #link: BrokerLink;
  readonly #edges: Edges;
  readonly #nodes: NodeStates;
  readonly #extensions: Extensions;
  readonly #bridge: Bridge;
  #save: Timer | null = null;
  #savedAtMs = -Infinity;
  #isDiskFailing = false;
  /** A write is due in this turn. */
  #isWriting = false;
  #sweep: Timer | null = null;
  /** Sweeps in a row that knew all nodes: those of a server that has just come back are still being found. */
  #knownSweeps = 0;

  constructor(private readonly options: PublisherOptions) {
    const { config, clock, log, file } = options;
    const clientId = clientIdOf(config, options.hostname);
    this.#bridge = {
      clientId,
      title: options.title,
      version: options.version,
      prefix: config.topicPrefix,
      discoveryPrefix: config.discoveryPrefix,
    };
    this.#outbox = new Outbox(file, options.outboxLimit ?? OUTBOX_LIMIT, (error) => this.#diskFailed(error));
    this.#board = new Board(file, BOARD_LIMIT);
    this.#link = new BrokerLink({
      clock,
      log,
      broker: brokerName(config),
      load: options.load ?? (async () => (await import("./client.ts")).openSession),
      session: () => sessionOptions(config, clientId),
      up: (session) => this.#sender.up(session),
      down: () => this.#lost(),
    });
    this.#sender = new Sender({
      clock,
      outbox: this.#outbox,
      board: this.#board,
      prefix: config.topicPrefix,
      qos: config.qos,
      changed: () => this.#requestSave(SAVE_MS),
      fault: (error) => this.#diskFailed(error),
      stuck: (reason) => this.#link.drop(reason),
    });
    this.#edges = new Edges({
      clock,
      prefix: config.topicPrefix,
      tell: (topic, payload) => this.#sender.edge(topic, payload),
    });
    this.#nodes = new NodeStates({
      clock,
      status: options.status,
      talkers: options.talkers,
      tell: (status, state) => this.#tellNode(status, JSON.stringify(state)),
    });
    this.#extensions = new Extensions((state) => this.#tellExtension(state));
  }

  /** The state of the link, as pages and `/health` show it. */
  get status(): MqttStatus {
    const { state } = this.#link;
    const waiting = state.kind === "waiting" ? state : null;
    return {
      state: stateName(state),
      broker: brokerName(this.options.config),
      since: new Date(state.sinceMs).toISOString(),
      attempts: "attempts" in state ? state.attempts : 0,
      retry_at: waiting && new Date(waiting.retryAtMs).toISOString(),
      last_error: "error" in state ? state.error : null,
      outbox: this.#outbox.length,
      dropped: this.#outbox.dropped,
    };
  }

  get counters(): MqttCounters {
    const isConnected = this.#link.state.kind === "connected";
    const { edgesSkipped, ...counters } = this.#sender.counters;
    return {
      ...this.#link.counters,
      ...counters,
      edgesSkipped: edgesSkipped + this.#edges.past,
      isConnected,
    };
  }

  /** What it holds, and where each ends. */
  get bounds(): readonly Bound[] {
    const { length, limit, dropped } = this.#outbox;
    return [
      { name: "mqtt_outbox", used: length, limit, dropped },
      { name: "mqtt_under_way", ...this.#sender.underWay },
      {
        name: "mqtt_retained",
        used: this.#board.size,
        limit: this.#board.limit,
        dropped: this.#board.refused,
      },
      ...this.#extensions.bounds,
      this.#edges.bound,
    ];
  }

  /** Takes over what the last run left, and dials. */
  start(): void {
    const { clock, config } = this.options;
    this.#guarded(() => {
      this.#outbox.open();
      this.#board.open();
    });
    this.#nodes.start();
    if (config.discovery) {
      this.#announce("bridge", announceBridge(this.#bridge));
      this.#adoptExtensions();
    }
    this.#clearObsolete();
    this.#sweep = clock.every(SWEEP_MS, () => this.#clearGone());
    this.#link.start();
  }

  /** Never waits for the broker: what it makes of an event is put where the sender finds it. */
  take({ event }: NumberedEvent): void {
    if (event.kind === "CALL_STATE") this.#takeCall(event);
    else if (event.kind === "LINK_TX") this.#edges.take(event.data);
    else this.#nodes.take(event);
  }

  /** Lets what waits leave, says `offline` and goodbye, keeps the rest on the disk; within three seconds whatever the broker does. */
  async stop(): Promise<void> {
    this.#sweep?.cancel();
    this.#nodes.stop();
    this.#saveNow();
    await this.#sender.finish();
    this.#sender.down();
    await this.#link.stop();
    for (let turn = 0; turn < LAST_SAVES && (turn === 0 || this.#outbox.isUnsaved); turn++) this.#saveNow();
    this.#save?.cancel();
  }

  #takeCall(event: Extract<DomainEvent, { readonly kind: "CALL_STATE" }>): void {
    const topic = `${this.#bridge.prefix}/${callTopic(event.data)}`;
    const row = { orderKey: event.data.call_id, topic, payload: JSON.stringify(event.data) };
    this.#outbox.add(row);
    this.#writeThrough();
    this.#sender.request();
    if (this.options.config.discovery) this.#extensions.take(event);
  }

  #lost(): void {
    this.#sender.down();
    this.#requestSave(0);
  }

  #tellNode(status: NodeStatus, payload: string): void {
    const owner = `node/${status.node_id}`;
    const announced = this.options.config.discovery ? announceNode(this.#bridge, status) : [];
    this.#announce(owner, [
      { topic: nodeStateTopic(this.#bridge.prefix, status.node_id), payload },
      ...announced,
    ]);
  }

  #tellExtension(state: ExtensionStateMessage): void {
    this.#announce(`extension/${state.extension}`, [
      { topic: extensionStateTopic(this.#bridge.prefix, state.extension), payload: JSON.stringify(state) },
      ...announceExtension(this.#bridge, state),
    ]);
  }

  #announce(owner: string, announcements: readonly Announcement[]): void {
    const nowMs = this.options.clock.now();
    this.#guarded(() => {
      for (const { topic, payload } of announcements) this.#board.put(owner, topic, payload, nowMs);
    });
    this.#sender.request();
  }

  /** Extensions of the last days are idle until a call tells otherwise. */
  #adoptExtensions(): void {
    const nowMs = this.options.clock.now();
    const owners = [...this.#board.remembered].filter(({ seenAtMs }) => nowMs - seenAtMs < EXTENSION_GONE_MS)
      .flatMap(({ owner }) => /^extension\/(.*)$/.exec(owner)?.[1] ?? []);
    for (const extension of new Set(owners)) this.#extensions.adopt(extension, nowMs);
  }

  /** Takes away what an earlier run retained and a different configuration or a long silence leaves nobody to speak of. */
  #clearObsolete(): void {
    const { prefix } = this.#bridge;
    for (const { topic, owner } of [...this.#board.remembered]) {
      if (this.#board.has(topic)) continue;
      const isStillNode = owner.startsWith("node/") &&
        (topic.startsWith(`${prefix}/`) || this.options.config.discovery && this.#isOurs(topic));
      if (!isStillNode) this.#board.clear(topic);
    }
  }

  #isOurs(topic: string): boolean {
    const { discoveryPrefix } = this.#bridge;
    const [own] = announceBridge(this.#bridge);
    const id = own?.topic.split("/").at(-3) ?? "";
    return topic.startsWith(`${discoveryPrefix}/`) && topic.includes(`/${id}_node_`);
  }

  /** Takes away the nodes that are not there any more and the extensions that had no call for long. */
  #clearGone(): void {
    const nodes = this.options.nodeIds();
    this.#knownSweeps = nodes === null ? 0 : this.#knownSweeps + 1;
    const isKnown = this.#knownSweeps > 1;
    const nowMs = this.options.clock.now();
    for (const { topic, owner, seenAtMs } of [...this.#board.remembered]) {
      const [kind, id = ""] = owner.split("/");
      if (kind === "node" && isKnown && !nodes?.includes(id)) this.#board.clear(topic);
      if (kind !== "extension" || nowMs - seenAtMs < EXTENSION_GONE_MS) continue;
      this.#board.clear(topic);
      this.#extensions.forget(id);
    }
    this.#sender.request();
  }

  /**
   * Has what was told on the disk as soon as what is being read now has been read, and before any of it is published: from then on a
   * process that is killed loses nothing. All of one read of AMI is one write.
   */
  #writeThrough(): void {
    if (this.#isWriting) return;
    this.#isWriting = true;
    queueMicrotask(() => {
      this.#isWriting = false;
      const sinceMs = this.options.clock.monotonicMs() - this.#savedAtMs;
      if (this.#isDiskFailing && sinceMs < SAVE_RETRY_MS) this.#requestSave(SAVE_RETRY_MS);
      else this.#saveNow();
    });
  }

  /** Writes after `delayMs`, and never more often than every `SAVE_MS`. */
  #requestSave(delayMs: number): void {
    const { clock } = this.options;
    const least = this.#isDiskFailing ? SAVE_RETRY_MS : SAVE_MS;
    const dueMs = Math.max(delayMs, this.#savedAtMs + least - clock.monotonicMs());
    this.#save ??= clock.after(dueMs, () => this.#saveNow());
  }

  #saveNow(): void {
    this.#save?.cancel();
    this.#save = null;
    // A disk that was asked for nothing has not proven anything.
    let wasAsked = true;
    const isWell = this.#guarded(() => void (wasAsked = this.#outbox.save()));
    if (wasAsked) this.#savedAtMs = this.options.clock.monotonicMs();
    if (wasAsked && isWell) this.#diskIsWell();
    if (this.#outbox.isUnsaved) this.#requestSave(SAVE_MS);
  }

  #guarded(action: () => void): boolean {
    try {
      action();
      return true;
    } catch (error) {
      this.#diskFailed(error);
      return false;
    }
  }

  #diskFailed(error: unknown): void {
    if (this.#isDiskFailing) return;
    this.#isDiskFailing = true;
    this.options.log.error("messages for the broker are kept in memory, the database does not take them", {
      error: error instanceof Error ? error.message : String(error),
    });
  }

  #diskIsWell(): void {
    if (!this.#isDiskFailing) return;
    this.#isDiskFailing = false;
    this.options.log.info("messages for the broker are on the disk again");
  }
}

function stateName(state: BrokerLink["state"]): MqttStatus["state"] {
  switch (state.kind) {
    case "idle":
      return "stopped";
    case "waiting":
      return state.refused ? "refused" : "retrying";
    default:
      return state.kind;
  }
}
