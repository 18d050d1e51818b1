/**
 * A step from one order of rows to another of the same rows: at most `limit` rows and one more take other places, all
 * others stay where they are. Rows at the top come first; each that is moved but the last of a step is where it belongs.
 */
export function stepTowards(
  from: readonly string[],
  to: readonly string[],
  limit: number,
): readonly string[] {
  const next = [...from];
  const placeOf = new Map(next.map((id, place) => [id, place]));
  let moved = 0;
  for (let start = 0; start < to.length; start++) {
    // Rows change places along a ring: who had the place of the first goes on to the place that became free.
    for (let place = start; next[place] !== to[place];) {
      if (moved >= limit) return next;
      const wanted = to[place] ?? "";
      const evicted = next[place] ?? "";
      const free = placeOf.get(wanted);
      if (free === undefined) return to;
      next[place] = wanted;
      next[free] = evicted;
      placeOf.set(wanted, place).set(evicted, free);
      moved += place === start ? 2 : 1;
      place = free;
    }
  }
  return next;
}
