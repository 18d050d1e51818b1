import { followsOutput, followsOutputIndex, textLines } from "./command_output.ts";
import { afterHeaderName, BLANK, CR, headerColon, headerName, lineEndIndex, trimmed } from "./lines.ts";
import type { AmiFrame, AmiFrameKind, AmiHeader } from "./types.ts";

/**
 * A frame over its own text. The text is decoded once for the whole frame, which costs less than copying the
 * bytes, and each header is looked for in it when asked. A value cut out of it keeps alive this frame's text
 * and not the whole read.
 */
export class TextFrame implements AmiFrame {
  readonly kind: AmiFrameKind;
  readonly name: string;
  readonly #text: string;
  readonly #crlf: boolean;
  /** Where headers end: the end of the text, but for `Response: Follows`, whose output is no header. */
  readonly #headEnd: number;

  /** `text` is the frame without the empty line that ended it; `crlf` says how its lines end. */
  constructor(text: string, crlf: boolean) {
    this.#text = text;
    this.#crlf = crlf;
    this.#headEnd = text.length;
    const found = classify(text, crlf);
    this.kind = found.kind;
    this.name = found.valueAt < 0 ? "" : this.#valueAt(found.valueAt);
    if (found.kind === "response" && isFollows(this.name)) this.#headEnd = followsOutputIndex(text, crlf);
  }

  /** Characters of the whole frame, for bounds on what is held. */
  get size(): number {
    return this.#text.length;
  }

  get(name: string): string | undefined {
    for (let at = 0; at >= 0 && at < this.#headEnd; at = this.#nextLine(at)) {
      const valueAt = afterHeaderName(this.#text, at, name);
      if (valueAt >= 0) return this.#valueAt(valueAt);
    }
    return undefined;
  }

  all(name: string): readonly string[] {
    const values: string[] = [];
    for (let at = 0; at >= 0 && at < this.#headEnd; at = this.#nextLine(at)) {
      const valueAt = afterHeaderName(this.#text, at, name);
      if (valueAt >= 0) values.push(this.#valueAt(valueAt));
    }
    return values;
  }

  headers(): readonly AmiHeader[] {
    const text = this.#text, headEnd = this.#headEnd, headers: AmiHeader[] = [];
    if (this.kind === "text") return headers;
    for (let at = 0; at < headEnd;) {
      const lf = lineEndIndex(text, at, this.#crlf);
      const end = lf < 0 ? text.length : lf;
      const colon = headerColon(text, at, end);
      if (colon > 0) {
        headers.push({ name: headerName(text, at, colon), value: trimmed(text, colon + 1, end) });
      }
      at = end + 1;
    }
    return headers;
  }

  output(): readonly string[] {
    if (this.kind === "text") return textLines(this.#text);
    if (this.kind === "response" && isFollows(this.name)) return followsOutput(this.#text, this.#headEnd);
    return this.#outputHeaders();
  }

  /** `Output:` lines with the blanks that lay out their columns: only the one after the colon is not theirs. */
  #outputHeaders(): readonly string[] {
    const text = this.#text, lines: string[] = [];
    for (let at = 0; at >= 0 && at < this.#headEnd; at = this.#nextLine(at)) {
      const valueAt = afterHeaderName(text, at, "output");
      if (valueAt < 0) continue;
      const from = text.charCodeAt(valueAt) === BLANK ? valueAt + 1 : valueAt;
      lines.push(text.substring(from, this.#lineEnd(valueAt)));
    }
    return lines;
  }

  #valueAt(valueAt: number): string {
    return trimmed(this.#text, valueAt, this.#lineEnd(valueAt));
  }

  /** End of the line that holds `at`, before its CRLF or LF. */
  #lineEnd(at: number): number {
    const lf = lineEndIndex(this.#text, at, this.#crlf);
    if (lf < 0) return this.#text.length;
    return this.#text.charCodeAt(lf - 1) === CR && lf > at ? lf - 1 : lf;
  }

  /** Start of the line after the one that holds `at`, or -1 after the last. */
  #nextLine(at: number): number {
    const lf = lineEndIndex(this.#text, at, this.#crlf);
    return lf < 0 ? -1 : lf + 1;
  }
}

/** Whichever of `Event` and `Response` comes first decides: OriginateResponse is an event that has both. */
function classify(text: string, crlf: boolean): { kind: AmiFrameKind; valueAt: number } {
  let hasHeader = false;
  for (let at = 0; at < text.length;) {
    const event = afterHeaderName(text, at, "event");
    if (event >= 0) return { kind: "event", valueAt: event };
    const response = afterHeaderName(text, at, "response");
    if (response >= 0) return { kind: "response", valueAt: response };
    const lf = lineEndIndex(text, at, crlf);
    const end = lf < 0 ? text.length : lf;
    hasHeader ||= headerColon(text, at, end) > 0;
    at = end + 1;
  }
  return { kind: hasHeader ? "bare" : "text", valueAt: -1 };
}

function isFollows(name: string): boolean {
  return name.length === 7 && name.toLowerCase() === "follows";
}
