import type { Transport, TransportEvents } from "./connection.ts";

/**
 * The transports of one stream of which it is not known whether they live: one, or another beside it. The first that
 * speaks is kept, the others are closed; what is closed is heard no more.
 */
export class Contest implements Transport {
  readonly #events: TransportEvents;
  readonly #entrants = new Set<Transport>();

  constructor(events: TransportEvents) {
    this.#events = events;
  }

  /** How many there are still. */
  get size(): number {
    return this.#entrants.size;
  }

  /** Lets one more take part. It is lost when all are; a transport that cannot even be made is one that is lost. */
  enter(dial: (events: TransportEvents) => Transport): void {
    let entrant: Transport | null = null;
    const live = (act: () => void) => void (entrant && this.#entrants.has(entrant) && act());
    const lost = (reason: string) => {
      if (entrant && this.#entrants.delete(entrant)) entrant.close();
      if (this.#entrants.size === 0) this.#events.lost(reason);
    };
    const wins = (act: () => void) =>
      live(() => {
        for (const other of this.#entrants) if (other !== entrant) this.#leave(other);
        act();
      });
    try {
      entrant = dial({
        opened: () => wins(() => this.#events.opened()),
        message: (text) => wins(() => this.#events.message(text)),
        lost: (reason) => live(() => lost(reason)),
      });
      this.#entrants.add(entrant);
    } catch (error) {
      lost(error instanceof Error ? error.message : String(error));
    }
  }

  /** Asks all for an answer, as far as they can. */
  ping(): boolean {
    return [...this.#entrants].filter((entrant) => entrant.ping?.() === true).length > 0;
  }

  /** Ends it without a winner. */
  close(): void {
    for (const entrant of this.#entrants) this.#leave(entrant);
  }

  #leave(entrant: Transport): void {
    this.#entrants.delete(entrant);
    entrant.close();
  }
}
