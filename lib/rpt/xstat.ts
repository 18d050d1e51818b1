import { parseConnRow } from "./conn_row.ts";
import { readFlags } from "./flags.ts";
import { parseAdjacentLinks, parseLinkedNodes } from "./lists.ts";
import type {
  AdjacentLink,
  FlagsPolarity,
  HeaderSource,
  ReachableNode,
  RptList,
  XStat,
  XStatConn,
} from "./types.ts";

const EMPTY_LIST: RptList<ReachableNode> = { items: [], badRows: 0, truncated: false };

/** The rows of one answer, sorted by what they are. */
interface XStatRows {
  readonly conns: string[];
  readonly variables: Map<string, string>;
  linkedNodes: string | undefined;
  badVariables: number;
}

/**
 * Reads one answer to XStat. `knownNames` are names of this node's links known from elsewhere (its SawStat); together
 * with those in the answer itself they help to split rows whose columns touch. `flagsPolarity` tells how this app_rpt
 * prints its status flags; while it is unknown, the flags that depend on it are `null`.
 *
 * Errors: never throws; rows that are not understood are left out and counted in `badRows`. An answer without `Node:`
 * (an error) gives an empty `node`.
 */
export function parseXStat(
  frame: HeaderSource,
  knownNames: Iterable<string> = [],
  flagsPolarity: FlagsPolarity = "unknown",
): XStat {
  const rows = sortRows(frame);
  const adjacent = adjacentOf(rows.variables);
  const linkedNodes = rows.linkedNodes === undefined ? EMPTY_LIST : parseLinkedNodes(rows.linkedNodes);
  const known = new Set(knownNames);
  for (const link of adjacent?.items ?? []) known.add(link.name);
  for (const node of linkedNodes.items) known.add(node.name);
  const conns: XStatConn[] = [];
  for (const row of rows.conns) {
    const conn = parseConnRow(row, known);
    if (conn !== undefined) conns.push(conn);
  }
  return {
    node: frame.get("Node") ?? "",
    conns,
    linkedNodes,
    variables: rows.variables,
    adjacent,
    flags: readFlags((name) => frame.get(name), flagsPolarity),
    badRows: rows.badVariables + rows.conns.length - conns.length,
  };
}

function sortRows(frame: HeaderSource): XStatRows {
  const rows: XStatRows = { conns: [], variables: new Map(), linkedNodes: undefined, badVariables: 0 };
  for (const { name, value } of frame.headers()) {
    switch (name.toLowerCase()) {
      case "conn":
        rows.conns.push(value);
        break;
      case "linkednodes":
        rows.linkedNodes = value;
        break;
      case "var":
        addVariable(rows, value);
        break;
    }
  }
  return rows;
}

/** The name ends at the first `=`; the value may hold anything, further `=` included. */
function addVariable(rows: XStatRows, text: string): void {
  const equals = text.indexOf("=");
  if (equals > 0) rows.variables.set(text.slice(0, equals), text.slice(equals + 1));
  else rows.badVariables++;
}

function adjacentOf(variables: ReadonlyMap<string, string>): RptList<AdjacentLink> | null {
  const value = variables.get("RPT_ALINKS");
  return value === undefined ? null : parseAdjacentLinks(value);
}
