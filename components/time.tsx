/**
 * @module components: presentational pieces of the pages, one job each, rendered on the server and in the browser
 * alike. What passes with time is written by signals, so that a tick of the clock changes texts and renders nothing.
 */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext, useMemo } from "preact/hooks";
import {
  formatAge,
  formatSpan,
  formatTimer,
  instantStyle,
  isoInstant,
  secondsSince,
  writeInstant,
} from "../lib/client/mod.ts";

/** The server's time, epoch milliseconds, as the part of the page below shall see it; it stands still where that is stale. */
export const ServerNow = createContext<ReadonlySignal<number>>(signal(0));

/** Whether time goes on for what is rendered: on the server a page is as of one instant, and only its text is wanted. */
const TIME_PASSES = typeof document !== "undefined";

/**
 * Text that follows the server's time; `inputs` are the values that `write` uses besides. On the server it is the text
 * alone.
 */
export function useTimeText(
  write: (nowMs: number) => string,
  inputs: readonly unknown[],
): ReadonlySignal<string> | string {
  return useTimeTextOf(useContext(ServerNow), write, inputs);
}

/** As `useTimeText`, for those who write many texts by the same clock. */
export function useTimeTextOf(
  now: ReadonlySignal<number>,
  write: (nowMs: number) => string,
  inputs: readonly unknown[],
): ReadonlySignal<string> | string {
  if (!TIME_PASSES) return write(now.peek());
  return useMemo(() => computed(() => write(now.value)), [now, ...inputs]);
}

/** Whether something holds by the server's time; asks to be rendered anew when that changes, not as time passes. */
export function useTimeTest(
  now: ReadonlySignal<number>,
  test: (nowMs: number) => boolean,
  inputs: readonly unknown[],
): boolean {
  if (!TIME_PASSES) return test(now.peek());
  return useMemo(() => computed(() => test(now.value)), [now, ...inputs]).value;
}

/** An instant: epoch milliseconds, `null` when not known. */
export interface InstantProps {
  readonly atMs: number | null;
}

/** An instant exactly, as the viewer likes it; written once, because a list renders many times in a second. */
export function useExact(atMs: number | null): string {
  const style = instantStyle.value;
  if (!TIME_PASSES) return writeInstant(atMs, style);
  return useMemo(() => writeInstant(atMs, style), [atMs, style]);
}

/** How long ago: `3 min ago`, with the exact instant as its title. */
export function Ago({ atMs }: InstantProps) {
  const text = useTimeText((nowMs) => formatAge(secondsSince(atMs, nowMs)), [atMs]);
  return <time dateTime={isoInstant(atMs)} title={useExact(atMs)}>{text}</time>;
}

/** How long since: `2h 05m`, with the exact instant as its title. */
export function Since({ atMs }: InstantProps) {
  const text = useTimeText((nowMs) => formatSpan(secondsSince(atMs, nowMs)), [atMs]);
  return <time dateTime={isoInstant(atMs)} title={useExact(atMs)}>{text}</time>;
}

/** A clock that runs since an instant: `0:07`. */
export function RunningTimer({ atMs }: InstantProps) {
  const text = useTimeText((nowMs) => formatTimer(secondsSince(atMs, nowMs)), [atMs]);
  return <span class="num">{text}</span>;
}
