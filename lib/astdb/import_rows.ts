import type { Clock } from "../clock/mod.ts";
import { DirectoryParser, type ParseSummary } from "./parser.ts";
import { Slices } from "./slices.ts";
import { removeIfThere, Staging } from "./staging.ts";
import { type Expected, faultOf } from "./verdict.ts";

/** Text that is cut into rows, and handed over, in one go: some 60 rows, about a millisecond of work. */
const PIECE_BYTES = 2_048;

/** One import. */
export interface ImportOrder {
  /** The text, UTF-8, in pieces. */
  readonly source: AsyncIterable<Uint8Array>;
  /** Where the copy that answers is; it is replaced in one step when the new one is good. */
  readonly path: string;
  readonly expected: Expected;
  /** What is remembered of the copy; asked for at the end. */
  readonly facts: (rows: number) => Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** What an import led to. */
export interface Imported {
  readonly rows: number;
  readonly summary: ParseSummary;
  /** The longest time the event loop stood still for it. */
  readonly longestMs: number;
}

/**
 * Imports a directory beside the one in use and puts it in its place. Errors: throws when the source fails, the text is no whole
 * directory, or the disk does not let it; the copy in use is untouched then.
 */
export async function importRows(order: ImportOrder): Promise<Imported> {
  const { path, expected, clock, signal } = order;
  const newPath = `${path}.new`;
  const slices = new Slices(clock, signal);
  const staging = new Staging(newPath);
  try {
    const summary = await fill(staging, order.source, slices);
    const fault = faultOf({ ...summary, rows: staging.rows }, expected);
    if (fault !== null) throw new Error(`keep the last good directory, the new one is refused: ${fault}`);
    while (staging.indexStep()) await slices.breathe();
    while (staging.mergeStep()) await slices.rest();
    staging.finish(order.facts(staging.rows));
    await slices.rest();
    await settle(newPath, path);
    return { rows: staging.rows, summary, longestMs: slices.longestMs };
  } catch (error) {
    staging.abandon();
    removeIfThere(newPath);
    throw error;
  }
}

async function fill(
  staging: Staging,
  source: AsyncIterable<Uint8Array>,
  slices: Slices,
): Promise<ParseSummary> {
  const parser = new DirectoryParser();
  const decoder = new TextDecoder();
  slices.pause();
  for await (const bytes of source) {
    slices.resume();
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      const text = decoder.decode(bytes.subarray(at, at + PIECE_BYTES), { stream: true });
      staging.insert(parser.push(text));
      await slices.breathe();
    }
    if (parser.summary.isMarkup) break;
    slices.pause();
  }
  slices.resume();
  staging.insert([...parser.push(decoder.decode()), ...parser.end()]);
  return parser.summary;
}

/** The new file is on the disk before it takes the place of the old: a power cut leaves one of them whole. */
async function settle(newPath: string, path: string): Promise<void> {
  const file = await Deno.open(newPath, { read: true, write: true });
  try {
    await file.sync();
  } finally {
    file.close();
  }
  await Deno.rename(newPath, path);
}
