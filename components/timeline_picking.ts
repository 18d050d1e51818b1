import type { ReadonlySignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import {
  isMoveKey,
  type Lane,
  movePick,
  newestTalk,
  type Pick,
  type Picked,
  pickedTalk,
  pickOf,
  talkNear,
} from "../lib/client/mod.ts";

/** A pointer this near to a bar means it, in pixels of the screen; many talks are thinner than a pixel. */
const MOUSE_SLOP = 6;

/** The same for fingers, half of what a finger covers. */
const TOUCH_SLOP = 22;

/** Which talk's times are shown: the one that the keyboard is on, one that is pointed at, or none. */
type Showing = { readonly by: "none" } | { readonly by: "keyboard" } | {
  readonly by: "pointer";
  readonly pick: Pick;
};

const NOTHING: Showing = { by: "none" };

/** The talks of a chart, and where it is in time. */
export interface TalkPickingInput {
  readonly lanes: readonly Lane[];
  /** Lanes that the drawing has room for: as many, or more. */
  readonly rows: number;
  /** The right edge of the drawing, epoch milliseconds. */
  readonly edgeMs: ReadonlySignal<number>;
  /** What the drawing spans. */
  readonly widthMs: number;
}

/** How talks are picked by pointer and keyboard. */
export interface TalkPicking {
  /** The part of the page in which a pointer stays with what it picked. */
  readonly plot: RefObject<HTMLDivElement>;
  /** The one talk that the tabulator key reaches; `null` without JavaScript, and when nobody talked. */
  readonly cursor: Picked | null;
  /** The talk whose times are shown. */
  readonly shown: Picked | null;
  readonly onPointerMove: (event: PointerEvent) => void;
  readonly onPointerLeave: (event: PointerEvent) => void;
  readonly onClick: (event: MouseEvent) => void;
  readonly onFocus: () => void;
  readonly onBlur: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** Lets talks be picked: hover and tap show one, the arrow keys go from one to the next, Escape closes. */
export function useTalkPicking({ lanes, rows, edgeMs, widthMs }: TalkPickingInput): TalkPicking {
  const plot = useRef<HTMLDivElement>(null);
  const [isLive, setLive] = useState(false);
  const [pick, setPick] = useState<Pick | null>(null);
  const [showing, setShowing] = useState<Showing>(NOTHING);
  useEffect(() => setLive(true), []);
  useClosing(showing.by !== "none", plot, () => setShowing(NOTHING));
  const sinceMs = edgeMs.peek() - widthMs;
  const cursor = isLive ? pickedTalk(lanes, pick, sinceMs) ?? newestTalk(lanes, sinceMs) : null;
  const near = (event: MouseEvent, slop: number) => talkAt(event, { lanes, rows, edgeMs, widthMs }, slop);
  const point = (picked: Picked | null) =>
    setShowing((before) => {
      if (picked) return { by: "pointer", pick: pickOf(picked) };
      return before.by === "pointer" ? NOTHING : before;
    });
  return {
    plot,
    cursor,
    shown: shownTalk(showing, cursor, lanes, sinceMs),
    onPointerMove: (event) => event.pointerType === "mouse" && point(near(event, MOUSE_SLOP)),
    onPointerLeave: (event) => event.pointerType === "mouse" && point(null),
    onClick(event) {
      const picked = near(event, TOUCH_SLOP);
      if (picked) setPick(pickOf(picked));
      point(picked);
    },
    onFocus() {
      // What has the focus stays, though somebody may begin to talk meanwhile.
      if (cursor) setPick(pickOf(cursor));
      setShowing((before) => before.by === "pointer" ? before : { by: "keyboard" });
    },
    onBlur: () => setShowing((before) => before.by === "keyboard" ? NOTHING : before),
    onKeyDown(event) {
      if (!cursor || !isMoveKey(event.key)) return;
      event.preventDefault();
      setPick(pickOf(movePick(lanes, cursor, event.key, edgeMs.peek() - widthMs)));
      setShowing({ by: "keyboard" });
    },
  };
}

function shownTalk(
  showing: Showing,
  cursor: Picked | null,
  lanes: readonly Lane[],
  sinceMs: number,
): Picked | null {
  if (showing.by === "keyboard") return cursor;
  return showing.by === "pointer" ? pickedTalk(lanes, showing.pick, sinceMs) : null;
}

/** The talk at a place of the drawing, or near enough. */
function talkAt(
  event: MouseEvent,
  { lanes, rows, edgeMs, widthMs }: TalkPickingInput,
  slop: number,
): Picked | null {
  const drawing = event.currentTarget;
  if (!(drawing instanceof Element)) return null;
  const { left, top, width, height } = drawing.getBoundingClientRect();
  if (width === 0 || height === 0) return null;
  const row = Math.floor(((event.clientY - top) / height) * rows);
  const atMs = edgeMs.peek() - widthMs + ((event.clientX - left) / width) * widthMs;
  return talkNear(lanes, row, atMs, (slop / width) * widthMs);
}

/** While something is shown, Escape closes it wherever the focus is, and so does a press elsewhere. */
function useClosing(isOpen: boolean, plot: RefObject<HTMLDivElement>, close: () => void): void {
  useEffect(() => {
    if (!isOpen) return;
    const listening = new AbortController();
    const options = { signal: listening.signal };
    document.addEventListener("keydown", (event) => event.key === "Escape" && close(), options);
    document.addEventListener("pointerdown", (event) => {
      if (!(event.target instanceof Node) || !plot.current?.contains(event.target)) close();
    }, options);
    return () => listening.abort();
  }, [isOpen]);
}
