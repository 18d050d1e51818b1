import type { Envelope } from "../wire/mod.ts";
import { reconnectDelayMs } from "./backoff.ts";
import { Contest } from "./contest.ts";

/** Time and chance as the browser has them; a `Clock` of the server fits too. */
export interface ClientClock {
  /** Epoch milliseconds by this machine's clock; only used to notice that it slept. */
  now(): number;
  /** Milliseconds that never go back. */
  monotonicMs(): number;
  /** Runs `callback` once after `delayMs`. */
  after(delayMs: number, callback: () => void): { cancel(): void };
  /** A number in [0, 1). */
  random(): number;
}

/** State of one stream. Instants are monotonic milliseconds of this browser. */
export type ConnectionState =
  | { readonly kind: "stopped" }
  | { readonly kind: "connecting"; readonly attempt: number; readonly sinceMs: number }
  | { readonly kind: "open"; readonly sinceMs: number }
  | {
    readonly kind: "waiting";
    readonly attempt: number;
    readonly retryAtMs: number;
    readonly reason: string;
  };

/** What a transport tells of itself; after `lost` it says nothing more. */
export interface TransportEvents {
  opened(): void;
  message(text: string): void;
  lost(reason: string): void;
}

/** An open or opening transport. */
export interface Transport {
  close(): void;
  /** Asks for an answer at once, where the transport can; gives whether it could. */
  ping?(): boolean;
}

/** What a stream tells the page. */
export interface ConnectionHandlers {
  /** One message, `null` for one the guards do not know, and the run of the server it belongs to. */
  message(envelope: Envelope | null, epoch: string): void;
  state(state: ConnectionState): void;
}

/** How a stream is set up. */
export interface ConnectionOptions {
  /** Address of the endpoint, without query. */
  readonly url: string;
  readonly topics: readonly string[];
  /** Local nodes wanted; absent or empty for all. */
  readonly nodes?: readonly string[];
  /** Where the page that was rendered on the server leaves off. */
  readonly resume: { readonly epoch: string; readonly seq: number } | null;
  /** No message for this long: the stream is dead, whatever the transport says. Above the server's heartbeat. */
  readonly silenceMs: number;
  readonly clock: ClientClock;
  /** Reads a message; `null` for what it does not know. */
  readonly parse: (text: string) => Envelope | null;
  readonly handlers: ConnectionHandlers;
}

/** An endpoint that does not answer for this long is given up and dialled again. */
const OPEN_TIMEOUT_MS = 10_000;

/** A session that held this long counts as good: the next delay is the shortest again. */
const HELD_MS = 5_000;

/**
 * How long a ping may go unanswered after waking up before another transport is dialled beside. Short, as a viewer waits
 * for it; on a slow network the old one loses nothing by it, as it is kept until one of the two speaks.
 */
const PROBE_MS = 400;

/** The same for a transport that is being dialled: its first packet may have gone into a network that was not up yet. */
const BESIDE_MS = 700;

/** So long after waking up a dial that fails is tried again soon: the network may need a moment. */
const HURRY_MS = 5_000;

/** Beyond this age of the last message a stream without ping is dialled anew on waking up. */
const SUSPECT_MS = 6_000;

/**
 * One stream that never gives up: dials, resumes where it was, notices silence, and dials again with growing delays.
 * It listens to one transport; after waking up a second one may stand beside it until the first of them speaks.
 */
export abstract class LiveConnection {
  readonly #options: ConnectionOptions;
  #topics: readonly string[];
  #state: ConnectionState = { kind: "stopped" };
  #contest: Contest | null = null;
  #timer: { cancel(): void } | null = null;
  /** The run of the server that this stream's messages belong to. */
  #epoch: string;
  /** The last message taken of that run; `null` until there is one, then the server sends everything. */
  #resumeSeq: number | null;
  #attempt = 0;
  #hurryUntilMs = -Infinity;
  #lastMessageMs = 0;
  #lastMessageWallMs = 0;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#topics = options.topics;
    this.#epoch = options.resume?.epoch ?? "";
    this.#resumeSeq = options.resume?.seq ?? null;
  }

  /** Opens a transport to `url`. Events may come at any time after it returns, never during. */
  protected abstract dial(url: string, events: TransportEvents): Transport;

  get state(): ConnectionState {
    return this.#state;
  }

  /** Begins; does nothing while it runs. */
  start(): void {
    if (this.#state.kind !== "stopped") return;
    // What was open before is waited for: the page comes back.
    if (this.#lastMessageMs > 0) this.#hurry();
    this.#connect();
  }

  /** Closes; `start` goes on where it was. */
  stop(): void {
    this.#drop();
    this.#attempt = 0;
    this.#become({ kind: "stopped" });
  }

  /** The page woke up, was shown again or has a network again: finds out at once whether the stream still lives. */
  check(networkChanged = false): void {
    const state = this.#state;
    if (state.kind === "stopped") return;
    this.#hurry();
    // What was dialled over a network that is gone would hang until its time is up.
    if (state.kind === "waiting" || (state.kind === "connecting" && networkChanged)) return this.#connect();
    if (state.kind === "connecting") return this.#awaitAnswer(state.sinceMs);
    const clock = this.#options.clock;
    const ageMs = Math.max(
      clock.monotonicMs() - this.#lastMessageMs,
      clock.now() - this.#lastMessageWallMs,
    );
    if (ageMs > this.#options.silenceMs) this.#connect();
    else if (this.#contest?.ping()) this.#probe();
    else if (networkChanged || ageMs > SUSPECT_MS) this.#connect();
  }

  /** Changes what it asks for: dials anew and gets a fresh snapshot of it. */
  setTopics(topics: readonly string[]): void {
    if (topics.join() === this.#topics.join()) return;
    this.#topics = topics;
    this.#resumeSeq = null;
    if (this.#state.kind !== "stopped") this.#connect();
  }

  #hurry(): void {
    this.#attempt = 0;
    this.#hurryUntilMs = this.#options.clock.monotonicMs() + HURRY_MS;
  }

  #isHurried(): boolean {
    return this.#options.clock.monotonicMs() < this.#hurryUntilMs;
  }

  #connect(): void {
    this.#drop();
    const nowMs = this.#options.clock.monotonicMs();
    this.#become({ kind: "connecting", attempt: this.#attempt, sinceMs: nowMs });
    this.#contest = new Contest({
      opened: () => this.#opened(),
      message: (text) => this.#message(text),
      lost: (reason) => this.#lost(reason),
    });
    this.#awaitAnswer(nowMs);
    this.#enter();
  }

  #enter(): void {
    const url = this.#url();
    this.#contest?.enter((events) => this.dial(url, events));
  }

  /** Gives up what does not answer in time; in a hurry another is dialled beside it soon. */
  #awaitAnswer(sinceMs: number): void {
    const clock = this.#options.clock;
    const goneMs = clock.monotonicMs() - sinceMs;
    const isLast = !this.#isHurried() || (this.#contest?.size ?? 0) > 1;
    this.#timer?.cancel();
    this.#timer = isLast
      ? clock.after(Math.max(0, OPEN_TIMEOUT_MS - goneMs), () => this.#lost("no answer in 10 s"))
      : clock.after(Math.max(0, BESIDE_MS - goneMs), () => this.#dialBeside(sinceMs));
  }

  /** Dials another beside what may be dead. */
  #dialBeside(sinceMs: number): void {
    this.#enter();
    // Where that could not be made either, it waits already.
    if (this.#state.kind === "connecting") this.#awaitAnswer(sinceMs);
  }

  #url(): string {
    const query = [`topics=${this.#topics.join(",")}`];
    const nodes = this.#options.nodes ?? [];
    if (nodes.length > 0) query.push(`node=${nodes.map(encodeURIComponent).join(",")}`);
    if (this.#resumeSeq !== null) {
      query.push(`resume=${encodeURIComponent(`${this.#epoch}-${this.#resumeSeq}`)}`);
    }
    return `${this.#options.url}?${query.join("&")}`;
  }

  #opened(): void {
    this.#heard();
    this.#become({ kind: "open", sinceMs: this.#lastMessageMs });
    this.#watch(this.#options.silenceMs);
  }

  #message(text: string): void {
    if (this.#state.kind !== "open") this.#opened();
    this.#heard();
    const envelope = this.#options.parse(text);
    if (envelope) this.#follow(envelope);
    this.#options.handlers.message(envelope, this.#epoch);
  }

  /** Keeps the place to resume at. A welcome names the run of the server; what was missed comes after it. */
  #follow(envelope: Envelope): void {
    if (envelope.messageType !== "WELCOME") {
      this.#resumeSeq = Math.max(this.#resumeSeq ?? 0, envelope.seq);
    } else if (envelope.data.epoch !== this.#epoch) {
      this.#epoch = envelope.data.epoch;
      this.#resumeSeq = null;
    }
  }

  #heard(): void {
    this.#lastMessageMs = this.#options.clock.monotonicMs();
    this.#lastMessageWallMs = this.#options.clock.now();
  }

  /** One timer watches for silence; messages only move the instant it is measured from. */
  #watch(delayMs: number): void {
    this.#timer?.cancel();
    this.#timer = this.#options.clock.after(delayMs, () => {
      const silentMs = this.#options.clock.monotonicMs() - this.#lastMessageMs;
      const leftMs = this.#options.silenceMs - silentMs;
      if (leftMs > 0) this.#watch(leftMs);
      else this.#lost(`no message for ${Math.round(silentMs / 1000)} s`);
    });
  }

  #probe(): void {
    const clock = this.#options.clock;
    const askedAtMs = clock.monotonicMs();
    this.#timer?.cancel();
    this.#timer = clock.after(PROBE_MS, () => {
      if (this.#lastMessageMs > askedAtMs) return this.#watch(this.#options.silenceMs);
      const nowMs = clock.monotonicMs();
      this.#become({ kind: "connecting", attempt: this.#attempt, sinceMs: nowMs });
      this.#dialBeside(nowMs);
    });
  }

  #lost(reason: string): void {
    const clock = this.#options.clock;
    const held = this.#state.kind === "open" && clock.monotonicMs() - this.#state.sinceMs >= HELD_MS;
    if (held) this.#attempt = 0;
    this.#drop();
    const delayMs = reconnectDelayMs(this.#attempt, clock.random());
    if (!this.#isHurried()) this.#attempt++;
    const retryAtMs = clock.monotonicMs() + delayMs;
    this.#timer = clock.after(delayMs, () => this.#connect());
    this.#become({ kind: "waiting", attempt: this.#attempt, retryAtMs, reason });
  }

  #drop(): void {
    this.#timer?.cancel();
    this.#timer = null;
    const contest = this.#contest;
    this.#contest = null;
    contest?.close();
  }

  #become(state: ConnectionState): void {
    this.#state = state;
    this.#options.handlers.state(state);
  }
}
