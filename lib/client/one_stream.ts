import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { type Envelope, parseEnvelope } from "../wire/mod.ts";
import type { ClientClock, ConnectionState } from "./connection.ts";
import { LiveSocket, type SocketLike } from "./live_socket.ts";
import { isCatchingUp, type NexusState, nexusState, sameNexusState } from "./presence.ts";
import { ServerTime } from "./server_time.ts";

/** Running clocks go by whole seconds. */
const BEAT_MS = 1_000;

/** Messages are this much late before the page says so. */
const QUIET_SLACK_MS = 2_500;

/** From where a stream goes on, and what becomes of its messages. */
export interface OneStreamOptions {
  readonly clock: ClientClock;
  /** The server's time when the page was rendered, epoch milliseconds. */
  readonly generatedAtMs: number;
  readonly resume: { readonly epoch: string; readonly seq: number };
  readonly socketUrl: string;
  readonly heartbeatMs: number;
  readonly topics: readonly string[];
  /** Whether a message says something about what is shown; one that does not is a sign of life all the same. */
  readonly accepts: (envelope: Envelope | null, epoch: string) => boolean;
  readonly take: (envelope: Envelope | null, epoch: string) => void;
}

/** A page or card that lives by one stream: the stream, the server's time, and how it stands with Nexus. */
export class OneStream {
  readonly #clock: ClientClock;
  readonly #time: ServerTime;
  readonly #quietMs: number;
  readonly #socket: LiveSocket;
  readonly #now: Signal<number>;
  readonly #nexus = signal<NexusState>({ kind: "rendered" });
  #beating: { cancel(): void } | null = null;
  #visible = true;
  #lastMessageMs: number;
  #wokeAtMs: number | null = null;
  #downSinceMs: number | null;

  constructor(private readonly options: OneStreamOptions, openSocket: (url: string) => SocketLike) {
    const { clock, generatedAtMs, heartbeatMs, socketUrl, topics, resume } = options;
    const nowMs = clock.monotonicMs();
    this.#clock = clock;
    this.#now = signal(generatedAtMs);
    this.#time = new ServerTime(generatedAtMs, nowMs);
    this.#quietMs = heartbeatMs + QUIET_SLACK_MS;
    this.#lastMessageMs = nowMs;
    this.#downSinceMs = nowMs;
    this.#socket = new LiveSocket({
      url: socketUrl,
      topics,
      resume,
      silenceMs: heartbeatMs * 2 + QUIET_SLACK_MS,
      clock,
      parse: parseEnvelope,
      handlers: {
        message: (envelope, epoch) => this.#take(envelope, epoch),
        state: (state) => this.#stateChanged(state),
      },
    }, openSocket);
  }

  /** The server's time, epoch milliseconds, once a second while the page is visible. */
  get now(): ReadonlySignal<number> {
    return this.#now;
  }

  /** The server's time at this instant, epoch milliseconds, also while the page is hidden and `now` stands still. */
  readonly serverNow = (): number => this.#time.at(this.#clock.monotonicMs());

  /** How the page stands with Nexus. */
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

  /** The page is looked at or not: a hidden one follows its stream but moves no timers. */
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

  /** After a long silence the page gets a moment to catch up before it says that anything is wrong. */
  #wakeUp(): void {
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - this.#lastMessageMs > this.#quietMs) this.#wokeAtMs = nowMs;
    if (!this.#beating) this.#downSinceMs = nowMs;
  }

  #take(envelope: Envelope | null, epoch: string): void {
    const nowMs = this.#clock.monotonicMs();
    const wasCatchingUp = this.#isCatchingUp();
    this.#lastMessageMs = nowMs;
    if (!this.options.accepts(envelope, epoch)) return;
    if (envelope) this.#time.observe(envelope.timestamp, nowMs);
    this.options.take(envelope, epoch);
    if (wasCatchingUp) this.#tick();
    else if (this.#nexus.peek().kind === "silent") this.#assess();
  }

  #stateChanged({ kind }: ConnectionState): void {
    this.#downSinceMs = kind === "open" ? null : this.#downSinceMs ?? this.#clock.monotonicMs();
    this.#assess();
  }

  #beat(): void {
    this.#tick();
    const intoSecondMs = this.serverNow() % BEAT_MS;
    this.#beating = this.#clock.after(BEAT_MS - intoSecondMs, () => this.#beat());
  }

  #tick(): void {
    // While it is not known what was missed, clocks stand still rather than run on for what may have ended.
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
