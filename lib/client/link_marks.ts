import type { LinkView, LostLink } from "./model.ts";

/** How long a new link is marked, and a lost one shown. */
export const MARK_MS = 60_000;

/** Lost links kept per node: more than ever leave one node within a minute, few enough to be nothing. */
const LOST_LIMIT = 50;

/** True while a link has been connected for less than a minute; one whose beginning is not known is not new. */
export function isNewLink(link: LinkView, nowMs: number): boolean {
  return link.connectedSinceMs !== null && nowMs - link.connectedSinceMs < MARK_MS;
}

/** The lost links that are still shown. */
export function shownLost(
  lost: ReadonlyMap<string, LostLink>,
  nowMs: number,
): ReadonlyMap<string, LostLink> {
  const shown = [...lost].filter(([, { lostAtMs }]) => nowMs - lostAtMs < MARK_MS);
  return shown.length === lost.size ? lost : new Map(shown);
}

/**
 * The lost links after `links` became `next` at `atMs`: those that went are added, those that came back or are gone for a
 * minute are dropped. The same map when nothing changed.
 */
export function nextLost(
  lost: ReadonlyMap<string, LostLink>,
  links: ReadonlyMap<string, LinkView>,
  next: ReadonlyMap<string, LinkView>,
  atMs: number,
): ReadonlyMap<string, LostLink> {
  if (links === next && lost.size === 0) return lost;
  const kept = [...lost].filter(([id, entry]) => !next.has(id) && atMs - entry.lostAtMs < MARK_MS);
  const gone = [...links.values()].filter((link) => !next.has(link.node));
  if (kept.length === lost.size && gone.length === 0) return lost;
  const entries = [...kept, ...gone.map((link) => [link.node, lostLink(link, atMs)] as const)];
  return new Map(entries.slice(-LOST_LIMIT));
}

/** A link that is gone does not talk any more. */
function lostLink(link: LinkView, lostAtMs: number): LostLink {
  return { link: link.keyedSinceMs === null ? link : { ...link, keyedSinceMs: null }, lostAtMs };
}
