import { setImmediate } from "node:timers";
import { type HeapEntry, TimerHeap } from "./timer_heap.ts";
import type { Clock, Timer } from "./types.ts";

/**
 * A clock that stands still until told otherwise. Timers run in order of their due time, then of their making;
 * while one runs, `now()` is its due time, in whole milliseconds as the real clock's. Random numbers come from a seeded generator (mulberry32).
 */
export class VirtualClock implements Clock {
  #nowMs: number;
  #order = 0;
  #seed: number;
  readonly #timers = new TimerHeap();

  constructor(startMs = 0, seed = 1) {
    this.#nowMs = startMs;
    this.#seed = seed >>> 0;
  }

  now(): number {
    return Math.floor(this.#nowMs);
  }

  monotonicMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, callback: () => void): Timer {
    return this.#add(delayMs, null, callback);
  }

  every(periodMs: number, callback: () => void): Timer {
    return this.#add(periodMs, Math.max(1, periodMs), callback);
  }

  random(): number {
    this.#seed = (this.#seed + 0x6d2b79f5) >>> 0;
    let mixed = this.#seed;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** How many timers are pending; a test that ends with 0 has left nothing behind. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Moves on by `deltaMs`, running what falls due. */
  advance(deltaMs: number): void {
    this.advanceTo(this.#nowMs + deltaMs);
  }

  /** Moves on to `toMs`, running what falls due; a time in the past runs nothing and changes nothing. */
  advanceTo(toMs: number): void {
    for (let next = this.#takeDue(toMs); next !== undefined; next = this.#takeDue(toMs)) {
      next.callback();
    }
    this.#nowMs = Math.max(this.#nowMs, toMs);
  }

  /** As `advance`, but lets promises settle before and after each timer. */
  async advanceAsync(deltaMs: number): Promise<void> {
    const toMs = this.#nowMs + deltaMs;
    await settle();
    for (let next = this.#timers.peek(); next && next.dueMs <= toMs; next = this.#timers.peek()) {
      this.advanceTo(next.dueMs);
      await settle();
    }
    this.advanceTo(toMs);
    await settle();
  }

  #add(delayMs: number, periodMs: number | null, callback: () => void): Timer {
    const dueMs = this.#nowMs + Math.max(0, delayMs);
    const entry: HeapEntry = { dueMs, order: this.#order++, periodMs, callback, state: "pending" };
    this.#timers.push(entry);
    return { cancel: () => this.#timers.cancel(entry) };
  }

  /** Takes what is due by `limitMs` and moves on to then; a repeated one is put back for its next turn first, so that it can be cancelled. */
  #takeDue(limitMs: number): HeapEntry | undefined {
    const next = this.#timers.peek();
    if (!next || next.dueMs > limitMs) return undefined;
    this.#timers.pop();
    this.#nowMs = Math.max(this.#nowMs, next.dueMs);
    if (next.periodMs !== null) {
      next.dueMs += next.periodMs;
      this.#timers.push(next);
    }
    return next;
  }
}

/** Lets every promise that can settle do so: a macrotask runs after all microtasks queued before it. */
async function settle(): Promise<void> {
  for (let round = 0; round < 4; round++) await new Promise<void>((resolve) => void setImmediate(resolve));
}
