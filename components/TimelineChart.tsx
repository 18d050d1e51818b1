import { type ReadonlySignal, useComputed } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useContext, useMemo } from "preact/hooks";
import {
  counted,
  doublesOf,
  isLocal,
  type Lane,
  LANE_HEIGHT,
  LANES_IN_SIGHT,
  rightEdgeMs,
  type SpanMinutes,
  spanMs,
  spanWord,
  type Timeline,
  unitsOf,
} from "../lib/client/mod.ts";
import { Pure } from "./Pure.ts";
import { ServerNow } from "./time.tsx";
import { TimelineAxis, TimelineGrid } from "./TimelineAxis.tsx";
import { TimelineCursor } from "./TimelineCursor.tsx";
import { TimelineBars, TimelineDoubles, TimelineName } from "./TimelineLane.tsx";
import { TimelineOthers } from "./TimelineOthers.tsx";
import { TimelineTip } from "./TimelineTip.tsx";
import { useTalkPicking } from "./timeline_picking.ts";

/** What one node's chart is drawn from. The clock is that of `ServerNow`. */
export interface TimelineChartProps {
  readonly nodeId: string;
  readonly name: string;
  readonly timeline: ReadonlySignal<Timeline>;
  /** Everybody who talked. */
  readonly lanes: readonly Lane[];
  /** The lanes that are drawn. */
  readonly rows: readonly Lane[];
  /** Links that have no row. */
  readonly others: readonly Lane[];
  /** Lanes that there is room for; further ones are scrolled to. */
  readonly room: number;
  /** The links without a row have a list, be it empty. */
  readonly isListed: boolean;
  /** Draws all who talked, or no longer. */
  readonly showWhole: (isWhole: boolean) => void;
  readonly spanMinutes: SpanMinutes;
  readonly originMs: number;
  /** The node is not heard of: the drawing stands still. */
  readonly stale: boolean;
  /** Nobody scrolls: what has no room is counted. */
  readonly wall: boolean;
}

/** The lanes of one local node. It is drawn anew when one of them changes; time only moves what is drawn. */
export class TimelineChart extends Pure<TimelineChartProps> {
  override render(props: TimelineChartProps) {
    return <Chart {...props} />;
  }
}

function Chart(props: TimelineChartProps) {
  const { nodeId, name, timeline, lanes, rows: shown, others, spanMinutes, originMs, stale, wall } = props;
  const now = useContext(ServerNow);
  const edgeMs = useComputed(() => rightEdgeMs(timeline.value, now.value));
  const doubles = useMemo(() => doublesOf(lanes, shown), [lanes, shown]);
  const widthMs = spanMs({ spanMinutes });
  const isCrowded = !wall && shown.length + others.length > LANES_IN_SIGHT;
  const { room, isListed } = props;
  // On a wall lanes are as high as there is room, so places are kept by rows in which nothing is.
  const rows = wall ? room : shown.length;
  const picking = useTalkPicking({ lanes: shown, rows, edgeMs, widthMs });
  const isWhole = useComputed(() => timeline.value.missingBeforeMs === null).value;
  const isQuiet = isWhole && lanes.every(({ talks }) => talks.length === 0);
  return (
    <div class="timeline-node" data-stale={stale ? "yes" : "no"}>
      <h3>
        <span class="node-id">{nodeId}</span> <bdi>{name}</bdi>
        {isCrowded && <span class="timeline-talked dim">{talkedWords(shown, others, isListed)}</span>}
      </h3>
      <div
        class="timeline-chart"
        data-room={wall ? undefined : room}
        data-crowded={isCrowded || (!wall && rows > room) ? "yes" : "no"}
      >
        <ul class="timeline-names">
          {shown.map((lane, row) => <TimelineName key={row} lane={lane} />)}
          {Array.from(
            { length: rows - shown.length },
            (_, place) => <li key={`free ${place}`} class="timeline-name" aria-hidden="true" />,
          )}
        </ul>
        <div class="timeline-plot" ref={picking.plot} onPointerLeave={picking.onPointerLeave}>
          <TimelineGrid spanMinutes={spanMinutes} />
          <svg
            class="timeline-drawing"
            viewBox={`0 0 ${unitsOf(widthMs, 0)} ${rows * LANE_HEIGHT}`}
            preserveAspectRatio="none"
            role="group"
            aria-label={`Talks of node ${nodeId}, last ${
              spanWord(spanMinutes)
            }. Arrow keys go from talk to talk.`}
            onPointerMove={picking.onPointerMove}
            onClick={picking.onClick}
          >
            <Moving timeline={timeline} edgeMs={edgeMs}>
              {shown.map((lane, row) => (
                <TimelineBars key={lane.node} lane={lane} row={row} originMs={originMs} />
              ))}
              <TimelineDoubles doubles={doubles} originMs={originMs} />
              <TimelineCursor picking={picking} doubles={doubles} originMs={originMs} edgeMs={edgeMs} />
            </Moving>
          </svg>
          {isQuiet && (
            <p class="timeline-quiet dim">
              <span>
                Nobody talked<span class="timeline-why">{` in the last ${spanWord(spanMinutes)}`}</span>
              </span>
            </p>
          )}
          {picking.shown && (
            <TimelineTip
              picked={picking.shown}
              doubles={doubles[picking.shown.row] ?? []}
              edgeMs={edgeMs}
              widthMs={widthMs}
              rows={rows}
              isCut={rows > room}
            />
          )}
        </div>
        <TimelineAxis spanMinutes={spanMinutes} stale={stale} />
      </div>
      {wall && others.length > 0 && (
        <p key={others.length} class="timeline-note dim">
          and {counted(others.length, "more link", "more links")} that {others.length === 1 ? "is" : "are"}
          {" "}
          not drawn
        </p>
      )}
      {!wall && isListed && <TimelineOthers nodeId={nodeId} lanes={others} showWhole={props.showWhole} />}
    </div>
  );
}

/** How many links talked: there may be more of them than lanes in sight. */
function talkedWords(rows: readonly Lane[], others: readonly Lane[], isListed: boolean): string {
  const links = [...rows, ...others].filter((lane) => !isLocal(lane));
  const talked = links.filter(({ talks }) => talks.length > 0).length;
  const words = `${talked} of ${links.length} links talked`;
  return isListed || others.length === 0 ? words : `${words}, ${others.length} not drawn`;
}

/** Moves everything in it with the time, by one attribute. */
function Moving(props: {
  readonly timeline: ReadonlySignal<Timeline>;
  readonly edgeMs: ReadonlySignal<number>;
  readonly children: ComponentChildren;
}) {
  const { timeline, edgeMs } = props;
  const transform = useComputed(() => {
    const leftMs = edgeMs.value - spanMs(timeline.value);
    return `translate(${-unitsOf(leftMs, timeline.value.originMs)} 0)`;
  });
  return <g class="timeline-moving" transform={transform}>{props.children}</g>;
}
