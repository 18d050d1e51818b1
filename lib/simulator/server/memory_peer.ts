import type { Agenda } from "../world/agenda.ts";
import type { ByteSink } from "./outbox.ts";
import type { AmiServerSession } from "./session.ts";

/** What a client in memory hears, synchronously. */
export interface ClientHandler {
  data(bytes: Uint8Array): void;
  /** The server closed the stream. */
  end(): void;
}

/** A connection without a socket, for tests and for runs on virtual time. */
export interface MemoryPeer {
  /** Sends to the server. From within `data` it takes effect after what is going on, as over a socket. */
  send(data: Uint8Array | string): void;
  /** Hangs up. */
  close(): void;
}

/** Opens a session for a connection; `null`: there are too many. Without an address one is made up. */
export type OpenSession = (sink: ByteSink, peer?: string) => AmiServerSession | null;

const ENCODER = new TextEncoder();

/** Connects a client in memory; one too many hears the end at once. */
export function connectInMemory(agenda: Agenda, handler: ClientHandler, open: OpenSession): MemoryPeer {
  let delivering = 0;
  const sink: ByteSink = {
    write(bytes) {
      delivering++;
      try {
        handler.data(bytes);
      } finally {
        delivering--;
      }
    },
    close: () => handler.end(),
  };
  const session = open(sink);
  if (!session) handler.end();
  return {
    send(data) {
      const bytes = typeof data === "string" ? ENCODER.encode(data) : data.slice();
      if (delivering > 0) agenda.after(0, () => session?.receive(bytes));
      else session?.receive(bytes);
    },
    close: () => session?.close(),
  };
}
