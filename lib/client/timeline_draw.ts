import type { Lane } from "./timeline.ts";
import type { Talk } from "./timeline_talks.ts";

/** One unit of the drawing across; bars are placed to a tenth of it. */
const UNIT_MS = 1_000;

/** Height of a lane in units of the drawing; the browser stretches it to the row of its name. */
export const LANE_HEIGHT = 12;

/** Where a bar begins within its lane, and how high it is. */
const BAR = { top: 3, height: 6 } as const;

/** Where the mark of a double begins, and how high it is: it stands out of the bars above and below. */
const DOUBLE = { top: 1, height: 10 } as const;

/** A bar that still runs ends beyond every right edge of the drawing, which moves and cuts it off: eleven days. */
const ENDLESS_UNITS = 1e6;

/** A part of a lane in which somebody else talked too; `toMs` is `null` while it lasts. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number | null;
}

/**
 * Units of the drawing from its origin. Starts are cut at the origin by the caller's view, so they may be negative.
 */
export function unitsOf(atMs: number, originMs: number): number {
  return Math.round((atMs - originMs) / (UNIT_MS / 10)) / 10;
}

/** The talks of a lane as the `d` of one path. */
export function barsPath(talks: readonly Talk[], originMs: number, row: number): string {
  const boxes = talks.map(({ startedAtMs, endedAtMs }) => ({ fromMs: startedAtMs, toMs: endedAtMs }));
  return boxesPath(boxes, originMs, row * LANE_HEIGHT + BAR.top, BAR.height);
}

/** The doubles of a lane as the `d` of one path of boxes. */
export function doublesPath(stretches: readonly Stretch[], originMs: number, row: number): string {
  return boxesPath(stretches, originMs, row * LANE_HEIGHT + DOUBLE.top, DOUBLE.height);
}

/** The doubles of a lane as the `d` of one path of lines along their middle. */
export function stripesPath(stretches: readonly Stretch[], originMs: number, row: number): string {
  const y = row * LANE_HEIGHT + LANE_HEIGHT / 2;
  return stretches.map((stretch) => {
    const { x, width } = box(stretch, originMs);
    return `M${x} ${y}h${width}`;
  }).join("");
}

/** Where a bar is, for one that is drawn by itself. */
export function barBox(talk: Talk, originMs: number, row: number) {
  const { x, width } = box({ fromMs: talk.startedAtMs, toMs: talk.endedAtMs }, originMs);
  return { x, y: row * LANE_HEIGHT + BAR.top, width, height: BAR.height };
}

function boxesPath(boxes: readonly Stretch[], originMs: number, y: number, height: number): string {
  return boxes.map((each) => {
    const { x, width } = box(each, originMs);
    return `M${x} ${y}h${width}v${height}h-${width}z`;
  }).join("");
}

function box({ fromMs, toMs }: Stretch, originMs: number): { readonly x: number; readonly width: number } {
  const x = unitsOf(fromMs, originMs);
  const width = toMs === null ? ENDLESS_UNITS : Math.round((unitsOf(toMs, originMs) - x) * 10) / 10;
  return { x, width };
}

/** By row in the order given: where two or more lanes of the node talked at once. */
export function doublesOf(lanes: readonly Lane[], rows = lanes): readonly (readonly Stretch[])[] {
  const crowded = crowdedStretches(lanes);
  return rows.map(({ talks }) => crowded.length === 0 ? [] : common(talks, crowded));
}

/** Stretches in which at least two talks go on, in order of time. */
function crowdedStretches(lanes: readonly Lane[]): readonly Stretch[] {
  const edges: { readonly atMs: number; readonly step: 1 | -1 }[] = [];
  for (const { startedAtMs, endedAtMs } of lanes.flatMap(({ talks }) => talks)) {
    if (endedAtMs === startedAtMs) continue;
    edges.push({ atMs: startedAtMs, step: 1 });
    if (endedAtMs !== null) edges.push({ atMs: endedAtMs, step: -1 });
  }
  edges.sort((one, other) => one.atMs - other.atMs || one.step - other.step);
  const found: Stretch[] = [];
  let talking = 0;
  let fromMs = 0;
  for (const { atMs, step } of edges) {
    if (talking === 1 && step === 1) fromMs = atMs;
    if (talking === 2 && step === -1) found.push({ fromMs, toMs: atMs });
    talking += step;
  }
  if (talking >= 2) found.push({ fromMs, toMs: null });
  return found;
}

/** What both have in common; each is in order of time and without overlaps of its own. */
function common(talks: readonly Talk[], crowded: readonly Stretch[]): readonly Stretch[] {
  const found: Stretch[] = [];
  let first = 0;
  for (const { startedAtMs, endedAtMs } of talks) {
    while (first < crowded.length && (crowded[first]?.toMs ?? Infinity) <= startedAtMs) first++;
    for (const stretch of crowded.slice(first)) {
      const fromMs = Math.max(startedAtMs, stretch.fromMs);
      const toMs = Math.min(endedAtMs ?? Infinity, stretch.toMs ?? Infinity);
      if (fromMs >= (endedAtMs ?? Infinity)) break;
      if (fromMs < toMs) found.push({ fromMs, toMs: toMs === Infinity ? null : toMs });
    }
  }
  return found;
}

/** Milliseconds in which somebody else talked too, as of `nowMs`. */
export function doubledMs(talk: Talk, stretches: readonly Stretch[], nowMs: number): number {
  return stretches.reduce((sum, { fromMs, toMs }) => {
    const overlapMs = Math.min(talk.endedAtMs ?? nowMs, toMs ?? nowMs) - Math.max(talk.startedAtMs, fromMs);
    return sum + Math.max(0, overlapMs);
  }, 0);
}
