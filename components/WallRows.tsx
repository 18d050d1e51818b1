import { type ReadonlySignal, useComputed } from "@preact/signals";
import { useContext, useMemo } from "preact/hooks";
import {
  barsPath,
  type DashboardModel,
  doublesOf,
  frozenAtMs,
  isLocal,
  type Lane,
  LANE_HEIGHT,
  nodeActivity,
  type NodeModel,
  rightEdgeMs,
  spanMs,
  spanWord,
  type Timeline,
  unitsOf,
} from "../lib/client/mod.ts";
import { ActivityLine } from "./ActivityLine.tsx";
import { Lamp } from "./Lamp.tsx";
import { StaleLine } from "./NodeCard.tsx";
import { Pure } from "./Pure.ts";
import { ServerNow } from "./time.tsx";
import { TimelineAxis, TimelineGrid } from "./TimelineAxis.tsx";
import { TimelineDoubles } from "./TimelineLane.tsx";

/** What the rows of a wall are made from. */
interface WallRowsProps {
  readonly model: ReadonlySignal<DashboardModel>;
  readonly timeline: ReadonlySignal<Timeline>;
}

/** A wall of many nodes: a row for each with its lamps, what goes on, and one lane of all who talked there. */
export function WallRows({ model, timeline }: WallRowsProps) {
  const nodes = [...model.value.nodes.values()];
  const withServer = new Set(nodes.map(({ view }) => view.server)).size > 1;
  const spanMinutes = useComputed(() => timeline.value.spanMinutes).value;
  const isCut = useComputed(() => timeline.value.missingBeforeMs !== null).value;
  return (
    <div class="wall-rows panel">
      <h2 class="wall-rows-title">
        Nodes{" "}
        <span class="dim">
          and who talked in the last {spanWord(spanMinutes)}
          {isCut && ", as far as it could be drawn"}
        </span>
      </h2>
      <TimelineAxis spanMinutes={spanMinutes} stale={false} />
      {nodes.map((node) => (
        <WallRow
          key={node.view.nodeId}
          node={node}
          withServer={withServer}
          model={model}
          timeline={timeline}
        />
      ))}
    </div>
  );
}

function WallRow({ node, withServer, model, timeline }: WallRowsProps & {
  readonly node: NodeModel;
  readonly withServer: boolean;
}) {
  const { view } = node;
  const titleId = `node-${view.nodeId}`;
  const lastError = model.value.servers.get(view.server)?.lastError ?? null;
  return (
    <section class="node wall-node wall-row" aria-labelledby={titleId} data-stale={view.stale ? "yes" : "no"}>
      <div class="wall-who">
        <h2 id={titleId}>
          <span class="node-id">{view.nodeId}</span> <bdi>{view.name ?? view.callsign ?? ""}</bdi>
        </h2>
        {withServer && (
          <p class="dim">
            on <bdi>{view.server}</bdi>
          </p>
        )}
      </div>
      <div class="lamps">
        <Lamp tone="tx" name="TX" lit={view.txKeyed} litWord="Transmitting" />
        <Lamp tone="rx" name="RX" lit={view.rxKeyed} litWord="Receiving" />
      </div>
      {view.stale
        ? <StaleLine view={view} error={lastError} />
        : <ActivityLine activity={nodeActivity(node, model.value.talkers)} transmits={view.txKeyed} />}
      <NodeLane nodeId={view.nodeId} model={model} timeline={timeline} />
    </section>
  );
}

/** Everybody who talked through one node, in one lane. Where the node is stale its time stands still. */
function NodeLane({ nodeId, model, timeline }: WallRowsProps & { readonly nodeId: string }) {
  const now = useContext(ServerNow);
  const lanes = useComputed(() => timeline.value.nodes.get(nodeId) ?? NO_LANES).value;
  const originMs = useComputed(() => timeline.value.originMs).value;
  const spanMinutes = useComputed(() => timeline.value.spanMinutes).value;
  const transform = useComputed(() => {
    const node = model.value.nodes.get(nodeId);
    const frozenMs = node ? frozenAtMs(model.value, node) : null;
    const edgeMs = rightEdgeMs(timeline.value, frozenMs === null ? now.value : Math.min(now.value, frozenMs));
    return `translate(${-unitsOf(edgeMs - spanMs(timeline.value), timeline.value.originMs)} 0)`;
  });
  return (
    <div class="timeline-plot">
      <TimelineGrid spanMinutes={spanMinutes} />
      <svg
        class="timeline-drawing"
        viewBox={`0 0 ${unitsOf(spanMs({ spanMinutes }), 0)} ${LANE_HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Who talked at node ${nodeId} in the last ${spanWord(spanMinutes)}`}
      >
        <g class="timeline-moving" transform={transform}>
          <LaneTalks lanes={lanes} originMs={originMs} />
        </g>
      </svg>
    </div>
  );
}

const NO_LANES: readonly never[] = [];

/** What of a lane changes with the talks alone. */
interface LaneTalksProps {
  readonly lanes: readonly Lane[];
  readonly originMs: number;
}

/** The talks of all lanes in one row: of links, of the receiver, and where two were at once. */
class LaneTalks extends Pure<LaneTalksProps> {
  override render(props: LaneTalksProps) {
    return <Talks {...props} />;
  }
}

function Talks({ lanes, originMs }: LaneTalksProps) {
  const doubles = useMemo(() => [doublesOf(lanes).flat()], [lanes]);
  const draw = (local: boolean) =>
    lanes.filter((lane) => isLocal(lane) === local).map(({ talks }) => barsPath(talks, originMs, 0)).join("");
  return (
    <>
      <path class="timeline-bars" data-kind="link" d={draw(false)} />
      <path class="timeline-bars" data-kind="local" d={draw(true)} />
      <TimelineDoubles doubles={doubles} originMs={originMs} />
    </>
  );
}
