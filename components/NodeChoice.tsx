import type { ReadonlySignal } from "@preact/signals";
import { type DashboardModel, type DashboardViewOptions, formatView } from "../lib/client/mod.ts";

/** Says that only some nodes are shown, which of those asked for are not there, and leads to all of them. */
export function NodeChoice(props: {
  readonly model: ReadonlySignal<DashboardModel>;
  readonly view: DashboardViewOptions;
}) {
  const { view } = props;
  if (view.nodes.length === 0) return null;
  const { nodes } = props.model.value;
  const missing = view.nodes.filter((nodeId) => !nodes.has(nodeId));
  if (missing.length === view.nodes.length) return <NoneOfThem missing={missing} view={view} />;
  if (view.wall && missing.length === 0) return null;
  return (
    <p class="node-choice">
      <span>
        Only <NodeNames nodeIds={[...nodes.keys()]} /> {nodes.size === 1 ? "is" : "are"} shown.{" "}
        {missing.length > 0 && (
          <>
            There is no local node <NodeNames nodeIds={missing} /> here.
          </>
        )}
      </span>
      {!view.wall && <a href={allNodes(view)}>All nodes</a>}
    </p>
  );
}

function NoneOfThem(props: { readonly missing: readonly string[]; readonly view: DashboardViewOptions }) {
  return (
    <section class="node nothing" aria-labelledby="no-such-node">
      <h2 id="no-such-node">No node to show</h2>
      <p>
        There is no local node <NodeNames nodeIds={props.missing} /> here.
      </p>
      {!props.view.wall && (
        <p>
          <a class="button" href={allNodes(props.view)}>All nodes</a>
        </p>
      )}
    </section>
  );
}

function NodeNames({ nodeIds }: { readonly nodeIds: readonly string[] }) {
  return (
    <>
      {nodeIds.map((nodeId, index) => (
        <span key={nodeId}>
          {index > 0 && ", "}
          <b>
            <bdi>{nodeId}</bdi>
          </b>
        </span>
      ))}
    </>
  );
}

/** The same view of all nodes; an empty query needs the bare question mark to lead away from this one. */
function allNodes(view: DashboardViewOptions): string {
  return formatView({ ...view, nodes: [] }) || "?";
}
