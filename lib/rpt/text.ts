const DIGIT_0 = 48;
const DIGIT_9 = 57;

/** More digits than this would not stay exact in a number. */
const MAX_DIGITS = 15;

/** True when the text is one or more decimal digits and nothing else. */
export function isDigits(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < DIGIT_0 || code > DIGIT_9) return false;
  }
  return text.length > 0;
}

/** A whole number of at least 0, or `null` when the text is not one that a number holds exactly. */
export function wholeNumber(text: string): number | null {
  return text.length <= MAX_DIGITS && isDigits(text) ? Number(text) : null;
}

/** A whole number, where a leading minus is allowed; `null` when the text is not one. */
export function integer(text: string): number | null {
  if (!text.startsWith("-")) return wholeNumber(text);
  const magnitude = wholeNumber(text.slice(1));
  return magnitude === null ? null : -magnitude;
}

/**
 * Seconds of `hh:mm:ss` or `hh:mm:ss:ms`, the hours without limit; `null` when the text is neither. app_rpt pads the
 * milliseconds to two digits only, so `:05` and `:660` are 5 and 660 ms.
 */
export function clockSeconds(text: string): number | null {
  const parts = text.split(":").map(wholeNumber);
  if (parts.length < 3 || parts.length > 4 || parts.includes(null)) return null;
  const [hours = 0, minutes = 0, seconds = 0, ms = 0] = parts.map(Number);
  return hours * 3600 + minutes * 60 + seconds + ms / 1000;
}
