import { CR, LF } from "./lines.ts";

/**
 * Tells when a line of a frame is over the limit. Only asked once a frame is longer than one line may be;
 * resumes where it stopped, so that a long frame in small pieces costs no more than in one.
 */
export class LineLimit {
  #lineStart = 0;
  #at = 0;

  constructor(private readonly maxLineBytes: number) {}

  /** Begins a frame. */
  reset(): void {
    this.#lineStart = this.#at = 0;
  }

  /**
   * True when a line in the first `length` bytes of the frame at `start` is too long. `complete`: the last line
   * ends there; otherwise a CR that may turn out to be half of its line end does not count yet.
   */
  isExceeded(bytes: Uint8Array, start: number, length: number, complete: boolean): boolean {
    while (this.#at < length) {
      const offset = bytes.subarray(start + this.#at, start + length).indexOf(LF);
      if (offset < 0) break;
      const lf = this.#at + offset;
      if (this.#lineBytes(bytes, start, lf) > this.maxLineBytes) return true;
      this.#lineStart = this.#at = lf + 1;
    }
    this.#at = length;
    const open = complete ? length - this.#lineStart : this.#lineBytes(bytes, start, length);
    return open > this.maxLineBytes;
  }

  #lineBytes(bytes: Uint8Array, start: number, end: number): number {
    const cr = end > this.#lineStart && bytes[start + end - 1] === CR ? 1 : 0;
    return end - cr - this.#lineStart;
  }
}
