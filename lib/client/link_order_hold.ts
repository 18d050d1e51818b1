import type { ClientClock } from "./connection.ts";

/** Rows change places at most this often: a row that is read shall not run away, and all of them are drawn anew. */
const SETTLE_MS = 5_000;

/** What may hold the rows where they are. */
export type Holder = "pointer" | "focus";

/**
 * The order in which rows are shown. It follows the order wished for at once when it has rested five seconds, else at
 * their end; and while somebody points at the rows or works among them it stays: what comes is added at the end,
 * what goes stays as long as it can be shown.
 */
export class SteadyOrder {
  readonly #clock: Pick<ClientClock, "monotonicMs" | "after">;
  readonly #moved: () => void;
  readonly #holders = new Set<Holder>();
  #shown: readonly string[] = [];
  #reason: unknown = null;
  #movedMs = -Infinity;
  #timer: { cancel(): void } | null = null;

  /** `moved` is called when `arrange` would give another order without new wishes. */
  constructor(clock: Pick<ClientClock, "monotonicMs" | "after">, moved: () => void) {
    this.#clock = clock;
    this.#moved = moved;
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
    const kept = heldOrder(this.#shown, wished, isThere);
    const rested = nowMs - this.#movedMs >= SETTLE_MS;
    if (asked || (this.#holders.size === 0 && rested)) {
      if (!asked && sameOrder(wished, kept)) return this.#shown = kept;
      this.#movedMs = nowMs;
      return this.#shown = wished;
    }
    if (this.#holders.size === 0 && !sameOrder(wished, kept)) this.#wait(SETTLE_MS - (nowMs - this.#movedMs));
    return this.#shown = kept;
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

  #wait(delayMs: number): void {
    this.#timer ??= this.#clock.after(delayMs, () => {
      this.#timer = null;
      this.#moved();
    });
  }
}

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
