import type { ReadonlySignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { barBox, doubledMs, instantStyle, type Stretch, talkSentence } from "../lib/client/mod.ts";
import type { TalkPicking } from "./timeline_picking.ts";

/** The one talk that the tabulator key reaches, as an element of its own that says who talked and when. */
export function TimelineCursor(props: {
  readonly picking: TalkPicking;
  readonly doubles: readonly (readonly Stretch[])[];
  readonly originMs: number;
  readonly edgeMs: ReadonlySignal<number>;
}) {
  const { picking, doubles, originMs, edgeMs } = props;
  const bar = useRef<SVGRectElement>(null);
  const hadFocus = bar.current !== null && bar.current === document.activeElement;
  // Each talk is another element, so that screen readers say it; the focus goes along.
  useLayoutEffect(() => {
    if (hadFocus && bar.current !== document.activeElement) bar.current?.focus();
  });
  if (!picking.cursor) return null;
  const { lane, talk, row } = picking.cursor;
  const doubleMs = doubledMs(talk, doubles[row] ?? [], edgeMs.peek());
  return (
    <rect
      key={`${lane.node} ${talk.startedAtMs}`}
      ref={bar}
      class="timeline-cursor"
      {...barBox(talk, originMs, row)}
      // In lower case: within a drawing it is written as an attribute, just as it stands here.
      tabindex={0}
      role="img"
      aria-label={talkSentence(lane, talk, instantStyle.value, doubleMs)}
      onFocus={picking.onFocus}
      onBlur={picking.onBlur}
      onKeyDown={picking.onKeyDown}
    />
  );
}
