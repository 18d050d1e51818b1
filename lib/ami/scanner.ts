import { END_COMMAND } from "./command_output.ts";
import { type HeadLine, headLine, MAX_HEAD_LINES } from "./head_line.ts";
import { CR, LF } from "./lines.ts";

/** How the lines of a stream, or of one frame in it, end. */
export type LineStyle = "crlf" | "lf";

/**
 * What is looked for next in a frame. `head`: how its lines end and whether it is `Response: Follows`.
 * `mark`: the end mark of a command's output. `end`: the empty line.
 */
type Step = "head" | "mark" | "end";

const MARK = new TextEncoder().encode(END_COMMAND);

/** For each byte, how far the window may move on when that byte is its last one (Horspool). */
const MARK_SHIFT = new Uint8Array(256).fill(MARK.length);
MARK.subarray(0, -1).forEach((byte, index) => MARK_SHIFT[byte] = MARK.length - 1 - index);

/**
 * Finds where frames end, in bytes that arrive in any pieces. It looks at every fourth byte for an empty line
 * after CRLF lines, and resumes where it stopped. All positions are relative to the start of the frame.
 *
 * The first line end of a stream decides its style. In a CRLF stream a lone LF is data, except in a frame whose
 * very first line ends in one (the table of IAXnetstats, a client that types): that frame is read as LF.
 */
export class FrameScanner {
  #streamStyle: LineStyle | null = null;
  #step: Step = "head";
  /** How the lines of this frame end, and what kind of empty line ends it; they differ after an end mark. */
  #style: LineStyle = "lf";
  #endStyle: LineStyle = "lf";
  /** The first byte that a search still needs. */
  #at = 0;
  #firstLf = -1;
  #lineStart = 0;
  #headLines = 0;
  #contentEnd = 0;
  #forgotten = 0;
  #examined = 0;

  /**
   * A head line longer than `maxLineBytes` decides nothing; an end mark is not waited for beyond `maxMarkBytes`
   * of a frame, so that a peer that never sends it loses that much and not all that follows.
   */
  constructor(private readonly maxLineBytes: number, private readonly maxMarkBytes: number) {}

  /** True when the lines of the frame found last end in CRLF. */
  get crlf(): boolean {
    return this.#style === "crlf";
  }

  /** Where the text of the frame found last ends: before its last line end. */
  get contentEnd(): number {
    return this.#contentEnd;
  }

  /** Bytes of an unfinished frame before this position are not looked at again. */
  get settled(): number {
    return this.#step === "head" ? 0 : Math.max(0, this.#at - 2);
  }

  /** Bytes gone through so far, again for each time, and one for each call: over the bytes of the stream, the work. */
  get examined(): number {
    return this.#examined;
  }

  /** Takes the style from a line end seen outside a frame; only the first of a stream counts. */
  noteStreamStyle(style: LineStyle): void {
    this.#streamStyle ??= style;
  }

  /** Begins a frame. */
  reset(): void {
    this.#step = "head";
    this.#firstLf = -1;
    this.#at =
      this.#lineStart =
      this.#headLines =
      this.#forgotten =
        0;
  }

  /** `count` bytes at the start of an unfinished frame, all settled, were thrown away. */
  forget(count: number): void {
    this.#at -= count;
    this.#forgotten += count;
  }

  /** Position just past the frame that begins at `start`, or -1 when its end is not before `end`. */
  find(bytes: Uint8Array, start: number, end: number): number {
    const from = this.#at;
    const past = this.#search(bytes, start, end);
    this.#examined += 1 + Math.max(0, (past < 0 ? this.#at : past) - from);
    return past;
  }

  #search(bytes: Uint8Array, start: number, end: number): number {
    if (this.#step === "head" && !this.#readHead(bytes, start, end)) return -1;
    if (this.#step === "mark" && !this.#findMark(bytes, start, end)) return -1;
    return this.#endStyle === "crlf" ? this.#findCrlf(bytes, start, end) : this.#findLf(bytes, start, end);
  }

  /** Reads the lines that can tell a `Response: Follows`; false while one of them is not complete. */
  #readHead(bytes: Uint8Array, start: number, end: number): boolean {
    for (;;) {
      const lf = this.#nextHeadLf(bytes, start, end);
      const length = (lf < 0 ? end - start : lf) - this.#lineStart;
      if (length > this.maxLineBytes + 1) return this.#beginBody();
      if (lf < 0) return false;
      const line = this.#headLine(bytes, start, lf);
      if (line === "follows") return this.#beginMark(lf);
      if (line === "other" || ++this.#headLines === MAX_HEAD_LINES) return this.#beginBody();
      this.#lineStart = this.#at = lf + 1;
    }
  }

  #headLine(bytes: Uint8Array, start: number, lf: number): HeadLine {
    if (this.#firstLf < 0) {
      this.#firstLf = lf;
      const style = bytes[start + lf - 1] === CR ? "crlf" : "lf";
      this.#streamStyle ??= style;
      this.#style = this.#streamStyle === "lf" ? "lf" : style;
    }
    return headLine(bytes, start + this.#lineStart, start + lf);
  }

  #nextHeadLf(bytes: Uint8Array, start: number, end: number): number {
    const loneLfIsData = this.#firstLf >= 0 && this.#style === "crlf";
    let index = start + this.#at;
    for (; index < end; index++) {
      if (bytes[index] === LF && (!loneLfIsData || bytes[index - 1] === CR)) return index - start;
    }
    this.#at = index - start;
    return -1;
  }

  /** The empty line may follow the very first line, so the search begins there; always true. */
  #beginBody(): boolean {
    if (this.#firstLf < 0) this.#style = this.#streamStyle ?? "lf";
    this.#step = "end";
    this.#endStyle = this.#style;
    const from = Math.max(0, this.#style === "crlf" ? this.#firstLf - 1 : this.#firstLf);
    this.#examined += Math.max(0, this.#at - from);
    this.#at = from;
    return true;
  }

  #beginMark(lf: number): boolean {
    this.#step = "mark";
    this.#at = lf;
    return true;
  }

  /** Output may hold empty lines; the frame ends at the first one after a line that ends in the mark. */
  #findMark(bytes: Uint8Array, start: number, end: number): boolean {
    const giveUpAt = start + this.maxMarkBytes - this.#forgotten;
    let last = start + this.#at + MARK.length - 1;
    while (last + 1 < end && last < giveUpAt) {
      if (isMarkAt(bytes, last) && isLineEnd(bytes[last + 1])) {
        return this.#beginEnd(last + 1 - start, "lf"); // some send CRLF here and some LF
      }
      last += MARK_SHIFT[bytes[last] ?? 0] ?? MARK.length;
    }
    this.#at = last + 1 - MARK.length - start;
    return last >= giveUpAt && this.#beginEnd(this.#at, this.#style);
  }

  #beginEnd(at: number, endStyle: LineStyle): boolean {
    this.#step = "end";
    this.#endStyle = endStyle;
    this.#at = at;
    return true;
  }

  /** CR LF CR LF: a byte that is neither cannot be in it, so the window of four moves past it. */
  #findCrlf(bytes: Uint8Array, start: number, end: number): number {
    let last = start + this.#at + 3;
    while (last < end) {
      const byte = bytes[last];
      if (byte !== LF) {
        last += byte === CR ? 1 : 4;
      } else if (bytes[last - 1] === CR && bytes[last - 2] === LF && bytes[last - 3] === CR) {
        this.#contentEnd = last - 3 - start;
        return last + 1 - start;
      } else last += 2;
    }
    this.#at = last - 3 - start;
    return -1;
  }

  /** LF LF or LF CR LF, by windows of two. */
  #findLf(bytes: Uint8Array, start: number, end: number): number {
    let last = start + this.#at + 1;
    while (last < end) {
      const byte = bytes[last];
      if (byte === LF) {
        const before = bytes[last - 1] === CR ? last - 2 : last - 1;
        if (bytes[before] === LF) {
          this.#contentEnd = (bytes[before - 1] === CR ? before - 1 : before) - start;
          return last + 1 - start;
        }
      }
      last += byte === LF || byte === CR ? 1 : 2;
    }
    this.#at = last - 1 - start;
    return -1;
  }
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === CR || byte === LF;
}

function isMarkAt(bytes: Uint8Array, last: number): boolean {
  for (let index = MARK.length - 1, at = last; index >= 0; index--, at--) {
    if (bytes[at] !== MARK[index]) return false;
  }
  return true;
}
