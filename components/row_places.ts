import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/**
 * Sets the rows of a body up anew after they changed places. Rows that only move push each other about, which browsers
 * count as a page that shifts under its reader; what is set up anew stands where it is from the beginning.
 * `ids` are the rows in order.
 */
export function useRowPlaces(ids: readonly string[]): RefObject<HTMLTableSectionElement> {
  const body = useRef<HTMLTableSectionElement>(null);
  const placed = useRef<readonly string[]>(ids);
  useLayoutEffect(() => {
    const before = placed.current;
    placed.current = ids;
    const { current } = body;
    if (current === null || before.every((id, place) => id === ids[place])) return;
    if (!current.contains(document.activeElement)) current.parentNode?.appendChild(current);
  });
  return body;
}
