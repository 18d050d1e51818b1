import type { Bound } from "../wire/mod.ts";
import { MAX_KEPT_CHOICES, type StreamMessage } from "./message.ts";

/** The latest numbered messages, for clients that come back; oldest dropped by count and by rough memory. */
export class ReplayRing {
  readonly #slots: (StreamMessage | undefined)[];
  #newest = 0;
  #count = 0;
  #bytes = 0;

  constructor(private readonly maxCount: number, private readonly maxBytes: number) {
    this.#slots = new Array(maxCount).fill(undefined);
  }

  /** How many messages it holds. */
  get count(): number {
    return this.#count;
  }

  /**
   * How full it is by count and by rough memory, and what one of its messages keeps; what is older than it is sent as a
   * snapshot, and a choice that is not kept is made again, so nothing is lost.
   */
  get bounds(): readonly Bound[] {
    const keptChoices = this.#slots.reduce((most, message) => Math.max(most, message?.keptChoices ?? 0), 0);
    return [
      { name: "stream_choices_of_message", used: keptChoices, limit: MAX_KEPT_CHOICES },
      { name: "stream_resume_messages", used: this.#count, limit: this.maxCount },
      { name: "stream_resume_bytes", used: this.#bytes, limit: this.maxBytes },
    ];
  }

  /** Takes the next message; its number is one more than that of the last. */
  push(message: StreamMessage): void {
    if (this.#count === this.maxCount) this.#dropOldest();
    this.#newest = message.envelope.seq;
    this.#slots[this.#newest % this.maxCount] = message;
    this.#count++;
    this.#bytes += message.weightBytes;
    while (this.#bytes > this.maxBytes && this.#count > 1) this.#dropOldest();
  }

  /** What came after `seq`, oldest first; `undefined` when that is too far back or was never reached. */
  after(seq: number): readonly StreamMessage[] | undefined {
    if (seq > this.#newest || seq < this.#newest - this.#count) return undefined;
    const missed: StreamMessage[] = [];
    for (let number = seq + 1; number <= this.#newest; number++) {
      const message = this.#slots[number % this.maxCount];
      if (message) missed.push(message);
    }
    return missed;
  }

  #dropOldest(): void {
    const slot = (this.#newest - this.#count + 1) % this.maxCount;
    this.#bytes -= this.#slots[slot]?.weightBytes ?? 0;
    this.#slots[slot] = undefined;
    this.#count--;
  }
}
