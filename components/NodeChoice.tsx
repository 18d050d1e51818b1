import type { ReadonlySignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { type DashboardModel, type DashboardViewOptions, formatView } from "../lib/client/mod.ts";

interface NodeChoiceProps {
  readonly model: ReadonlySignal<DashboardModel>;
  readonly view: DashboardViewOptions;
}

/** Says that only some nodes are shown, which nodes or servers that were asked for are not there, and leads to all. */
export function NodeChoice({ model, view }: NodeChoiceProps) {
  const { nodes, servers } = model.value;
  const missingNodes = view.nodes.filter((nodeId) => !nodes.has(nodeId));
  const missingServers = view.servers.filter((server) => !servers.has(server));
  const missing = <Missing nodes={missingNodes} servers={missingServers} />;
  const isNodesMissing = view.nodes.length > 0 && missingNodes.length === view.nodes.length;
  const isServersMissing = view.servers.length > 0 && missingServers.length === view.servers.length;
  if (isNodesMissing || isServersMissing) return <NoneOfThem view={view}>{missing}</NoneOfThem>;
  const isAllThere = missingNodes.length + missingServers.length === 0;
  // The choice of servers says itself which one it is.
  if (isAllThere && (view.wall || view.nodes.length === 0)) return null;
  return (
    <p class="node-choice">
      <span>
        {view.nodes.length > 0 && (
          <>
            Only <Names names={[...nodes.keys()]} /> {nodes.size === 1 ? "is" : "are"} shown.{" "}
          </>
        )}
        {missing}
      </span>
      {!view.wall && <a href={allNodes(view)}>All nodes</a>}
    </p>
  );
}

function NoneOfThem(
  { view, children }: { readonly view: DashboardViewOptions; readonly children: ComponentChildren },
) {
  return (
    <section class="node nothing" aria-labelledby="no-such-node">
      <h2 id="no-such-node">No node to show</h2>
      <p>{children}</p>
      {!view.wall && (
        <p>
          <a class="button" href={allNodes(view)}>All nodes</a>
        </p>
      )}
    </section>
  );
}

function Missing(props: { readonly nodes: readonly string[]; readonly servers: readonly string[] }) {
  return (
    <>
      {props.nodes.length > 0 && (
        <>
          There is no local node <Names names={props.nodes} /> here.{" "}
        </>
      )}
      {props.servers.length > 0 && (
        <>
          There is no server <Names names={props.servers} /> here.
        </>
      )}
    </>
  );
}

function Names({ names }: { readonly names: readonly string[] }) {
  return (
    <>
      {names.map((name, index) => (
        <span key={name}>
          {index > 0 && ", "}
          <b>
            <bdi>{name}</bdi>
          </b>
        </span>
      ))}
    </>
  );
}

/** The same view of all nodes; an empty query needs the bare question mark to lead away from this one. */
function allNodes(view: DashboardViewOptions): string {
  return formatView({ ...view, nodes: [], servers: [] }) || "?";
}
