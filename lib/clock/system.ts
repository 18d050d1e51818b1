import type { Clock } from "./types.ts";

/** The real clock. Its timers keep the process alive; whoever starts one cancels it on stop. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  after(delayMs, callback) {
    const id = setTimeout(callback, delayMs);
    return { cancel: () => clearTimeout(id) };
  },
  every(periodMs, callback) {
    const id = setInterval(callback, periodMs);
    return { cancel: () => clearInterval(id) };
  },
  random: () => Math.random(),
};
