import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Envelope } from "../wire/mod.ts";
import type { ConnectionState } from "./connection.ts";
import type { FeedAddresses, FeedEnvironment } from "./feed_environment.ts";
import { LiveSocket } from "./live_socket.ts";
import type { DashboardModel } from "./model.ts";
import { isCatchingUp, type NexusState, nexusState, sameNexusState } from "./presence.ts";
import { applyMessage } from "./reducer.ts";
import { ServerTime } from "./server_time.ts";
import { type DashboardSnapshot, modelFromSnapshot } from "./snapshot.ts";

/** Running timers go by whole seconds. */
const BEAT_MS = 1_000;

/** Messages are this much late before the card says so. */
const QUIET_SLACK_MS = 2_500;

/** Everything that concerns a node comes over one stream: a page of a club may hold many cards. */
const TOPICS: readonly string[] = ["nodes", "links", "talkers", "ami"];

/** What a card needs of its browser. */
export type NodeFeedEnvironment = Pick<FeedEnvironment, "clock" | "openSocket">;

/**
 * What makes the card of one node live: one stream of that node, the model it changes, the server's time, and how the
 * card stands with Nexus. It begins with what the server rendered and goes on from exactly there.
 */
export class NodeFeed {
  readonly #clock: NodeFeedEnvironment["clock"];
  readonly #time: ServerTime;
  readonly #quietMs: number;
  readonly #socket: LiveSocket;
  readonly #model: Signal<DashboardModel>;
  readonly #now: Signal<number>;
  readonly #nexus = signal<NexusState>({ kind: "rendered" });
  #beating: { cancel(): void } | null = null;
  #visible = true;
  #lastMessageMs: number;
  #wokeAtMs: number | null = null;
  #downSinceMs: number | null;

  constructor(
    snapshot: DashboardSnapshot,
    nodeId: string,
    addresses: Pick<FeedAddresses, "socketUrl" | "heartbeatMs">,
    environment: NodeFeedEnvironment,
  ) {
    const { clock } = environment;
    const nowMs = clock.monotonicMs();
    this.#clock = clock;
    this.#model = signal(modelFromSnapshot(snapshot));
    this.#now = signal(snapshot.generatedAtMs);
    this.#time = new ServerTime(snapshot.generatedAtMs, nowMs);
    this.#quietMs = addresses.heartbeatMs + QUIET_SLACK_MS;
    this.#lastMessageMs = nowMs;
    this.#downSinceMs = nowMs;
    this.#socket = new LiveSocket(
      {
        url: addresses.socketUrl,
        topics: TOPICS,
        resume: { epoch: snapshot.epoch, seq: snapshot.seq },
        silenceMs: addresses.heartbeatMs * 2 + QUIET_SLACK_MS,
        clock,
        handlers: {
          message: (envelope, epoch) => this.#take(envelope, epoch),
          state: (state) => this.#stateChanged(state),
        },
      },
      (url) => environment.openSocket(`${url}&node=${encodeURIComponent(nodeId)}`),
    );
  }

  /** What is shown. */
  get model(): ReadonlySignal<DashboardModel> {
    return this.#model;
  }

  /** The server's time, epoch milliseconds, once a second while the card is visible. */
  get now(): ReadonlySignal<number> {
    return this.#now;
  }

  /** The server's time at this instant, epoch milliseconds, also while the card is hidden and `now` stands still. */
  readonly serverNow = (): number => this.#time.at(this.#clock.monotonicMs());

  /** How the card stands with Nexus. */
  get nexus(): ReadonlySignal<NexusState> {
    return this.#nexus;
  }

  /** Opens the stream and starts the timer; does nothing while they run. */
  start(): void {
    if (!this.#beating) this.#wakeUp();
    this.#socket.start();
    if (!this.#beating) this.#beat();
  }

  /** Closes the stream and stops the timer; `start` goes on where they were. */
  stop(): void {
    this.#socket.stop();
    this.#beating?.cancel();
    this.#beating = null;
  }

  /** The card is looked at or not: a hidden one follows its stream but moves no timers. */
  setVisible(visible: boolean): void {
    this.#visible = visible;
    if (visible) this.wake(false);
  }

  /** Something happened after which the stream may be dead without knowing: finds out now. */
  wake(networkChanged: boolean): void {
    if (!this.#beating) return;
    this.#wakeUp();
    this.#socket.check(networkChanged);
    this.#tick();
  }

  /** After a long silence the card gets a moment to catch up before it says that anything is wrong. */
  #wakeUp(): void {
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - this.#lastMessageMs > this.#quietMs) this.#wokeAtMs = nowMs;
    if (!this.#beating) this.#downSinceMs = nowMs;
  }

  #take(envelope: Envelope | null, epoch: string): void {
    const nowMs = this.#clock.monotonicMs();
    const model = this.#model.peek();
    const caughtUp = this.#isCatchingUp();
    this.#lastMessageMs = nowMs;
    // What the run before still had on its way says nothing about this one.
    if (envelope?.messageType !== "WELCOME" && epoch !== model.epoch) return;
    if (envelope) this.#time.observe(envelope.timestamp, nowMs);
    this.#model.value = applyMessage(model, envelope);
    if (caughtUp) this.#tick();
    else if (this.#nexus.peek().kind === "silent") this.#assess();
  }

  #stateChanged({ kind }: ConnectionState): void {
    this.#downSinceMs = kind === "open" ? null : this.#downSinceMs ?? this.#clock.monotonicMs();
    this.#assess();
  }

  #beat(): void {
    this.#tick();
    const intoSecondMs = this.#time.at(this.#clock.monotonicMs()) % BEAT_MS;
    this.#beating = this.#clock.after(BEAT_MS - intoSecondMs, () => this.#beat());
  }

  #tick(): void {
    // While it is not known what was missed, times stand still rather than run on for what may have ended.
    if (this.#visible && !this.#isCatchingUp()) this.#now.value = this.serverNow();
    this.#assess();
  }

  #isCatchingUp(): boolean {
    const nowMs = this.#clock.monotonicMs();
    return isCatchingUp({ wokeAtMs: this.#wokeAtMs, lastMessageMs: this.#lastMessageMs, nowMs });
  }

  #assess(): void {
    const { state } = this.#socket;
    const next = nexusState({
      socket: state,
      events: state,
      lastMessageMs: this.#lastMessageMs,
      downSinceMs: this.#downSinceMs,
      oneCarriesAll: true,
      nowMs: this.#clock.monotonicMs(),
      quietMs: this.#quietMs,
      wokeAtMs: this.#wokeAtMs,
      toServerMs: (monotonicMs) => this.#time.at(monotonicMs),
    });
    if (!sameNexusState(this.#nexus.peek(), next)) this.#nexus.value = next;
  }
}
