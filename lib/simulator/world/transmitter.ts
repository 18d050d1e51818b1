import type { Agenda, Task } from "./agenda.ts";

/** From a keyed link to the transmitter's edge; 13 to 33 ms in the recordings. */
const LINK_TO_TX_MS = 24;

type TransmitterState =
  | { readonly is: "off" }
  | { readonly is: "rising"; readonly task: Task }
  | { readonly is: "on"; readonly sinceMs: number }
  | { readonly is: "hanging"; readonly sinceMs: number; readonly task: Task };

/**
 * A transmitter: at once on with the local receiver, a moment later with a link, and on through its hang time when
 * the last signal ends. It tells edges only, strictly alternating.
 */
export class Transmitter {
  readonly #agenda: Agenda;
  readonly #hangMs: number;
  readonly #edge: (keyed: boolean) => void;
  #state: TransmitterState = { is: "off" };
  #signal = false;
  #doneMs = 0;

  constructor(agenda: Agenda, hangMs: number, edge: (keyed: boolean) => void) {
    this.#agenda = agenda;
    this.#hangMs = hangMs;
    this.#edge = edge;
  }

  get keyed(): boolean {
    return this.#state.is === "on" || this.#state.is === "hanging";
  }

  /** Milliseconds it has been on since it was made. */
  totalMs(): number {
    const state = this.#state;
    const current = state.is === "on" || state.is === "hanging" ? this.#agenda.now() - state.sinceMs : 0;
    return this.#doneMs + current;
  }

  /** There is something to transmit, or there no longer is; `local`: the local receiver is part of it. */
  follow(signal: boolean, local: boolean): void {
    this.#signal = signal;
    const state = this.#state;
    if (signal && local && (state.is === "off" || state.is === "rising")) return this.#turnOn();
    if (signal && state.is === "off") this.#rise();
    if (signal && state.is === "hanging") this.#keepOn(state);
    if (!signal && state.is === "on") this.#hang(state.sinceMs);
  }

  /** Off without an edge: its node has gone. */
  drop(): void {
    if (this.#state.is === "rising" || this.#state.is === "hanging") this.#state.task.cancel();
    this.#doneMs = 0;
    this.#signal = false;
    this.#state = { is: "off" };
  }

  #rise(): void {
    this.#state = { is: "rising", task: this.#agenda.after(LINK_TO_TX_MS, () => this.#turnOn()) };
  }

  #turnOn(): void {
    if (this.#state.is === "rising") this.#state.task.cancel();
    const sinceMs = this.#agenda.now();
    this.#state = { is: "on", sinceMs };
    this.#edge(true);
    if (!this.#signal) this.#hang(sinceMs);
  }

  #keepOn(state: TransmitterState & { is: "hanging" }): void {
    state.task.cancel();
    this.#state = { is: "on", sinceMs: state.sinceMs };
  }

  #hang(sinceMs: number): void {
    const task = this.#agenda.after(this.#hangMs, () => {
      this.#doneMs += this.#agenda.now() - sinceMs;
      this.#state = { is: "off" };
      this.#edge(false);
    });
    this.#state = { is: "hanging", sinceMs, task };
  }
}
