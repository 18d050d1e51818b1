import type { TalkerEvent } from "../wire/mod.ts";
import { type DashboardModel, TALKER_LIMIT } from "./model.ts";
import { instantMs } from "./views.ts";

/** One more event of the log, in its place by time; an event that is there already changes nothing. */
export function addTalker(model: DashboardModel, event: TalkerEvent, seq: number): DashboardModel {
  if (seq < model.talkersSeq || model.talkers.some((known) => sameEvent(known, event))) return model;
  const atMs = instantMs(event.at) ?? 0;
  const place = model.talkers.findIndex((known) => (instantMs(known.at) ?? 0) <= atMs);
  const at = place < 0 ? model.talkers.length : place;
  const talkers = [...model.talkers.slice(0, at), event, ...model.talkers.slice(at)].slice(0, TALKER_LIMIT);
  return { ...model, talkers };
}

/** The log as the server has it, each event once; later events follow one by one. */
export function replaceTalkers(
  model: DashboardModel,
  events: readonly TalkerEvent[],
  seq: number,
): DashboardModel {
  if (seq < model.talkersSeq) return model;
  const distinct = events.filter((event, index) =>
    events.findIndex((other) => sameEvent(other, event)) === index
  );
  return { ...model, talkers: distinct.slice(0, TALKER_LIMIT), talkersSeq: seq };
}

function sameEvent(left: TalkerEvent, right: TalkerEvent): boolean {
  return left.at === right.at && left.kind === right.kind && left.node === right.node &&
    left.local_node === right.local_node;
}
