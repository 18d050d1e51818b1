import { afterHeaderName, CR, LF, lineEndIndex } from "./lines.ts";

/** Ends the output of a command of an Asterisk before 14, glued to its last line or alone on one. */
export const END_COMMAND = "--END COMMAND--";

/** The headers that may stand before the output of `Response: Follows`; any other line is output. */
export const FOLLOWS_HEADERS: readonly string[] = ["response", "privilege", "actionid"];

/** Index where the output of a `Response: Follows` begins: past the leading header lines, each name once. */
export function followsOutputIndex(text: string, crlf: boolean): number {
  const left = [...FOLLOWS_HEADERS];
  let at = 0;
  for (;;) {
    const found = left.findIndex((name) => afterHeaderName(text, at, name) >= 0);
    if (found < 0) return at;
    left.splice(found, 1);
    const lf = lineEndIndex(text, at, crlf);
    if (lf < 0) return text.length;
    at = lf + 1;
  }
}

/** The lines of [from, end) up to the end mark. Output has LF line ends even where headers have CRLF. */
export function followsOutput(text: string, from: number): readonly string[] {
  return textLines(text.substring(from, endMarkIndex(text, from)));
}

/** The lines of a text, without line ends; one line end at its very end makes no empty line. */
export function textLines(text: string): readonly string[] {
  if (text === "") return [];
  const lines = text.split("\n").map((line) => line.endsWith("\r") ? line.slice(0, -1) : line);
  if (lines[lines.length - 1] === "") lines.pop();
  return lines;
}

function endMarkIndex(text: string, from: number): number {
  let mark = text.indexOf(END_COMMAND, from);
  while (mark >= 0) {
    const after = mark + END_COMMAND.length;
    const code = text.charCodeAt(after);
    if (after === text.length || code === LF || code === CR) return mark;
    mark = text.indexOf(END_COMMAND, mark + 1);
  }
  return text.length;
}
