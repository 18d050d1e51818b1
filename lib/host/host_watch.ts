import type { Clock, Timer } from "../clock/mod.ts";
import type { HostFacts } from "../wire/mod.ts";
import { hostFacts, noHostFacts } from "./facts.ts";
import type { HostReader } from "./types.ts";

/** Between two looks: temperatures follow the load within a minute, and some sensors take milliseconds to answer. */
export const LOOK_EVERY_MS = 30_000;

/** Looks at the machine now and then; whoever asks gets what was seen last. */
export class HostWatch {
  #facts: HostFacts;
  #timer: Timer | null = null;

  constructor(private readonly clock: Clock, private readonly reader: HostReader) {
    this.#facts = noHostFacts(clock.now());
  }

  /** Looks, and goes on to. */
  start(): void {
    if (this.#timer) return;
    this.#look();
    this.#timer = this.clock.every(LOOK_EVERY_MS, () => this.#look());
  }

  /** Looks no more. */
  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  /** How the machine was at the last look. */
  get facts(): HostFacts {
    return this.#facts;
  }

  #look(): void {
    this.#facts = hostFacts(this.reader, this.clock.now());
  }
}
