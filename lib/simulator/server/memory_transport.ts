import type { ClientHandler, MemoryPeer } from "./memory_peer.ts";

/** What may wait for a reader that does not read; then the connection ends. */
const MAX_UNREAD_BYTES = 1024 * 1024;

/** A connection in memory with the shape of a `Deno.Conn`, for clients that read and write. */
export interface MemoryTransport {
  /** Fills the start of `buffer`; resolves to the number of bytes, or to null at the end of the stream. */
  read(buffer: Uint8Array): Promise<number | null>;
  write(bytes: Uint8Array): Promise<number>;
  close(): void;
}

/** Connects, and keeps what the server sends until it is read. */
export function openMemoryTransport(connect: (handler: ClientHandler) => MemoryPeer): MemoryTransport {
  const inbox = new Inbox();
  const peer = connect({
    data: (bytes) => {
      if (!inbox.put(bytes)) peer.close();
    },
    end: () => inbox.end(),
  });
  return {
    read: (buffer) => inbox.read(buffer),
    write(bytes) {
      if (inbox.ended) return Promise.reject(new Error("write to the simulator, the connection has ended"));
      peer.send(bytes);
      return Promise.resolve(bytes.length);
    },
    close: () => peer.close(),
  };
}

/** Bytes in order, and the one reader that may wait for them. */
class Inbox {
  #parts: Uint8Array[] = [];
  #bytes = 0;
  #arrived = Promise.withResolvers<void>();
  ended = false;

  /** False when too much waits already. */
  put(bytes: Uint8Array): boolean {
    this.#parts.push(bytes);
    this.#bytes += bytes.length;
    this.#arrived.resolve();
    return this.#bytes <= MAX_UNREAD_BYTES;
  }

  end(): void {
    this.ended = true;
    this.#arrived.resolve();
  }

  async read(buffer: Uint8Array): Promise<number | null> {
    while (this.#bytes === 0) {
      if (this.ended) return null;
      await this.#arrived.promise;
    }
    const count = this.#takeInto(buffer);
    if (this.#bytes === 0 && !this.ended) this.#arrived = Promise.withResolvers();
    return count;
  }

  #takeInto(buffer: Uint8Array): number {
    let count = 0;
    while (count < buffer.length) {
      const part = this.#parts.shift();
      if (!part) break;
      const taken = part.subarray(0, buffer.length - count);
      buffer.set(taken, count);
      count += taken.length;
      if (taken.length < part.length) this.#parts.unshift(part.subarray(taken.length));
    }
    this.#bytes -= count;
    return count;
  }
}
