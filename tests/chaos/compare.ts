import type { NodesView } from "../../lib/nodes/mod.ts";
import type { LinkView, NodeView, Simulator } from "../../lib/simulator/mod.ts";
import type { LinkInfo } from "../../lib/wire/mod.ts";
import type { Truth } from "./truth.ts";

const SECOND_MS = 1_000;

/** What is compared: the world, what was said in it, and what Nexus shows. */
export interface Sides {
  readonly simulator: Simulator;
  readonly truth: Truth;
  readonly nodes: NodesView;
}

/** Where Nexus shows a node otherwise than it is; empty when all is right. Made right after a poll was answered. */
export function differences(
  nodeId: string,
  { simulator, truth, nodes }: Sides,
  nowMs: number,
  graceMs: number,
): string[] {
  const real = simulator.world.nodes.find(({ spec }) => spec.id === nodeId);
  const shown = nodes.status(nodeId, nowMs);
  if (!real || !shown) return [`${nodeId}: ${real ? "not shown" : "not there"}`];
  // What changes in the very millisecond of the poll can be on either side of it.
  const isNow = (name: "RPT_RXKEYED" | "RPT_TXKEYED") => truth.keyedAtMs(nodeId, name) === nowMs;
  const rxKeyed = isNow("RPT_RXKEYED") ? real.rxKeyed : shown.rx_keyed;
  const txKeyed = isNow("RPT_TXKEYED") ? real.txKeyed : shown.tx_keyed;
  const found = localDifferences(real, rxKeyed, txKeyed);
  const left = new Map(shown.links.map((link) => [link.node, link]));
  for (const link of byName(real.links)) {
    const info = left.get(link.name);
    left.delete(link.name);
    // What nobody told and happened in the very millisecond of the poll can be on either side of it.
    if (link.state.sinceMs === nowMs) continue;
    if (!info) found.push(`${link.name} is missing`);
    else {
      // Within the grace a transmission that unkeyed still counts as running; SawStat tells when by the whole second.
      const endMs = truth.lastEndMs(`${nodeId}/${link.name}`);
      found.push(...linkDifferences(link, info, endMs !== null && nowMs - endMs < graceMs + SECOND_MS));
    }
  }
  for (const name of left.keys()) found.push(`${name} is no more`);
  return found.map((text) => `${nodeId}: ${text}`);
}

/** Names are not unique; Nexus shows one row for all links of a name, as the best of them is. */
function byName(links: readonly LinkView[]): Iterable<LinkView> {
  const rank = ({ marked, state }: LinkView) => Number(marked) * 2 + Number(state.is === "established");
  const best = new Map<string, LinkView>();
  for (const link of links) {
    const other = best.get(link.name);
    if (!other || rank(link) > rank(other)) best.set(link.name, link);
  }
  return best.values();
}

function localDifferences(real: NodeView, rxKeyed: boolean, txKeyed: boolean): string[] {
  const found: string[] = [];
  if (real.rxKeyed !== rxKeyed) found.push(`receiver ${rxKeyed}, is ${real.rxKeyed}`);
  if (real.txKeyed !== txKeyed) found.push(`transmitter ${txKeyed}, is ${real.txKeyed}`);
  return found;
}

function linkDifferences(link: LinkView, info: LinkInfo, inGrace: boolean): string[] {
  const up = link.state.is === "established" || link.state.is === "lingering";
  const found: string[] = [];
  const expect = (what: string, shown: unknown, real: unknown) => {
    if (shown !== real) found.push(`${link.name} ${what} ${shown}, is ${real} (${link.state.is})`);
  };
  expect("mode", info.mode, up ? link.mode : "C");
  expect("state", info.link_state, up ? "ESTABLISHED" : "CONNECTING");
  expect("direction", info.direction, link.direction);
  if (!(inGrace && info.current_tx)) expect("keyed", info.current_tx, link.marked);
  return found;
}
