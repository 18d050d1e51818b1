import type { Clock } from "../../lib/clock/mod.ts";
import type {
  BrokerSession,
  OpenSession,
  Outgoing,
  SessionEvents,
  SessionOptions,
} from "../../lib/mqtt/mod.ts";

/** How the broker behaves: takes and answers, says no, is not there, says nothing, takes us in and answers nothing more. */
export type Manner = "good" | "refusing" | "absent" | "silent" | "deaf";

/** A broker in memory, on a clock. */
export class FakeBroker {
  manner: Manner = "good";
  /** Until a message is acknowledged. */
  answerMs = 1;
  /** Everything that arrived, in order, with duplicates. */
  readonly arrived: Outgoing[] = [];
  /** What a new subscriber would see. */
  readonly retained = new Map<string, string>();
  readonly dials: { readonly atMs: number; readonly options: SessionOptions }[] = [];
  #cut: (() => void) | null = null;
  isFull = false;

  constructor(private readonly clock: Clock) {}

  /** Cuts the session that is up: what was not acknowledged is lost, and the last will is said. */
  cut(): void {
    this.#cut?.();
  }

  get isConnected(): boolean {
    return this.#cut !== null;
  }

  /** Payloads of calls, in order, as `call_id event timestamp`. */
  get calls(): readonly string[] {
    return this.arrived.filter(({ topic }) => topic.includes("/call/")).map(({ payload }) => {
      const { call_id, event, timestamp } = JSON.parse(payload);
      return `${call_id} ${event} ${timestamp}`;
    });
  }

  readonly open: OpenSession = (options, events) => {
    this.dials.push({ atMs: this.clock.now(), options });
    return this.#session(options, events);
  };

  #session(options: SessionOptions, events: SessionEvents): BrokerSession {
    let state: "new" | "up" | "over" = "new";
    const over = (reason: string, refused = false, withWill = true) => {
      if (state === "over") return;
      if (state === "up" && withWill && options.will) this.#take(options.will);
      state = "over";
      this.#cut = null;
      events.ended({ refused, reason });
    };
    this.clock.after(1, () => {
      if (state === "over" || this.manner === "silent") return;
      if (this.manner === "absent") return over("nothing listens there");
      if (this.manner === "refusing") return over("broker refused the credentials", true);
      state = "up";
      this.#cut = () => over("broker cut the connection");
      events.connected();
    });
    const isFull = () => this.isFull;
    return {
      publish: (message, done) => {
        if (state !== "up") return done("not connected");
        if (this.manner === "deaf") return;
        this.#take(message);
        this.clock.after(this.answerMs, () => state === "up" && this.manner !== "deaf" && done(null));
      },
      get isFull() {
        return isFull();
      },
      end: () =>
        void (this.manner === "deaf" ? undefined : this.clock.after(1, () => over("ended", false, false))),
      destroy: () => over("destroyed"),
    };
  }

  #take(message: Outgoing): void {
    this.arrived.push(message);
    if (!message.retain) return;
    if (message.payload === "") this.retained.delete(message.topic);
    else this.retained.set(message.topic, message.payload);
  }
}
