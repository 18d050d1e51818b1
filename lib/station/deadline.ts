import type { Clock, Timer } from "../clock/mod.ts";

/** Keeps one timer at the next instant at which something falls due; what it ends carries its own time, not the timer's. */
export class Deadline {
  #armed: { readonly dueAtMs: number; readonly timer: Timer } | null = null;

  /** `dueAtMs` gives the next instant (epoch milliseconds), `null` when nothing is due; `run` is called when it is reached. */
  constructor(
    private readonly clock: Clock,
    private readonly dueAtMs: () => number | null,
    private readonly run: () => void,
  ) {}

  /** Looks anew when that is; called after everything that may have moved it. */
  arm(): void {
    const dueAtMs = this.dueAtMs();
    if (dueAtMs === (this.#armed?.dueAtMs ?? null)) return;
    this.cancel();
    if (dueAtMs === null) return;
    const timer = this.clock.after(Math.max(0, dueAtMs - this.clock.now()), () => {
      this.#armed = null;
      this.run();
      this.arm();
    });
    this.#armed = { dueAtMs, timer };
  }

  /** Waits for nothing any more. */
  cancel(): void {
    this.#armed?.timer.cancel();
    this.#armed = null;
  }
}
