/** Character codes that the codec looks for; they mean the same as bytes and as UTF-16 units. */
export const LF = 0x0a, CR = 0x0d, BLANK = 0x20, TAB = 0x09, COLON = 0x3a, LESS_THAN = 0x3c;

const SLASH = 0x2f, OPEN_PARENTHESIS = 0x28;

/**
 * Index of the LF that ends the line which holds `from`, or -1. Where lines end in CRLF, a lone LF is part of
 * the line: app_rpt of ASL2 sends times with the LF that `ctime` left on them.
 */
export function lineEndIndex(text: string, from: number, crlf: boolean): number {
  let lf = text.indexOf("\n", from);
  while (crlf && lf > 0 && text.charCodeAt(lf - 1) !== CR) lf = text.indexOf("\n", lf + 1);
  return lf;
}

/** Index just past the colon when the line at `at` is the header `name` in any case, else -1. */
export function afterHeaderName(text: string, at: number, name: string): number {
  for (let index = 0; index < name.length; index++) {
    if (!sameLetter(text.charCodeAt(at + index), name.charCodeAt(index))) return -1;
  }
  let colon = at + name.length;
  while (isBlank(text.charCodeAt(colon))) colon++;
  return text.charCodeAt(colon) === COLON ? colon + 1 : -1;
}

/**
 * Index of the colon when the line in [at, end) is a header, else -1. XML and indented text are none, nor is
 * a channel name with an address (`IAX2/192.0.2.1:4569-12`), but `ChanVariable(SIP/100-1)` is.
 */
export function headerColon(text: string, at: number, end: number): number {
  const first = text.charCodeAt(at);
  if (first === LESS_THAN || first <= BLANK) return -1;
  let inParentheses = false;
  for (let index = at; index < end; index++) { // indexOf could run past this line, for each line of a long text
    const code = text.charCodeAt(index);
    if (code === COLON) return index > at ? index : -1;
    if (code === SLASH && !inParentheses) return -1;
    inParentheses ||= code === OPEN_PARENTHESIS;
  }
  return -1;
}

/** The name in [at, colon), without blanks before the colon. */
export function headerName(text: string, at: number, colon: number): string {
  let end = colon;
  while (isBlank(text.charCodeAt(end - 1))) end--;
  return text.substring(at, end);
}

/** The text in [from, to) without blanks, tabs and line ends around it. */
export function trimmed(text: string, from: number, to: number): string {
  while (from < to && isSpace(text.charCodeAt(from))) from++;
  while (to > from && isSpace(text.charCodeAt(to - 1))) to--;
  return text.substring(from, to);
}

function isSpace(code: number): boolean {
  return isBlank(code) || code === LF;
}

/** What may stand before a colon; not LF, which ends most lines. */
function isBlank(code: number): boolean {
  return code === BLANK || code === TAB || code === CR;
}

function sameLetter(left: number, right: number): boolean {
  if (left === right) return true;
  const lower = left | 0x20;
  return (left ^ right) === 0x20 && lower >= 0x61 && lower <= 0x7a;
}
