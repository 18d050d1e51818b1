import type { AdjacentLink, ReachableNode } from "../rpt/mod.ts";
import type { NetworkNode } from "../wire/mod.ts";

/** How many adjacent links a node may have; ten times the busiest hub. Those beyond are left out and counted. */
export const LINK_LIMIT = 1_000;

/** How many nodes of a network are kept; several times what a large one has. Those beyond are left out. */
export const NETWORK_LIMIT = 5_000;

/** Names are not unique (phone users); one row stands for all of a name and is keyed when one of them is. */
export function mergeByName(items: readonly AdjacentLink[]): ReadonlyMap<string, AdjacentLink> {
  const byName = new Map<string, AdjacentLink>();
  for (const item of items) {
    const other = byName.get(item.name);
    if (!other) byName.set(item.name, item);
    else if (item.keyed && !other.keyed) byName.set(item.name, { ...other, keyed: true });
  }
  return byName;
}

/** Reachable nodes as they are shown, up to the limit: a name may be listed twice, by two ways. */
export function distinct(items: readonly ReachableNode[]): readonly NetworkNode[] {
  const seen = new Set<string>();
  const network: NetworkNode[] = [];
  for (const { name, mode } of items) {
    const key = mode + name;
    if (!seen.has(key)) network.push({ node: name, mode });
    seen.add(key);
    if (network.length === NETWORK_LIMIT) break;
  }
  return network;
}

/** The order of app_rpt's lists changes without meaning, so it does not count. */
export function sameNetwork(one: readonly NetworkNode[], other: readonly NetworkNode[]): boolean {
  if (one.length !== other.length) return false;
  const keys = new Set(other.map(({ node, mode }) => mode + node));
  return one.every(({ node, mode }) => keys.has(mode + node));
}
