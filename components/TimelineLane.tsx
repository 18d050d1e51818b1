import { barsPath, doublesPath, type Lane, laneWords, type Stretch, stripesPath } from "../lib/client/mod.ts";
import { Pure } from "./Pure.ts";

/** What a lane is drawn from. */
interface LaneProps {
  readonly lane: Lane;
  readonly row: number;
  readonly originMs: number;
}

/** The talks of one lane, all in one path. */
export class TimelineBars extends Pure<LaneProps> {
  override render({ lane, row, originMs }: LaneProps) {
    const kind = lane.node === lane.localNode ? "local" : "link";
    return (
      <path
        class="timeline-bars"
        data-lane={lane.node}
        data-kind={kind}
        d={barsPath(lane.talks, originMs, row)}
      />
    );
  }
}

/** Where somebody else talked too: higher than the bars, with an edge and stripes. */
export function TimelineDoubles(props: {
  readonly doubles: readonly (readonly Stretch[])[];
  readonly originMs: number;
}) {
  const { doubles, originMs } = props;
  const join = (draw: typeof doublesPath) => doubles.map((each, row) => draw(each, originMs, row)).join("");
  const boxes = join(doublesPath);
  if (boxes === "") return null;
  return (
    <>
      <path class="timeline-double" d={boxes} />
      <path class="timeline-stripes" d={join(stripesPath)} />
    </>
  );
}

/** Whose lane it is, and whether they talk now. */
export class TimelineName extends Pure<{ readonly lane: Lane }> {
  override render({ lane }: { readonly lane: Lane }) {
    const { name, through } = laneWords(lane);
    const isTalking = lane.talks.at(-1)?.endedAtMs === null;
    return (
      <li class="timeline-name" data-talking={isTalking ? "yes" : "no"}>
        <bdi>{name}</bdi> {through !== null && <bdi class="dim">{through}</bdi>}
      </li>
    );
  }
}
