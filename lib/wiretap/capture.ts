import { AmiDecoder, type AmiFrame } from "../ami/mod.ts";
import { parseRecord } from "./record.ts";
import { textLines } from "./text_lines.ts";
import { timestampMs } from "./timestamp.ts";
import type { BadLines, Capture, CaptureRecord } from "./types.ts";

/** A keepalive's answer has a time, and stands within so much of any capture that was kept alive. */
const LOOK_AHEAD_BYTES = 1024 * 1024;

/**
 * Opens a capture: a name that ends in `.jsonl` is one record a line with times, any other the bytes that the server
 * sent. Errors: this, or else the first record asked for, throws when the file cannot be read.
 */
export async function openCapture(path: string): Promise<Capture> {
  if (path.endsWith(".jsonl")) return new TimedCapture(path);
  return new RawCapture(path, await lookAhead(path));
}

class TimedCapture implements Capture {
  readonly timed = true;
  readonly startMs = 0; // its records bring their own times
  #badLines: BadLines = { count: 0, first: null };

  constructor(readonly path: string) {}

  get badLines(): BadLines {
    return this.#badLines;
  }

  async *records(): AsyncGenerator<CaptureRecord> {
    this.#badLines = { count: 0, first: null };
    let number = 0;
    for await (const line of textLines(await readBytes(this.path))) {
      number++;
      if (line?.trim() === "") continue;
      const record = line === null ? undefined : parseRecord(line);
      if (record !== undefined) yield record;
      else this.#badLines = { count: this.#badLines.count + 1, first: this.#badLines.first ?? number };
    }
  }
}

class RawCapture implements Capture {
  readonly badLines: BadLines = { count: 0, first: null };
  readonly startMs: number;
  readonly timed: boolean;

  constructor(readonly path: string, found: RawTimes) {
    this.startMs = found.startMs ?? 0;
    this.timed = found.eventsTimed;
  }

  async *records(): AsyncGenerator<CaptureRecord> {
    yield { type: "open", atMs: null };
    for await (const bytes of await readBytes(this.path)) yield { type: "rx", atMs: null, bytes };
  }
}

/** What the beginning of a `.raw` tells of time. */
interface RawTimes {
  readonly startMs: number | null;
  readonly eventsTimed: boolean;
}

/**
 * A `.raw` has only the times in its frames, and the first of them can come late: the clock starts there, so that
 * nothing seems to last from 1970 until then.
 */
async function lookAhead(path: string): Promise<RawTimes> {
  let startMs: number | null = null;
  let eventsTimed = false;
  const onFrame = (frame: AmiFrame) => {
    const atMs = timestampMs(frame);
    startMs ??= atMs;
    eventsTimed ||= atMs !== null && frame.kind === "event";
  };
  const decoder = new AmiDecoder({ onFrame });
  for await (const bytes of await readBytes(path)) {
    decoder.push(bytes);
    if (eventsTimed || decoder.counters.bytes >= LOOK_AHEAD_BYTES) break;
  }
  return { startMs, eventsTimed };
}

async function readBytes(path: string): Promise<ReadableStream<Uint8Array>> {
  try {
    return (await Deno.open(path)).readable;
  } catch (error) {
    const reason = error instanceof Error ? error.name : String(error);
    throw new Error(`read capture, the file cannot be opened (${reason}): ${path}`, { cause: error });
  }
}
