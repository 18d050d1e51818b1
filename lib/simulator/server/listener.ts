import type { Logger } from "../../log/mod.ts";
import type { ByteSink } from "./outbox.ts";
import type { OpenSession } from "./memory_peer.ts";

const READ_BYTES = 16 * 1024;

/**
 * The TCP port of the simulated manager. It is bound to loopback addresses only: the simulator has a known password,
 * and what it tells is made up.
 */
export class LoopbackListener {
  readonly #log: Logger;
  readonly #open: OpenSession;
  readonly #running = new Set<Promise<void>>();
  #listener: Deno.Listener | null = null;

  constructor(log: Logger, open: OpenSession) {
    this.#log = log;
    this.#open = open;
  }

  /** Binds and accepts. Throws when the address is not loopback, or the port is taken. */
  open(port: number, hostname: string): { readonly port: number } {
    if (!isLoopback(hostname)) {
      throw new Error(`listen for the simulator, only loopback addresses are allowed: ${hostname}`);
    }
    if (this.#listener) throw new Error(`listen for the simulator, it listens already: ${port}`);
    const listener = Deno.listen({ port, hostname, transport: "tcp" });
    this.#listener = listener;
    this.#track(this.#accept(listener));
    return { port: listener.addr.transport === "tcp" ? listener.addr.port : port };
  }

  /** Accepts nobody any more; sessions go on. */
  refuse(): void {
    this.#listener?.close();
    this.#listener = null;
  }

  /** Closes the port; resolves when every connection (whose sessions the caller closes) has ended. */
  async close(): Promise<void> {
    this.refuse();
    await Promise.all(this.#running);
  }

  #track(running: Promise<void>): void {
    this.#running.add(running);
    running.finally(() => this.#running.delete(running));
  }

  async #accept(listener: Deno.Listener): Promise<void> {
    while (this.#listener === listener) {
      try {
        this.#track(this.#serve(await listener.accept()));
      } catch (error) {
        if (this.#listener === listener) this.#acceptFailed(error);
      }
    }
  }

  /** A client that hung up before it was accepted is nothing; anything else would fail again and again. */
  #acceptFailed(error: unknown): void {
    const { ConnectionAborted, ConnectionReset } = Deno.errors;
    if (error instanceof ConnectionAborted || error instanceof ConnectionReset) return;
    this.#log.error("accept manager sessions, the port is given up", { error: String(error) });
    this.refuse();
  }

  async #serve(connection: Deno.Conn): Promise<void> {
    const session = this.#open(sinkOf(connection), remoteText(connection));
    if (!session) return closeQuietly(connection);
    const buffer = new Uint8Array(READ_BYTES);
    try {
      for (let count = await connection.read(buffer); count !== null; count = await connection.read(buffer)) {
        session.receive(buffer.subarray(0, count));
      }
    } catch (error) {
      this.#log.debug("read from a manager session, the connection ended", { error: String(error) });
    }
    session.close();
  }
}

/** Whether an address is of this machine only. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "::1" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname);
}

function sinkOf(connection: Deno.Conn): ByteSink {
  return {
    async write(bytes) {
      for (let at = 0; at < bytes.length;) at += await connection.write(bytes.subarray(at));
    },
    close: () => closeQuietly(connection),
  };
}

/** A connection whose reader ended first is closed already. */
function closeQuietly(connection: Deno.Conn): void {
  try {
    connection.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}

function remoteText(connection: Deno.Conn): string {
  const { remoteAddr } = connection;
  return remoteAddr.transport === "tcp" ? `${remoteAddr.hostname}/${remoteAddr.port}` : "127.0.0.1/0";
}
