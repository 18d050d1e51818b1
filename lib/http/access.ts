import { ANONYMOUS } from "../live/mod.ts";
import { type HostFacts, type LinkInfo, maskLinks, maskStatus, type NodeStatus } from "../wire/mod.ts";
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

/** How the machine is, for those who signed in, and for everybody where `site.show_host` says so; `null` for others. */
export function visibleHost({ services, viewer }: State): HostFacts | null {
  const isShown = viewer.role !== ANONYMOUS.role || (services.settings.site?.showHost ?? false);
  return isShown ? services.host() : null;
}

/** The same; refuses those whom it is not shown (401), and tells where nobody looks (404). */
export function hostFor(state: State): HostFacts {
  const { services, viewer } = state;
  const facts = visibleHost(state);
  if (facts !== null) return facts;
  if (viewer.role !== ANONYMOUS.role || services.host() === null) throw notFound("a machine", "this one");
  throw new Refusal(401, {
    code: "unauthorized",
    message: "tell of the machine, it needs an account or site.show_host: sign in",
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
