import type { LinkInfo, LinkStat, NodeStatus, TopLink, TopMode } from "../wire/mod.ts";
import { compareNodeIds } from "./node_order.ts";
import type { Services } from "./services.ts";

/** Links whose rate is compared at most: more than any server has up at once. */
const MAX_RATED = 1_000;

/** What the top list is made from. */
export type TopLinksSource = Pick<Services, "stats" | "names" | "nodes">;

/**
 * The links with the longest transmissions ever, or with the highest part of their running session spent transmitting.
 * Ties are broken by local node, then node; links without a session have no rate and come last.
 */
export function topLinks(source: TopLinksSource, mode: TopMode, limit: number): readonly TopLink[] {
  const live = liveLinks(source.nodes());
  const stats = mode === "tx_seconds" ? [] : ratedStats(source, live);
  const longest = source.stats.linkStats({ sort: "tx_seconds_desc", limit });
  const rows = distinct([...stats, ...longest]).map((stat) => topLink(stat, live.get(linkKey(stat)), source));
  return rows.sort(mode === "tx_rate" ? byRate : bySeconds).slice(0, limit);
}

function liveLinks(nodes: readonly NodeStatus[]): ReadonlyMap<string, LinkInfo> {
  return new Map(nodes.flatMap((node) => node.links.map((link) => [linkKey(link), link] as const)));
}

function ratedStats(source: TopLinksSource, live: ReadonlyMap<string, LinkInfo>): readonly LinkStat[] {
  const nodes = [...new Set([...live.values()].map((link) => link.node))];
  if (nodes.length === 0) return [];
  const stats = source.stats.linkStats({ nodes, sort: "tx_seconds_desc", limit: MAX_RATED });
  return stats.filter((stat) => live.has(linkKey(stat)));
}

function topLink(stat: LinkStat, link: LinkInfo | undefined, source: TopLinksSource): TopLink {
  const name = source.names(stat.node) ?? link;
  return {
    ...stat,
    rate: link ? sessionRate(link) : null,
    callsign: name?.callsign ?? null,
    description: name?.description ?? null,
    location: name?.location ?? null,
  };
}

/** Part of the running session spent transmitting, 0..1 with four decimals; `null` while its length is unknown or 0. */
function sessionRate(link: LinkInfo): number | null {
  if (link.elapsed_seconds === null || link.elapsed_seconds <= 0) return null;
  const rate = Math.min(1, Math.max(0, link.session_tx_seconds / link.elapsed_seconds));
  return Math.round(rate * 10_000) / 10_000;
}

function distinct(stats: readonly LinkStat[]): readonly LinkStat[] {
  return [...new Map(stats.map((stat) => [linkKey(stat), stat])).values()];
}

function linkKey({ local_node, node }: { readonly local_node: string; readonly node: string }): string {
  return `${local_node},${node}`;
}

function bySeconds(a: TopLink, b: TopLink): number {
  return b.total_tx_seconds - a.total_tx_seconds || byName(a, b);
}

function byRate(a: TopLink, b: TopLink): number {
  return (b.rate ?? -1) - (a.rate ?? -1) || bySeconds(a, b);
}

function byName(a: TopLink, b: TopLink): number {
  return compareNodeIds(a.local_node, b.local_node) || compareNodeIds(a.node, b.node);
}
