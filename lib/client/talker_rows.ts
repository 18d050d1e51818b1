import type { TalkerEvent } from "../wire/mod.ts";
import { type DashboardModel, linkKey } from "./model.ts";
import { instantMs } from "./views.ts";

/** One transmission in the log, made from its start and its stop. */
export interface TalkerRow {
  /** Tells rows apart. */
  readonly key: string;
  readonly localNode: string;
  readonly node: string;
  /** True when it was heard by the local receiver and not through a link. */
  readonly local: boolean;
  readonly callsign: string | null;
  readonly description: string | null;
  readonly startedAtMs: number;
  /** `null` while it goes on, or when its end was never seen. */
  readonly endedAtMs: number | null;
  /** Seconds; `null` while it goes on, or when its end was never seen. */
  readonly durationSeconds: number | null;
  /** True while the link or receiver is keyed. */
  readonly running: boolean;
}

/**
 * The log as transmissions, running ones first, then the newest. A stop with the start before it is one row. A start
 * without a stop goes on as long as its link or receiver is keyed; the two come by different streams, so for a moment
 * either may be ahead.
 */
export function talkerRows(model: DashboardModel, limit: number): readonly TalkerRow[] {
  const rows: TalkerRow[] = [];
  const stopped = new Set<string>();
  const seen = new Set<string>();
  for (const event of model.talkers) {
    if (rows.length >= limit) break;
    const link = linkKey(event.local_node, event.node);
    const joined = event.kind === "TX_START" && stopped.delete(link);
    if (event.kind === "TX_STOP") {
      stopped.add(link);
      rows.push(ended(event));
    } else if (!joined) rows.push(seen.has(link) ? unended(event, null) : open(model, event));
    seen.add(link);
  }
  return [...rows.filter((row) => row.running), ...rows.filter((row) => !row.running)];
}

function ended(event: TalkerEvent): TalkerRow {
  const endedAtMs = instantMs(event.at) ?? 0;
  const duration = Math.max(0, event.duration ?? 0);
  const startedAtMs = endedAtMs - Math.round(duration * 1000);
  return { ...rowBase(event), startedAtMs, endedAtMs, durationSeconds: event.duration, running: false };
}

/** The newest event of a link is a start: it runs, or its stop is on the way. */
function open(model: DashboardModel, event: TalkerEvent): TalkerRow {
  const node = model.nodes.get(event.local_node);
  if (!node || node.view.stale) return unended(event, null);
  if (event.node === event.local_node) return node.view.rxKeyed ? running(event) : unended(event, null);
  const link = node.links.get(event.node);
  const startedAtMs = instantMs(event.at) ?? 0;
  if (link?.keyedSinceMs === null && link.lastHeardAtMs !== null && link.lastHeardAtMs >= startedAtMs) {
    return unended(event, link.lastHeardAtMs);
  }
  const isKeyed = link !== undefined && link.keyedSinceMs !== null;
  return isKeyed || (link && startedAtMs > node.asOfMs) ? running(event) : unended(event, null);
}

function running(event: TalkerEvent): TalkerRow {
  return { ...unended(event, null), running: true };
}

function unended(event: TalkerEvent, endedAtMs: number | null): TalkerRow {
  const startedAtMs = instantMs(event.at) ?? 0;
  const durationSeconds = endedAtMs === null ? null : (endedAtMs - startedAtMs) / 1000;
  return { ...rowBase(event), startedAtMs, endedAtMs, durationSeconds, running: false };
}

function rowBase(event: TalkerEvent) {
  return {
    key: `${event.local_node} ${event.node} ${event.kind} ${event.at}`,
    localNode: event.local_node,
    node: event.node,
    local: event.node === event.local_node,
    callsign: event.callsign,
    description: event.description,
  };
}
