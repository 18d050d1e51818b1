import type { AmiActions, AmiConnection, AmiFrame, AmiStatus } from "../ami/mod.ts";
import type { Timer } from "../clock/mod.ts";
import type { Logger } from "../log/mod.ts";
import {
  createNodes,
  type NodesInput,
  type NodesMachine,
  type NodesView,
  type PollAnswer,
} from "../nodes/mod.ts";
import {
  askNodeStat,
  createNodeStatPoller,
  createPoller,
  discoverNodes,
  type NodeStatPoller,
  type PolledNode,
  type Poller,
  type PollVerdict,
} from "../poller/mod.ts";
import { type NodeStat, readRptSignal } from "../rpt/mod.ts";
import type { Bound, CallSnapshot, DomainEvent, ServerNotice, ServerStatus } from "../wire/mod.ts";
import { Hearing, isTold } from "./hearing.ts";
import { lackNotice, shutdownNotice } from "./notices.ts";
import { askRights, asksForEvents, type Rights, UNKNOWN_RIGHTS } from "./rights.ts";
import { serverStatus, statusChange } from "./server_status.ts";
import { StationCalls } from "./station_calls.ts";
import type { Station, StationCounters, StationOptions } from "./types.ts";
import { pollVerdict } from "./verdict.ts";

/** While app_rpt is not there (still loading, or not at all), it is asked again at this pace. */
const DISCOVERY_RETRY_MS = 30_000;

/** After a start of Asterisk the nodes need this long until RptStat knows them (about 100 ms in the recordings). */
const AFTER_BOOT_MS = 2_000;

/** A node that Asterisk does not list is looked for once more after this, before it counts as gone. */
const CONFIRM_MS = 5_000;

/** What is missing can wait until the links were asked for. */
const RIGHTS_AFTER_MS = 1_250;

/** Makes one server's station; nothing runs before `start`. */
export function createStation(options: StationOptions): Station {
  return new AmiStation(options);
}

class AmiStation implements Station {
  readonly #machine: NodesMachine;
  readonly #connection: AmiConnection;
  readonly #poller: Poller;
  readonly #nodeStats: NodeStatPoller;
  readonly #calls: StationCalls;
  readonly #log: Logger;
  #grace: { readonly dueAtMs: number; readonly timer: Timer } | null = null;
  #discovery: Timer | null = null;
  #asking: Timer | null = null;
  #discoveredAtMs = -Infinity;
  /** The nodes that are polled, as text; `null` when they are to be asked anew. */
  #polledNodes: string | null = null;
  /** Nodes that the last answer of this session did not list. */
  #missing: ReadonlySet<string> = new Set();
  /** Counts logins, so that an answer to an earlier one is not taken for news. */
  #login = 0;
  readonly #hearing: Hearing;
  #rights: Rights = UNKNOWN_RIGHTS;
  /** Asterisk said that it goes; told until it is back. */
  #farewell: ServerNotice | null = null;
  /** Nodes that were read since the login: what their first answer brings, no event of this session could tell. */
  readonly #read = new Set<string>();

  constructor(private readonly options: StationOptions) {
    const { server, clock } = options;
    this.#hearing = new Hearing(asksForEvents(server.events));
    this.#log = options.log.child("station", { server: server.name });
    this.#machine = createNodes({
      server: server.name,
      unkeyGraceMs: options.unkeyGraceMs,
      names: options.names,
      displayNames: new Map(
        server.nodes.flatMap(({ nodeId, name }) => name === null ? [] : [[nodeId, name]]),
      ),
      recall: options.recall,
    });
    this.#connection = options.connect({ ...server, server: server.name }, {
      status: (status) => this.#onStatus(status),
      event: (frame) => this.#onEvent(frame),
    });
    this.#calls = new StationCalls({
      server: server.name,
      clock,
      log: this.#log,
      ami: this.#connection,
      publish: options.publish,
    });
    this.#nodeStats = createNodeStatPoller({
      clock,
      log: this.#log,
      ami: this.#connection,
      onAnswer: (answer) => void this.#apply({ type: "node_stat", answer }),
      reserve: (nodeId) => this.#poller.reserve(nodeId),
    });
    this.#poller = createPoller({
      clock,
      log: this.#log,
      ami: this.#connection,
      onAsk: (node) => void this.#apply({ type: "asked", node }),
      onAnswer: (answer) => this.#onAnswer(answer),
      onRefused: () => this.#doubtNodes(),
      polarity: () => this.#nodeStats.polarity,
      facts: (nodeId) => ({
        connecting: this.#machine.connecting(nodeId),
        watched: options.watched?.(nodeId) ?? false,
        deaf: this.#hearing.deaf,
      }),
    });
  }

  get name(): string {
    return this.options.server.name;
  }

  get ami(): AmiActions {
    return this.#connection;
  }

  get nodes(): NodesView {
    return this.#machine;
  }

  calls(): readonly CallSnapshot[] {
    return this.#calls.calls();
  }

  get counters(): StationCounters {
    return {
      calls: this.#calls.counters,
      ami: this.#connection.counters,
      polls: this.#poller.counters,
      nodeStats: this.#nodeStats.counters,
      badRows: { polls: this.#poller.counters.badRows, events: this.#machine.badRows },
    };
  }

  get bounds(): readonly Bound[] {
    return [
      ...this.#connection.bounds,
      ...this.#poller.bounds,
      ...this.#machine.bounds,
      ...this.#calls.bounds,
    ];
  }

  status(): ServerStatus {
    return serverStatus(this.name, this.#connection.status, this.#notice);
  }

  lookSoon(nodeId: string): void {
    this.#poller.eventsMissed(nodeId);
  }

  async nodeStat(nodeId: string): Promise<NodeStat> {
    return await askNodeStat(this.#connection, nodeId);
  }

  start(): void {
    if (this.options.server.nodes.length > 0) {
      this.#apply({ type: "discovered", nodes: this.options.server.nodes.map((node) => node.nodeId) });
    }
    this.#connection.start();
  }

  async stop(): Promise<void> {
    this.#suspend();
    await this.#connection.stop();
    this.#grace?.timer.cancel();
    this.#grace = null;
  }

  #onStatus(status: AmiStatus): void {
    if (status.state === "connected" || status.state === "stopped") this.#farewell = null;
    this.#tellStatus(status);
    this.#apply({ type: "ami", state: status.state });
    if (status.state === "connected") this.#begin();
    else this.#suspend();
  }

  #onEvent(frame: AmiFrame): void {
    if (frame.name === "FullyBooted") return this.#onFullyBooted(frame);
    if (frame.name === "Shutdown") return this.#onShutdown(frame);
    if (frame.name === "Reload") return this.#discoverAfter(AFTER_BOOT_MS);
    const signal = readRptSignal(frame);
    if (!signal) return this.#calls.take(frame);
    const wasUnheard = this.#isUnheard;
    if (this.#hearing.heard() || wasUnheard) this.#tellStatus(this.#connection.status);
    const told = this.#apply({ type: "signal", signal });
    if (signal.node === undefined) return;
    if (!this.#machine.knows(signal.node)) return this.#doubtNodes();
    if (this.#machine.takeMissedEvents(signal.node)) this.#poller.eventsMissed(signal.node);
    if (told.some(({ kind }) => kind === "LINK_ADDED" || kind === "LINK_REMOVED")) {
      this.#poller.linksChanged(signal.node);
    }
  }

  #onFullyBooted(frame: AmiFrame): void {
    const uptimeSec = seconds(frame.get("Uptime"));
    if (uptimeSec === null) return;
    this.#apply({ type: "uptime", uptimeSec, lastReloadSec: seconds(frame.get("LastReload")) });
    if (uptimeSec * 1_000 >= AFTER_BOOT_MS) return;
    this.#polledNodes = null;
    this.#discoverAfter(AFTER_BOOT_MS);
  }

  #onShutdown(frame: AmiFrame): void {
    this.#farewell = shutdownNotice(frame);
    this.#log.info("shutdown", { notice: this.#farewell.message });
    this.#tellStatus(this.#connection.status);
  }

  #onAnswer(answer: PollAnswer): PollVerdict {
    const told = this.#apply({ type: "poll", answer });
    const { node } = answer.xstat;
    this.options.polled?.(node, answer.askedAtMs);
    const first = !this.#read.has(node);
    this.#read.add(node);
    const isLocalMonitor = (name: string) => this.#machine.mode(node, name) === "L";
    if (!first && isTold(told, isLocalMonitor) && this.#hearing.missed()) this.#tellDeaf();
    return pollVerdict(told);
  }

  #tellDeaf(): void {
    this.#log.warn("no events", { notice: this.#notice?.message });
    this.#tellStatus(this.#connection.status);
  }

  get #notice(): ServerNotice | null {
    if (this.#farewell) return this.#farewell;
    return lackNotice({
      events: this.#hearing.deaf ? this.#hearing.reason : null,
      command: this.#rights.state === "denied",
      polling: !this.options.disableLinkPoller,
      unheard: this.#isUnheard,
    });
  }

  get #isUnheard(): boolean {
    return this.#rights.state === "denied" && !this.#hearing.proven;
  }

  #tellStatus(status: AmiStatus): void {
    const atMs = this.options.clock.now();
    const data = statusChange(this.name, status, this.#notice, atMs);
    this.options.publish([{ kind: "AMI_STATUS", atMs, data }]);
  }

  #begin(): void {
    this.#login++;
    this.#hearing.begin();
    this.#read.clear();
    this.#polledNodes = null;
    this.#missing = new Set();
    this.#calls.begin();
    this.#discoverAfter(0);
  }

  #suspend(): void {
    this.#login++;
    this.#calls.suspend();
    this.#discovery?.cancel();
    this.#discovery = null;
    this.#asking?.cancel();
    this.#asking = null;
    this.#poller.suspend();
    this.#nodeStats.suspend();
  }

  #discoverAfter(delayMs: number): void {
    this.#discovery?.cancel();
    this.#discovery = this.options.clock.after(delayMs, () => void this.#discover());
  }

  async #discover(): Promise<void> {
    const login = this.#login;
    this.#discovery = null;
    this.#discoveredAtMs = this.options.clock.monotonicMs();
    try {
      const found = await discoverNodes(this.#connection);
      if (login !== this.#login) return;
      const nodes = this.#isListed ? this.options.server.nodes.map(({ nodeId }) => nodeId) : found.nodes;
      this.#apply({ type: "discovered", nodes });
      this.#letGo(nodes);
      this.#fillUptime(found.uptimeSec);
      if (nodes.length === 0) throw new Error("find local nodes, app_rpt has none: add one in rpt.conf");
      this.#poll(nodes);
    } catch (error) {
      if (login !== this.#login) return;
      this.#log.warn(error instanceof Error ? error.message : String(error), {
        again_in_sec: DISCOVERY_RETRY_MS / 1_000,
      });
      this.#discoverAfter(DISCOVERY_RETRY_MS);
    }
  }

  get #isListed(): boolean {
    return this.options.server.nodes.length > 0;
  }

  /** Something happened that the known nodes do not explain; what goes on for long is asked about only now and then. */
  #doubtNodes(): void {
    const { clock } = this.options;
    if (this.#isListed || this.#discovery !== null) return;
    const sinceMs = clock.monotonicMs() - this.#discoveredAtMs;
    this.#discoverAfter(Math.max(AFTER_BOOT_MS, DISCOVERY_RETRY_MS - sinceMs));
  }

  /** A node that two answers running do not list is gone; while app_rpt loads, one answer can lack it. */
  #letGo(listed: readonly string[]): void {
    const missing = this.#machine.nodeIds.filter((nodeId) => !listed.includes(nodeId));
    const gone = missing.filter((nodeId) => this.#missing.has(nodeId));
    this.#missing = new Set(missing);
    if (gone.length > 0) {
      this.#log.info("nodes gone", { nodes: gone.join(",") });
      this.#apply({ type: "gone", nodes: gone });
    }
    if (missing.length > gone.length) this.#discoverAfter(CONFIRM_MS);
  }

  /** Asks these nodes from now on; those that are asked already go on as they do. */
  #poll(nodes: readonly string[]): void {
    const polled = nodes.join(",");
    if (polled === this.#polledNodes) return;
    this.#polledNodes = polled;
    this.#log.info("nodes known", { nodes: polled });
    if (!this.options.disableLinkPoller) {
      this.#poller.resume(this.#polled(nodes));
      this.#nodeStats.resume(nodes);
    }
    const login = this.#login;
    this.#asking?.cancel();
    this.#asking = this.options.clock.after(RIGHTS_AFTER_MS, () => void this.#learnRights(login));
  }

  /** What is missing is told as soon as it is known; an answer that does not come tells nothing. */
  async #learnRights(login: number): Promise<void> {
    try {
      const rights = await askRights(this.#connection, this.options.server.username);
      if (login !== this.#login) return;
      const wasDenied = this.#rights.state === "denied";
      this.#rights = rights;
      const isNews = this.#hearing.learn(rights.state === "known" ? rights.hears : null);
      if (!isNews && wasDenied === (rights.state === "denied")) return;
      if (this.#notice) this.#log.warn("rights missing", { notice: this.#notice.message });
      this.#tellStatus(this.#connection.status);
    } catch (error) {
      this.#log.debug("rights not known", { error: error instanceof Error ? error.message : String(error) });
    }
  }

  /** A session without read=system never hears FullyBooted; app_rpt's own uptime is then the best there is. */
  #fillUptime(uptimeSec: number | null): void {
    const known = this.#machine.statuses(this.options.clock.now())[0]?.uptime_sec ?? null;
    if (uptimeSec !== null && known === null) this.#apply({ type: "uptime", uptimeSec, lastReloadSec: null });
  }

  #polled(nodes: readonly string[]): readonly PolledNode[] {
    const { server, pollingIntervalMs } = this.options;
    return nodes.map((nodeId) => ({
      nodeId,
      intervalMs: server.nodes.find((node) => node.nodeId === nodeId)?.pollingIntervalMs ?? pollingIntervalMs,
    }));
  }

  #apply(input: NodesInput): readonly DomainEvent[] {
    const told = this.#machine.apply(input, this.options.clock.now());
    if (told.length > 0) this.options.publish(told);
    this.#armGrace();
    return told;
  }

  /** Keeps one timer at the machine's next deadline; what it ends carries its own time, not the timer's. */
  #armGrace(): void {
    const dueAtMs = this.#machine.nextDeadlineMs();
    if (dueAtMs === (this.#grace?.dueAtMs ?? null)) return;
    this.#grace?.timer.cancel();
    this.#grace = null;
    if (dueAtMs === null) return;
    const { clock } = this.options;
    const timer = clock.after(Math.max(0, dueAtMs - clock.now()), () => {
      this.#grace = null;
      const told = this.#machine.tick(clock.now());
      if (told.length > 0) this.options.publish(told);
      this.#armGrace();
    });
    this.#grace = { dueAtMs, timer };
  }
}

function seconds(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : null;
}
