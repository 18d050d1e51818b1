import { type InstantStyle, writeTimeOfDay } from "./instants.ts";
import type { LaneName } from "./timeline.ts";
import { isLocal } from "./timeline_load.ts";
import type { Talk } from "./timeline_talks.ts";
import { talkLength } from "./timeline_view.ts";
import { calledName } from "./words.ts";

/** What to call a lane: who talks, and through which link where that is not the name already. */
export function laneWords(lane: LaneName): { readonly name: string; readonly through: string | null } {
  if (isLocal(lane)) return { name: "Local receiver", through: null };
  const name = calledName(lane);
  return { name, through: name === lane.node ? null : lane.node };
}

/** From when to when, by the viewer's clock, the zone named once: `11:30:04 to 11:30:16 GMT+1`, `since 11:30:04 GMT+1`. */
export function talkTimes({ startedAtMs, endedAtMs }: Talk, style: InstantStyle | null): string {
  const from = writeTimeOfDay(startedAtMs, style);
  if (endedAtMs === null) return `since ${from}`;
  const to = writeTimeOfDay(endedAtMs, style);
  const zone = to.slice(to.lastIndexOf(" "));
  return `${from.endsWith(zone) ? from.slice(0, -zone.length) : from} to ${to}`;
}

/** A talk in one sentence, for who hears it and does not see it. */
export function talkSentence(
  lane: LaneName,
  talk: Talk,
  style: InstantStyle | null,
  doubleMs: number,
): string {
  const { name, through } = laneWords(lane);
  const { startedAtMs, endedAtMs } = talk;
  return [
    through === null ? name : `${name} through ${through}`,
    talkTimes(talk, style),
    endedAtMs === null ? "talking now" : talkLength(endedAtMs - startedAtMs),
    ...doubleMs > 0 ? [`double for ${talkLength(doubleMs)}`] : [],
  ].join(", ").replaceAll("\u00a0", " ");
}
