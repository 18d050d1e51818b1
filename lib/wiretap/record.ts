import type { CaptureRecord } from "./types.ts";

/** Instants beyond this are none that a date can hold. */
const MAX_INSTANT_MS = 8.64e15;

const encoder = new TextEncoder();

/**
 * Reads one line of a `.jsonl` capture, `{"t", "wall", "dir", "data"}`, or gives undefined when it is no record.
 * `b64` may stand in place of `data` for bytes that no text holds. `eof` and `close` are the same.
 */
export function parseRecord(line: string): CaptureRecord | undefined {
  const fields = parseObject(line);
  if (fields === undefined) return undefined;
  const atMs = instantOf(fields.wall);
  switch (fields.dir) {
    case "open":
      return { type: "open", atMs };
    case "eof":
    case "close":
      return { type: "close", atMs };
    case "note":
      return { type: "note", atMs };
    case "rx":
    case "tx": {
      const bytes = bytesOf(fields);
      return bytes === undefined ? undefined : { type: fields.dir, atMs, bytes };
    }
  }
}

function parseObject(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // counted by the reader as a bad line
    throw error;
  }
}

function instantOf(wall: unknown): number | null {
  return typeof wall === "number" && wall >= 0 && wall <= MAX_INSTANT_MS ? Math.floor(wall) : null;
}

function bytesOf(fields: Readonly<Record<string, unknown>>): Uint8Array | undefined {
  if (typeof fields.data === "string") return encoder.encode(fields.data);
  if (typeof fields.b64 !== "string") return undefined;
  try {
    return Uint8Array.from(atob(fields.b64), (char) => char.charCodeAt(0));
  } catch (error) {
    if (error instanceof DOMException) return undefined; // not base64: a bad line
    throw error;
  }
}
