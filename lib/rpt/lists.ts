import { isDigits, wholeNumber } from "./text.ts";
import type { AdjacentLink, ReachableNode, RptList, RptMode } from "./types.ts";

/** How LinkedNodes says that there is nothing. */
const NONE = "<NONE>";

/** The name that app_rpt puts last when it cut a list; names that begin with `0` are never listed otherwise. */
const TRUNCATION_NAME = "000000";

/**
 * Reads a value of RPT_ALINKS, `<count>,<name><mode><K|U>,...`. Names may hold blanks and may begin or end in any
 * letter, so an item is read from its right end. The empty string, `0` and `<NONE>` are an empty list.
 */
export function parseAdjacentLinks(value: string): RptList<AdjacentLink> {
  return parseList(value, adjacentLink);
}

/**
 * Reads a value of RPT_LINKS, `<count>,<mode><name>,...`: every node of the network. The letter is the first
 * character, whatever the name begins with. The empty string, `0` and `<NONE>` are an empty list.
 */
export function parseReachableNodes(value: string): RptList<ReachableNode> {
  return parseList(value, reachableNode);
}

/** Reads the value of XStat's `LinkedNodes:`, `<mode><name>, ...` or `<NONE>`; a name may stand there more than once. */
export function parseLinkedNodes(value: string): RptList<ReachableNode> {
  return parseList(value, reachableNode);
}

/**
 * Splits a list and reads its items. Only the first part can be the count. A list is truncated when it holds app_rpt's
 * marker, ends in the middle of an item, or has fewer items than it counts; in the last case its last item may be
 * half a name, so it is given up as a bad row.
 */
function parseList<T extends { readonly name: string }>(value: string, parseItem: ItemParser<T>): RptList<T> {
  const text = value.trim();
  if (text === "" || text === NONE) return { items: [], badRows: 0, truncated: false };
  const parts = text.split(",");
  const count = isDigits(parts[0]!) ? wholeNumber(parts.shift()!) ?? 0 : 0;
  const list = { items: new Array<T>(), badRows: 0, truncated: false };
  parts.forEach((part, index) => addItem(list, parseItem, part.trim(), index === parts.length - 1));
  if (!list.truncated && count > list.items.length + list.badRows) {
    list.truncated = true;
    if (list.items.pop() !== undefined) list.badRows++;
  }
  return list;
}

/** Reads one item by its letters; undefined when it is none. */
type ItemParser<T> = (item: string) => T | undefined;

/** A list while it is read. */
interface OpenList<T> {
  readonly items: T[];
  badRows: number;
  truncated: boolean;
}

/** Adds one item, or notes why there is none; a last item that is not understood was cut. */
function addItem<T extends { readonly name: string }>(
  list: OpenList<T>,
  parseItem: ItemParser<T>,
  text: string,
  isLast: boolean,
): void {
  const item = parseItem(text);
  if (item === undefined) {
    list.badRows++;
    list.truncated ||= isLast;
  } else if (item.name === TRUNCATION_NAME) {
    list.truncated = true;
  } else {
    list.items.push(item);
  }
}

function adjacentLink(item: string): AdjacentLink | undefined {
  const modeAt = item.length - 2;
  const mode = modeAt > 0 ? modeOf(item.charAt(modeAt)) : undefined;
  const key = item.charAt(modeAt + 1);
  if (mode === undefined || (key !== "K" && key !== "U")) return undefined;
  return { name: item.slice(0, modeAt), mode, keyed: key === "K" };
}

function reachableNode(item: string): ReachableNode | undefined {
  const mode = item.length > 1 ? modeOf(item.charAt(0)) : undefined;
  return mode === undefined ? undefined : { name: item.slice(1), mode };
}

function modeOf(letter: string): RptMode | undefined {
  switch (letter) {
    case "T":
    case "R":
    case "C":
    case "L":
      return letter;
  }
}
