import type { Envelope, LinkTx, TalkerEvent } from "../wire/mod.ts";
import { placeEnded, placeStart, type Talk } from "./timeline_talks.ts";
import type { SpanMinutes } from "./view_url.ts";
import { instantMs } from "./views.ts";

/** Whose talks a lane shows. `node` equals `localNode` for the local receiver. */
export interface LaneName {
  readonly localNode: string;
  readonly node: string;
  readonly callsign: string | null;
  readonly description: string | null;
}

/** The talks of one link, or of one local receiver. */
export interface Lane extends LaneName {
  /** In order of time; no two overlap. */
  readonly talks: readonly Talk[];
}

/** Who talked when, lately; never changed in place. Lanes that a message does not touch stay the same object. */
export interface Timeline {
  readonly spanMinutes: SpanMinutes;
  /** Where drawing counts from, epoch milliseconds; it stays while the page shows this span. */
  readonly originMs: number;
  /** What began before was too much to load, epoch milliseconds; `null` when the whole span is there. */
  readonly missingBeforeMs: number | null;
  /** The last edge entered: the drawing reaches at least that far, though the clock of the page ticks by the second. */
  readonly newestAtMs: number;
  /** By local node; its receiver first, then as they were when loaded, new ones behind. */
  readonly nodes: ReadonlyMap<string, readonly Lane[]>;
}

/** Lanes of one local node that are drawn unless somebody asks for all. */
export const LANES_SHOWN = 24;

/** Lanes of one local node that are kept, drawn or not: more than a busy hub hears in two hours. */
const LANES_KEPT = 200;

/** Talks of one lane that are kept; a lane that kerchunks every second for the longest span loses its oldest. */
const TALKS_KEPT = 2_000;

/** The span in milliseconds. */
export function spanMs({ spanMinutes }: Pick<Timeline, "spanMinutes">): number {
  return spanMinutes * 60_000;
}

/**
 * The timeline after one message of the streams. Starts and stops come twice (as talker event and as key edge), late, or
 * again after a reconnection: each carries its own times, so the order in which they come makes no difference.
 */
export function applyToTimeline(timeline: Timeline, envelope: Envelope): Timeline {
  switch (envelope.messageType) {
    case "TALKER_EVENT":
      return enterTalkerEvent(timeline, envelope.data);
    case "TALKER_LOG_SNAPSHOT":
      return envelope.data.reduceRight(enterTalkerEvent, timeline);
    case "LINK_TX":
      return enterLinkTx(timeline, envelope.data);
    case "LINK_TX_BATCH":
      return envelope.data.reduce(enterLinkTx, timeline);
    default:
      return timeline;
  }
}

function enterTalkerEvent(timeline: Timeline, event: TalkerEvent): Timeline {
  const atMs = instantMs(event.at);
  if (atMs === null) return timeline;
  const { local_node: localNode, node, callsign, description } = event;
  const lane = { localNode, node, callsign, description };
  if (event.kind === "TX_START") return enter(timeline, lane, atMs, null);
  return enter(timeline, lane, atMs - Math.round(Math.max(0, event.duration ?? 0) * 1_000), atMs);
}

function enterLinkTx(timeline: Timeline, edge: LinkTx): Timeline {
  const startedAtMs = instantMs(edge.kind === "START" ? edge.at : edge.last_tx_start);
  const endedAtMs = edge.kind === "START" ? null : instantMs(edge.at);
  if (startedAtMs === null || (edge.kind === "STOP" && endedAtMs === null)) return timeline;
  const { local_node: localNode, node } = edge;
  return enter(timeline, { localNode, node, callsign: null, description: null }, startedAtMs, endedAtMs);
}

function enter(timeline: Timeline, name: LaneName, startedAtMs: number, endedAtMs: number | null): Timeline {
  const sinceMs = Math.max(timeline.newestAtMs, startedAtMs) - spanMs(timeline);
  if ((endedAtMs ?? startedAtMs) < sinceMs) return timeline;
  const lanes = timeline.nodes.get(name.localNode) ?? [];
  const before = lanes.find((lane) => lane.node === name.node);
  const talks = before?.talks ?? [];
  const entered = endedAtMs === null
    ? placeStart(talks, startedAtMs)
    : placeEnded(talks, { startedAtMs, endedAtMs: Math.max(startedAtMs, endedAtMs) });
  const lane = named(before, name, entered === talks ? talks : recent(entered, sinceMs));
  if (lane === before) return timeline;
  const newestAtMs = Math.max(timeline.newestAtMs, endedAtMs ?? startedAtMs);
  const nodes = new Map(timeline.nodes).set(name.localNode, withLane(lanes, before, lane));
  return { ...timeline, newestAtMs, nodes };
}

/** Key edges come without names, and a name may become known later. */
function named(before: Lane | undefined, name: LaneName, talks: readonly Talk[]): Lane {
  const callsign = name.callsign ?? before?.callsign ?? null;
  const description = name.description ?? before?.description ?? null;
  const same = before?.talks === talks && before.callsign === callsign && before.description === description;
  return before && same ? before : { ...name, callsign, description, talks };
}

function recent(talks: readonly Talk[], sinceMs: number): readonly Talk[] {
  const kept = talks.filter((talk) => talk.endedAtMs === null || talk.endedAtMs >= sinceMs);
  return kept.slice(-TALKS_KEPT);
}

function withLane(lanes: readonly Lane[], before: Lane | undefined, lane: Lane): readonly Lane[] {
  if (before) return lanes.map((each) => each === before ? lane : each);
  if (lane.node === lane.localNode) return [lane, ...lanes];
  if (lanes.length < LANES_SHOWN) return [...lanes, lane];
  const silent = lanes.findLastIndex((each) => each.talks.length === 0 && each.node !== each.localNode);
  const room = silent >= 0 ? lanes.toSpliced(silent, 1) : lanes.slice(0, LANES_KEPT - 1);
  return [...room, lane];
}

/** Forgets what lies before the span as of `nowMs`. Lanes stay, so that nothing on the page moves. */
export function trimTimeline(timeline: Timeline, nowMs: number): Timeline {
  const sinceMs = nowMs - spanMs(timeline);
  const isOld = ({ endedAtMs }: Talk) => endedAtMs !== null && endedAtMs < sinceMs;
  const trim = (lane: Lane): Lane =>
    lane.talks[0] && isOld(lane.talks[0]) ? { ...lane, talks: recent(lane.talks, sinceMs) } : lane;
  let changed = false;
  const nodes = [...timeline.nodes].map(([id, lanes]) => {
    const trimmed = lanes.map(trim);
    if (trimmed.every((lane, index) => lane === lanes[index])) return [id, lanes] as const;
    changed = true;
    return [id, trimmed] as const;
  });
  return changed ? { ...timeline, nodes: new Map(nodes) } : timeline;
}
