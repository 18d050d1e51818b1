import type { Clock, Timer } from "../clock/mod.ts";
import type { Sample } from "./exposition.ts";
import { Histogram } from "./histogram.ts";

/** How often the loop is looked at; the look itself costs a microsecond. */
const PERIOD_MS = 500;

/** Seconds; a Raspberry Pi that swaps shows in the last ones. */
const BOUNDS_SEC = [0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1];

/** How late the event loop runs what is due: what everything on this server waits for at least. */
export class LoopDelay {
  readonly #histogram = new Histogram(BOUNDS_SEC);
  #timer: Timer | null = null;
  #worstSec = 0;

  constructor(private readonly clock: Clock) {}

  /** Begins to look. */
  start(): void {
    if (this.#timer) return;
    let dueMs = this.clock.monotonicMs() + PERIOD_MS;
    this.#timer = this.clock.every(PERIOD_MS, () => {
      const nowMs = this.clock.monotonicMs();
      const delaySec = Math.max(0, nowMs - dueMs) / 1_000;
      this.#histogram.observe(delaySec);
      this.#worstSec = Math.max(this.#worstSec, delaySec);
      dueMs = nowMs + PERIOD_MS;
    });
  }

  /** Stops looking. */
  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  /** The longest delay since this was asked last, in seconds. */
  takeWorstSec(): number {
    const worstSec = this.#worstSec;
    this.#worstSec = 0;
    return worstSec;
  }

  /** What it saw, in seconds. */
  samples(): readonly Sample[] {
    return this.#histogram.samples();
  }
}
