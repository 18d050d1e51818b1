import type { SpanMinutes } from "./view_url.ts";
import { spanMs, type Timeline } from "./timeline.ts";
import { UNKNOWN } from "./format.ts";

/** Spans that can be chosen, in the order they are offered. */
export const SPANS: readonly SpanMinutes[] = [10, 30, 120];

/** The drawing moves by steps of at least this: a pixel of a wide one, and no more than once a second. */
const STEPS_PER_SPAN = 900;

/** An edge is newer than the ticking clock by at most this; more than that is a clock gone wrong. */
const EDGE_AHEAD_MS = 2_000;

/**
 * The right edge of the drawing, epoch milliseconds, in steps, so that a tick of the clock that moves nothing visible
 * repaints nothing. It is never before `nowMs`, nor before an edge just entered.
 */
export function rightEdgeMs(timeline: Timeline, nowMs: number): number {
  const stepMs = Math.max(1_000, spanMs(timeline) / STEPS_PER_SPAN);
  const shownMs = Math.max(nowMs, Math.min(timeline.newestAtMs, nowMs + EDGE_AHEAD_MS));
  return timeline.originMs + Math.ceil((shownMs - timeline.originMs) / stepMs) * stepMs;
}

/** One mark of the time axis; `part` runs from 0 at the left to 1 at the right. */
export interface AxisMark {
  readonly part: number;
  readonly text: string;
}

/** The marks of the axis, counted back from now: they stand still and hold in every time zone. The first has the unit. */
export function axisMarks(spanMinutes: SpanMinutes): readonly AxisMark[] {
  const parts = spanMinutes === 10 ? 2 : 3;
  return Array.from({ length: parts + 1 }, (_, index) => {
    const minutesAgo = spanMinutes - (spanMinutes / parts) * index;
    const unit = index === 0 ? "\u00a0min" : "";
    return { part: index / parts, text: minutesAgo === 0 ? "now" : `\u2212${minutesAgo}${unit}` };
  });
}

/** What to call a span: `10 min`, `30 min`, `2 h`. */
export function spanWord(spanMinutes: SpanMinutes): string {
  return spanMinutes === 120 ? "2\u00a0h" : `${spanMinutes}\u00a0min`;
}

/** The length of a talk: short ones to the tenth of a second (`0.4 s`), then `42 s`, `2 min 05 s`. */
export function talkLength(lengthMs: number): string {
  if (!Number.isFinite(lengthMs)) return UNKNOWN;
  const tenths = Math.round(Math.max(0, lengthMs) / 100);
  if (tenths < 100) return `${(tenths / 10).toFixed(1)}\u00a0s`;
  const seconds = Math.round(tenths / 10);
  if (seconds < 60) return `${seconds}\u00a0s`;
  return `${Math.floor(seconds / 60)}\u00a0min ${String(seconds % 60).padStart(2, "0")}\u00a0s`;
}
