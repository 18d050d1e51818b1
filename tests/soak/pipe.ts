/** Whole parts over a named pipe: the length in four bytes, then so many bytes. Both ends wait: two processes go in step by it. */

const LENGTH_BYTES = 4;

/** The end that writes. */
export class PartWriter {
  readonly #file: Deno.FsFile;

  /** Opens the pipe; waits until somebody reads from it. */
  constructor(path: string) {
    this.#file = Deno.openSync(path, { write: true });
  }

  /** Writes one part, which may be empty. */
  write(part: Uint8Array): void {
    const whole = new Uint8Array(LENGTH_BYTES + part.length);
    new DataView(whole.buffer).setUint32(0, part.length);
    whole.set(part, LENGTH_BYTES);
    for (let at = 0; at < whole.length;) at += this.#file.writeSync(whole.subarray(at));
  }

  close(): void {
    this.#file.close();
  }
}

/** The end that reads. */
export class PartReader {
  readonly #file: Deno.FsFile;
  readonly #length = new Uint8Array(LENGTH_BYTES);

  /** Opens the pipe; waits until somebody writes to it. */
  constructor(path: string) {
    this.#file = Deno.openSync(path, { read: true });
  }

  /** The next part; `null` when the writer has closed. */
  read(): Uint8Array | null {
    if (!this.#fill(this.#length)) return null;
    const part = new Uint8Array(new DataView(this.#length.buffer).getUint32(0));
    return this.#fill(part) ? part : null;
  }

  close(): void {
    this.#file.close();
  }

  #fill(bytes: Uint8Array): boolean {
    for (let at = 0; at < bytes.length;) {
      const count = this.#file.readSync(bytes.subarray(at));
      if (count === null) return false;
      at += count;
    }
    return true;
  }
}

/** Puts parts together. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
