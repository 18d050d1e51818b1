import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Envelope } from "../wire/mod.ts";
import type { ClientClock, ConnectionState } from "./connection.ts";
import { LiveSocket, type SocketLike } from "./live_socket.ts";
import { PartReader, type PartReading, type ReadingPace } from "./part_reader.ts";
import { isCatchingUp, type NexusState, nexusState, sameNexusState } from "./presence.ts";
import { ServerTime } from "./server_time.ts";

/** Running clocks go by whole seconds. */
const BEAT_MS = 1_000;

/** Messages are this much late before the page says so. */
const QUIET_SLACK_MS = 2_500;

/** What happens to calls, and whether their servers are connected. */
const TOPICS: readonly string[] = ["calls", "ami"];

/** A message is followed by others of the same call; however many come, the list is read once a second at most. */
const PACE: ReadingPace = { settleMs: 120, spreadMs: 80, restMs: 1_000, everyMs: 30_000 };

/** A search does not wait for its turn. */
const ASKED_REST_MS = 0;

/** What the pages of calls need of their browser; tests give fakes. */
export interface CallsEnvironment<T> {
  readonly clock: ClientClock;
  readonly openSocket: (url: string) => SocketLike;
  /** Reads what is shown anew. */
  readonly read: () => Promise<PartReading<T>>;
}

/** Where the page goes on from. */
export interface CallsStart {
  readonly generatedAtMs: number;
  readonly epoch: string;
  readonly seq: number;
  readonly socketUrl: string;
  readonly heartbeatMs: number;
}

/**
 * What keeps a page of calls true: one stream that tells that something happened, after which what is shown is read anew; the
 * server's time; and how the page stands with Nexus.
 */
export class CallsFeed<T> {
  readonly #clock: ClientClock;
  readonly #time: ServerTime;
  readonly #quietMs: number;
  readonly #socket: LiveSocket;
  readonly #reader: PartReader<T>;
  readonly #shown: Signal<T>;
  readonly #reading = signal<"read" | "gone" | "failed">("read");
  readonly #now: Signal<number>;
  readonly #nexus = signal<NexusState>({ kind: "rendered" });
  #epoch: string;
  #welcomes = 0;
  #beating: { cancel(): void } | null = null;
  #visible = true;
  #lastMessageMs: number;
  #wokeAtMs: number | null = null;
  #downSinceMs: number | null;

  constructor(shown: T, start: CallsStart, environment: CallsEnvironment<T>) {
    const { clock } = environment;
    const nowMs = clock.monotonicMs();
    this.#clock = clock;
    this.#shown = signal(shown);
    this.#now = signal(start.generatedAtMs);
    this.#time = new ServerTime(start.generatedAtMs, nowMs);
    this.#quietMs = start.heartbeatMs + QUIET_SLACK_MS;
    this.#epoch = start.epoch;
    this.#lastMessageMs = nowMs;
    this.#downSinceMs = nowMs;
    this.#reader = new PartReader(clock, PACE, environment.read, (reading) => this.#takeReading(reading));
    this.#socket = new LiveSocket({
      url: start.socketUrl,
      topics: TOPICS,
      resume: { epoch: start.epoch, seq: start.seq },
      silenceMs: start.heartbeatMs * 2 + QUIET_SLACK_MS,
      clock,
      handlers: {
        message: (envelope, epoch) => this.#take(envelope, epoch),
        state: (state) => this.#stateChanged(state),
      },
    }, environment.openSocket);
  }

  /** What is shown. */
  get shown(): ReadonlySignal<T> {
    return this.#shown;
  }

  /** What became of the last reading; what is shown stays as it was where that brought nothing. */
  get reading(): ReadonlySignal<"read" | "gone" | "failed"> {
    return this.#reading;
  }

  /** The server's time, epoch milliseconds, once a second while the page is visible. */
  get now(): ReadonlySignal<number> {
    return this.#now;
  }

  /** How the page stands with Nexus. */
  get nexus(): ReadonlySignal<NexusState> {
    return this.#nexus;
  }

  /** Reads at once: what is asked for has changed. */
  ask(afterMs = 0): void {
    this.#reader.readIn(afterMs, ASKED_REST_MS);
  }

  /** Opens the stream and starts the timers; does nothing while they run. */
  start(): void {
    if (!this.#beating) this.#wakeUp();
    this.#socket.start();
    this.#reader.start();
    if (!this.#beating) this.#beat();
  }

  /** Closes the stream and stops the timers; `start` goes on where they were. */
  stop(): void {
    this.#socket.stop();
    this.#reader.stop();
    this.#beating?.cancel();
    this.#beating = null;
  }

  /** The page is looked at or not: a hidden one moves no timers. */
  setVisible(visible: boolean): void {
    this.#visible = visible;
    this.#reader.setVisible(visible);
    if (visible) this.wake(false);
  }

  /** Something happened after which the stream may be dead without knowing: finds out now. */
  wake(networkChanged: boolean): void {
    if (!this.#beating) return;
    this.#wakeUp();
    this.#socket.check(networkChanged);
    this.#tick();
  }

  #wakeUp(): void {
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - this.#lastMessageMs > this.#quietMs) this.#wokeAtMs = nowMs;
    if (!this.#beating) this.#downSinceMs = nowMs;
  }

  #take(envelope: Envelope | null, epoch: string): void {
    const nowMs = this.#clock.monotonicMs();
    const wasCatchingUp = this.#isCatchingUp();
    const isNewRun = epoch !== this.#epoch;
    this.#lastMessageMs = nowMs;
    this.#epoch = epoch;
    if (envelope) this.#time.observe(envelope.timestamp, nowMs);
    const kind = envelope?.messageType;
    if (kind === "CALL_STATE" || kind === "AMI_STATUS") this.#reader.changed();
    // After a break calls may have come and gone; a new run of Nexus begins by asking its servers.
    if (kind === "WELCOME" && (isNewRun || this.#welcomes++ > 0)) this.#reader.changed();
    if (wasCatchingUp) this.#tick();
    else if (this.#nexus.peek().kind === "silent") this.#assess();
  }

  #takeReading(reading: PartReading<T>): void {
    this.#reading.value = reading.kind;
    if (reading.kind === "read") this.#shown.value = reading.value;
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
    // While it is not known what was missed, clocks stand still rather than run on for what may have ended.
    if (this.#visible && !this.#isCatchingUp()) this.#now.value = this.#time.at(this.#clock.monotonicMs());
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
