import { compareNodeIds } from "./node_order.ts";
import { type Lane, type LaneName, LANES_SHOWN } from "./timeline.ts";
import { isLocal } from "./timeline_load.ts";

/** Lanes in sight at most; further ones are scrolled to. */
export const LANES_IN_SIGHT = 12;

/**
 * Lanes that a chart has room for: one or two more than there are, so that a link that comes moves nothing below it. It
 * keeps the room that it has, `before`, and is scrolled in beyond that, until there are twice as many; 0 when it is set up.
 */
export function laneRoom(lanes: number, before: number, most = LANES_IN_SIGHT): number {
  if (before > 0 && lanes <= 2 * before) return before;
  return Math.min(most, 2 * Math.ceil((lanes + 1) / 2));
}

/** The lanes of one node as they are drawn. */
export interface LaneRows {
  /** From the top: the receiver, who talked, and silent links as far as there are places in sight. */
  readonly rows: readonly Lane[];
  /** Links that have no row: those that talked long ago, then the silent ones by number. */
  readonly others: readonly Lane[];
}

/** How many lanes are in rows. */
export interface RowLimits {
  /** So many with silent links; who talked is scrolled to beyond that. */
  readonly inSight: number;
  readonly drawn: number;
}

/**
 * A lane for each link and for the receiver, in rows that keep their places: of `before`, the rows so far, none moves.
 * Who begins to talk without a row gets that of a silent link when all places in sight are taken, and when all rows are,
 * that of the link that has been silent longest.
 */
export function laneRows(
  localNode: string,
  lanes: readonly Lane[],
  links: readonly LaneName[],
  before: readonly Lane[] = [],
  { inSight, drawn }: RowLimits = { inSight: LANES_IN_SIGHT, drawn: LANES_SHOWN },
): LaneRows {
  const known = knownLanes(localNode, lanes, links, before);
  const rows = before.slice(0, drawn).flatMap((row, place) =>
    known.get(row.node) ?? (place < inSight ? [{ ...row, talks: [] }] : [])
  );
  const placed = new Set(rows.map(({ node }) => node));
  // The rows of links that are gone are taken first: one went and one came, and the drawing is as high as before.
  const free = rows.flatMap(({ node }, place) => known.has(node) ? [] : [place]);
  for (const lane of known.values()) {
    if (placed.has(lane.node) || free.length === 0) continue;
    rows[free.shift() ?? rows.length] = lane;
    placed.add(lane.node);
  }
  for (const lane of known.values()) {
    if (placed.has(lane.node) || lastTalkMs(lane) < 0) continue;
    const quietest = rows.length < inSight ? -1 : quietestRow(rows);
    const isFree = quietest >= 0 && lastTalkMs(rows[quietest]) < (rows.length < drawn ? 0 : lastTalkMs(lane));
    if (isFree) rows[quietest] = lane;
    else if (rows.length < drawn) rows.push(lane);
  }
  const shown = new Set(rows.map(({ node }) => node));
  const others = [...known.values()].filter(({ node }) => !shown.has(node)).sort((one, other) =>
    lastTalkMs(other) - lastTalkMs(one) || compareNodeIds(one.node, other.node)
  );
  const silentAt = others.findIndex((lane) => lastTalkMs(lane) < 0);
  if (silentAt >= 0) rows.push(...others.splice(silentAt, Math.max(0, inSight - rows.length)));
  return { rows, others };
}

/** Where the row is that has been silent longest, the last of several; the receiver keeps its place. */
function quietestRow(rows: readonly Lane[]): number {
  let quietest = -1;
  rows.forEach((row, place) => {
    if (isLocal(row)) return;
    if (quietest < 0 || lastTalkMs(row) <= lastTalkMs(rows[quietest])) quietest = place;
  });
  return quietest;
}

/** When it talked last, epoch milliseconds: beyond all instants while it talks, -1 when it is silent. */
function lastTalkMs(lane: Lane | undefined): number {
  const last = lane?.talks.at(-1);
  if (lane && isLocal(lane)) return Number.MAX_SAFE_INTEGER;
  return last ? last.endedAtMs ?? Number.MAX_SAFE_INTEGER : -1;
}

/** The receiver and who talked in the order of their lanes, then the links; what is as it was is the same object. */
function knownLanes(
  localNode: string,
  lanes: readonly Lane[],
  links: readonly LaneName[],
  before: readonly Lane[],
): ReadonlyMap<string, Lane> {
  const receiver = { localNode, node: localNode, callsign: null, description: null };
  const names = new Map(links.map((link) => [link.node, link]));
  const talking = lanes.filter(({ talks }) => talks.length > 0);
  const talked = new Map(talking.map((lane) => [lane.node, named(lane, names.get(lane.node))]));
  const rows = new Map(before.map((row) => [row.node, row]));
  const silent = (name: LaneName) => silentLane(name, rows.get(name.node));
  const known = new Map([[localNode, talked.get(localNode) ?? silent(receiver)], ...talked]);
  for (const link of links) if (!known.has(link.node)) known.set(link.node, silent(link));
  return known;
}

/** Key edges come without names. */
function named(lane: Lane, link: LaneName | undefined): Lane {
  if (!link || lane.callsign !== null || lane.description !== null) return lane;
  const { callsign, description } = link;
  return callsign === null && description === null ? lane : { ...lane, callsign, description };
}

function silentLane({ localNode, node, callsign, description }: LaneName, before: Lane | undefined): Lane {
  const isSame = before?.talks.length === 0 && before.callsign === callsign &&
    before.description === description;
  return before && isSame ? before : { localNode, node, callsign, description, talks: [] };
}

/** The names of links, as the same list as before while they are the same: links change with every edge, these do not. */
export function laneNames(links: Iterable<LaneName>, before: readonly LaneName[]): readonly LaneName[] {
  const names = [...links];
  const isSame = names.length === before.length &&
    names.every((link, at) =>
      link.node === before[at]?.node && link.callsign === before[at]?.callsign &&
      link.description === before[at]?.description
    );
  return isSame ? before : names;
}
