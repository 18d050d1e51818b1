import { ANONYMOUS } from "../live/mod.ts";
import { type LinkInfo, maskLinks, maskStatus, type NodeStatus } from "../wire/mod.ts";
import { notFound, Refusal } from "./answers.ts";
import type { State } from "./services.ts";

/** Refuses (429) a client that asked for statistics too often. */
export function admitStats({ services, clientAddress }: State): void {
  const admission = services.admit(clientAddress);
  if (admission.allowed) return;
  const { retryAfterSec } = admission;
  throw new Refusal(429, {
    code: "rate_limited",
    message: `answer, too many requests of this address, try again in seconds: ${retryAfterSec}`,
    headers: { "Retry-After": String(retryAfterSec) },
  });
}

/** Every local node as this viewer may see it. */
export function visibleNodes({ services, viewer }: State): readonly NodeStatus[] {
  const nodes = services.nodes();
  return viewer.role === ANONYMOUS.role ? nodes.map(maskStatus) : nodes;
}

/** One local node as this viewer may see it; refuses (404) an unknown one. */
export function visibleNode({ services, viewer }: State, nodeId: string): NodeStatus {
  const node = services.node(nodeId);
  if (!node) throw notFound("a local node", nodeId);
  return viewer.role === ANONYMOUS.role ? maskStatus(node) : node;
}

/** One local node as this viewer may see it; `null` for an unknown one. */
export function visibleNodeOrNull({ services, viewer }: State, nodeId: string): NodeStatus | null {
  const node = services.node(nodeId) ?? null;
  return node !== null && viewer.role === ANONYMOUS.role ? maskStatus(node) : node;
}

/** The links of one local node as this viewer may see them; refuses (404) an unknown node. */
export function visibleLinks({ services, viewer }: State, nodeId: string): readonly LinkInfo[] {
  const node = services.node(nodeId);
  if (!node) throw notFound("a local node", nodeId);
  return viewer.role === ANONYMOUS.role ? maskLinks(node.links) : node.links;
}
