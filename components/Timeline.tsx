import { type ReadonlySignal, useComputed } from "@preact/signals";
import { useContext, useMemo, useRef, useState } from "preact/hooks";
import {
  type DashboardModel,
  frozenAtMs,
  type Lane,
  type LaneName,
  laneNames,
  laneRoom,
  laneRows,
  LANES_IN_SIGHT,
  LANES_SHOWN,
  type SpanMinutes,
  spanWord,
  type Timeline,
} from "../lib/client/mod.ts";
import { useCalmly } from "./calmly.ts";
import { ServerNow } from "./time.tsx";
import { TimelineChart } from "./TimelineChart.tsx";
import { TimelineList } from "./TimelineList.tsx";
import { TimelineSpans } from "./TimelineSpans.tsx";

/** What the timeline is made of, on the server and in the browser. */
export interface TimelineProps {
  readonly timeline: ReadonlySignal<Timeline>;
  /** The span that is being loaded; `null` while none is. */
  readonly loading: ReadonlySignal<SpanMinutes | null>;
  /** The address of the page with another span. */
  readonly hrefOf: (spanMinutes: SpanMinutes) => string;
  /** Shows another span in place. */
  readonly choose: (spanMinutes: SpanMinutes) => void;
}

/** Who talked when, lately: a lane for each link and one for each local receiver. */
export function TalkTimeline({ source, model, wall = false }: {
  readonly source: TimelineProps;
  readonly model: ReadonlySignal<DashboardModel>;
  /** Without the controls that nobody reaches on a wall. */
  readonly wall?: boolean;
}) {
  const spanMinutes = useComputed(() => source.timeline.value.spanMinutes).value;
  const missingBeforeMs = useComputed(() => source.timeline.value.missingBeforeMs).value;
  const heads = useHeads(model);
  const nodeIds = useMemo(() => heads.map(({ nodeId }) => nodeId), [heads]);
  if (heads.length === 0) return null;
  // It comes while the page is looked at, so it stands where nothing has to make room for it.
  const note = missingBeforeMs !== null && (
    <p class="timeline-note dim">
      <span>
        Only the newest transmissions are drawn<span class="timeline-why">
          : there were too many for this span
        </span>
      </span>
    </p>
  );
  return (
    <section
      class="timeline panel"
      aria-labelledby="talk-timeline"
      aria-busy={source.loading.value === null ? undefined : "true"}
    >
      <div class="timeline-head">
        <h2 id="talk-timeline">
          Talk timeline <span class="timeline-span dim">last {spanWord(spanMinutes)}</span>
        </h2>
        {wall ? note : <TimelineSpans source={source} />}
      </div>
      <div class="timeline-charts">
        {heads.map(({ nodeId, name }) => (
          <NodeChart key={nodeId} nodeId={nodeId} name={name} source={source} model={model} wall={wall} />
        ))}
      </div>
      {!wall && note}
      {!wall && <TimelineList timeline={source.timeline} nodeIds={nodeIds} />}
    </section>
  );
}

interface Head {
  readonly nodeId: string;
  readonly name: string;
}

/** The local nodes by number and name. The model changes with every edge, and these hardly ever. */
function useHeads(model: ReadonlySignal<DashboardModel>): readonly Head[] {
  const text = useComputed(() =>
    JSON.stringify([...model.value.nodes.values()].map(({ view }) => [
      view.nodeId,
      view.name ?? view.callsign ?? "",
    ]))
  );
  return useMemo(() => {
    const heads: readonly [string, string][] = JSON.parse(text.value);
    return heads.map(([nodeId, name]) => ({ nodeId, name }));
  }, [text.value]);
}

/** What one node's chart is drawn from. */
interface NodeChartProps {
  readonly nodeId: string;
  readonly name: string;
  readonly source: TimelineProps;
  readonly model: ReadonlySignal<DashboardModel>;
  readonly wall: boolean;
}

/** One node's chart. Where the node is stale its time stands still, as on its card. */
function NodeChart(props: NodeChartProps) {
  const { nodeId, name, source, model, wall } = props;
  const late = useCalmly(model);
  const now = useContext(ServerNow);
  const staleAtMs = useComputed(() => {
    const node = model.value.nodes.get(nodeId);
    return node ? frozenAtMs(model.value, node) : null;
  });
  const chartNow = useComputed(() =>
    staleAtMs.value === null ? now.value : Math.min(now.value, staleAtMs.value)
  );
  const spanMinutes = useComputed(() => source.timeline.value.spanMinutes);
  const originMs = useComputed(() => source.timeline.value.originMs);
  const [isWhole, setWhole] = useState(false);
  const { lanes, rows, others, room, isListed } = useLaneRows({ ...props, model: late }, isWhole);
  return (
    <ServerNow.Provider value={chartNow}>
      <TimelineChart
        nodeId={nodeId}
        name={name}
        timeline={source.timeline}
        lanes={lanes}
        rows={rows}
        others={others}
        room={room}
        isListed={isListed}
        showWhole={setWhole}
        spanMinutes={spanMinutes.value}
        originMs={originMs.value}
        stale={staleAtMs.value !== null}
        wall={wall}
      />
    </ServerNow.Provider>
  );
}

const NO_LANES: readonly never[] = [];

/** Lanes that a wall shows: it has no room for more, and nobody scrolls there. Who talked last has one. */
const WALL_LIMITS = { inSight: 8, drawn: 8 } as const;

/** From so many lanes on there may soon be some that have no row. */
const LANES_NEARLY_FULL = LANES_IN_SIGHT - 1;

/** How a node's chart stands; what is not of the span of `origin` is set up anew. */
interface Standing {
  origin: number;
  names: readonly LaneName[];
  rows: readonly Lane[];
  room: number;
  isListed: boolean;
}

/**
 * The lanes of a node, each in the row it had, and the room they have; with another span they are set up anew. `isWhole`:
 * all who talked.
 */
function useLaneRows({ nodeId, source, model, wall }: NodeChartProps, isWhole: boolean) {
  const { current } = useRef<Standing>({ origin: 0, names: [], rows: [], room: 0, isListed: false });
  const lanes = useComputed(() => source.timeline.value.nodes.get(nodeId) ?? NO_LANES).value;
  const origin = useComputed(() => source.timeline.value.originMs).value;
  const names =
    useComputed(() =>
      current.names = laneNames(model.value.nodes.get(nodeId)?.links.values() ?? [], current.names)
    ).value;
  return useMemo(() => {
    const isSame = current.origin === origin;
    const before = isSame ? current.rows : [];
    const limits = { inSight: LANES_IN_SIGHT, drawn: isWhole ? Infinity : LANES_SHOWN };
    const { rows, others } = laneRows(nodeId, lanes, names, before, wall ? WALL_LIMITS : limits);
    const count = rows.length + others.length;
    const kept = laneRoom(count, isSame ? current.room : 0, wall ? WALL_LIMITS.inSight : LANES_IN_SIGHT);
    // Nobody scrolls on a wall.
    const room = wall ? Math.max(kept, rows.length) : kept;
    const isListed = isSame && room === current.room ? current.isListed : count >= LANES_NEARLY_FULL;
    Object.assign(current, { origin, rows, room, isListed });
    return { lanes, rows, others, room, isListed };
  }, [lanes, names, origin, isWhole]);
}
