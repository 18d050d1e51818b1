import { type ReadonlySignal, useComputed } from "@preact/signals";
import { type DashboardModel, isFrozen, type LinkChoice, type NexusState } from "../lib/client/mod.ts";
import type { NodeDetail } from "../lib/wire/mod.ts";
import { Announcer } from "./Announcer.tsx";
import { AwayBanner } from "./AwayBanner.tsx";
import { ConnectionBar } from "./ConnectionBar.tsx";
import { LinkChoiceContext } from "./links_context.ts";
import { NodeCard } from "./NodeCard.tsx";
import { NodePageFacts } from "./NodePageFacts.tsx";
import { NodePages } from "./NodePageLink.tsx";
import { Notices } from "./Notices.tsx";
import { ServerNow } from "./time.tsx";

/** What the live part of a node's page is made of, on the server and in the browser. */
export interface NodePageViewProps {
  readonly nodeId: string;
  readonly model: ReadonlySignal<DashboardModel>;
  /** The server's time, epoch milliseconds. */
  readonly now: ReadonlySignal<number>;
  readonly nexus: ReadonlySignal<NexusState>;
  readonly detail: ReadonlySignal<NodeDetail>;
  /** The order of the links. */
  readonly links: LinkChoice;
  /** The version that rendered this page. */
  readonly pageVersion: string;
}

/** The live part of a node's page: connections, the node with its links, and how it is set. */
export function NodePageView(props: NodePageViewProps) {
  const { nodeId, model, now, nexus, detail, links, pageVersion } = props;
  const shownNow = useComputed(() =>
    isFrozen(nexus.value) ? Math.min(now.value, nexus.value.lastMessageAtMs) : now.value
  );
  const frozen = useComputed(() => isFrozen(nexus.value));
  return (
    <ServerNow.Provider value={now}>
      <Announcer model={model} nexus={nexus} />
      <ConnectionBar model={model} nexus={nexus} />
      <Notices model={model} pageVersion={pageVersion} />
      <ServerNow.Provider value={shownNow}>
        <div class="dashboard node-page-live" data-frozen={frozen.value ? "yes" : "no"}>
          <NodePages.Provider value={null}>
            <LinkChoiceContext.Provider value={links}>
              <TheNode nodeId={nodeId} model={model} />
            </LinkChoiceContext.Provider>
          </NodePages.Provider>
          <NodePageFacts detail={detail.value} />
        </div>
      </ServerNow.Provider>
      <AwayBanner nexus={nexus} />
    </ServerNow.Provider>
  );
}

/** After a restart with another configuration the node may be gone while its page is open. */
function TheNode({ nodeId, model }: Pick<NodePageViewProps, "nodeId" | "model">) {
  const node = model.value.nodes.get(nodeId);
  if (node) return <NodeCard model={model} node={node} />;
  return (
    <section class="panel" aria-labelledby="gone">
      <h2 id="gone">Node {nodeId} is no longer here</h2>
      <p class="empty">Nexus was started anew and does not know it. Below is what was known before.</p>
    </section>
  );
}
