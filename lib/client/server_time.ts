/** How long one bucket of samples lasts; two are kept, so an estimate is forgotten after 30 to 60 s. */
const BUCKET_MS = 30_000;

/**
 * The server's time, told from the timestamps of its messages and this browser's monotonic clock; the wall clock of the
 * browser, which may be hours off, has no part in it.
 *
 * A message arrives after it was stamped, so every sample `timestamp - monotonic` is too low by its delay, and the
 * highest of the last minute is the best. Replayed messages give low samples and do no harm; after a sleep, in which
 * the monotonic clock may stand still, the first live message raises the estimate at once.
 */
export class ServerTime {
  #older: number;
  #newer: number;
  #bucketEndsAt: number;

  /** Begins with the instant the page was made, seen at `monotonicMs` of this browser. */
  constructor(generatedAtMs: number, monotonicMs: number) {
    this.#older = generatedAtMs - monotonicMs;
    this.#newer = this.#older;
    this.#bucketEndsAt = monotonicMs + BUCKET_MS;
  }

  /** Learns from one message's timestamp. */
  observe(timestampMs: number, monotonicMs: number): void {
    if (!Number.isFinite(timestampMs)) return;
    const sample = timestampMs - monotonicMs;
    if (monotonicMs >= this.#bucketEndsAt) {
      this.#older = monotonicMs >= this.#bucketEndsAt + BUCKET_MS ? sample : this.#newer;
      this.#newer = sample;
      this.#bucketEndsAt = monotonicMs + BUCKET_MS;
    } else this.#newer = Math.max(this.#newer, sample);
  }

  /** The server's time, epoch milliseconds, at `monotonicMs` of this browser. */
  at(monotonicMs: number): number {
    return monotonicMs + Math.max(this.#older, this.#newer);
  }
}
