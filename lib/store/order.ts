const DIGITS = 20; // identifiers that are longer numbers sort by their last 20 digits

/** A text whose order is that of identifiers: numbers by their value, then names by their characters. */
export function nodeSortKey(node: string): string {
  return /^[0-9]+$/.test(node) ? `0${node.padStart(DIGITS, "0").slice(-DIGITS)}` : `1${node}`;
}

/** The same as an SQL expression over a column. */
export function nodeSortSql(column: string): string {
  const padded = `'0' || substr('${"0".repeat(DIGITS)}' || ${column}, -${DIGITS})`;
  return `CASE WHEN ${column} = '' OR ${column} GLOB '*[^0-9]*' THEN '1' || ${column} ELSE ${padded} END`;
}

/** Names one link of one local node. */
export interface LinkName {
  readonly localNode: string;
  readonly node: string;
}

/** One text for a link; identifiers have no line ends. */
export function linkKey({ localNode, node }: LinkName): string {
  return `${localNode}\n${node}`;
}

/** Order of identifiers. */
export function compareNodes(one: string, other: string): number {
  if (one === other) return 0;
  return compareText(nodeSortKey(one), nodeSortKey(other)) || compareText(one, other);
}

/** Order of links: by local node, then by node. */
export function compareLinks(one: LinkName, other: LinkName): number {
  return compareNodes(one.localNode, other.localNode) || compareNodes(one.node, other.node);
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
