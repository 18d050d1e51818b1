/** Orders node identifiers: numbers by value and before names, names by their characters. */
export function compareNodeIds(a: string, b: string): number {
  if (a === b) return 0;
  const [isNumberA, isNumberB] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (isNumberA !== isNumberB) return isNumberA ? -1 : 1;
  if (isNumberA && Number(a) !== Number(b)) return Number(a) - Number(b);
  return a < b ? -1 : a > b ? 1 : 0;
}
