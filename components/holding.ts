import type { ReadonlySignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { browserClock, HeldValue } from "../lib/client/mod.ts";

/** A value that stands still under a pointer and under the focus, and what its list must listen to for that. */
export function useHeld<T>(source: ReadonlySignal<T>) {
  const held = useMemo(() => new HeldValue(source, browserClock), [source]);
  useEffect(() => held.follow(), [held]);
  const listeners = useMemo(() => ({
    onPointerEnter: (event: PointerEvent) => event.pointerType === "mouse" && held.hold("pointer", true),
    onPointerLeave: () => held.hold("pointer", false),
    // A click leaves the focus where it was made; only who works by keyboard needs the list to stand still for it.
    onFocusIn: (event: FocusEvent) => held.hold("focus", isKeyboardFocus(event.target)),
    onFocusOut: () => held.hold("focus", false),
  }), [held]);
  return { shown: held.shown, listeners };
}

function isKeyboardFocus(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches(":focus-visible");
}
