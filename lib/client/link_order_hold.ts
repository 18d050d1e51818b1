import type { ClientClock } from "./connection.ts";
import { stepTowards } from "./row_steps.ts";

/** Rows change places at most this often: a row that is read shall not run away, and all of them are drawn anew. */
const SETTLE_MS = 5_000;

/** Rows that take other places in one frame: on a slow machine each costs half a millisecond. */
const ROWS_A_FRAME = 10;

/** How rows change places a few at a time. */
export interface RowSteps {
  /** Runs a callback in a frame that has room for it. */
  readonly nextFrame: (callback: () => void) => void;
  /** True where all rows are of one height, so that some can change places and leave all others where they are. */
  readonly areEven: () => boolean;
}

/** What may hold the rows where they are. */
export type Holder = "pointer" | "focus";

/**
 * The order in which rows are shown. It follows the order wished for at once when it has rested five seconds, else at
 * their end; and while somebody points at the rows or works among them it stays: what comes is added at the end,
 * what goes stays as long as it can be shown. Where rows can change places a few at a time, they do.
 */
export class SteadyOrder {
  readonly #clock: Pick<ClientClock, "monotonicMs" | "after">;
  readonly #moved: () => void;
  readonly #steps: RowSteps | null;
  readonly #holders = new Set<Holder>();
  #shown: readonly string[] = [];
  #reason: unknown = null;
  #movedMs = -Infinity;
  #timer: { cancel(): void } | null = null;
  /** Where the rows are going, while they go there by steps. */
  #target: readonly string[] | null = null;
  #isStep = false;

  /** `moved` is called when `arrange` would give another order without new wishes. */
  constructor(
    clock: Pick<ClientClock, "monotonicMs" | "after">,
    moved: () => void,
    steps: RowSteps | null = null,
  ) {
    this.#clock = clock;
    this.#moved = moved;
    this.#steps = steps;
  }

  /** True when in the last order rows of one height took each other's places, came at the end or went from there. */
  get isStep(): boolean {
    return this.#isStep;
  }

  /**
   * The order to show for the order wished for. `reason` is what the viewer asked for, such as a column: where it is
   * another than before, everything takes its place at once. `isThere` tells which rows can still be shown.
   */
  arrange(
    wished: readonly string[],
    reason: unknown,
    isThere: (id: string) => boolean,
  ): readonly string[] {
    const nowMs = this.#clock.monotonicMs();
    const asked = reason !== this.#reason;
    this.#reason = reason;
    this.#isStep = false;
    if (asked) return this.#settle(wished, nowMs);
    const kept = heldOrder(this.#shown, wished, isThere);
    if (this.#holders.size > 0) {
      this.#target = null;
      return this.#shown = kept;
    }
    if (this.#target) return this.#step(this.#target, wished, kept);
    if (sameOrder(wished, kept)) return this.#shown = kept;
    const restMs = SETTLE_MS - (nowMs - this.#movedMs);
    if (restMs > 0) {
      this.#wait(restMs);
      return this.#shown = kept;
    }
    return this.#steps?.areEven() ? this.#step(wished, wished, kept) : this.#settle(wished, nowMs);
  }

  /** Somebody begins or ends to hold the rows. */
  hold(holder: Holder, on: boolean): void {
    if (on === this.#holders.has(holder)) return;
    if (on) this.#holders.add(holder);
    else this.#holders.delete(holder);
    if (this.#holders.size === 0) this.#wait(0);
  }

  /** Forgets the timer. */
  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  /** Everything takes its place. */
  #settle(wished: readonly string[], nowMs: number): readonly string[] {
    this.#target = null;
    this.#movedMs = nowMs;
    return this.#shown = wished;
  }

  /**
   * Some rows take their places, on the way to an order that may have got and lost rows since it was wished for. What
   * is no longer wished for goes to the end first: from there it leaves without moving another.
   */
  #step(
    target: readonly string[],
    wished: readonly string[],
    from: readonly string[],
  ): readonly string[] {
    const wanted = new Set(wished);
    const there = heldOrder(target, wished, never);
    const to = [...there, ...from.filter((id) => !wanted.has(id))];
    const next = stepTowards(from, to, ROWS_A_FRAME);
    const isDone = sameOrder(next, to);
    this.#isStep = this.#shown.every((id, place) => id === from[place]);
    this.#movedMs = this.#clock.monotonicMs();
    this.#target = isDone ? null : there;
    if (!isDone) this.#steps?.nextFrame(this.#moved);
    else if (!sameOrder(there, wished)) this.#wait(SETTLE_MS);
    return this.#shown = isDone ? there : next;
  }

  #wait(delayMs: number): void {
    this.#timer ??= this.#clock.after(delayMs, () => {
      this.#timer = null;
      if (this.#steps) this.#steps.nextFrame(this.#moved);
      else this.#moved();
    });
  }
}

const never = () => false;

/** The rows shown, where they are; those not wished for stay while they are there, new ones come at the end. */
export function heldOrder(
  shown: readonly string[],
  wished: readonly string[],
  isThere: (id: string) => boolean,
): readonly string[] {
  const wanted = new Set(wished);
  const kept = shown.filter((id) => wanted.has(id) || isThere(id));
  const known = new Set(kept);
  return [...kept, ...wished.filter((id) => !known.has(id))];
}

function sameOrder(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((id, index) => id === right[index]);
}
