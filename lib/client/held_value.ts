import { effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { ClientClock } from "./connection.ts";
import type { Holder } from "./link_order_hold.ts";

/** Who rests on a list does not make it old for ever: after so long what is newer is shown all the same. */
const LONGEST_HOLD_MS = 30_000;

/** A value as it is shown: it follows its source, but not while somebody points at it or works in it. */
export class HeldValue<T> {
  readonly #source: ReadonlySignal<T>;
  readonly #clock: Pick<ClientClock, "after">;
  readonly #shown: Signal<T>;
  readonly #holders = new Set<Holder>();
  #timer: { cancel(): void } | null = null;

  constructor(source: ReadonlySignal<T>, clock: Pick<ClientClock, "after">) {
    this.#source = source;
    this.#clock = clock;
    this.#shown = signal(source.peek());
  }

  /** What is shown. */
  get shown(): ReadonlySignal<T> {
    return this.#shown;
  }

  /** Follows the source. Gives a function that stops it. */
  follow(): () => void {
    const stop = effect(() => {
      const isNew = this.#source.value !== this.#shown.peek();
      if (this.#holders.size === 0) this.#show();
      else if (isNew) this.#timer ??= this.#clock.after(LONGEST_HOLD_MS, () => this.#show());
    });
    return () => {
      stop();
      this.#timer?.cancel();
      this.#timer = null;
    };
  }

  /** Somebody begins or ends to hold it. */
  hold(holder: Holder, on: boolean): void {
    if (on) this.#holders.add(holder);
    else this.#holders.delete(holder);
    if (this.#holders.size === 0) this.#show();
  }

  #show(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#shown.value = this.#source.peek();
  }
}
