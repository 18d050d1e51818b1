const DIGITS = /^[0-9]+$/;

/**
 * Orders node identifiers: numbers by value, before names; names by their letters, whatever the case. A total
 * order: only equal texts compare as 0.
 */
export function compareNodeIds(left: string, right: string): number {
  const leftIsNumber = DIGITS.test(left);
  if (leftIsNumber !== DIGITS.test(right)) return leftIsNumber ? -1 : 1;
  const ordered = leftIsNumber
    ? compareDigits(left.replace(/^0+(?=.)/, ""), right.replace(/^0+(?=.)/, ""))
    : compareText(left.toUpperCase(), right.toUpperCase());
  return ordered !== 0 ? ordered : compareText(left, right);
}

/** Of two numbers without leading zeros the longer is the larger; so no length overflows. */
function compareDigits(left: string, right: string): number {
  return left.length - right.length || compareText(left, right);
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
