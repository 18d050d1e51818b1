import type { Bound } from "../wire/mod.ts";
import { AmiError } from "./error.ts";
import type { AmiTransport } from "./transport.ts";

/** Some thousand actions; a server that reads so little will not read the rest either. */
export const MAX_OUTBOX_BYTES = 256 * 1024;

/**
 * Writes messages one after another, each as a whole, however little the transport takes at a time. Bounded:
 * a message that would go over `MAX_OUTBOX_BYTES` is refused, those that wait stay.
 */
export class Outbox {
  readonly #queue: Uint8Array[] = [];
  #queuedBytes = 0;
  #writing: Promise<void> | null = null;
  #closed = false;

  /** `onError` is told once when the transport fails. */
  constructor(
    private readonly transport: AmiTransport,
    private readonly onError: (reason: string) => void,
  ) {}

  /** Bytes that wait to be written. */
  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  /** How full it is; what does not fit is refused, and so counted as a failed action. */
  get bound(): Bound {
    return { name: "ami_outbox_bytes", used: this.#queuedBytes, limit: MAX_OUTBOX_BYTES };
  }

  /** Queues a message. Errors: throws `AmiError` with code `busy` when the queue is full. */
  send(message: Uint8Array): void {
    if (this.#closed) return;
    if (this.#queuedBytes + message.length > MAX_OUTBOX_BYTES) {
      throw new AmiError("busy", `send an action, the server does not read: ${this.#queuedBytes} bytes wait`);
    }
    this.#queue.push(message);
    this.#queuedBytes += message.length;
    this.#writing ??= this.#writeAll();
  }

  /** Drops what waits; resolves when the write that is under way is over (the transport's `close` ends it). */
  async close(): Promise<void> {
    this.#closed = true;
    this.#queue.length = 0;
    await this.#writing;
  }

  async #writeAll(): Promise<void> {
    try {
      for (let message = this.#queue.shift(); message; message = this.#queue.shift()) {
        await this.#write(message);
        this.#queuedBytes -= message.length;
      }
    } catch (error) {
      if (!this.#closed) this.onError(error instanceof Error ? error.message : String(error));
      this.#closed = true;
    } finally {
      this.#writing = null;
    }
  }

  async #write(message: Uint8Array): Promise<void> {
    for (let at = 0; at < message.length && !this.#closed;) {
      const taken = await this.transport.write(message.subarray(at));
      if (taken <= 0) throw new Error("the transport takes no more bytes");
      at += taken;
    }
  }
}
