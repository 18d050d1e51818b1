import { type ReadonlySignal, useComputed } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useContext, useMemo } from "preact/hooks";
import {
  doublesOf,
  type Lane,
  LANE_HEIGHT,
  LANES_SHOWN,
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
import { TimelineTip } from "./TimelineTip.tsx";
import { useTalkPicking } from "./timeline_picking.ts";

/** What one node's chart is drawn from. The clock is that of `ServerNow`. */
export interface TimelineChartProps {
  readonly nodeId: string;
  readonly name: string;
  readonly timeline: ReadonlySignal<Timeline>;
  readonly lanes: readonly Lane[];
  readonly spanMinutes: SpanMinutes;
  readonly originMs: number;
  /** Lanes that there is room for from the beginning; none where it is left out. */
  readonly room?: number;
  /** The node is not heard of: the drawing stands still. */
  readonly stale: boolean;
}

/** Lanes in sight at most, where there is room for lanes that are still to come: the others are scrolled to. */
const LANES_IN_SIGHT = 12;

/** The lanes of one local node. It is drawn anew when one of them changes; time only moves what is drawn. */
export class TimelineChart extends Pure<TimelineChartProps> {
  override render(props: TimelineChartProps) {
    return <Chart {...props} />;
  }
}

function Chart(
  { nodeId, name, timeline, lanes, spanMinutes, originMs, stale, room = 0 }: TimelineChartProps,
) {
  const now = useContext(ServerNow);
  const edgeMs = useComputed(() => rightEdgeMs(timeline.value, now.value));
  const shown = useMemo(() => lanes.slice(0, LANES_SHOWN), [lanes]);
  const doubles = useMemo(() => doublesOf(lanes).slice(0, LANES_SHOWN), [lanes]);
  const widthMs = spanMs({ spanMinutes });
  const isCrowded = useMemo(() => room > 0 && Math.max(room, lanes.length) > LANES_IN_SIGHT, []);
  const rows = Math.max(1, shown.length, Math.min(room, LANES_IN_SIGHT));
  const picking = useTalkPicking({ lanes: shown, edgeMs, widthMs });
  const isQuiet = lanes.every(({ talks }) => talks.length === 0);
  return (
    <div class="timeline-node" data-stale={stale ? "yes" : "no"}>
      <h3>
        <span class="node-id">{nodeId}</span> <bdi>{name}</bdi>
      </h3>
      <div class="timeline-chart" data-crowded={isCrowded ? "yes" : "no"}>
        <ul class="timeline-names">
          {shown.map((lane, row) => <TimelineName key={row} lane={lane} />)}
          {Array.from(
            { length: rows - shown.length },
            (_, row) => <li key={`room ${row}`} aria-hidden="true" />,
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
          {isQuiet && <p class="timeline-quiet dim">Nobody talked in the last {spanWord(spanMinutes)}</p>}
          {picking.shown && (
            <TimelineTip
              picked={picking.shown}
              doubles={doubles[picking.shown.row] ?? []}
              edgeMs={edgeMs}
              widthMs={widthMs}
              rows={rows}
            />
          )}
        </div>
        <TimelineAxis spanMinutes={spanMinutes} stale={stale} />
      </div>
      {lanes.length > shown.length && (
        <p class="timeline-note dim">and {lanes.length - shown.length} more that are not drawn</p>
      )}
    </div>
  );
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
