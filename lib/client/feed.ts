import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { type Envelope, parseNodeEnvelope } from "../wire/mod.ts";
import type { ConnectionHandlers, ConnectionState, LiveConnection } from "./connection.ts";
import type { FeedAddresses, FeedEnvironment } from "./feed_environment.ts";
import { LiveEvents } from "./live_events.ts";
import { LiveSocket } from "./live_socket.ts";
import type { DashboardModel } from "./model.ts";
import { isCatchingUp, type NexusState, nexusState, sameNexusState } from "./presence.ts";
import { applyMessage, replaceHealth, retainNodes } from "./reducer.ts";
import { ServerTime } from "./server_time.ts";
import { type DashboardSnapshot, modelFromSnapshot } from "./snapshot.ts";
import { EVENT_TOPICS, plannedTopics, SOCKET_TOPICS, type StreamStanding } from "./topic_plan.ts";

/** A frame of the screen: however many messages come, the page is told once in this time. */
const FRAME_MS = 16;

/** What follows within this time comes with it: nobody sees more turns, and a slow machine draws half as often. */
const PACE_MS = 100;

/** Running timers go by whole seconds. */
const BEAT_MS = 1_000;

/** Messages are this much late before the page says so. */
const QUIET_SLACK_MS = 2_500;

/** A stream that is found dead is so within this time of waking up. */
const CHECK_MS = 2_000;

/** The database has no message of its own, so a visible page asks for its state this often. */
const HEALTH_BEATS = 30;

/** So long after it was rendered the page knows that state from itself. */
const JUST_RENDERED_MS = 5_000;

/** A node whose status is missing for so many heartbeats may be gone, while others are told of. */
const MISSED_HEARTBEATS = 4;

/** Which nodes there are is asked no more often than this. */
const REREAD_NODES_MS = 30_000;

/** Browsers slow the timers of a hidden page down to one a minute; its title and alerts are told this often without. */
const HIDDEN_FRAME_MS = 250;

/** Events to listen for on the event stream. */
const EVENT_TYPES = [
  "WELCOME",
  "STATUS_UPDATE",
  "LINK_ADDED",
  "LINK_REMOVED",
  "LINK_UPDATED",
  "LINK_TX",
  "LINK_TX_BATCH",
  "NODE_TX",
  "NODE_RX",
  "TALKER_EVENT",
  "TALKER_LOG_SNAPSHOT",
  "AMI_STATUS",
  "COMMAND_ACCEPTED",
  "COMMAND_RESULT",
  "HEARTBEAT",
] as const;

/**
 * What makes the page live: two streams, the model they change, the server's time, and how the page stands with Nexus.
 * It begins with what the server rendered and goes on from exactly there.
 */
export class DashboardFeed {
  readonly #environment: FeedEnvironment;
  readonly #time: ServerTime;
  readonly #renderedAtMs: number;
  readonly #quietMs: number;
  readonly #socket: LiveConnection;
  readonly #events: LiveConnection;
  readonly #standing: { socket: StreamStanding; events: StreamStanding };
  readonly #carried: { socket: readonly string[]; events: readonly string[] };
  readonly #model: Signal<DashboardModel>;
  readonly #now: Signal<number>;
  readonly #nexus = signal<NexusState>({ kind: "rendered" });
  /** The newest model; `#model` follows it once a frame. */
  #latest: DashboardModel;
  #publishing: { cancel(): void } | null = null;
  #beating: { cancel(): void } | null = null;
  #visible = true;
  #lastMessageMs: number;
  #wokeAtMs: number | null = null;
  #checkedMs = -Infinity;
  #publishedMs = 0;
  #downSinceMs: number | null;
  #beats = 0;
  #nodesReadMs = -Infinity;
  readonly #missedMs: number;
  #readingHealth = false;
  readonly #listeners: ((envelope: Envelope) => void)[] = [];

  constructor(snapshot: DashboardSnapshot, addresses: FeedAddresses, environment: FeedEnvironment) {
    const nowMs = environment.clock.monotonicMs();
    this.#environment = environment;
    this.#latest = modelFromSnapshot(snapshot);
    this.#model = signal(this.#latest);
    this.#now = signal(snapshot.generatedAtMs);
    this.#time = new ServerTime(snapshot.generatedAtMs, nowMs);
    this.#renderedAtMs = snapshot.generatedAtMs;
    this.#quietMs = addresses.heartbeatMs + QUIET_SLACK_MS;
    this.#missedMs = addresses.heartbeatMs * MISSED_HEARTBEATS + QUIET_SLACK_MS;
    this.#lastMessageMs = nowMs;
    this.#downSinceMs = nowMs;
    const stopped: StreamStanding = { state: { kind: "stopped" }, sinceMs: nowMs };
    this.#standing = { socket: stopped, events: stopped };
    this.#carried = { socket: SOCKET_TOPICS, events: EVENT_TOPICS };
    const common = {
      resume: { epoch: snapshot.epoch, seq: snapshot.seq },
      nodes: addresses.nodes ?? [],
      silenceMs: addresses.heartbeatMs * 2 + QUIET_SLACK_MS,
      clock: environment.clock,
      parse: parseNodeEnvelope,
    };
    this.#socket = new LiveSocket(
      { ...common, url: addresses.socketUrl, topics: SOCKET_TOPICS, handlers: this.#handlers("socket") },
      environment.openSocket,
    );
    this.#events = new LiveEvents(
      { ...common, url: addresses.eventsUrl, topics: EVENT_TOPICS, handlers: this.#handlers("events") },
      environment.openEvents,
      EVENT_TYPES,
    );
  }

  /** What is shown. */
  get model(): ReadonlySignal<DashboardModel> {
    return this.#model;
  }

  /** The server's time, epoch milliseconds, once a second while the page is visible. */
  get now(): ReadonlySignal<number> {
    return this.#now;
  }

  /** The server's time at this instant, epoch milliseconds, also while the page is hidden and `now` stands still. */
  readonly serverNow = (): number => this.#time.at(this.#environment.clock.monotonicMs());

  /** How the page stands with Nexus. */
  get nexus(): ReadonlySignal<NexusState> {
    return this.#nexus;
  }

  /** Hands every message that counts to `listener` too; asked for before `start`. */
  listen(listener: (envelope: Envelope) => void): void {
    this.#listeners.push(listener);
  }

  /** Opens the streams and starts the timers; does nothing while they run. */
  start(): void {
    // The time it was stopped is no time in which Nexus was away.
    if (!this.#beating) this.#wakeUp();
    this.#socket.start();
    this.#events.start();
    if (!this.#beating) this.#beat();
  }

  /** Closes the streams and stops every timer; `start` goes on where they were. */
  stop(): void {
    this.#socket.stop();
    this.#events.stop();
    this.#beating?.cancel();
    this.#publishing?.cancel();
    this.#beating = this.#publishing = null;
  }

  /** The page is looked at or not: hidden pages follow the streams but move no timers. */
  setVisible(visible: boolean): void {
    this.#visible = visible;
    if (!visible || !this.#beating) return;
    this.wake(false);
    void this.#rereadHealth();
  }

  /** Something happened after which the streams may be dead without knowing: finds out now. */
  wake(networkChanged: boolean): void {
    if (!this.#beating) return;
    this.#wakeUp();
    this.#checkedMs = this.#environment.clock.monotonicMs();
    this.#socket.check(networkChanged);
    this.#events.check(networkChanged);
    this.#tick();
  }

  /** After a long silence the page gets a moment to catch up before it says that anything is wrong. */
  #wakeUp(): void {
    const nowMs = this.#environment.clock.monotonicMs();
    if (nowMs - this.#lastMessageMs > this.#quietMs) this.#wokeAtMs = nowMs;
    if (!this.#beating) this.#downSinceMs = nowMs;
  }

  #handlers(which: "socket" | "events"): ConnectionHandlers {
    return {
      message: (envelope, epoch) => this.#take(envelope, epoch),
      state: (state) => this.#stateChanged(which, state),
    };
  }

  #take(envelope: Envelope | null, epoch: string): void {
    const nowMs = this.#environment.clock.monotonicMs();
    const caughtUp = this.#isCatchingUp();
    this.#lastMessageMs = nowMs;
    const welcome = envelope?.messageType === "WELCOME";
    // What the run before still had on its way says nothing about this one.
    if (!welcome && epoch !== this.#latest.epoch) return;
    if (envelope) this.#time.observe(envelope.timestamp, nowMs);
    const newRun = epoch !== this.#latest.epoch;
    this.#change(applyMessage(this.#latest, envelope));
    if (envelope) { for (const listener of this.#listeners) listener(envelope); }
    if (welcome && !this.#isJustRendered(envelope, newRun)) void this.#rereadHealth();
    if (newRun) void this.#rereadNodes(epoch);
    if (caughtUp) this.#tick();
    else if (this.#nexus.peek().kind === "silent") this.#assess();
  }

  /** The page itself said a moment ago what would be read. */
  #isJustRendered({ timestamp }: Envelope, newRun: boolean): boolean {
    return !newRun && timestamp - this.#renderedAtMs < JUST_RENDERED_MS;
  }

  /** A message that came while the answer was on its way is newer than the answer. */
  async #rereadHealth(): Promise<void> {
    if (this.#readingHealth) return;
    this.#readingHealth = true;
    const told = this.#latest.servers;
    const reading = await this.#environment.readHealth();
    this.#readingHealth = false;
    if (!reading || !this.#beating) return;
    const overtaken = told !== this.#latest.servers;
    if (overtaken) this.#beats = HEALTH_BEATS - 1; // asks again with the next beat
    const servers = overtaken ? null : reading.servers;
    this.#change(replaceHealth(this.#latest, servers, reading.database));
  }

  /** Nexus may have other nodes than before; the streams only tell of those that are there. */
  async #rereadNodes(epoch: string): Promise<void> {
    this.#nodesReadMs = this.#environment.clock.monotonicMs();
    const nodeIds = await this.#environment.readNodeIds();
    if (nodeIds && this.#beating && this.#latest.epoch === epoch) {
      this.#change(retainNodes(this.#latest, nodeIds, this.serverNow()));
    }
  }

  /** The streams go on, and one node is not told of any more: finds out whether it is still there. */
  #missNodes(nowMs: number): void {
    const standing = this.#nexus.peek().kind === "live" && nowMs - this.#nodesReadMs > REREAD_NODES_MS;
    if (!standing || nowMs - this.#lastMessageMs > this.#quietMs) return;
    const missedAtMs = this.#time.at(nowMs) - this.#missedMs;
    const isMissed = [...this.#latest.nodes.values()].some(({ asOfMs }) => asOfMs < missedAtMs);
    if (isMissed) void this.#rereadNodes(this.#latest.epoch);
  }

  #change(model: DashboardModel): void {
    if (model === this.#latest) return;
    this.#latest = model;
    const nowMs = this.#environment.clock.monotonicMs();
    if (!this.#visible && nowMs - this.#publishedMs > HIDDEN_FRAME_MS) return this.#publish();
    if (this.#publishing) return;
    const { nextFrame, clock } = this.#environment;
    if (!this.#visible || !nextFrame) {
      this.#publishing = clock.after(FRAME_MS, () => this.#publish());
      return;
    }
    // A slow machine draws fewer frames, and then has fewer changes to work in.
    const draw = () => void (this.#publishing = nextFrame(() => this.#publish()));
    const restMs = PACE_MS - (nowMs - this.#publishedMs);
    if (restMs <= 0) draw();
    else this.#publishing = clock.after(restMs, draw);
  }

  #publish(): void {
    this.#publishing?.cancel();
    this.#publishing = null;
    this.#publishedMs = this.#environment.clock.monotonicMs();
    this.#model.value = this.#latest;
  }

  #stateChanged(which: "socket" | "events", state: ConnectionState): void {
    const nowMs = this.#environment.clock.monotonicMs();
    const before = this.#standing[which];
    const turned = (before.state.kind === "open") !== (state.kind === "open");
    this.#standing[which] = { state, sinceMs: turned ? nowMs : before.sinceMs };
    const open = this.#standing.socket.state.kind === "open" || this.#standing.events.state.kind === "open";
    this.#downSinceMs = open ? null : this.#downSinceMs ?? nowMs;
    this.#assess();
    // Only a socket can be asked whether it lives; what broke it broke the other stream too.
    const isLost = before.state.kind === "open" && turned && state.kind !== "stopped";
    if (isLost && which === "socket" && nowMs - this.#checkedMs < CHECK_MS) this.#events.check(true);
  }

  #beat(): void {
    const clock = this.#environment.clock;
    this.#planTopics(clock.monotonicMs());
    this.#tick();
    this.#missNodes(clock.monotonicMs());
    if (this.#visible && ++this.#beats % HEALTH_BEATS === 0) void this.#rereadHealth();
    // On the server's whole second, so that all timers of the page turn together.
    const intoSecondMs = this.#time.at(clock.monotonicMs()) % BEAT_MS;
    this.#beating = clock.after(BEAT_MS - intoSecondMs, () => this.#beat());
  }

  #tick(): void {
    const { freeFrame } = this.#environment;
    if (freeFrame && this.#visible) freeFrame(() => this.#showTime());
    else this.#showTime();
    this.#assess();
  }

  /** While it is not known what was missed, times stand still rather than run on for what may have ended. */
  #showTime(): void {
    if (this.#visible && !this.#isCatchingUp()) this.#now.value = this.serverNow();
  }

  #isCatchingUp(): boolean {
    const nowMs = this.#environment.clock.monotonicMs();
    return isCatchingUp({ wokeAtMs: this.#wokeAtMs, lastMessageMs: this.#lastMessageMs, nowMs });
  }

  #planTopics(nowMs: number): void {
    const { socket, events } = this.#standing;
    if (socket.state.kind === "open") {
      this.#carried.socket = plannedTopics(SOCKET_TOPICS, this.#carried.socket, events, nowMs);
      this.#socket.setTopics(this.#carried.socket);
    }
    if (events.state.kind === "open") {
      this.#carried.events = plannedTopics(EVENT_TOPICS, this.#carried.events, socket, nowMs);
      this.#events.setTopics(this.#carried.events);
    }
  }

  #assess(): void {
    const { socket, events } = this.#standing;
    const carries = (which: "socket" | "events") =>
      this.#standing[which].state.kind === "open" &&
      this.#carried[which].length > (which === "socket" ? SOCKET_TOPICS : EVENT_TOPICS).length;
    const state = nexusState({
      socket: socket.state,
      events: events.state,
      lastMessageMs: this.#lastMessageMs,
      downSinceMs: this.#downSinceMs,
      oneCarriesAll: carries("socket") || carries("events"),
      nowMs: this.#environment.clock.monotonicMs(),
      quietMs: this.#quietMs,
      wokeAtMs: this.#wokeAtMs,
      toServerMs: (monotonicMs) => this.#time.at(monotonicMs),
    });
    if (!sameNexusState(this.#nexus.peek(), state)) this.#nexus.value = state;
  }
}
