import type { ClientClock } from "./connection.ts";

/** So often it looks at the clock. */
const LOOK_MS = 2_000;

/** A timer that runs so late was not late, the machine slept: no page is busy that long. */
const SLEPT_MS = 6_000;

/** A watch that runs. */
export interface SleepWatch {
  /** The page knows already that it is awake: what passed until now was no sleep. */
  awake(): void;
  cancel(): void;
}

/** Calls `woke` after the machine slept. Not every browser tells the page in front of it. */
export function watchSleep(clock: Pick<ClientClock, "now" | "after">, woke: () => void): SleepWatch {
  let seenMs = clock.now();
  let timer = clock.after(LOOK_MS, look);
  function look(): void {
    const lateMs = clock.now() - seenMs - LOOK_MS;
    seenMs = clock.now();
    timer = clock.after(LOOK_MS, look);
    if (lateMs > SLEPT_MS) woke();
  }
  return {
    awake: () => void (seenMs = clock.now()),
    cancel: () => timer.cancel(),
  };
}
