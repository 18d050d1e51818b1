const MAX_COMPARED = 48; // longer than any key; keeps the table of a hostile key small

/**
 * The candidate with the fewest typing slips (insert, delete, change, swap) to any of the spellings of a name; of
 * equals the one nearest to the earlier spelling, then the earlier candidate.
 */
export function nearestName(spellings: readonly string[], candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Infinity;
  for (const spelling of spellings) {
    for (const candidate of candidates) {
      const distance = editDistance(normalise(spelling), normalise(candidate));
      if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
    }
  }
  return best;
}

/** How many inserts, deletes, changes and swaps of neighbours turn `from` into `to`. */
export function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const changed = at(last, column - 1) + (from[row - 1] === to[column - 1] ? 0 : 1);
      let cost = Math.min(changed, at(last, column) + 1, at(current, column - 1) + 1);
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] &&
        from[row - 2] === to[column - 1];
      if (swapped) cost = Math.min(cost, at(beforeLast, column - 2) + 1);
      current.push(cost);
    }
    [beforeLast, last] = [last, current];
  }
  return at(last, to.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}

/** Case, blanks and the choice of `-`, `.` or `_` are no slips. */
function normalise(name: string): string {
  return name.slice(0, MAX_COMPARED).toLowerCase().replace(/[\s.-]/g, "_");
}
