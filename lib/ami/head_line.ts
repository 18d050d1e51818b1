import { FOLLOWS_HEADERS } from "./command_output.ts";
import { BLANK, COLON, CR, TAB } from "./lines.ts";

/** `follows`: `Response: Follows`. `header`: one that may stand before it. `other`: anything else. */
export type HeadLine = "follows" | "header" | "other";

/** After so many lines without `Response: Follows` there will be none: each header stands there once. */
export const MAX_HEAD_LINES = FOLLOWS_HEADERS.length;

const LOWER = 0x20, A = 0x61, P = 0x70, R = 0x72;

/** What the bytes [from, end) of a line, without its LF, say about a command's output to come. */
export function headLine(bytes: Uint8Array, from: number, end: number): HeadLine {
  switch ((bytes[from] ?? 0) | LOWER) {
    case R: {
      const valueAt = afterName(bytes, from, end, "response");
      return valueAt >= 0 && isFollows(bytes, valueAt, end) ? "follows" : "other";
    }
    case P:
      return afterName(bytes, from, end, "privilege") >= 0 ? "header" : "other";
    case A:
      return afterName(bytes, from, end, "actionid") >= 0 ? "header" : "other";
    default:
      return "other";
  }
}

function isFollows(bytes: Uint8Array, valueAt: number, end: number): boolean {
  const from = skipBlanks(bytes, valueAt, end);
  let to = end;
  while (to > from && (bytes[to - 1] === CR || bytes[to - 1] === BLANK || bytes[to - 1] === TAB)) to--;
  return to - from === "follows".length && isWord(bytes, from, to, "follows");
}

function afterName(bytes: Uint8Array, from: number, end: number, lowerName: string): number {
  if (!isWord(bytes, from, end, lowerName)) return -1;
  const colon = skipBlanks(bytes, from + lowerName.length, end);
  return colon < end && bytes[colon] === COLON ? colon + 1 : -1;
}

function skipBlanks(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && (bytes[at] === BLANK || bytes[at] === TAB)) at++;
  return at;
}

/** Letters only, so setting one bit makes each byte lower case. */
function isWord(bytes: Uint8Array, from: number, end: number, lower: string): boolean {
  if (from + lower.length > end) return false;
  for (let index = 0; index < lower.length; index++) {
    if (((bytes[from + index] ?? 0) | LOWER) !== lower.charCodeAt(index)) return false;
  }
  return true;
}
