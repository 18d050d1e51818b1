import { AmiDecoder, type AmiFrame } from "../ami/mod.ts";
import { AskedActions } from "./asked_actions.ts";
import { timestampMs } from "./timestamp.ts";
import type { Capture, CaptureRecord, Played } from "./types.ts";

/** What a playback counted. */
export interface PlaybackCounters {
  readonly frames: number;
  /** Frames that were over the codec's limits. */
  readonly droppedFrames: number;
}

/**
 * Plays a capture back: feeds its bytes through the codec and tells what came, read by read, on the capture's own
 * clock. With times in the records the clock is theirs; without, it follows the `Timestamp:` of frames.
 */
export class Playback {
  readonly #capture: Capture;
  #decoder: AmiDecoder;
  #asked = new AskedActions();
  #nowMs: number;
  #followsFrames = true;
  #played: Played[] = [];
  #counters: PlaybackCounters = { frames: 0, droppedFrames: 0 };

  constructor(capture: Capture) {
    this.#capture = capture;
    this.#nowMs = capture.startMs;
    this.#decoder = this.#newDecoder();
  }

  /** What was counted until now. */
  get counters(): PlaybackCounters {
    const { frames, droppedLongFrame, droppedLongLine } = this.#decoder.counters;
    return {
      frames: this.#counters.frames + frames,
      droppedFrames: this.#counters.droppedFrames + droppedLongFrame + droppedLongLine,
    };
  }

  /** Plays once, to the end; one batch a record that brought something. Errors: throws when the file cannot be read. */
  async *run(): AsyncGenerator<readonly Played[]> {
    for await (const record of this.#capture.records()) {
      this.#take(record);
      if (this.#played.length === 0) continue;
      yield this.#played;
      this.#played = [];
    }
  }

  #take(record: CaptureRecord): void {
    if (record.atMs !== null) {
      this.#nowMs = record.atMs;
      this.#followsFrames = false;
    }
    switch (record.type) {
      case "open":
        this.#begin();
        this.#played.push({ type: "opened", atMs: this.#nowMs });
        break;
      case "close":
        this.#played.push({ type: "closed", atMs: this.#nowMs });
        break;
      case "rx":
        this.#decoder.push(record.bytes);
        break;
      case "tx":
        this.#asked.sent(record.bytes, this.#nowMs);
        break;
    }
  }

  /** A new session: nothing of the last one may reach into it. */
  #begin(): void {
    this.#counters = this.counters;
    this.#decoder = this.#newDecoder();
    this.#asked = new AskedActions();
  }

  #newDecoder(): AmiDecoder {
    return new AmiDecoder({ onFrame: (frame) => this.#onFrame(frame) });
  }

  #onFrame(frame: AmiFrame): void {
    if (this.#followsFrames) this.#nowMs = timestampMs(frame) ?? this.#nowMs;
    this.#played.push({ type: "frame", atMs: this.#nowMs, frame, asked: this.#asked.answeredBy(frame) });
  }
}
