import type { Clock, Timer } from "../../clock/mod.ts";

/** Something that will happen, unless it is called off. */
export interface Task {
  /** Calls it off; harmless when it has already happened. */
  cancel(): void;
}

interface Entry {
  readonly dueMs: number;
  readonly order: number;
  run: (() => void) | null;
}

/** A machine that slept must not get the hours it missed in one go: what is later than this is shifted instead. */
const MAX_LAG_MS = 2_000;

/** A clock that counts from 1970 is exact to a quarter of a microsecond only, so a timer may run this much too early. */
const ROUNDING_MS = 1e-3;

/**
 * What will happen in the simulated world and when, in world time: epoch milliseconds that begin at the clock's
 * `now` and run `speed` times as fast. While a task runs, `now()` is its due time to the millisecond, however late
 * the real timer was, so the same seed gives the same stamps. One timer of the clock is pending at most, because
 * a load of a hundred links keeps hundreds of tasks.
 */
export class Agenda {
  readonly #clock: Clock;
  readonly #speed: number;
  readonly #heap: Entry[] = [];
  #baseWorldMs = 0;
  #baseClockMs = 0;
  #runningAtMs: number | null = null;
  #latestMs = 0;
  #order = 0;
  #timer: Timer | null = null;
  #timerDueMs = Infinity;

  constructor(clock: Clock, speed: number) {
    this.#clock = clock;
    this.#speed = speed;
  }

  /** Begins world time at the clock's `now`. */
  start(): void {
    this.#baseWorldMs = this.#clock.now();
    this.#baseClockMs = this.#clock.monotonicMs();
  }

  /** Calls everything off. */
  stop(): void {
    this.#heap.length = 0;
    this.#disarm();
  }

  /** World time, epoch milliseconds; never ahead of a task that is still to run, and never going back. */
  now(): number {
    if (this.#runningAtMs !== null) return this.#runningAtMs;
    const flowedMs = Math.min(Math.floor(this.#flowed()), this.#heap[0]?.dueMs ?? Infinity);
    return this.#latestMs = Math.max(this.#latestMs, flowedMs);
  }

  /** Runs `run` once, `delayMs` of world time from now. */
  after(delayMs: number, run: () => void): Task {
    const entry: Entry = { dueMs: this.now() + Math.max(0, Math.round(delayMs)), order: this.#order++, run };
    push(this.#heap, entry);
    if (this.#runningAtMs === null) this.#arm();
    return { cancel: () => void (entry.run = null) };
  }

  /** How many tasks are pending, called off ones included until their time has come. */
  get pending(): number {
    return this.#heap.length;
  }

  #flowed(): number {
    return this.#baseWorldMs + (this.#clock.monotonicMs() - this.#baseClockMs) * this.#speed;
  }

  #arm(): void {
    const first = this.#heap[0];
    if (first === undefined || first.dueMs >= this.#timerDueMs) return;
    this.#disarm();
    this.#timerDueMs = first.dueMs;
    const waitMs = Math.max(0, (first.dueMs - this.#flowed()) / this.#speed);
    this.#timer = this.#clock.after(waitMs, () => this.#wake());
  }

  #disarm(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#timerDueMs = Infinity;
  }

  #wake(): void {
    this.#disarm();
    this.#skipWhatWasSlept();
    const untilMs = this.#flowed() + ROUNDING_MS * this.#speed;
    for (let first = this.#heap[0]; first && first.dueMs <= untilMs; first = this.#heap[0]) {
      pop(this.#heap);
      this.#runningAtMs = this.#latestMs = first.dueMs;
      try {
        first.run?.();
      } finally {
        this.#runningAtMs = null;
      }
    }
    this.#arm();
  }

  #skipWhatWasSlept(): void {
    const first = this.#heap[0];
    const lagMs = first ? (this.#flowed() - first.dueMs) / this.#speed : 0;
    if (lagMs > MAX_LAG_MS) this.#baseClockMs += lagMs;
  }
}

function before(left: Entry, right: Entry): boolean {
  return left.dueMs < right.dueMs || (left.dueMs === right.dueMs && left.order < right.order);
}

function push(heap: Entry[], entry: Entry): void {
  let index = heap.push(entry) - 1;
  while (index > 0) {
    const above = (index - 1) >> 1;
    const parent = heap[above];
    if (!parent || before(parent, entry)) break;
    heap[index] = parent;
    index = above;
  }
  heap[index] = entry;
}

function pop(heap: Entry[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let index = 0;
  for (;;) {
    let below = index * 2 + 1;
    const left = heap[below];
    const right = heap[below + 1];
    if (!left) break;
    if (right && before(right, left)) below++;
    const child = heap[below];
    if (!child || before(last, child)) break;
    heap[index] = child;
    index = below;
  }
  heap[index] = last;
}
