import type { AmiFrame } from "../ami/mod.ts";

/**
 * One step of a capture, in order. `atMs` is epoch milliseconds, `null` where the capture has no times (`.raw`).
 * `note` is anything that carries a time and nothing else.
 */
export type CaptureRecord =
  | { readonly type: "open" | "close" | "note"; readonly atMs: number | null }
  | { readonly type: "rx" | "tx"; readonly atMs: number | null; readonly bytes: Uint8Array };

/** A capture that can be read from its start, as often as wanted, without ever being held as a whole. */
export interface Capture {
  readonly path: string;
  /** Epoch milliseconds that the virtual clock starts at; 0 when the capture tells no time at all. */
  readonly startMs: number;
  /** True when each event has a time of its own; else all that lies between two known times happens at the first. */
  readonly timed: boolean;
  /** Errors: the iteration throws when the file cannot be read. */
  records(): AsyncIterable<CaptureRecord>;
  /** Lines that were no records, counted while reading. */
  readonly badLines: BadLines;
}

/** Lines of a `.jsonl` that were left out; `first` counts from 1 and is `null` while there are none. */
export interface BadLines {
  readonly count: number;
  readonly first: number | null;
}

/** What of an action tells which question its answer belongs to. Nothing else of it is kept. */
export interface AskedAction {
  readonly atMs: number;
  readonly action: string;
  readonly command: string | undefined;
  readonly node: string | undefined;
}

/** One thing that a capture plays back, on its virtual clock. `asked` is known where the capture has what was sent. */
export type Played =
  | { readonly type: "opened" | "closed"; readonly atMs: number }
  | {
    readonly type: "frame";
    readonly atMs: number;
    readonly frame: AmiFrame;
    readonly asked: AskedAction | undefined;
  };
