import type { TransmissionEntry } from "../wire/mod.ts";
import { compareNodeIds } from "./node_order.ts";
import { type Lane, type LaneName, spanMs, type Timeline } from "./timeline.ts";
import { placeEnded, placeStart, type Talk } from "./timeline_talks.ts";
import type { SpanMinutes } from "./view_url.ts";
import { instantMs } from "./views.ts";

/** What is loaded at once, by span: enough for a busy evening, and a page that stays small. */
export const LOAD_LIMITS: Readonly<Record<SpanMinutes, number>> = { 10: 400, 30: 400, 120: 1_000 };

/** A talk that reaches into the span began at most so long before it; app_rpt's time-out timer cuts at 3 min. */
export const LONGEST_TALK_MS = 10 * 60_000;

/** What a timeline is loaded from. */
export interface TimelineSource {
  /** The server's time. */
  readonly nowMs: number;
  readonly spanMinutes: SpanMinutes;
  /** Newest first, those that began in the span or `LONGEST_TALK_MS` before it, at most `LOAD_LIMITS`. */
  readonly transmissions: readonly TransmissionEntry[];
  /** Links and receivers that there are, whether they talked or not: by what names they go. */
  readonly known: readonly LaneName[];
}

/** The timeline as the database has it: of each local node the receiver, then the links that talked, the last one first. */
export function loadTimeline({ nowMs, spanMinutes, transmissions, known }: TimelineSource): Timeline {
  const originMs = nowMs - spanMs({ spanMinutes });
  const lanes = new Map<string, Map<string, Lane>>();
  for (const name of known) addLane(lanes, name, (talks) => talks);
  for (const entry of transmissions.toReversed()) addTransmission(lanes, entry, originMs);
  const nodes = [...lanes].map(([id, byNode]) => [id, ordered([...byNode.values()])] as const);
  const oldest = transmissions.at(-1);
  const isCut = transmissions.length >= LOAD_LIMITS[spanMinutes];
  const missingBeforeMs = isCut && oldest ? instantMs(oldest.started_at) : null;
  return { spanMinutes, originMs, missingBeforeMs, newestAtMs: 0, nodes: new Map(nodes) };
}

type Lanes = Map<string, Map<string, Lane>>;

function addTransmission(lanes: Lanes, entry: TransmissionEntry, originMs: number): void {
  const startedAtMs = instantMs(entry.started_at);
  const endedAtMs = instantMs(entry.ended_at);
  if (startedAtMs === null || (endedAtMs !== null && endedAtMs < originMs)) return;
  const { local_node: localNode, node, callsign, description } = entry;
  addLane(
    lanes,
    { localNode, node, callsign, description },
    (talks) =>
      endedAtMs === null
        ? placeStart(talks, startedAtMs)
        : placeEnded(talks, { startedAtMs, endedAtMs: Math.max(startedAtMs, endedAtMs) }),
  );
}

function addLane(lanes: Lanes, name: LaneName, place: (talks: readonly Talk[]) => readonly Talk[]): void {
  const { localNode, node, callsign, description } = name;
  let byNode = lanes.get(localNode);
  if (!byNode) lanes.set(localNode, byNode = new Map());
  const before = byNode.get(node);
  byNode.set(node, {
    localNode,
    node,
    callsign: callsign ?? before?.callsign ?? null,
    description: description ?? before?.description ?? null,
    talks: place(before?.talks ?? []),
  });
}

/** Links that said nothing have no lane here: who draws the timeline knows what links there are. */
function ordered(lanes: readonly Lane[]): readonly Lane[] {
  return lanes.filter((lane) => isLocal(lane) || lane.talks.length > 0).sort(compareLanes);
}

function compareLanes(one: Lane, other: Lane): number {
  return Number(isLocal(other)) - Number(isLocal(one)) || lastAtMs(other) - lastAtMs(one) ||
    compareNodeIds(one.node, other.node);
}

/** Who talks now is before who stopped, of those the one who began last. */
function lastAtMs({ talks }: Lane): number {
  const last = talks.at(-1);
  if (!last) return 0;
  return last.endedAtMs ?? last.startedAtMs + Number.MAX_SAFE_INTEGER / 2;
}

/** True for the lane of the local receiver. */
export function isLocal(lane: Pick<LaneName, "localNode" | "node">): boolean {
  return lane.localNode === lane.node;
}
