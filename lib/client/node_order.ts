/**
 * Orders node identifiers: numbers by value, before names; names by their letters, whatever the case. A total
 * order: only equal texts compare as 0.
 */
export function compareNodeIds(left: string, right: string): number {
  if (left === right) return 0;
  const leftIsNumber = isNumber(left);
  if (leftIsNumber !== isNumber(right)) return leftIsNumber ? -1 : 1;
  const ordered = leftIsNumber
    ? compareDigits(withoutZeros(left), withoutZeros(right))
    : compareText(left.toUpperCase(), right.toUpperCase());
  return ordered !== 0 ? ordered : compareText(left, right);
}

/** Digits alone. A loop, because a table is put in order for every page that the server gives. */
function isNumber(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < ZERO_CODE || code > NINE_CODE) return false;
  }
  return text !== "";
}

const ZERO_CODE = 0x30;
const NINE_CODE = 0x39;

/** Hardly any number has leading zeros, and a table of a hundred links is put in order at every change. */
function withoutZeros(digits: string): string {
  return digits.startsWith("0") ? digits.replace(/^0+(?=.)/, "") : digits;
}

/** Of two numbers without leading zeros the longer is the larger; so no length overflows. */
function compareDigits(left: string, right: string): number {
  return left.length - right.length || compareText(left, right);
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
