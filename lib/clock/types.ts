/** A pending callback. */
export interface Timer {
  /** Stops it; harmless when it has already run. */
  cancel(): void;
}

/** Where time and chance come from. */
export interface Clock {
  /** Epoch milliseconds, UTC. */
  now(): number;
  /** Milliseconds that never go back, for measuring; only differences mean anything. */
  monotonicMs(): number;
  /** Runs `callback` once after `delayMs`. */
  after(delayMs: number, callback: () => void): Timer;
  /** Runs `callback` every `periodMs` until cancelled. */
  every(periodMs: number, callback: () => void): Timer;
  /** A number in [0, 1). */
  random(): number;
}
