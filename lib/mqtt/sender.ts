import type { Clock, Timer } from "../clock/mod.ts";
import type { Board } from "./board.ts";
import type { Outbox } from "./outbox.ts";
import type { BrokerSession } from "./session.ts";
import { statusTopic } from "./topics.ts";

/** Messages under way at once: a broker one network away is kept busy, and what a cut sends again stays little. */
const WINDOW = 64;

/** A broker that leaves a message unanswered this long is not there any more. */
const ANSWER_LIMIT_MS = 30_000;

const WATCH_MS = 5_000;

/** Of a clean stop: what waits may take this long to leave, the last word after it as long. */
const DRAIN_MS = 1_000;

/** What a sender needs. */
export interface SenderOptions {
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly board: Board;
  readonly prefix: string;
  readonly qos: 0 | 1 | 2;
  /** A message arrived and is to be forgotten on the disk as well. */
  readonly changed: () => void;
  readonly fault: (error: unknown) => void;
  /** The session does not answer. */
  readonly stuck: (reason: string) => void;
}

/** Sums since the start. */
export interface SenderCounters {
  /** Messages of calls, states and discovery that arrived. */
  readonly published: number;
  /** Key edges that were told, and that were left out: the broker was away or slow, or they were over long ago. */
  readonly edges: number;
  readonly edgesSkipped: number;
}

/** Hands what waits to the session, as much as it takes; never waits for it. */
export class Sender {
  #session: BrokerSession | null = null;
  #watch: Timer | null = null;
  #turn: Timer | null = null;
  /** When each message under way was handed on, in that order. */
  readonly #sentAtMs = new Map<number, number>();
  #number = 0;
  #published = 0;
  #edges = 0;
  #edgesSkipped = 0;
  #onQuiet: (() => void) | null = null;
  /** True from the last word on: nothing is handed on after it. */
  #isClosing = false;

  constructor(private readonly options: SenderOptions) {}

  get counters(): SenderCounters {
    return { published: this.#published, edges: this.#edges, edgesSkipped: this.#edgesSkipped };
  }

  /** Messages under way, and how many may be. */
  get underWay(): { readonly used: number; readonly limit: number } {
    return { used: this.#sentAtMs.size, limit: WINDOW };
  }

  /** A session is up: the broker hears that we are there, then all that is retained, then what waited. */
  up(session: BrokerSession): void {
    const { clock, board } = this.options;
    this.#session = session;
    this.#isClosing = false;
    this.#watch = clock.every(WATCH_MS, () => this.#checkAnswers());
    this.#say("online");
    board.allAgain();
    this.pump();
  }

  /** The session is gone: what was under way is sent again by the next. */
  down(): void {
    this.#session = null;
    this.#watch?.cancel();
    this.#turn?.cancel();
    this.#turn = null;
    this.#sentAtMs.clear();
    this.options.outbox.takeBack();
    this.#onQuiet?.();
  }

  /** Hands on what waits in a turn of its own, so that who brought it does not wait. */
  request(): void {
    if (!this.#session || this.#turn) return;
    this.#turn = this.options.clock.after(0, () => {
      this.#turn = null;
      this.pump();
    });
  }

  /** Hands on as much as the session takes. */
  pump(): void {
    const { outbox, board, qos } = this.options;
    const session = this.#session;
    if (!session || this.#isClosing) return;
    while (this.#sentAtMs.size < WINDOW && !session.isFull) {
      const notice = board.next();
      if (notice) {
        const { topic, payload } = notice;
        this.#send(session, { topic, payload, qos, retain: true }, () => board.arrived(notice));
        continue;
      }
      const row = outbox.next();
      if (!row) break;
      this.#send(session, { topic: row.topic, payload: row.payload, qos, retain: false }, () => {
        outbox.arrived(row.id);
        this.options.changed();
      });
    }
    if (this.#sentAtMs.size === 0) this.#onQuiet?.();
  }

  /** Tells a key edge now or not at all: a late one is worth nothing. QoS 0. */
  edge(topic: string, payload: string): void {
    if (!this.#session || this.#session.isFull) return void this.#edgesSkipped++;
    this.#edges++;
    this.#session.publish({ topic, payload, qos: 0, retain: false }, () => undefined);
  }

  /** Lets what waits leave, then says `offline`; resolves within two seconds, whatever the broker does. */
  async finish(): Promise<void> {
    if (!this.#session) return;
    this.pump();
    await this.#quiet();
    this.#isClosing = true;
    this.#say("offline");
    await this.#quiet();
  }

  async #quiet(): Promise<void> {
    if (!this.#session || this.#sentAtMs.size === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#onQuiet = resolve;
    const limit = this.options.clock.after(DRAIN_MS, resolve);
    await promise;
    limit.cancel();
    this.#onQuiet = null;
  }

  #say(payload: "online" | "offline"): void {
    const { prefix, qos } = this.options;
    const message = { topic: statusTopic(prefix), payload, qos: qos === 0 ? 1 : qos, retain: true } as const;
    if (this.#session) this.#send(this.#session, message, () => undefined);
  }

  #send(
    session: BrokerSession,
    message: Parameters<BrokerSession["publish"]>[0],
    arrived: () => void,
  ): void {
    const number = ++this.#number;
    this.#sentAtMs.set(number, this.options.clock.monotonicMs());
    session.publish(message, (error) => {
      // What ends with its session is sent again by the next one.
      if (error !== null || session !== this.#session || !this.#sentAtMs.delete(number)) return;
      this.#published++;
      try {
        arrived();
      } catch (fault) {
        this.options.fault(fault);
      }
      if (this.#isClosing && this.#sentAtMs.size === 0) this.#onQuiet?.();
      else this.request();
    });
  }

  #checkAnswers(): void {
    const [oldestMs] = this.#sentAtMs.values();
    if (oldestMs === undefined || this.options.clock.monotonicMs() - oldestMs < ANSWER_LIMIT_MS) return;
    this.options.stuck(`broker left a message unanswered for ${ANSWER_LIMIT_MS / 1_000} s`);
  }
}
