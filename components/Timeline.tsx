import { type ReadonlySignal, useComputed } from "@preact/signals";
import { useContext, useMemo } from "preact/hooks";
import {
  type DashboardModel,
  frozenAtMs,
  type SpanMinutes,
  spanWord,
  type Timeline,
} from "../lib/client/mod.ts";
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
        {!wall && <TimelineSpans source={source} />}
      </div>
      <div class="timeline-charts">
        {heads.map(({ nodeId, name }) => (
          <NodeChart key={nodeId} nodeId={nodeId} name={name} source={source} model={model} wall={wall} />
        ))}
      </div>
      {missingBeforeMs !== null && (
        <p class="timeline-note dim">
          Only the newest transmissions are drawn: there were too many for this span.
        </p>
      )}
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

/** One node's chart. Where the node is stale its time stands still, as on its card. */
function NodeChart(props: {
  readonly nodeId: string;
  readonly name: string;
  readonly source: TimelineProps;
  readonly model: ReadonlySignal<DashboardModel>;
  readonly wall: boolean;
}) {
  const { nodeId, name, source, model, wall } = props;
  const now = useContext(ServerNow);
  const staleAtMs = useComputed(() => {
    const node = model.value.nodes.get(nodeId);
    return node ? frozenAtMs(model.value, node) : null;
  });
  const chartNow = useComputed(() =>
    staleAtMs.value === null ? now.value : Math.min(now.value, staleAtMs.value)
  );
  const lanes = useComputed(() => source.timeline.value.nodes.get(nodeId) ?? NO_LANES);
  const spanMinutes = useComputed(() => source.timeline.value.spanMinutes);
  const originMs = useComputed(() => source.timeline.value.originMs);
  // As the page begins: each link may talk, and then moves nothing below. A wall has no room to keep.
  const room = useMemo(() => wall ? 0 : 1 + (model.peek().nodes.get(nodeId)?.links.size ?? 0), []);
  return (
    <ServerNow.Provider value={chartNow}>
      <TimelineChart
        room={room}
        nodeId={nodeId}
        name={name}
        timeline={source.timeline}
        lanes={lanes.value}
        spanMinutes={spanMinutes.value}
        originMs={originMs.value}
        stale={staleAtMs.value !== null}
      />
    </ServerNow.Provider>
  );
}

const NO_LANES: readonly never[] = [];
