import type { NetworkBranch, NetworkEntry, NetworkTree, NodeStatus } from "../wire/mod.ts";

/** Of the FNV-1a hash: short, quick and good enough to notice a change. */
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * The part of a tree that a search finds: every word of `query` stands somewhere in the number, callsign, description or
 * place. What leads to a find stays, though it is none; the counts are of the finds.
 */
export function searchNetwork(tree: NetworkTree, query: string): NetworkTree {
  const words = query.toLowerCase().split(/\s+/).filter((word) => word !== "");
  if (words.length === 0) return tree;
  const finds = (entry: NetworkEntry) => {
    const { node, callsign, description, location } = entry;
    const text = [node, callsign, description, location].join("\n").toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const hops: number[] = [];
  let unknown = 0;
  const some = (entries: readonly NetworkEntry[]) => {
    const found = entries.filter(finds);
    unknown += found.length;
    return found;
  };
  const prune = (branch: NetworkBranch): readonly NetworkBranch[] => {
    const found = finds(branch);
    if (found) hops[branch.hop - 1] = (hops[branch.hop - 1] ?? 0) + 1;
    const branches = branch.branches.flatMap(prune);
    const behind = some(branch.behind);
    return found || branches.length > 0 || behind.length > 0 ? [{ ...branch, branches, behind }] : [];
  };
  const branches = tree.branches.flatMap(prune);
  const unplaced = some(tree.unplaced);
  return { branches, unplaced, hops: Array.from(hops, (count) => count ?? 0), unknown };
}

/** How many nodes a tree has, near and far. */
export function countNetwork({ hops, unknown }: NetworkTree): number {
  return hops.reduce((sum, count) => sum + count, unknown);
}

/**
 * A mark of which nodes are linked to a node and how: as long as it stays the same, so does the tree. app_rpt changes the
 * order of its lists, which changes no tree.
 */
export function networkMark({ links, network }: Pick<NodeStatus, "links" | "network">): string {
  const words = links.map(({ node, mode, link_state }) => `${node} ${mode} ${link_state}`);
  for (const { node, mode } of network) words.push(`${mode}${node}`);
  let hash = FNV_OFFSET;
  for (const char of words.sort().join("\n")) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), FNV_PRIME);
  return `${words.length}-${(hash >>> 0).toString(36)}`;
}
