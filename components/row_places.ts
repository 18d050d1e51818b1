import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/** The rows of a body as they are laid out: which link each place shows, and by which name its element goes. */
export interface PlacedRow {
  readonly id: string;
  readonly key: string;
}

/**
 * Where the rows `ids` go. A row that moves is for browsers a page that shifts under its reader, and costs them all that
 * it holds. So after a step, in which rows of one height change places, elements stay where they are and show each other's
 * links; when rows change places in any other way, all are set up anew, and stand where they are from the beginning.
 */
export function useRowPlaces(
  body: RefObject<HTMLTableSectionElement>,
  ids: readonly string[],
  isStep: boolean,
): readonly PlacedRow[] {
  const named = useRef(0);
  const before = useRef<readonly PlacedRow[]>([]);
  const placed = isSame(before.current, ids) ? before.current : place(before.current, ids, isStep, named);
  const isMoved = before.current.some(({ key }, at) => key !== placed[at]?.key);
  before.current = placed;
  useLayoutEffect(() => {
    const { current } = body;
    if (isMoved && current && !current.contains(document.activeElement)) {
      current.parentNode?.appendChild(current);
    }
  }, [placed]);
  return placed;
}

function place(
  before: readonly PlacedRow[],
  ids: readonly string[],
  isStep: boolean,
  named: { current: number },
): readonly PlacedRow[] {
  const keys = new Map(before.map(({ id, key }) => [id, key]));
  const known = (id: string, at: number) => isStep ? before[at]?.key : keys.get(id);
  return ids.map((id, at) => ({ id, key: known(id, at) ?? `row ${named.current++}` }));
}

function isSame(placed: readonly PlacedRow[], ids: readonly string[]): boolean {
  return placed.length === ids.length && placed.every(({ id }, at) => id === ids[at]);
}

/** True where all rows of a body are as high as their style says, whatever they hold, and none is opened. */
export function areRowsEven({ current }: RefObject<HTMLTableSectionElement>): boolean {
  const row = current?.querySelector(".link");
  // Asked for the style and not for heights, which would have the page laid out once more.
  return row instanceof Element && current?.querySelector(".link-details") === null &&
    getComputedStyle(row).contain.split(" ").includes("size");
}

/** Which rows of a body of even rows are on the screen: from which place to before which. */
export function rowsInSight({ current }: RefObject<HTMLTableSectionElement>): readonly [number, number] {
  const count = current?.childElementCount ?? 0;
  if (!current || count === 0) return [0, 0];
  // Asked before anything of this frame is written: the page is laid out as it was drawn.
  const { top, height } = current.getBoundingClientRect();
  const placeAt = (y: number) => Math.floor((y - top) / height * count);
  return [Math.max(0, placeAt(0)), Math.max(0, placeAt(innerHeight) + 1)];
}
