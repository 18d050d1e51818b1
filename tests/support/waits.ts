import { type Clock, systemClock } from "../../lib/clock/mod.ts";

/** Real time, and how much of it was waited for on purpose: what a busy machine adds to that does not count. */
export interface NotingClock extends Clock {
  /** Sum of the delays of all single timers that fell due since `forget`, milliseconds. */
  readonly waitedMs: number;
  /** Begins anew. */
  forget(): void;
}

/** The system's clock, noting. */
export function notingClock(): NotingClock {
  let waitedMs = 0;
  return {
    ...systemClock,
    get waitedMs() {
      return waitedMs;
    },
    forget: () => void (waitedMs = 0),
    after: (delayMs, callback) =>
      systemClock.after(delayMs, () => {
        waitedMs += delayMs;
        callback();
      }),
  };
}

/** Tells how far behind this machine and another process are, by asking that again and again. */
export class LagWatch {
  #worstMs = 0;
  #isOver = false;
  readonly #asking: Promise<void>;

  /** Begins at once; `ask` resolves when the other process has answered, and rejects when it is gone. */
  constructor(ask: () => Promise<unknown>, pauseMs = 25) {
    this.#asking = this.#watch(ask, pauseMs);
  }

  /** The longest that an answer, or a timer of this process, was late so far, milliseconds. */
  get worstMs(): number {
    return this.#worstMs;
  }

  /** Ends, and gives the longest. */
  async stop(): Promise<number> {
    this.#isOver = true;
    await this.#asking;
    return this.#worstMs;
  }

  async #watch(ask: () => Promise<unknown>, pauseMs: number): Promise<void> {
    while (!this.#isOver) {
      const beganMs = performance.now();
      await ask().catch((error: unknown) => {
        if (!this.#isOver) throw error;
      });
      await new Promise<void>((resolve) => void systemClock.after(pauseMs, resolve));
      this.#worstMs = Math.max(this.#worstMs, performance.now() - beganMs - pauseMs);
    }
  }
}

/** The system's clock on a machine where each look at the time takes a millisecond of work, however quick this one is. */
export function slowClock(): Clock {
  let workedMs = 0;
  return { ...systemClock, monotonicMs: () => workedMs++ };
}
