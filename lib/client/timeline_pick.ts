import type { Lane } from "./timeline.ts";
import type { Talk } from "./timeline_talks.ts";

/** One talk of a drawing by its place: the row of its lane and its start, which no other talk of that lane has. */
export interface Pick {
  readonly node: string;
  readonly startedAtMs: number;
}

/** A talk that is there, with the lane it is in. */
export interface Picked {
  readonly lane: Lane;
  readonly row: number;
  readonly talk: Talk;
}

/** Keys that move from talk to talk. */
export type MoveKey = "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown" | "Home" | "End";

const MOVE_KEYS: readonly string[] = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"];

/** True for a key that moves from talk to talk. */
export function isMoveKey(key: string): key is MoveKey {
  return MOVE_KEYS.includes(key);
}

/** Names a talk. */
export function pickOf({ lane, talk }: Picked): Pick {
  return { node: lane.node, startedAtMs: talk.startedAtMs };
}

/** The talk that was picked, as it is now; `null` when it is gone or lies before `sinceMs`. */
export function pickedTalk(lanes: readonly Lane[], pick: Pick | null, sinceMs: number): Picked | null {
  const row = pick === null ? -1 : lanes.findIndex((lane) => lane.node === pick.node);
  const lane = lanes[row];
  const talk = lane?.talks.find((each) => each.startedAtMs === pick?.startedAtMs);
  return lane && talk && isWithin(talk, sinceMs) ? { lane, row, talk } : null;
}

/** The talk that began last, where the keyboard enters; `null` when nobody talked. */
export function newestTalk(lanes: readonly Lane[], sinceMs: number): Picked | null {
  return lanes.flatMap((lane, row) => {
    const talk = lane.talks.at(-1);
    return talk && isWithin(talk, sinceMs) ? [{ lane, row, talk }] : [];
  }).reduce<Picked | null>(
    (newest, each) => newest && newest.talk.startedAtMs >= each.talk.startedAtMs ? newest : each,
    null,
  );
}

/** The talk of a row nearest to an instant, within `slopMs`; `null` where there is none. */
export function talkNear(
  lanes: readonly Lane[],
  row: number,
  atMs: number,
  slopMs: number,
): Picked | null {
  const lane = lanes[row];
  if (!lane) return null;
  const near = nearest(lane.talks, atMs);
  return near && distanceMs(near, atMs) <= slopMs ? { lane, row, talk: near } : null;
}

/** Where a key leads: along the lane, or to the talk nearest in time of the next lane that has any; else it stays. */
export function movePick(lanes: readonly Lane[], from: Picked, key: MoveKey, sinceMs: number): Picked {
  const talksOf = (lane: Lane) => lane.talks.filter((talk) => isWithin(talk, sinceMs));
  if (key === "ArrowUp" || key === "ArrowDown") {
    const step = key === "ArrowUp" ? -1 : 1;
    for (let row = from.row + step; row >= 0 && row < lanes.length; row += step) {
      const lane = lanes[row];
      const talk = lane && nearest(talksOf(lane), from.talk.startedAtMs);
      if (lane && talk) return { lane, row, talk };
    }
    return from;
  }
  const talks = talksOf(from.lane);
  const at = talks.indexOf(from.talk);
  const to = { Home: 0, End: talks.length - 1, ArrowLeft: at - 1, ArrowRight: at + 1 }[key];
  const talk = talks[to];
  return talk ? { ...from, talk } : from;
}

function isWithin(talk: Talk, sinceMs: number): boolean {
  return talk.endedAtMs === null || talk.endedAtMs >= sinceMs;
}

function nearest(talks: readonly Talk[], atMs: number): Talk | undefined {
  return talks.reduce<Talk | undefined>(
    (best, talk) => best && distanceMs(best, atMs) <= distanceMs(talk, atMs) ? best : talk,
    undefined,
  );
}

function distanceMs(talk: Talk, atMs: number): number {
  return Math.max(0, talk.startedAtMs - atMs, atMs - (talk.endedAtMs ?? Infinity));
}
