import { type ReadonlySignal, useComputed } from "@preact/signals";
import {
  type DashboardModel,
  isFrozen,
  type LinkChoice,
  type NexusState,
  type NodePageFeed,
} from "../lib/client/mod.ts";
import { Announcer } from "./Announcer.tsx";
import { AwayBanner } from "./AwayBanner.tsx";
import { ConnectionBar } from "./ConnectionBar.tsx";
import { LinkChoiceContext } from "./links_context.ts";
import { NodeCard } from "./NodeCard.tsx";
import { NodePageFacts } from "./NodePageFacts.tsx";
import { NodePageHistory } from "./NodePageHistory.tsx";
import { NodePages } from "./NodePageLink.tsx";
import { NodePageNetwork } from "./NodePageNetwork.tsx";
import { NodePageVariables } from "./NodePageVariables.tsx";
import { Notices } from "./Notices.tsx";
import { OnAirAnnouncer } from "./OnAirAnnouncer.tsx";
import { ServerNow } from "./time.tsx";

/** What a node's page is made of, on the server and in the browser. */
export interface NodePageViewProps {
  readonly nodeId: string;
  readonly model: ReadonlySignal<DashboardModel>;
  /** The server's time, epoch milliseconds. */
  readonly now: ReadonlySignal<number>;
  readonly nexus: ReadonlySignal<NexusState>;
  /** What is shown below the links. */
  readonly parts: Pick<NodePageFeed, "detail" | "tree" | "treeAtMs" | "history" | "variables" | "gone">;
  /** The order of the links. */
  readonly links: LinkChoice;
  /** What the network is searched for. */
  readonly query: ReadonlySignal<string>;
  readonly search: (query: string) => void;
  /** The address of the dashboard, with a slash at the end. */
  readonly home: string;
  /** The version that rendered this page. */
  readonly pageVersion: string;
  /** Whether Nexus is of another build than this page. */
  readonly isUpdated?: ReadonlySignal<boolean>;
}

/** The page of a node: connections, the node with its links, how it is set, its network, history and variables. */
export function NodePageView(props: NodePageViewProps) {
  const { nodeId, model, now, nexus, parts, links, pageVersion } = props;
  const shownNow = useComputed(() =>
    isFrozen(nexus.value) ? Math.min(now.value, nexus.value.lastMessageAtMs) : now.value
  );
  const gone = useComputed(() => parts.gone.value || !model.value.nodes.has(nodeId));
  const frozen = useComputed(() => gone.value || isFrozen(nexus.value));
  return (
    <ServerNow.Provider value={now}>
      <Announcer model={model} nexus={nexus} pageVersion={pageVersion} isUpdated={props.isUpdated} />
      <OnAirAnnouncer model={model} nexus={nexus} />
      <p class="sr-only" role="status">{gone.value && `Node ${nodeId} is no longer here`}</p>
      <ConnectionBar model={model} nexus={nexus} />
      <Notices model={model} pageVersion={pageVersion} isUpdated={props.isUpdated} />
      {gone.value && <Gone nodeId={nodeId} home={props.home} />}
      <ServerNow.Provider value={shownNow}>
        <div class="dashboard node-page-live" data-frozen={frozen.value ? "yes" : "no"}>
          <NodePages.Provider value={null}>
            <LinkChoiceContext.Provider value={links}>
              <TheNode nodeId={nodeId} model={model} />
            </LinkChoiceContext.Provider>
          </NodePages.Provider>
          <Parts {...props} />
        </div>
      </ServerNow.Provider>
      <AwayBanner nexus={nexus} />
    </ServerNow.Provider>
  );
}

function TheNode({ nodeId, model }: Pick<NodePageViewProps, "nodeId" | "model">) {
  const node = model.value.nodes.get(nodeId);
  return node ? <NodeCard model={model} node={node} /> : null;
}

function Parts({ nodeId, model, parts, query, search, home, links }: NodePageViewProps) {
  const stale = useComputed(() => model.value.nodes.get(nodeId)?.view.stale ?? false).value;
  const notes = model.value.nodes.get(nodeId)?.view.notes ?? [];
  const { sort } = links.asked;
  return (
    <>
      <NodePageFacts detail={parts.detail.value} stale={stale} />
      <NodePageNetwork
        tree={parts.tree}
        atMs={parts.treeAtMs}
        query={query}
        search={search}
        pages={`${home}nodes/`}
        sort={sort && `${sort.descending ? "-" : ""}${sort.column}`}
        stale={stale}
      />
      <NodePageHistory history={parts.history} />
      <NodePageVariables variables={parts.variables} notes={notes} stale={stale} />
    </>
  );
}

/** After a restart with another configuration the node may be gone while its page is open. */
function Gone({ nodeId, home }: Pick<NodePageViewProps, "nodeId" | "home">) {
  return (
    <section class="message node-page-gone" aria-labelledby="gone">
      <h2 id="gone">Node {nodeId} is no longer here</h2>
      <p>Nexus was started anew and does not know it. Below is what was known before.</p>
      <p>
        <a class="button" href={home}>To the dashboard</a>
      </p>
    </section>
  );
}
