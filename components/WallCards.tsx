import type { ReadonlySignal } from "@preact/signals";
import { type DashboardModel, linkCounts, nodeActivity, type NodeModel } from "../lib/client/mod.ts";
import { ActivityLine } from "./ActivityLine.tsx";
import { Lamp } from "./Lamp.tsx";
import { WallAlert } from "./NodeNotes.tsx";
import { StaleLine } from "./NodeCard.tsx";

/** The local nodes for a wall screen: name, lamps and what goes on, and of the links only how many there are. */
export function WallCards({ model }: { readonly model: ReadonlySignal<DashboardModel> }) {
  const nodes = [...model.value.nodes.values()];
  const withServer = new Set(nodes.map(({ view }) => view.server)).size > 1;
  return (
    <>
      {nodes.map((node) => (
        <WallCard key={node.view.nodeId} node={node} model={model.value} withServer={withServer} />
      ))}
    </>
  );
}

function WallCard({ node, model, withServer }: {
  readonly node: NodeModel;
  readonly model: DashboardModel;
  /** Names its server too. */
  readonly withServer: boolean;
}) {
  const { view } = node;
  const titleId = `node-${view.nodeId}`;
  const { adjacent, network } = linkCounts(node);
  const lastError = model.servers.get(view.server)?.lastError ?? null;
  return (
    <section class="node wall-node" aria-labelledby={titleId} data-stale={view.stale ? "yes" : "no"}>
      <header class="wall-head">
        <h2 id={titleId}>
          <span class="node-id">{view.nodeId}</span> <bdi>{view.name ?? view.callsign ?? ""}</bdi>
        </h2>
        <p class="node-facts">
          <span key={`${adjacent} ${network}`}>
            <b class="num">{adjacent}</b> adjacent, <b class="num">{network}</b> in the network
          </span>
          {withServer && (
            <span>
              on <bdi>{view.server}</bdi>
            </span>
          )}
        </p>
        <div class="lamps">
          <Lamp tone="tx" name="TX" lit={view.txKeyed} litWord="Transmitting" />
          <Lamp tone="rx" name="RX" lit={view.rxKeyed} litWord="Receiving" />
        </div>
      </header>
      {view.stale
        ? <StaleLine view={view} error={lastError} />
        : <ActivityLine activity={nodeActivity(node, model.talkers)} transmits={view.txKeyed} />}
      <WallAlert notes={view.notes} />
    </section>
  );
}
