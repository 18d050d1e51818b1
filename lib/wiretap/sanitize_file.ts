import { byteLines } from "./byte_lines.ts";
import type { LineReader, Sanitizer } from "./sanitizer.ts";
import { textLines } from "./text_lines.ts";

const encoder = new TextEncoder();
const utf8 = new TextDecoder("utf-8", { fatal: true });
const latin1 = new TextDecoder("latin1");

/** Written in pieces of about this size, so that a capture of hundreds of megabytes needs no more. */
const WRITE_CHARS = 64 * 1024;

/** Reads a capture for the first time: what names, numbers and addresses stand in it. Errors: throws when it cannot be read. */
export async function learnCapture(path: string, sanitizer: Sanitizer): Promise<void> {
  const reader = { rx: sanitizer.learner(), tx: sanitizer.learner() };
  for await (const _piece of cleanPieces(path, reader)) { /* what is read is noted, nothing is written */ }
}

/**
 * Reads a capture for the second time and writes it to `out`, which must not exist, with what is somebody's replaced;
 * gives how many lines of a `.jsonl` were left out because they are no records. Errors: throws when `path` cannot be
 * read or `out` not be written.
 */
export async function cleanCapture(path: string, out: string, sanitizer: Sanitizer): Promise<number> {
  const reader = { rx: sanitizer.cleaner(), tx: sanitizer.cleaner() };
  const file = await createNew(out);
  let badLines = 0;
  try {
    let text: Uint8Array[] = [];
    let length = 0;
    for await (const piece of cleanPieces(path, reader)) {
      if (piece === null) badLines++;
      else length += text[text.push(piece) - 1]?.length ?? 0;
      if (length < WRITE_CHARS) continue;
      await writeAll(file, text);
      text = [];
      length = 0;
    }
    await writeAll(file, text);
  } finally {
    file.close();
  }
  return badLines;
}

interface Readers {
  readonly rx: LineReader;
  readonly tx: LineReader;
}

/** The capture cleaned, piece by piece; `null` for a line that is no record. */
async function* cleanPieces(path: string, reader: Readers): AsyncGenerator<Uint8Array | null> {
  const bytes = (await openFile(path)).readable;
  if (!path.endsWith(".jsonl")) {
    for await (const line of byteLines(bytes)) yield cleanLine(line, reader.rx);
    return;
  }
  const records = new RecordCleaner(reader);
  for await (const line of textLines(bytes)) {
    if (line?.trim() === "") continue;
    const cleaned = line === null ? null : records.record(line);
    if (cleaned === null) yield null;
    else for (const record of cleaned) yield encoder.encode(`${JSON.stringify(record)}\n`);
  }
  for (const record of records.end()) yield encoder.encode(`${JSON.stringify(record)}\n`);
}

/** A line with its end as it was. Bytes that are no UTF-8 are read as Latin-1 and written as they came. */
function cleanLine(line: Uint8Array, reader: LineReader): Uint8Array {
  const ending = line.at(-1) === 10 ? (line.at(-2) === 13 ? 2 : 1) : 0;
  const body = line.subarray(0, line.length - ending);
  const isUtf8 = utf8Text(body) !== null;
  const clean = reader.line(utf8Text(body) ?? latin1.decode(body));
  const bytes = isUtf8 ? encoder.encode(clean) : Uint8Array.from(clean, (char) => char.charCodeAt(0) & 0xff);
  const whole = new Uint8Array(bytes.length + ending);
  whole.set(bytes);
  whole.set(line.subarray(line.length - ending), bytes.length);
  return whole;
}

function utf8Text(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null; // not UTF-8: read as Latin-1 by the caller
    throw error;
  }
}

type Json = Readonly<Record<string, unknown>>;

/**
 * Cleans the records of a `.jsonl`. Reads cut lines anywhere, so a line is written with the record that ended it: no
 * frame is complete sooner or later than it was.
 */
class RecordCleaner {
  readonly #open = { rx: "", tx: "" };
  #last: Json = {};

  constructor(private readonly reader: Readers) {}

  /** The records to write in place of this line; `null` when it is none. */
  record(line: string): readonly Json[] | null {
    const fields = parseObject(line);
    if (fields === null || typeof fields.dir !== "string") return null;
    if (fields.dir !== "rx" && fields.dir !== "tx") {
      const data = typeof fields.data === "string" ? { data: this.reader.tx.line(fields.data) } : {};
      return [...this.end(), { ...fields, ...data }];
    }
    const text = dataOf(fields);
    if (text === null) return null;
    const { b64: _bytes, ...rest } = fields;
    this.#last = rest;
    const lines = (this.#open[fields.dir] + text).split("\n");
    this.#open[fields.dir] = lines.pop() ?? "";
    return lines.length === 0
      ? []
      : [{ ...rest, data: lines.map((one) => `${this.#clean(fields.dir, one)}\n`).join("") }];
  }

  /** What was begun and has no end, as one record more for each direction. */
  end(): readonly Json[] {
    const records: Json[] = [];
    for (const dir of ["rx", "tx"] as const) {
      if (this.#open[dir] !== "") {
        records.push({ ...this.#last, dir, data: this.#clean(dir, this.#open[dir]) });
      }
      this.#open[dir] = "";
    }
    return records;
  }

  #clean(dir: unknown, line: string): string {
    const reader = dir === "tx" ? this.reader.tx : this.reader.rx;
    return line.endsWith("\r") ? `${reader.line(line.slice(0, -1))}\r` : reader.line(line);
  }
}

function dataOf(fields: Json): string | null {
  if (typeof fields.data === "string") return fields.data;
  if (typeof fields.b64 !== "string" || !/^[A-Za-z0-9+/]*={0,2}$/.test(fields.b64)) return null;
  return atob(fields.b64);
}

function parseObject(line: string): Json | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null; // counted by the caller as no record
    throw error;
  }
}

async function openFile(path: string): Promise<Deno.FsFile> {
  try {
    return await Deno.open(path);
  } catch (error) {
    throw fileError("sanitize capture, the file cannot be opened", path, error);
  }
}

async function createNew(path: string): Promise<Deno.FsFile> {
  try {
    return await Deno.open(path, { write: true, createNew: true, mode: 0o600 });
  } catch (error) {
    const reason = error instanceof Deno.errors.AlreadyExists
      ? "it exists already, name another with --out"
      : null;
    if (reason !== null) throw new Error(`write sanitized capture, ${reason}: ${path}`, { cause: error });
    throw fileError("write sanitized capture, the file cannot be made", path, error);
  }
}

function fileError(action: string, path: string, error: unknown): Error {
  return new Error(`${action} (${error instanceof Error ? error.name : String(error)}): ${path}`, {
    cause: error,
  });
}

/** In one write: thousands of lines one by one would take a hundred times as long. */
async function writeAll(file: Deno.FsFile, pieces: readonly Uint8Array[]): Promise<void> {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  for (let sent = 0; sent < whole.length;) sent += await file.write(whole.subarray(sent));
}
