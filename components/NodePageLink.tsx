import { createContext } from "preact";
import { useContext } from "preact/hooks";

/** Where the pages of nodes are, with a slash at the end; `null` on such a page itself, which needs no link. */
export const NodePages = createContext<string | null>("nodes/");

/** The number of a local node, as a link to its page. */
export function NodePageLink({ nodeId }: { readonly nodeId: string }) {
  const pages = useContext(NodePages);
  if (pages === null) return <span class="node-id">{nodeId}</span>;
  return (
    <a class="node-id node-page-link" href={pages + encodeURIComponent(nodeId)} title={`Node ${nodeId}`}>
      {nodeId}
    </a>
  );
}
