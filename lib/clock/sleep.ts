import type { Clock } from "./types.ts";

/**
 * Resolves after `delayMs` of the clock's time, or as soon as `signal` aborts; never rejects, so a caller
 * looks at `signal.aborted` to know which.
 */
export function sleep(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      timer.cancel();
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = clock.after(delayMs, done);
    signal?.addEventListener("abort", done, { once: true });
  });
}
