import type { ReadonlySignal } from "@preact/signals";
import { amiWord, type DashboardModel, serverGroups } from "../lib/client/mod.ts";
import { NodeCard } from "./NodeCard.tsx";
import { whyNoNodes } from "./NoNodes.tsx";

/** The node cards under the names of their servers; a server without a node says why. */
export function NodeGroups({ model }: { readonly model: ReadonlySignal<DashboardModel> }) {
  const { servers } = model.value;
  return (
    <>
      {serverGroups(model.value).map(({ server, nodes }, index) => {
        const view = servers.get(server);
        const titleId = `server-${index}`;
        return (
          <section key={server} class="server-group" aria-labelledby={titleId}>
            <h2 id={titleId} class="server-name">
              <bdi>{server}</bdi>{" "}
              {view && view.state !== "connected" && <span class="dim">{amiWord(view.state)}</span>}
            </h2>
            {nodes.length === 0 && <p class="node empty">{whyNoNodes(view ? [view] : [])}</p>}
            {nodes.map((node) => <NodeCard key={node.view.nodeId} model={model} node={node} Heading="h3" />)}
          </section>
        );
      })}
    </>
  );
}
