import { type Clock, sleep } from "../clock/mod.ts";

/** Work done in one go before the event loop gets its turn; far below the 20 ms that somebody could notice. */
const SLICE_MS = 4;

/** Divides long work into slices, between which everything else gets its turn. */
export class Slices {
  #startedMs: number;
  #longestMs = 0;

  constructor(private readonly clock: Clock, private readonly signal: AbortSignal) {
    this.#startedMs = clock.monotonicMs();
  }

  /** The longest slice so far. */
  get longestMs(): number {
    return this.#longestMs;
  }

  /** Rests when the slice is used up. Errors: throws the signal's reason when the work is to end. */
  async breathe(): Promise<void> {
    if (this.clock.monotonicMs() - this.#startedMs >= SLICE_MS) await this.rest();
  }

  /** Ends the slice. */
  async rest(): Promise<void> {
    this.pause();
    await sleep(this.clock, 0, this.signal);
    this.resume();
  }

  /** Work stops here to wait for something. */
  pause(): void {
    this.#longestMs = Math.max(this.#longestMs, this.clock.monotonicMs() - this.#startedMs);
  }

  /** Work goes on. */
  resume(): void {
    this.signal.throwIfAborted();
    this.#startedMs = this.clock.monotonicMs();
  }
}
