import { parseAdjacentLinks, parseReachableNodes } from "./lists.ts";
import { wholeNumber } from "./text.ts";
import type { AdjacentLink, HeaderSource, ReachableNode, RptList, RptSignal, RptVariable } from "./types.ts";

/**
 * Reads the signal in an `RPT_...` event or in a VarSet of such a variable; undefined for any other frame and for a
 * value that is not understood. It is asked for every frame of the peer, so others cost two comparisons of strings.
 *
 * Shape: `Event: RPT_ALINKS`, `Node:`, `Channel:`, `EventValue:`; or `Event: VarSet`, `Channel:`, `Variable:`, `Value:`.
 */
export function readRptSignal(
  frame: HeaderSource & { readonly name: string },
): RptSignal | undefined {
  const { name } = frame;
  if (name === "VarSet") return fromVarSet(frame);
  return name.startsWith("RPT_") ? fromEvent(frame, name) : undefined;
}

function fromEvent(frame: HeaderSource, name: string): RptSignal | undefined {
  const value = frame.get("EventValue");
  const variable = value === undefined ? undefined : variableOf(name, value);
  if (variable === undefined) return undefined;
  return { source: "event", node: frame.get("Node"), channel: frame.get("Channel") ?? "", variable };
}

function fromVarSet(frame: HeaderSource): RptSignal | undefined {
  const name = frame.get("Variable");
  if (name === undefined || !name.startsWith("RPT_")) return undefined;
  const value = frame.get("Value");
  const variable = value === undefined ? undefined : variableOf(name, value);
  if (variable === undefined) return undefined;
  return { source: "varset", node: undefined, channel: frame.get("Channel") ?? "", variable };
}

function variableOf(name: string, value: string): RptVariable | undefined {
  switch (name) {
    case "RPT_ALINKS":
      return adjacentVariable(value);
    case "RPT_LINKS":
      return reachableVariable(value);
    case "RPT_NUMLINKS":
    case "RPT_NUMALINKS": {
      const count = wholeNumber(value);
      return count === null ? undefined : { name, count };
    }
    case "RPT_TXKEYED":
    case "RPT_RXKEYED":
    case "RPT_ETXKEYED":
      return value === "1" || value === "0" ? { name, keyed: value === "1" } : undefined;
    default:
      return undefined;
  }
}

/** The list is parsed when first read: most of these values come twice (event and VarSet), and one is thrown away. */
function adjacentVariable(value: string): RptVariable {
  let list: RptList<AdjacentLink> | undefined;
  return {
    name: "RPT_ALINKS",
    value,
    get list() {
      return list ??= parseAdjacentLinks(value);
    },
  };
}

/** As for RPT_ALINKS; a network of 300 nodes makes the difference felt. */
function reachableVariable(value: string): RptVariable {
  let list: RptList<ReachableNode> | undefined;
  return {
    name: "RPT_LINKS",
    value,
    get list() {
      return list ??= parseReachableNodes(value);
    },
  };
}
