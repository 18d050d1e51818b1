import type { NameLookup } from "../nodes/mod.ts";
import type {
  LinkInfo,
  LinkMode,
  NetworkBranch,
  NetworkEntry,
  NetworkNode,
  NetworkTree,
  NodeStatus,
} from "../wire/mod.ts";
import { compareNodeIds } from "./node_order.ts";

/** What a tree is built from: the node, every local node of every server, and what is known of names. */
export interface NetworkSource {
  readonly node: NodeStatus;
  readonly nodes: readonly NodeStatus[];
  readonly names: NameLookup;
}

/** A branch while it grows. */
interface Twig extends NetworkEntry {
  readonly hop: number;
  readonly connecting: boolean;
  readonly branches: Twig[];
  readonly behind: NetworkEntry[];
  /** What other nodes, unknown here, may be reached through it: everything, monitored ones only, or nothing. */
  readonly carries: "all" | "monitored" | "nothing";
}

/**
 * Orders everything linked to a node by hop, as far as it is known: adjacent links are hop 1; of a local node among
 * them the own links are hop 2, and so on. All else app_rpt names is somewhere behind: under the only link that can
 * carry it, or, where several can, unplaced. Nothing is guessed.
 */
export function networkTree(source: NetworkSource): NetworkTree {
  const locals = new Map(source.nodes.map((node) => [node.node_id, node]));
  const placed = new Set([source.node.node_id]);
  const branches = grow(source, locals, placed);
  const twigs = [...walk(branches)];
  const unplaced: NetworkEntry[] = [];
  let unknown = 0;
  for (const far of farNodes(source.node.network, placed)) {
    const entry = entryOf(far.node, far.mode, locals, source.names);
    (onlyCarrier(twigs, far.mode)?.behind ?? unplaced).push(entry);
    unknown++;
  }
  for (const list of [unplaced, ...twigs.map((twig) => twig.behind)]) list.sort(byNumber);
  return { branches: branches.map(branchOf), unplaced, hops: countHops(twigs), unknown };
}

/** Hop by hop, so that a node that is reached in two ways stands where it is nearest. */
function grow(
  source: NetworkSource,
  locals: ReadonlyMap<string, NodeStatus>,
  placed: Set<string>,
): Twig[] {
  const roots: Twig[] = [];
  let ring: { readonly node: NodeStatus; readonly into: Twig[]; readonly path: Twig["carries"] }[] = [
    { node: source.node, into: roots, path: "all" },
  ];
  for (let hop = 1; ring.length > 0; hop++) {
    const next: typeof ring = [];
    for (const { node, into, path } of ring) {
      for (const link of linksOf(node, hop)) {
        if (placed.has(link.node)) continue;
        placed.add(link.node);
        const twig = twigOf(link, hop, path, locals, source.names);
        into.push(twig);
        const local = expandable(link, locals);
        if (local) next.push({ node: local, into: twig.branches, path: wayThrough(link, path) });
      }
    }
    ring = next;
  }
  return roots;
}

/** The node's own links; of others only those that are up and that app_rpt tells its neighbours of. */
function linksOf(node: NodeStatus, hop: number): readonly LinkInfo[] {
  const links = hop === 1
    ? node.links
    : node.links.filter((link) => link.link_state === "ESTABLISHED" && link.mode !== "L");
  return [...links].sort((one, other) => compareNodeIds(one.node, other.node));
}

/** What is known of a neighbour's links is the truth only while its server is connected. */
function expandable(link: LinkInfo, locals: ReadonlyMap<string, NodeStatus>): NodeStatus | undefined {
  const local = locals.get(link.node);
  return local && !local.stale && link.link_state === "ESTABLISHED" && link.mode !== "L" ? local : undefined;
}

function twigOf(
  link: LinkInfo,
  hop: number,
  path: Twig["carries"],
  locals: ReadonlyMap<string, NodeStatus>,
  names: NameLookup,
): Twig {
  const { callsign, description, location } = link;
  const known = entryOf(link.node, link.mode, locals, names);
  const hidden = expandable(link, locals) === undefined;
  return {
    ...known,
    callsign: known.callsign ?? callsign,
    description: known.description ?? description,
    location: known.location ?? location,
    hop,
    connecting: link.link_state === "CONNECTING",
    branches: [],
    behind: [],
    carries: hidden && tellsOfOthers(link) ? wayThrough(link, path) : "nothing",
  };
}

/** Phones, web transceivers and EchoLink stations are ends; only app_rpt tells its neighbours what is behind it. */
function tellsOfOthers({ kind, link_state, mode }: LinkInfo): boolean {
  return (kind === "allstar" || kind === "private") && link_state === "ESTABLISHED" && mode !== "L";
}

/** Behind a monitored link everything is monitored too. A mode that is not known may be either. */
function wayThrough(link: LinkInfo, path: Twig["carries"]): Twig["carries"] {
  return link.mode === "R" ? "monitored" : path;
}

/** The one link that can carry a node of this mode, where there is just one. */
function onlyCarrier(twigs: readonly Twig[], mode: LinkMode): Twig | undefined {
  const able = twigs.filter(({ carries }) => carries === "all" || (carries === "monitored" && mode !== "T"));
  return able.length === 1 ? able[0] : undefined;
}

/** What the network names besides what is placed, each once; app_rpt may name a node with two letters. */
function farNodes(network: readonly NetworkNode[], placed: ReadonlySet<string>): readonly NetworkNode[] {
  const far = new Map<string, NetworkNode>();
  for (const item of network) {
    if (!placed.has(item.node) && (!far.has(item.node) || item.mode === "T")) far.set(item.node, item);
  }
  return [...far.values()];
}

function entryOf(
  node: string,
  mode: LinkMode | null,
  locals: ReadonlyMap<string, NodeStatus>,
  names: NameLookup,
): NetworkEntry {
  const name = names(node) ?? locals.get(node);
  return {
    node,
    mode,
    callsign: name?.callsign ?? null,
    description: name?.description ?? null,
    location: name?.location ?? null,
    local: locals.has(node),
  };
}

function* walk(branches: readonly Twig[]): Iterable<Twig> {
  for (const branch of branches) {
    yield branch;
    yield* walk(branch.branches);
  }
}

function countHops(twigs: readonly Twig[]): readonly number[] {
  const hops: number[] = [];
  for (const { hop } of twigs) hops[hop - 1] = (hops[hop - 1] ?? 0) + 1;
  return hops;
}

function branchOf({ carries: _, branches, ...branch }: Twig): NetworkBranch {
  return { ...branch, branches: branches.map(branchOf) };
}

function byNumber(one: NetworkEntry, other: NetworkEntry): number {
  return compareNodeIds(one.node, other.node);
}
