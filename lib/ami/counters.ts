import type { AmiCodecCounters, AmiSessionCounters } from "./types.ts";

/** Everything that is counted of a connection. */
export type AmiCounters = AmiCodecCounters & AmiSessionCounters;

/** Nothing happened yet. */
export const NO_COUNTS: AmiCounters = {
  bytes: 0,
  frames: 0,
  droppedLongLine: 0,
  droppedLongFrame: 0,
  emptyFrames: 0,
  truncatedFrames: 0,
  lateFrames: 0,
  unmatchedFrames: 0,
  timeouts: 0,
  listenerErrors: 0,
};

/** The sums of two. */
export function addCounters(left: AmiCounters, right: AmiCounters): AmiCounters {
  const sum = { ...left };
  for (const key of Object.keys(NO_COUNTS) as (keyof AmiCounters)[]) sum[key] = left[key] + right[key];
  return sum;
}
