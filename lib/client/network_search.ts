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

/** The next tree with every row that says the same as before as the same object, so that it is not drawn again. */
export function sharedTree(previous: NetworkTree, next: NetworkTree): NetworkTree {
  const known = new Map<string, NetworkEntry>();
  for (const entry of farEntries(previous)) known.set(entry.node, entry);
  const share = (entries: readonly NetworkEntry[]) =>
    entries.map((entry) => {
      const before = known.get(entry.node);
      return before && sameEntry(before, entry) ? before : entry;
    });
  const shareBranch = (branch: NetworkBranch): NetworkBranch => ({
    ...branch,
    branches: branch.branches.map(shareBranch),
    behind: share(branch.behind),
  });
  return { ...next, branches: next.branches.map(shareBranch), unplaced: share(next.unplaced) };
}

function* farEntries(
  { branches, unplaced }: Pick<NetworkTree, "branches" | "unplaced">,
): Iterable<NetworkEntry> {
  yield* unplaced;
  for (const { branches: inner, behind } of branches) {
    yield* farEntries({ branches: inner, unplaced: behind });
  }
}

function sameEntry(left: NetworkEntry, right: NetworkEntry): boolean {
  return left.mode === right.mode && left.callsign === right.callsign &&
    left.description === right.description && left.location === right.location && left.local === right.local;
}
