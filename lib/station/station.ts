import { type AmiActions, type AmiConnection, AmiError, type AmiFrame, type AmiStatus } from "../ami/mod.ts";
import { sleep } from "../clock/mod.ts";
import type { Logger } from "../log/mod.ts";
import {
  createNodes,
  type NodesInput,
  type NodesMachine,
  type NodesOptions,
  type NodesView,
  type PollAnswer,
} from "../nodes/mod.ts";
import {
  askNodeStat,
  createNodeStatPoller,
  createPoller,
  createVoterPoller,
  type NodeStatPoller,
  type PolledNode,
  type Poller,
  type PollVerdict,
  type VoterPoller,
} from "../poller/mod.ts";
import { type NodeStat, readRptSignal } from "../rpt/mod.ts";
import type { Bound, CallSnapshot, DomainEvent, ServerStatus } from "../wire/mod.ts";
import { Deadline } from "./deadline.ts";
import { AFTER_BOOT_MS, NodeSearch } from "./node_search.ts";
import { serverStatus, statusChange } from "./server_status.ts";
import { SessionNotices } from "./session_notices.ts";
import { NO_CALLS, tellsCalls } from "./old_asterisk.ts";
import { StationCalls } from "./station_calls.ts";
import type { Station, StationCounters, StationOptions } from "./types.ts";
import { pollVerdict } from "./verdict.ts";

/** Makes one server's station; nothing runs before `start`. */
export function createStation(options: StationOptions): Station {
  return new AmiStation(options);
}

class AmiStation implements Station {
  readonly #machine: NodesMachine;
  readonly #connection: AmiConnection;
  readonly #search: NodeSearch;
  readonly #poller: Poller;
  readonly #nodeStats: NodeStatPoller;
  readonly #voters: VoterPoller;
  readonly #calls: StationCalls;
  readonly #notices: SessionNotices;
  readonly #log: Logger;
  readonly #grace: Deadline;
  /** Nodes that were read since the login: what their first answer brings, no event of this session could tell. */
  readonly #read = new Set<string>();
  #tellsCalls = true;
  /** Ends what waits for its turn when the session does. */
  #session = new AbortController();

  constructor(private readonly options: StationOptions) {
    const { server, clock } = options;
    this.#log = options.log.child("station", { server: server.name });
    this.#machine = createNodes(nodesOptions(options));
    this.#connection = options.connect({ ...server, server: server.name }, {
      status: (status) => this.#onStatus(status),
      event: (frame) => this.#onEvent(frame),
    });
    const shared = { clock, log: this.#log, ami: this.#connection };
    this.#grace = new Deadline(clock, () => this.#machine.nextDeadlineMs(), () => this.#tick());
    this.#calls = new StationCalls({
      ...shared,
      server: server.name,
      publish: options.publish,
      left: options.leftCalls ?? [],
    });
    this.#notices = new SessionNotices({
      ...shared,
      server,
      polling: !options.disableLinkPoller,
      onChange: () => this.#tellStatus(this.#connection.status),
    });
    this.#nodeStats = createNodeStatPoller({
      ...shared,
      onAnswer: (answer) => void this.#apply({ type: "node_stat", answer }),
      reserve: (nodeId) => this.#poller.reserve(nodeId),
    });
    this.#voters = createVoterPoller({
      ...shared,
      watched: () => options.votersWatched?.() ?? false,
      discover: !options.disableLinkPoller,
      onChange: () => options.votersChanged?.(),
    });
    this.#poller = createPoller({
      ...shared,
      onAsk: (node) => void this.#apply({ type: "asked", node }),
      onAnswer: (answer) => this.#onAnswer(answer),
      onKeying: (answer) => pollVerdict(this.#apply({ type: "keying", answer })),
      onRefused: () => this.#search.doubt(),
      polarity: () => this.#nodeStats.polarity,
      facts: (nodeId) => ({
        connecting: this.#machine.connecting(nodeId),
        watched: options.watched?.(nodeId) ?? false,
        deaf: this.#notices.deaf,
      }),
    });
    this.#search = new NodeSearch({
      ...shared,
      listed: server.nodes.map(({ nodeId }) => nodeId),
      shown: () => this.#machine.nodeIds,
      onFound: (nodes, uptimeSec) => this.#onFound(nodes, uptimeSec),
      onGone: (nodes) => void this.#apply({ type: "gone", nodes }),
      onPoll: (nodes) => this.#poll(nodes),
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

  get tellsCalls(): boolean {
    return this.#tellsCalls;
  }

  get counters(): StationCounters {
    return {
      calls: this.#calls.counters,
      ami: this.#connection.counters,
      polls: this.#poller.counters,
      nodeStats: this.#nodeStats.counters,
      voters: this.#voters.counters,
      badRows: { polls: this.#poller.counters.badRows, events: this.#machine.badRows },
    };
  }

  get bounds(): readonly Bound[] {
    return [
      ...this.#connection.bounds,
      ...this.#poller.bounds,
      ...this.#voters.bounds,
      ...this.#machine.bounds,
      ...this.#calls.bounds,
    ];
  }

  get voters(): Pick<VoterPoller, "known" | "look"> {
    return this.#voters;
  }

  status(): ServerStatus {
    return serverStatus(this.name, this.#connection.status, this.#notices.notice);
  }

  lookSoon(nodeId: string): void {
    this.#poller.askSoon(nodeId);
  }

  async nodeStat(nodeId: string): Promise<NodeStat> {
    const waitMs = this.#poller.claim(nodeId);
    if (waitMs === null) {
      throw new AmiError("busy", `ask NodeStat, the node was asked as often as it may be: ${nodeId}`);
    }
    if (waitMs > 0) await sleep(this.options.clock, waitMs, this.#session.signal);
    return await askNodeStat(this.#connection, nodeId);
  }

  start(): void {
    const { nodes } = this.options.server;
    if (nodes.length > 0) this.#apply({ type: "discovered", nodes: nodes.map(({ nodeId }) => nodeId) });
    this.#connection.start();
  }

  async stop(): Promise<void> {
    this.#suspend();
    await this.#connection.stop();
    this.#grace.cancel();
  }

  #onStatus(status: AmiStatus): void {
    if (status.state === "connected" || status.state === "stopped") this.#notices.forgetFarewell();
    this.#tellStatus(status);
    this.#apply({ type: "ami", state: status.state });
    if (status.state === "connected") {
      this.#hearBanner(status.banner);
      this.#begin();
    } else this.#suspend();
  }

  #hearBanner(banner: string): void {
    const told = this.#tellsCalls;
    this.#tellsCalls = tellsCalls(banner);
    if (told && !this.#tellsCalls) this.#log.info(NO_CALLS, { banner });
  }

  #begin(): void {
    this.#session = new AbortController();
    this.#read.clear();
    this.#notices.begin();
    this.#calls.begin();
    this.#search.begin();
    this.#voters.resume();
  }

  #suspend(): void {
    this.#session.abort();
    this.#notices.suspend();
    this.#calls.suspend();
    this.#search.suspend();
    this.#poller.suspend();
    this.#nodeStats.suspend();
    this.#voters.suspend();
  }

  #onEvent(frame: AmiFrame): void {
    if (frame.name === "FullyBooted") return this.#onFullyBooted(frame);
    if (frame.name === "Shutdown") return this.#notices.shutdown(frame);
    if (frame.name === "Reload") return this.#search.reloaded();
    const signal = readRptSignal(frame);
    if (!signal) return this.#calls.take(frame);
    this.#notices.heard();
    const told = this.#apply({ type: "signal", signal });
    if (signal.node === undefined) return;
    if (!this.#machine.knows(signal.node)) return this.#search.doubt();
    if (this.#machine.takeMissedEvents(signal.node)) this.#poller.eventsMissed(signal.node);
    if (told.some(({ kind }) => kind === "LINK_ADDED" || kind === "LINK_REMOVED")) {
      this.#poller.linksChanged(signal.node);
    }
  }

  #onFullyBooted(frame: AmiFrame): void {
    const uptimeSec = seconds(frame.get("Uptime"));
    if (uptimeSec === null) return;
    this.#apply({ type: "uptime", uptimeSec, lastReloadSec: seconds(frame.get("LastReload")) });
    if (uptimeSec * 1_000 < AFTER_BOOT_MS) this.#search.booted();
  }

  #onAnswer(answer: PollAnswer): PollVerdict {
    const told = this.#apply({ type: "poll", answer });
    const { node } = answer.xstat;
    this.options.polled?.(node, answer.askedAtMs);
    if (this.#read.has(node)) this.#notices.polled(told, (link) => this.#machine.mode(node, link) === "L");
    this.#read.add(node);
    return pollVerdict(told);
  }

  /** A session without read=system never hears FullyBooted; app_rpt's own uptime is then the best there is. */
  #onFound(nodes: readonly string[], uptimeSec: number | null): void {
    this.#apply({ type: "discovered", nodes });
    const known = this.#machine.statuses(this.options.clock.now())[0]?.uptime_sec ?? null;
    if (uptimeSec !== null && known === null) this.#apply({ type: "uptime", uptimeSec, lastReloadSec: null });
  }

  /** Asks these nodes from now on; those that are asked already go on as they do. */
  #poll(nodes: readonly string[]): void {
    if (!this.options.disableLinkPoller) {
      this.#poller.resume(nodes.map((nodeId) => polledNode(nodeId, this.options)));
      this.#nodeStats.resume(nodes);
    }
    this.#notices.askRightsSoon();
  }

  #tellStatus(status: AmiStatus): void {
    const atMs = this.options.clock.now();
    const data = statusChange(this.name, status, this.#notices.notice, atMs);
    this.options.publish([{ kind: "AMI_STATUS", atMs, data }]);
  }

  #apply(input: NodesInput): readonly DomainEvent[] {
    const told = this.#machine.apply(input, this.options.clock.now());
    if (told.length > 0) this.options.publish(told);
    this.#grace.arm();
    return told;
  }

  #tick(): void {
    const told = this.#machine.tick(this.options.clock.now());
    if (told.length > 0) this.options.publish(told);
  }
}

function nodesOptions({ server, unkeyGraceMs, names, recall }: StationOptions): NodesOptions {
  const named = server.nodes.flatMap(({ nodeId, name }) => name === null ? [] : [[nodeId, name] as const]);
  return { server: server.name, unkeyGraceMs, names, displayNames: new Map(named), recall };
}

function polledNode(nodeId: string, { server, pollingIntervalMs }: StationOptions): PolledNode {
  const listed = server.nodes.find((node) => node.nodeId === nodeId);
  return { nodeId, intervalMs: listed?.pollingIntervalMs ?? pollingIntervalMs };
}

function seconds(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : null;
}
