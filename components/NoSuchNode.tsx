import { LookupForm } from "./LookupForm.tsx";
import { Message } from "./Message.tsx";

/** In place of the page of a node that no server here has: says so, and helps to find it. */
export function NoSuchNode({ nodeId, home }: { readonly nodeId: string; readonly home: string }) {
  return (
    <Message title={`No node ${nodeId} here`} home={home}>
      <p>
        None of the servers that Nexus watches has a local node{" "}
        <code>{nodeId}</code>. Pages are made for local nodes; a node that is only linked to one of them
        stands there.
      </p>
      <LookupForm action={`${home}lookup`} query={nodeId} />
    </Message>
  );
}
