import type { Dial } from "../../lib/ami/mod.ts";
import { joined, PartReader, PartWriter } from "./pipe.ts";

/** The program's end of the way to the simulator; the program dials once. */
export class FarAsterisk {
  readonly #told: PartWriter;
  readonly #heard: PartReader;
  #unread: Uint8Array = new Uint8Array();
  #unsent: Uint8Array[] = [];
  #closed = false;
  #arrived = Promise.withResolvers<void>();

  constructor(toldPath: string, heardPath: string) {
    this.#told = new PartWriter(toldPath);
    this.#heard = new PartReader(heardPath);
  }

  /** What the program dials. */
  readonly dial: Dial = () =>
    Promise.resolve({
      read: (buffer) => this.#read(buffer),
      write: (bytes) => {
        this.#unsent.push(bytes.slice());
        return Promise.resolve(bytes.length);
      },
      close: () => {
        this.#closed = true;
        this.#arrived.resolve();
      },
    });

  /** Hands over what was sent, lets the simulator live one step, and takes what it tells. */
  step(): void {
    this.#told.write(joined(this.#unsent));
    this.#unsent = [];
    const part = this.#heard.read();
    if (part === null) throw new Error("read from the simulator, it has ended");
    if (part.length === 0 || this.#closed) return;
    this.#unread = this.#unread.length === 0 ? part : joined([this.#unread, part]);
    this.#arrived.resolve();
  }

  /** Lets the simulator end. */
  close(): void {
    this.#told.close();
    this.#heard.close();
  }

  async #read(buffer: Uint8Array): Promise<number | null> {
    while (this.#unread.length === 0) {
      if (this.#closed) return null;
      await this.#arrived.promise;
    }
    const count = Math.min(buffer.length, this.#unread.length);
    buffer.set(this.#unread.subarray(0, count));
    this.#unread = this.#unread.subarray(count);
    if (this.#unread.length === 0 && !this.#closed) this.#arrived = Promise.withResolvers();
    return count;
  }
}
