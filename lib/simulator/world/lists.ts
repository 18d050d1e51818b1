import type { Link } from "./link.ts";
import type { LocalNode } from "./node.ts";
import type { DistantNode } from "./types.ts";

/** Links between local nodes may form a loop; app_rpt cuts it when it hears its own name, we by depth. */
const MAX_DEPTH = 4;

/** Links as RPT_ALINKS has them: newest first, without local monitors. */
export function adjacentLinks(links: readonly Link[]): Link[] {
  return links.filter((link) => link.mode !== "L").reverse();
}

/** `EventValue` of RPT_ALINKS; the empty string when there is no link (app_rpt reuses its buffer). */
export function alinksText(adjacent: readonly Link[]): string {
  if (adjacent.length === 0) return "";
  let text = String(adjacent.length);
  for (const link of adjacent) text += `,${link.name}${link.listedMode}${link.marked ? "K" : "U"}`;
  return text;
}

/** `EventValue` of RPT_LINKS; `0` when there is nobody. */
export function linksText(reachable: readonly DistantNode[]): string {
  let text = String(reachable.length);
  for (const node of reachable) text += `,${node.mode}${node.name}`;
  return text;
}

/** `LinkedNodes:` of XStat: sorted by name without its mode letter. */
export function linkedNodesText(reachable: readonly DistantNode[]): string {
  if (reachable.length === 0) return "<NONE>";
  const sorted = [...reachable].sort((left, right) => compare(left.name, right.name));
  return sorted.map((node) => node.mode + node.name).join(", ");
}

/**
 * Every node that can be reached: each link, newest first, followed by what is behind it. Behind a link that is
 * not transceive every mode is the link's own; local monitors and what is behind them are left out.
 */
export function reachableNodes(node: LocalNode, except: Link | null = null, depth = 0): DistantNode[] {
  const found: DistantNode[] = [];
  for (const link of adjacentLinks(node.links)) {
    if (link === except) continue;
    const mode = link.listedMode;
    found.push({ name: link.name, mode });
    if (link.state.is !== "established") continue;
    for (const behind of nodesBehind(link, depth)) found.push(mode === "T" ? behind : { ...behind, mode });
  }
  return found;
}

function nodesBehind(link: Link, depth: number): readonly DistantNode[] {
  if (link.far === null) return link.network;
  return depth < MAX_DEPTH ? reachableNodes(link.far.node, link.far.link, depth + 1) : [];
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
