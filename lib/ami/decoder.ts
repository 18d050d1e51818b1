import type { Bound } from "../wire/mod.ts";
import { ByteQueue } from "./byte_queue.ts";
import { TextFrame } from "./frame.ts";
import { LineLimit } from "./line_limit.ts";
import { CR, LF } from "./lines.ts";
import { FrameScanner } from "./scanner.ts";
import type { AmiCodecCounters, AmiLimits } from "./types.ts";

/**
 * Asterisk's own lines are far shorter (app_rpt's longest, RPT_LINKS of some hundred nodes, has a few KiB); a
 * frame is longest for the output of a command.
 */
export const DEFAULT_LIMITS: AmiLimits = { maxLineBytes: 64 * 1024, maxFrameBytes: 1024 * 1024 };

/** A longer chunk is taken in pieces, so that what is held does not grow with the reader's buffer. */
const PIECE_BYTES = 64 * 1024;

/** The most that is held of a stream, with the usual limits. */
export const MAX_HELD_BYTES = DEFAULT_LIMITS.maxFrameBytes + PIECE_BYTES;

/** A first line like this is a header: the stream has no greeting, or was not recorded from its start. */
const HEADER_LINE_REGEXP = /^[^\s<:]+:/;

/** Longest empty line and line end around a frame: with so many bytes over the limit no end can save it. */
const MAX_END_BYTES = 4;

/** What a decoder calls, and what it expects. */
export interface AmiDecoderOptions {
  /** Called for each frame, in order, from within `push`. What it throws comes out of `push`; nothing is lost. */
  onFrame(frame: TextFrame): void;
  /** Called once with the greeting, before any frame. */
  onBanner?(banner: string): void;
  /** Called for an empty line where a frame should begin: the whole answer of VoterStatus for an unknown node. */
  onEmptyFrame?(): void;
  /** A server greets with one line that is no frame (default); a client does not. */
  readonly expectBanner?: boolean;
  readonly limits?: Partial<AmiLimits>;
}

/** Where in the stream the decoder is. `dropping`: in a frame over a limit, up to its end. */
type State = "banner" | "frames" | "dropping" | "ended";

/**
 * Turns the bytes of one direction of a session into frames: bytes are pushed in as they come, frames come out
 * of `onFrame`. Any bytes are survived: what is over a limit is dropped and counted, and decoding goes on at the
 * next end of a frame. Held are at most one frame of the longest kind and one piece of input.
 */
export class AmiDecoder {
  readonly #options: AmiDecoderOptions;
  readonly #limits: AmiLimits;
  readonly #leastLimit: number;
  readonly #queue = new ByteQueue();
  readonly #scanner: FrameScanner;
  readonly #lineLimit: LineLimit;
  readonly #text = new TextDecoder("utf-8", { ignoreBOM: true });
  readonly #counters = {
    bytes: 0,
    frames: 0,
    droppedLongLine: 0,
    droppedLongFrame: 0,
    emptyFrames: 0,
    truncatedFrames: 0,
  };
  #state: State;
  /** Bytes of the waiting banner that hold no line end. */
  #bannerAt = 0;
  /** True once bytes of the frame at the front of the queue were looked at. */
  #inFrame = false;

  constructor(options: AmiDecoderOptions) {
    this.#options = options;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#leastLimit = Math.min(this.#limits.maxLineBytes, this.#limits.maxFrameBytes);
    this.#scanner = new FrameScanner(this.#limits.maxLineBytes, 2 * this.#limits.maxFrameBytes);
    this.#lineLimit = new LineLimit(this.#limits.maxLineBytes);
    this.#state = options.expectBanner === false ? "frames" : "banner";
  }

  /** What was counted until now. */
  get counters(): AmiCodecCounters {
    return { ...this.#counters };
  }

  /** Bytes that wait for the rest of their frame. */
  get heldBytes(): number {
    return this.#queue.length;
  }

  /** How full it is; what grows beyond is dropped, and counted by its reason among the frames. */
  get bound(): Bound {
    const limit = this.#limits.maxFrameBytes + PIECE_BYTES;
    return { name: "ami_held_bytes", used: this.heldBytes, limit };
  }

  /** Bytes looked at, again for each time; a small multiple of `counters.bytes` however they were cut. */
  get examinedBytes(): number {
    return this.#scanner.examined;
  }

  /** Takes the next bytes, which it copies; calls back for each frame that they complete. Ignored after `end`. */
  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length && this.#state !== "ended"; at += PIECE_BYTES) {
      const piece = chunk.length <= PIECE_BYTES ? chunk : chunk.subarray(at, at + PIECE_BYTES);
      this.#counters.bytes += piece.length;
      this.#queue.add(piece);
      this.#takeAll();
    }
  }

  /** The stream is over: what waits is cut off, counted and let go. */
  end(): void {
    if (this.#state === "frames" && this.#queue.length > 0) this.#counters.truncatedFrames++;
    this.#queue.drop(this.#queue.length);
    this.#state = "ended";
  }

  #takeAll(): void {
    if (this.#state === "banner" && !this.#takeBanner()) return;
    while (this.#queue.length > 0 && this.#takeNext());
  }

  /** Takes what begins at the front; false when that needs more bytes. */
  #takeNext(): boolean {
    if (!this.#inFrame) {
      const ended = this.#emptyLineBytes();
      if (ended < 0) return false;
      if (ended > 0) return this.#takeEmptyFrame(ended);
      this.#inFrame = true;
      this.#scanner.reset();
      this.#lineLimit.reset();
    }
    const { bytes, start, end } = this.#queue;
    const past = this.#scanner.find(bytes, start, end);
    if (this.#state === "dropping") return this.#skip(past);
    const length = past < 0 ? end - start : this.#scanner.contentEnd;
    if (length > this.#leastLimit && this.#isOverLimit(length, past >= 0)) return this.#skip(past);
    if (past < 0) return false;
    this.#deliver(bytes.subarray(start, start + length), past);
    return true;
  }

  /** The queue moves on first, so that a callback that throws leaves the decoder at the next frame. */
  #deliver(content: Uint8Array, past: number): void {
    const frame = new TextFrame(this.#text.decode(content), this.#scanner.crlf);
    this.#finish(past);
    this.#counters.frames++;
    this.#options.onFrame(frame);
  }

  #finish(past: number): void {
    this.#inFrame = false;
    this.#queue.drop(past);
  }

  /** Bytes of the empty line at the front, 0 when there is none, -1 when that cannot be told yet. */
  #emptyLineBytes(): number {
    const { bytes, start, end } = this.#queue;
    if (bytes[start] === LF) return 1;
    if (bytes[start] !== CR) return 0;
    if (start + 1 === end) return -1;
    return bytes[start + 1] === LF ? 2 : 0;
  }

  #takeEmptyFrame(bytes: number): true {
    this.#scanner.noteStreamStyle(bytes === 1 ? "lf" : "crlf");
    this.#counters.emptyFrames++;
    this.#queue.drop(bytes);
    this.#options.onEmptyFrame?.();
    return true;
  }

  /** Counts the frame and begins to drop it when one of its lines, or all of it, is too long. */
  #isOverLimit(length: number, complete: boolean): boolean {
    const { maxFrameBytes } = this.#limits;
    const { bytes, start } = this.#queue;
    const isWhole = complete && length <= maxFrameBytes;
    if (this.#lineLimit.isExceeded(bytes, start, Math.min(length, maxFrameBytes), isWhole)) {
      this.#counters.droppedLongLine++;
    } else if (length > maxFrameBytes + (complete ? 0 : MAX_END_BYTES)) {
      this.#counters.droppedLongFrame++;
    } else return false;
    this.#state = "dropping";
    return true;
  }

  /** Goes on behind the dropped frame, or lets go of what its end cannot need. */
  #skip(past: number): boolean {
    if (past >= 0) {
      this.#state = "frames";
      this.#finish(past);
      return true;
    }
    const settled = this.#scanner.settled;
    this.#queue.drop(settled);
    this.#scanner.forget(settled);
    return false;
  }

  /** False while the greeting is not complete. */
  #takeBanner(): boolean {
    const { bytes, start, end } = this.#queue;
    const offset = bytes.subarray(start + this.#bannerAt, end).indexOf(LF);
    const lf = this.#bannerAt + offset;
    const cr = offset >= 0 && bytes[start + lf - 1] === CR && lf > 0 ? 1 : 0;
    const length = offset < 0 ? end - start - 1 : lf - cr;
    if (length <= this.#limits.maxLineBytes && offset < 0) {
      this.#bannerAt = end - start;
      return false;
    }
    if (length > 0 && length <= this.#limits.maxLineBytes) this.#readBanner(length, lf + 1, cr > 0);
    this.#state = "frames"; // an endless or empty first line is no greeting, and is judged as a frame
    return true;
  }

  #readBanner(length: number, past: number, crlf: boolean): void {
    const { bytes, start } = this.#queue;
    const line = this.#text.decode(bytes.subarray(start, start + length));
    if (HEADER_LINE_REGEXP.test(line)) return;
    this.#scanner.noteStreamStyle(crlf ? "crlf" : "lf");
    this.#queue.drop(past);
    this.#state = "frames";
    this.#options.onBanner?.(line);
  }
}
