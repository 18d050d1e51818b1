import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";

/** Links more than there are that a table has room for, as the server gives it. Cards have room for one less. */
const SPARE = 2;

/** How many links a table has room for, and the element that keeps that room. */
export interface LinkRoom {
  /** Places, those taken included. */
  readonly places: number;
  readonly element: RefObject<HTMLDivElement>;
}

/**
 * Room at the end of a table, so that a link that comes moves nothing below: whoever reads there goes on reading. It is made
 * up again while its end is below what is seen of the page, and when the viewer asks for other links (`asked`).
 */
export function useLinkRoom(count: number, asked: string): LinkRoom {
  const element = useRef<HTMLDivElement>(null);
  const [isBelow, setBelow] = useState(false);
  useEffect(() => {
    const { current } = element;
    if (!current || !("IntersectionObserver" in globalThis)) return;
    const observer = new IntersectionObserver((entries) => {
      const last = entries.at(-1);
      if (last) setBelow(!last.isIntersecting && last.boundingClientRect.top > 0);
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  const { current } = useRef({ places: 0, asked });
  return useMemo(() => {
    const isFresh = isBelow || current.places === 0 || current.asked !== asked;
    const places = isFresh ? count + SPARE : Math.max(current.places, count);
    Object.assign(current, { places, asked });
    return { places, element };
  }, [count, asked, isBelow]);
}

/** The room that is left. What stands in it, because there is no link, is as high as it. */
export function LinkRoomLeft({ room: { places, element }, taken, children }: {
  readonly room: LinkRoom;
  readonly taken: number;
  readonly children?: ComponentChildren;
}) {
  const spare = Math.max(0, places - taken);
  useLayoutEffect(() => {
    // Set from here and not as an attribute: the page's policy takes no inline styles.
    element.current?.style.setProperty("--spare", String(spare));
  }, [spare]);
  return <div ref={element} class="link-room" data-empty={taken === 0 ? "yes" : "no"}>{children}</div>;
}
