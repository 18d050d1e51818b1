import { type ReadonlySignal, useSignal, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";

/**
 * A signal that follows another one frame later. What stands beside the main thing is drawn with it: a change is then
 * the work of two short frames and not of one long one. While the page is hidden it waits until that is shown again.
 */
export function useNextFrame<T>(source: ReadonlySignal<T>): ReadonlySignal<T> {
  const late = useSignal(source.peek());
  const isAsked = useRef(false);
  useSignalEffect(() => {
    if (source.value === late.peek() || isAsked.current) return;
    isAsked.current = true;
    requestAnimationFrame(() => {
      isAsked.current = false;
      late.value = source.peek();
    });
  });
  return late;
}
