import type { TransmissionEntry } from "../wire/mod.ts";
import type { Lane, Timeline } from "./timeline.ts";
import type { Talk } from "./timeline_talks.ts";
import type { SpanMinutes } from "./view_url.ts";
import { instantMs } from "./views.ts";

/** A lane as it travels in the page: name, then start and length of each talk in turn, `null` for one that runs. */
export type SeedLane = readonly [
  localNode: string,
  node: string,
  callsign: string | null,
  description: string | null,
  ...times: (number | null)[],
];

/** A timeline as it travels in the page. Starts count in milliseconds from `originMs`. */
export interface TimelineSeed {
  readonly spanMinutes: SpanMinutes;
  readonly originMs: number;
  readonly missingBeforeMs: number | null;
  readonly lanes: readonly SeedLane[];
}

/** The timeline as small as it gets, for the page. */
export function timelineSeed(timeline: Timeline): TimelineSeed {
  const { spanMinutes, originMs, missingBeforeMs, nodes } = timeline;
  const lanes = [...nodes.values()].flat().map((lane): SeedLane => {
    const times = lane.talks.flatMap(({ startedAtMs, endedAtMs }) => [
      startedAtMs - originMs,
      endedAtMs === null ? null : endedAtMs - startedAtMs,
    ]);
    return [lane.localNode, lane.node, lane.callsign, lane.description, ...times];
  });
  return { spanMinutes, originMs, missingBeforeMs, lanes };
}

/** The timeline that a page begins with. */
export function timelineFromSeed({ spanMinutes, originMs, missingBeforeMs, lanes }: TimelineSeed): Timeline {
  const nodes = new Map<string, Lane[]>();
  for (const [localNode, node, callsign, description, ...times] of lanes) {
    const talks: Talk[] = [];
    for (let at = 0; at + 1 < times.length; at += 2) {
      const startedAtMs = originMs + (times[at] ?? 0);
      const lengthMs = times[at + 1] ?? null;
      talks.push({ startedAtMs, endedAtMs: lengthMs === null ? null : startedAtMs + lengthMs });
    }
    const lane = { localNode, node, callsign, description, talks };
    nodes.set(localNode, [...nodes.get(localNode) ?? [], lane]);
  }
  return { spanMinutes, originMs, missingBeforeMs, newestAtMs: 0, nodes };
}

/** What the answer of `/api/transmissions` holds, its time included. */
export interface TransmissionsReading {
  readonly nowMs: number;
  readonly transmissions: readonly TransmissionEntry[];
}

/** Reads the answer of `/api/transmissions`; `undefined` when it is not one. Entries that are none are left out. */
export function readTransmissionsAnswer(answer: unknown): TransmissionsReading | undefined {
  if (!isRecord(answer) || !isRecord(answer.data) || !Array.isArray(answer.data.transmissions)) {
    return undefined;
  }
  const { generated_at, transmissions } = answer.data;
  const nowMs = typeof generated_at === "string" ? instantMs(generated_at) : null;
  return nowMs === null ? undefined : { nowMs, transmissions: transmissions.filter(isEntry) };
}

function isEntry(value: unknown): value is TransmissionEntry {
  if (!isRecord(value)) return false;
  const { local_node, node, callsign, description, started_at, ended_at } = value;
  return isText(local_node) && isText(node) && isText(started_at) && isTextOrNull(callsign) &&
    isTextOrNull(description) && isTextOrNull(ended_at);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || isText(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
