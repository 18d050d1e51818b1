import { type Clock, sleep } from "../clock/mod.ts";

/** Commands that may wait for one node; more than anybody means at once. */
export const MAX_QUEUED = 8;

/** One thing at a time, in order. */
export type Job = (rest: (ms: number) => Promise<void>) => Promise<void>;

/** The way to one node: one command at a time. A job rests as long as the node needs before the next one begins. */
export class Lane {
  readonly #jobs: Job[] = [];
  #isRunning = false;
  readonly #stop = new AbortController();

  constructor(private readonly clock: Clock) {}

  /** Commands that wait, the one under way included. */
  get size(): number {
    return this.#jobs.length + (this.#isRunning ? 1 : 0);
  }

  /** Whether no more may be added. */
  get isFull(): boolean {
    return this.size >= MAX_QUEUED;
  }

  /** Adds a job; whoever adds looks first whether there is room. */
  add(job: Job): void {
    this.#jobs.push(job);
    if (!this.#isRunning) void this.#run();
  }

  /** Lets no further job begin. */
  stop(): void {
    this.#jobs.length = 0;
    this.#stop.abort();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    for (let job = this.#jobs.shift(); job; job = this.#jobs.shift()) {
      await job((ms) => sleep(this.clock, ms, this.#stop.signal));
    }
    this.#isRunning = false;
  }
}
