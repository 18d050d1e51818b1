import { type ReadonlySignal, useSignal, useSignalEffect } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import { calmFrames } from "../lib/client/mod.ts";

/**
 * A signal that follows another one in frames of its own, twice a second at most. What stands beside the main thing is
 * drawn with it: a change is then the work of two short frames and not of one long one, and nobody reads more lists in a
 * second. While the page is hidden it waits until that is shown again.
 */
export function useCalmly<T>(source: ReadonlySignal<T>): ReadonlySignal<T> {
  const late = useSignal(source.peek());
  const isAsked = useRef(false);
  const inCalmFrame = useMemo(calmFrames, []);
  useSignalEffect(() => {
    if (source.value === late.peek() || isAsked.current) return;
    isAsked.current = true;
    inCalmFrame(() => {
      isAsked.current = false;
      late.value = source.peek();
    });
  });
  return late;
}
