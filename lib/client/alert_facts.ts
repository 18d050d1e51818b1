import { type DashboardModel, linkKey, type LinkView, type NodeModel } from "./model.ts";
import { calledName } from "./words.ts";

/** What alerts look at: one local node as a whole, or one link of it. */
export interface AlertFact {
  readonly kind: "node" | "link";
  /** The local node. */
  readonly node: string;
  /** Identifier of the node or link itself. */
  readonly subject: string;
  /** What to call it; of a node that talks, what to call who talks. */
  readonly name: string;
  readonly talking: boolean;
  /** When it was last heard, epoch milliseconds by the server's clock; `null` when never. */
  readonly heardAtMs: number | null;
}

/** By node, or by `linkKey`. */
export type AlertFacts = ReadonlyMap<string, AlertFact>;

/** Reads the facts of a model; nodes that are stale and links that are being tried have none. */
export function alertFacts(model: DashboardModel): AlertFacts {
  const facts = new Map<string, AlertFact>();
  for (const [nodeId, node] of model.nodes) {
    if (node.view.stale) continue;
    facts.set(nodeId, nodeFact(node));
    for (const link of node.links.values()) {
      if (link.linkState === "ESTABLISHED") facts.set(linkKey(nodeId, link.node), linkFact(link));
    }
  }
  return facts;
}

function linkFact(link: LinkView): AlertFact {
  return {
    kind: "link",
    node: link.localNode,
    subject: link.node,
    name: nameOf(link),
    talking: link.keyedSinceMs !== null,
    heardAtMs: link.lastHeardAtMs,
  };
}

function nodeFact({ view, links }: NodeModel): AlertFact {
  let talker: LinkView | null = null;
  let heardAtMs = view.rxSinceMs;
  for (const link of links.values()) {
    if (link.keyedSinceMs !== null && (talker?.keyedSinceMs ?? Infinity) > link.keyedSinceMs) talker = link;
    if (link.lastHeardAtMs !== null) heardAtMs = Math.max(heardAtMs ?? 0, link.lastHeardAtMs);
  }
  const talking = talker !== null || view.rxKeyed;
  const name = talker === null ? "The local receiver" : nameOf(talker);
  return { kind: "node", node: view.nodeId, subject: view.nodeId, name, talking, heardAtMs };
}

function nameOf(link: LinkView): string {
  const name = calledName(link);
  return name === link.node ? name : `${name} (${link.node})`;
}
