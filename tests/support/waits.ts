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

/** The system's clock on a machine where each look at the time takes a millisecond of work, however quick this one is. */
export function slowClock(): Clock {
  let workedMs = 0;
  return { ...systemClock, monotonicMs: () => workedMs++ };
}
