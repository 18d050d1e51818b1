import { sessionPercent, sessionTxSeconds, totalTxSeconds } from "./link_values.ts";
import type { LinkView } from "./model.ts";
import { compareNodeIds } from "./node_order.ts";
import type { SortOrder } from "./view_url.ts";
import { calledName, directionWord, kindWord, modeWord } from "./words.ts";

/** What a column of the links is called, and how its first click sorts. */
export interface LinkColumn {
  readonly name: string;
  readonly title: string;
  /** What the title stands for, where it is short. */
  readonly hint?: string;
  /** True where the first click shows the largest, newest or longest first. */
  readonly largestFirst: boolean;
}

/** The columns of the links, in order. Their names are those of `?sort=`. */
export const LINK_COLUMNS: readonly LinkColumn[] = [
  { name: "keyed", title: "Keyed", hint: "Keyed first, then last heard", largestFirst: true },
  { name: "node", title: "Node", largestFirst: false },
  { name: "name", title: "Name", largestFirst: false },
  { name: "kind", title: "Kind", largestFirst: false },
  { name: "mode", title: "Mode", largestFirst: false },
  {
    name: "direction",
    title: "Dir",
    hint: "In: the other end connected; Out: this node did",
    largestFirst: false,
  },
  { name: "address", title: "Address", largestFirst: false },
  { name: "connected", title: "Connected", largestFirst: true },
  { name: "heard", title: "Last heard", largestFirst: true },
  { name: "session", title: "Talk", hint: "Talk time since it connected", largestFirst: true },
  { name: "percent", title: "Share", hint: "Talk time in percent of the time connected", largestFirst: true },
  { name: "total", title: "Total", hint: "Talk time ever", largestFirst: true },
];

/** Keyed, last heard, number: what the page has by itself. */
export const DEFAULT_LINK_SORT: SortOrder = { column: "keyed", descending: true };

/** The order wished for, the default where it names no column. */
export function linkSort(wished: SortOrder | null): SortOrder {
  const known = wished && LINK_COLUMNS.some((column) => column.name === wished.column);
  return known ? wished : DEFAULT_LINK_SORT;
}

/** True when both order alike. */
export function sameSort(left: SortOrder, right: SortOrder): boolean {
  return left.column === right.column && left.descending === right.descending;
}

/** The order after a column's heading was chosen: its natural one at first, then the other way round. */
export function sortByColumn(current: SortOrder, column: LinkColumn): SortOrder {
  const same = current.column === column.name;
  return { column: column.name, descending: same ? !current.descending : column.largestFirst };
}

/** Keyed first, then the one heard last, then by number. A total order over the links of one node. */
export function compareLinks(left: LinkView, right: LinkView): number {
  const keyed = Number(right.keyedSinceMs !== null) - Number(left.keyedSinceMs !== null);
  if (keyed !== 0) return keyed;
  const heard = left.keyedSinceMs === null ? heardAt(right) - heardAt(left) : 0;
  return heard || compareNodeIds(left.node, right.node);
}

/** A link never heard sorts behind all others; finite, so that two of them are equal and not NaN apart. */
function heardAt(link: LinkView): number {
  return link.lastHeardAtMs ?? -Number.MAX_SAFE_INTEGER;
}

/** Identifiers of links in the order of the table, as of `nowMs` where talk that runs counts. */
export function orderedLinkIds(
  links: ReadonlyMap<string, LinkView>,
  sort: SortOrder = DEFAULT_LINK_SORT,
  nowMs = 0,
): readonly string[] {
  const rows = [...links.values()].map((link) => ({
    link,
    key: SORT_KEYS[sort.column]?.(link, nowMs) ?? null,
  }));
  const way = sort.descending ? -1 : 1;
  const byKey = sort.column === "keyed" ? () => 0 : compareKeys;
  // The default order is told from its keyed end; turned round it is turned as a whole.
  const turned = sort.column === "keyed" && !sort.descending ? -1 : 1;
  rows.sort((left, right) =>
    byKey(left.key, right.key, way) ||
    (sort.column === "node" ? way * compareNodeIds(left.link.node, right.link.node) : 0) ||
    turned * compareLinks(left.link, right.link)
  );
  return rows.map(({ link }) => link.node);
}

type SortKey = string | number | null;

/** What a column sorts by; `null` where it is not known. `keyed` and `node` have orders of their own. */
const SORT_KEYS: Readonly<Record<string, (link: LinkView, nowMs: number) => SortKey>> = {
  name: (link) => link.callsign || link.description ? calledName(link).toLocaleUpperCase("en") : null,
  kind: (link) => kindWord(link.kind),
  mode: (link) =>
    link.mode === null && link.linkState !== "CONNECTING" ? null : modeWord(link.mode, link.linkState),
  direction: (link) => link.direction === null ? null : directionWord(link.direction),
  address: (link) => link.ip?.trim() || null,
  connected: (link) => link.connectedSinceMs === null ? null : -link.connectedSinceMs,
  heard: (link) => link.keyedSinceMs !== null ? Number.MAX_SAFE_INTEGER : link.lastHeardAtMs,
  session: sessionTxSeconds,
  percent: sessionPercent,
  total: totalTxSeconds,
};

/** What is not known stands at the end, whichever way the column is turned. */
function compareKeys(left: SortKey, right: SortKey, way: number): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  if (left === right) return 0;
  return left < right ? -way : way;
}
