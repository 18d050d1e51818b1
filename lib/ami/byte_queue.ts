/** Enough for most reads of a quiet server; grows by doubling. */
const INITIAL_BYTES = 16 * 1024;

/** A buffer that a large frame made bigger than this is let go once it is empty. */
const KEEP_BYTES = 256 * 1024;

/**
 * Bytes that came and were not used up, in one buffer: [start, end) of `bytes`. Adding moves what is left to the
 * front only when that frees at least half of the buffer, so each byte is moved a bounded number of times.
 */
export class ByteQueue {
  bytes = new Uint8Array(0);
  start = 0;
  end = 0;

  /** How many bytes wait. */
  get length(): number {
    return this.end - this.start;
  }

  /** Copies `chunk` to the end. */
  add(chunk: Uint8Array): void {
    if (this.end + chunk.length > this.bytes.length) this.#makeRoom(chunk.length);
    this.bytes.set(chunk, this.end);
    this.end += chunk.length;
  }

  /** Uses up `count` bytes. */
  drop(count: number): void {
    this.start += count;
    if (this.start < this.end) return;
    this.start = this.end = 0;
    if (this.bytes.length > KEEP_BYTES) this.bytes = new Uint8Array(0);
  }

  #makeRoom(count: number): void {
    const live = this.length;
    const needed = 2 * (live + count);
    if (needed > this.bytes.length) {
      const grown = new Uint8Array(Math.max(INITIAL_BYTES, 2 ** Math.ceil(Math.log2(needed))));
      grown.set(this.bytes.subarray(this.start, this.end));
      this.bytes = grown;
    } else this.bytes.copyWithin(0, this.start, this.end);
    this.start = 0;
    this.end = live;
  }
}
