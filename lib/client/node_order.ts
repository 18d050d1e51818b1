const DIGITS = /^[0-9]+$/;

/**
 * Orders node identifiers: numbers by value, before names; names by their letters, whatever the case. A total
 * order: only equal texts compare as 0.
 */
export function compareNodeIds(left: string, right: string): number {
  const leftIsNumber = DIGITS.test(left);
  if (leftIsNumber !== DIGITS.test(right)) return leftIsNumber ? -1 : 1;
  const ordered = leftIsNumber
    ? compareDigits(withoutZeros(left), withoutZeros(right))
    : compareText(left.toUpperCase(), right.toUpperCase());
  return ordered !== 0 ? ordered : compareText(left, right);
}

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
