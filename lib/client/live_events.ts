import {
  type ConnectionOptions,
  LiveConnection,
  type Transport,
  type TransportEvents,
} from "./connection.ts";

/** As much of an EventSource as the stream needs. */
export interface EventSourceLike {
  addEventListener(type: string, listener: (event: Event) => void): void;
  close(): void;
}

/**
 * The stream over `/api/events`. An EventSource would try again by itself, at a fixed pace and only after some errors;
 * so each is closed at its first error and dialled anew like a socket, with the place to resume at in the query.
 */
export class LiveEvents extends LiveConnection {
  readonly #open: (url: string) => EventSourceLike;
  readonly #types: readonly string[];

  /** `open` makes the source, `(url) => new EventSource(url)` in a browser; `types` are the events to listen for. */
  constructor(
    options: ConnectionOptions,
    open: (url: string) => EventSourceLike,
    types: readonly string[],
  ) {
    super(options);
    this.#open = open;
    this.#types = types;
  }

  protected override dial(url: string, events: TransportEvents): Transport {
    const source = this.#open(url);
    source.addEventListener("open", () => events.opened());
    source.addEventListener("error", () => events.lost("the stream of events ended"));
    for (const type of [...this.#types, "message"]) {
      source.addEventListener(type, (event) => {
        if (event instanceof MessageEvent && typeof event.data === "string") events.message(event.data);
      });
    }
    return { close: () => source.close() };
  }
}
