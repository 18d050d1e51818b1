import type { Lane, Timeline } from "./timeline.ts";
import type { Talk } from "./timeline_talks.ts";

/** One talk of the list under the drawing. */
export interface ListedTalk {
  /** Tells rows apart. */
  readonly key: string;
  readonly lane: Lane;
  readonly talk: Talk;
}

/** The newest talks of these local nodes by their start; at the same instant in the order of the lanes. */
export function listedTalks(
  { nodes }: Timeline,
  nodeIds: readonly string[],
  limit: number,
): readonly ListedTalk[] {
  const lanes = nodeIds.flatMap((nodeId) => nodes.get(nodeId) ?? []);
  return lanes.flatMap((lane) => lane.talks.slice(-limit).map((talk) => ({ lane, talk })))
    .sort((one, other) => other.talk.startedAtMs - one.talk.startedAtMs).slice(0, limit)
    .map(({ lane, talk }) => ({ key: `${lane.localNode} ${lane.node} ${talk.startedAtMs}`, lane, talk }));
}
