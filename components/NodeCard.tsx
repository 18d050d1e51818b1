import { type ReadonlySignal, useComputed } from "@preact/signals";
import { useContext } from "preact/hooks";
import {
  type DashboardModel,
  frozenAtMs,
  linkCounts,
  nodeActivity,
  type NodeModel,
  type NodeView,
} from "../lib/client/mod.ts";
import { ActivityLine } from "./ActivityLine.tsx";
import { Lamp } from "./Lamp.tsx";
import { LinkTable } from "./LinkTable.tsx";
import { NodeNotes } from "./NodeNotes.tsx";
import { NodePageLink } from "./NodePageLink.tsx";
import { Ago, ServerNow, Since } from "./time.tsx";

/** One local node: who it is, what it does, and its links. Where it is stale its times stand still. */
export function NodeCard(props: {
  readonly model: ReadonlySignal<DashboardModel>;
  readonly node: NodeModel;
  /** One level deeper where the cards stand under the names of their servers. */
  readonly Heading?: "h2" | "h3";
  /** Names its server too. */
  readonly withServer?: boolean;
}) {
  const { node, model, Heading = "h2", withServer = false } = props;
  const now = useContext(ServerNow);
  const nodeId = node.view.nodeId;
  const cardNow = useComputed(() => {
    const shown = model.value.nodes.get(nodeId);
    const limitMs = shown ? frozenAtMs(model.value, shown) : null;
    return limitMs === null ? now.value : Math.min(now.value, limitMs);
  });
  const titleId = `node-${nodeId}`;
  return (
    <section class="node" aria-labelledby={titleId} data-stale={node.view.stale ? "yes" : "no"}>
      <NodeHead node={node} titleId={titleId} Heading={Heading} withServer={withServer} />
      {node.view.stale
        ? <StaleLine view={node.view} error={model.value.servers.get(node.view.server)?.lastError ?? null} />
        : <ActivityLine activity={nodeActivity(node, model.value.talkers)} transmits={node.view.txKeyed} />}
      <ServerNow.Provider value={cardNow}>
        <LinkTable nodeId={nodeId} links={node.links} lost={node.lost} stale={node.view.stale} />
      </ServerNow.Provider>
    </section>
  );
}

function NodeHead({ node, titleId, Heading, withServer }: {
  readonly node: NodeModel;
  readonly titleId: string;
  readonly Heading: "h2" | "h3";
  readonly withServer: boolean;
}) {
  const { view } = node;
  const about = [view.description, view.location].filter((text) => text?.trim()).join(", ");
  return (
    <header class="node-head">
      <div class="node-who">
        <Heading id={titleId} class="node-title">
          <NodePageLink nodeId={view.nodeId} /> <bdi>{view.name ?? view.callsign ?? ""}</bdi>
        </Heading>
        <p class="dim">
          {view.name && view.callsign && <bdi class="callsign">{view.callsign}</bdi>} <bdi>{about}</bdi>
          {withServer && (
            <span class="node-server">
              on server <bdi>{view.server}</bdi>
            </span>
          )}
        </p>
      </div>
      <div class="lamps">
        <Lamp tone="tx" name="TX" lit={view.txKeyed} litWord="Transmitting" />
        <Lamp tone="rx" name="RX" lit={view.rxKeyed} litWord="Receiving" />
      </div>
      <NodeFacts node={node} />
      <NodeNotes notes={view.notes} />
    </header>
  );
}

function NodeFacts({ node }: { readonly node: NodeModel }) {
  const { adjacent, connecting, network } = linkCounts(node);
  return (
    <p class="node-facts">
      {/* Other numbers are other words: in the same ones those behind them would move. */}
      <span key={`${adjacent} ${connecting} ${network}`}>
        <b class="num">{adjacent}</b> adjacent{connecting > 0 && ` (${connecting} connecting)`},{" "}
        <b class="num">{network}</b> in the network
      </span>
      <span>
        {node.view.bootedAtMs === null ? "Uptime not known" : (
          <>
            Up <Since atMs={node.view.bootedAtMs} />
          </>
        )}
      </span>
    </p>
  );
}

/** In place of the activity: says that what is shown is old, how old, and why. Its age goes on while all else stands. */
export function StaleLine({ view, error }: { readonly view: NodeView; readonly error: string | null }) {
  return (
    <p class="activity" data-activity="stale">
      {view.updatedAtMs === null ? <b>Not read yet.</b> : (
        <b>
          As of <Ago atMs={view.updatedAtMs} />.
        </b>
      )}
      <span>
        {staleReason(view)}
        {error !== null && (
          <>
            : <bdi>{error}</bdi>
          </>
        )}
      </span>
    </p>
  );
}

function staleReason(view: NodeView): string {
  switch (view.ami) {
    case "connected":
      return "Asterisk is connected and has not told of this node";
    case "connecting":
      return `Connecting to Asterisk (${view.server})`;
    case "refused":
      return `Asterisk (${view.server}) refuses the login`;
    case "disabled":
    case "stopped":
      return `The connection to Asterisk (${view.server}) is off`;
    case "retrying":
      return `Asterisk (${view.server}) is away`;
  }
}
