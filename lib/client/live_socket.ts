import {
  type ConnectionOptions,
  LiveConnection,
  type Transport,
  type TransportEvents,
} from "./connection.ts";

/** As much of a WebSocket as the stream needs. */
export interface SocketLike {
  readonly readyState: number;
  addEventListener(type: string, listener: (event: Event) => void): void;
  send(text: string): void;
  close(): void;
}

/** `WebSocket.OPEN`. */
const OPEN = 1;

/** The stream over `/ws`. */
export class LiveSocket extends LiveConnection {
  readonly #open: (url: string) => SocketLike;

  /** `open` makes the socket: `(url) => new WebSocket(url)` in a browser. */
  constructor(options: ConnectionOptions, open: (url: string) => SocketLike) {
    super(options);
    this.#open = open;
  }

  protected override dial(url: string, events: TransportEvents): Transport {
    const socket = this.#open(url);
    socket.addEventListener("open", () => events.opened());
    socket.addEventListener("message", (event) => {
      if (event instanceof MessageEvent && typeof event.data === "string") events.message(event.data);
    });
    // An error is always followed by a close, and only the close tells why.
    socket.addEventListener("close", (event) => events.lost(closeReason(event)));
    return {
      close: () => socket.close(),
      ping: () => {
        const isOpen = socket.readyState === OPEN;
        if (isOpen) socket.send('{"type":"ping"}');
        return isOpen;
      },
    };
  }
}

function closeReason(event: Event): string {
  if (!(event instanceof CloseEvent)) return "closed";
  return event.reason || `closed with code ${event.code}`;
}
