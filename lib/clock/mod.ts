/**
 * @module lib/clock: now, timers, sleep and random. The only `Date.now`, `setTimeout`, `setInterval` and
 * `Math.random` on the server live here, so that everything else can run on virtual time.
 */
export type { Clock, Timer } from "./types.ts";
export { systemClock } from "./system.ts";
export { VirtualClock } from "./virtual.ts";
export { sleep } from "./sleep.ts";
