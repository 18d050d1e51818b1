import { setImmediate } from "node:timers";
import type { Clock, Timer } from "./types.ts";

interface Entry {
  dueMs: number;
  readonly order: number;
  readonly periodMs: number | null;
  readonly callback: () => void;
}

/**
 * A clock that stands still until told otherwise. Timers run in order of their due time, then of their making;
 * while one runs, `now()` is its due time. Random numbers come from a seeded generator (mulberry32).
 */
export class VirtualClock implements Clock {
  #nowMs: number;
  #order = 0;
  #seed: number;
  readonly #entries = new Set<Entry>();

  constructor(startMs = 0, seed = 1) {
    this.#nowMs = startMs;
    this.#seed = seed >>> 0;
  }

  now(): number {
    return this.#nowMs;
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
    return this.#entries.size;
  }

  /** Moves on by `deltaMs`, running what falls due. */
  advance(deltaMs: number): void {
    this.advanceTo(this.#nowMs + deltaMs);
  }

  /** Moves on to `toMs`, running what falls due; a time in the past runs nothing and changes nothing. */
  advanceTo(toMs: number): void {
    for (let next = this.#nextDue(toMs); next !== undefined; next = this.#nextDue(toMs)) {
      this.#nowMs = Math.max(this.#nowMs, next.dueMs);
      if (next.periodMs === null) this.#entries.delete(next);
      else next.dueMs += next.periodMs;
      next.callback();
    }
    this.#nowMs = Math.max(this.#nowMs, toMs);
  }

  /** As `advance`, but lets promises settle before and after each timer. */
  async advanceAsync(deltaMs: number): Promise<void> {
    const toMs = this.#nowMs + deltaMs;
    await settle();
    for (let next = this.#nextDue(toMs); next !== undefined; next = this.#nextDue(toMs)) {
      this.advanceTo(next.dueMs);
      await settle();
    }
    this.advanceTo(toMs);
    await settle();
  }

  #add(delayMs: number, periodMs: number | null, callback: () => void): Timer {
    const entry = { dueMs: this.#nowMs + Math.max(0, delayMs), order: this.#order++, periodMs, callback };
    this.#entries.add(entry);
    return { cancel: () => void this.#entries.delete(entry) };
  }

  #nextDue(limitMs: number): Entry | undefined {
    let next: Entry | undefined;
    for (const entry of this.#entries) {
      if (entry.dueMs > limitMs) continue;
      if (!next || entry.dueMs < next.dueMs || (entry.dueMs === next.dueMs && entry.order < next.order)) {
        next = entry;
      }
    }
    return next;
  }
}

/** Lets every promise that can settle do so: a macrotask runs after all microtasks queued before it. */
async function settle(): Promise<void> {
  for (let round = 0; round < 4; round++) await new Promise<void>((resolve) => void setImmediate(resolve));
}
