import type { LinkView } from "./model.ts";

/** Seconds from `sinceMs` to `nowMs`; never negative, `null` where the start is not known. */
export function secondsSince(sinceMs: number | null, nowMs: number): number | null {
  return sinceMs === null ? null : Math.max(0, nowMs - sinceMs) / 1000;
}

/** Seconds of the running transmission; 0 while the link is not keyed. */
export function runningSeconds(link: LinkView, nowMs: number): number {
  return secondsSince(link.keyedSinceMs, nowMs) ?? 0;
}

/** Seconds this link has ever talked, the running transmission included. */
export function totalTxSeconds(link: LinkView, nowMs: number): number {
  return link.endedTotalTxSeconds + runningSeconds(link, nowMs);
}

/** Seconds this link has talked since it connected, the running transmission included. */
export function sessionTxSeconds(link: LinkView, nowMs: number): number {
  return link.endedSessionTxSeconds + runningSeconds(link, nowMs);
}

/** Talk in percent of the session, 0..100; `null` while the length of the session is not known or zero. */
export function sessionPercent(link: LinkView, nowMs: number): number | null {
  const length = secondsSince(link.connectedSinceMs, nowMs);
  if (length === null || length <= 0) return null;
  return Math.min(100, (sessionTxSeconds(link, nowMs) / length) * 100);
}
