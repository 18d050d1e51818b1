import type { ClientClock } from "./connection.ts";

/** What reading a part of a node's page brought: what it is now, that the node is not there, or nothing. */
export type PartReading<T> =
  | { readonly kind: "read"; readonly value: T }
  | { readonly kind: "gone" }
  | { readonly kind: "failed" };

/** When a part is read again; all in milliseconds. */
export interface ReadingPace {
  /** A change is followed by others: reading waits so long after the first, */
  readonly settleMs: number;
  /** and up to so long besides, by chance: many pages hear of the same change. */
  readonly spreadMs: number;
  /** Between two readings at least. */
  readonly restMs: number;
  /** Without any sign of a change, after so long. */
  readonly everyMs: number;
}

/** Reads one part of a page over and over: some time after a change, now and then without, never while nobody looks. */
export class PartReader<T> {
  readonly #clock: Pick<ClientClock, "monotonicMs" | "after" | "random">;
  readonly #pace: ReadingPace;
  readonly #read: () => Promise<PartReading<T>>;
  readonly #take: (reading: PartReading<T>) => void;
  #running = false;
  #visible = true;
  /** The reading under way; another object for each, so that one that was dropped is known when it ends. */
  #underWay: object | null = null;
  #timer: { cancel(): void } | null = null;
  #lastMs = -Infinity;
  #dueMs = Infinity;

  constructor(
    clock: Pick<ClientClock, "monotonicMs" | "after" | "random">,
    pace: ReadingPace,
    read: () => Promise<PartReading<T>>,
    take: (reading: PartReading<T>) => void,
  ) {
    this.#clock = clock;
    this.#pace = pace;
    this.#read = read;
    this.#take = take;
  }

  /** Begins; what is shown is as of now. Does nothing while it runs. */
  start(): void {
    this.#running = true;
    if (this.#dueMs === Infinity) this.#dueMs = this.#clock.monotonicMs() + this.#pace.everyMs;
    this.#plan();
  }

  /** Ends; an answer under way is dropped. */
  stop(): void {
    this.#running = false;
    this.#underWay = null;
    this.#plan();
  }

  /** Nobody looks, or somebody looks again: then what is due is read at once. */
  setVisible(visible: boolean): void {
    this.#visible = visible;
    this.#plan();
  }

  /** Something changed; it is read when it settled. */
  changed(): void {
    const { settleMs, spreadMs, restMs } = this.#pace;
    this.readIn(settleMs + spreadMs * this.#clock.random(), restMs);
  }

  /** Reads in so many milliseconds, and at least `restMs` after the last time. */
  readIn(settleMs: number, restMs: number = this.#pace.restMs): void {
    const nowMs = this.#clock.monotonicMs();
    this.#dueMs = Math.min(this.#dueMs, Math.max(nowMs + settleMs, this.#lastMs + restMs));
    this.#plan();
  }

  #plan(): void {
    this.#timer?.cancel();
    this.#timer = null;
    if (!this.#running || !this.#visible || this.#underWay) return;
    const delayMs = Math.max(0, this.#dueMs - this.#clock.monotonicMs());
    this.#timer = this.#clock.after(delayMs, () => void this.#ask());
  }

  async #ask(): Promise<void> {
    const underWay = this.#underWay = {};
    this.#timer = null;
    this.#lastMs = this.#clock.monotonicMs();
    this.#dueMs = this.#lastMs + this.#pace.everyMs;
    const reading = await this.#read();
    if (this.#underWay !== underWay) return;
    this.#underWay = null;
    this.#take(reading);
    this.#plan();
  }
}
