import type { Clock, Timer } from "../clock/mod.ts";

/** A transaction at most this often. */
const SPACING_MS = 1_000;

/** The first change after a rest waits this long for others that come with it. */
const GATHER_MS = 100;

const RETRY_FIRST_MS = 2_000;
const RETRY_MAX_MS = 60_000;

/** What writing led to: nothing more to do, to be done again in a second, or failed for the nth time. */
export type Outcome =
  | { readonly kind: "done" }
  | { readonly kind: "again" }
  | { readonly kind: "failed"; readonly attempts: number };

type PaceState =
  | { readonly state: "resting"; readonly notBeforeMs: number }
  | { readonly state: "waiting"; readonly timer: Timer }
  | { readonly state: "stopped" };

/** When to write: soon after a change, never twice within a second, later and later while it fails. */
export class Pacer {
  #state: PaceState = { state: "resting", notBeforeMs: -Infinity };

  constructor(private readonly clock: Clock, private readonly work: () => Outcome) {}

  /** Asks for a write; it comes within a second unless writing fails. */
  request(): void {
    if (this.#state.state !== "resting") return;
    this.#wait(Math.max(GATHER_MS, this.#state.notBeforeMs - this.clock.monotonicMs()));
  }

  /** Writes now, whatever the pace. */
  now(): void {
    if (this.#state.state === "stopped") return;
    if (this.#state.state === "waiting") this.#state.timer.cancel();
    this.#state = { state: "resting", notBeforeMs: this.clock.monotonicMs() + SPACING_MS };
    this.follow(this.work());
  }

  /** Goes on after an outcome. */
  follow(outcome: Outcome): void {
    if (outcome.kind === "again") this.#wait(SPACING_MS);
    if (outcome.kind === "failed") this.#wait(retryDelayMs(outcome.attempts));
  }

  /** Never writes again. */
  stop(): void {
    if (this.#state.state === "waiting") this.#state.timer.cancel();
    this.#state = { state: "stopped" };
  }

  #wait(delayMs: number): void {
    this.#state = { state: "waiting", timer: this.clock.after(delayMs, () => this.now()) };
  }
}

/** 2 s after the first failure, doubling up to a minute. */
export function retryDelayMs(attempts: number): number {
  return Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** Math.max(0, attempts - 1));
}
