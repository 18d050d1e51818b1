import type { LinkMode } from "./nodes.ts";
import { type Check, isFlag, isNumber, isOneOf, isRecord, isText, listOf, orNull, shapeOf } from "./shape.ts";

/** One node of the network as the tree shows it. */
export interface NetworkEntry {
  readonly node: string;
  readonly mode: LinkMode | null;
  readonly callsign: string | null;
  readonly description: string | null;
  readonly location: string | null;
  /** True for a node of one of the servers here. */
  readonly local: boolean;
}

/** A node whose distance is known, with what is known to be linked to it. */
export interface NetworkBranch extends NetworkEntry {
  /** Links from the node that the tree is of; 1 is adjacent. */
  readonly hop: number;
  readonly connecting: boolean;
  readonly branches: readonly NetworkBranch[];
  /** Nodes that can only be reached through this one, nobody here knows how far behind. */
  readonly behind: readonly NetworkEntry[];
}

/** `GET /api/nodes/{id}/network`: everything linked to a node, near and far. */
export interface NetworkTree {
  readonly branches: readonly NetworkBranch[];
  /** Nodes of the network of which nothing tells where they are. */
  readonly unplaced: readonly NetworkEntry[];
  /** How many nodes are at each hop, the first entry for hop 1. */
  readonly hops: readonly number[];
  /** How many are behind a branch or unplaced. */
  readonly unknown: number;
}

const entry = {
  node: isText,
  mode: orNull(isOneOf("T", "R", "L", "C")),
  callsign: orNull(isText),
  description: orNull(isText),
  location: orNull(isText),
  local: isFlag,
};

const isEntries = listOf(shapeOf(entry));

const isBranch: Check = shapeOf({
  ...entry,
  hop: isNumber,
  connecting: isFlag,
  branches: (value) => Array.isArray(value) && value.every(isBranch),
  behind: isEntries,
});

const TREE = shapeOf({
  branches: listOf(isBranch),
  unplaced: isEntries,
  hops: listOf(isNumber),
  unknown: isNumber,
});

/** True for the network of a node, every branch of it. */
export function isNetworkTree(value: unknown): value is NetworkTree {
  return isRecord(value) && TREE(value);
}
