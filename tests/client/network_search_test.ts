import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { countNetwork, networkMark, searchNetwork, sharedTree } from "../../lib/client/mod.ts";
import type { NetworkBranch, NetworkEntry, NetworkTree } from "../../lib/wire/mod.ts";
import { link, status } from "./builders.ts";

const entry = (node: string, fields: Partial<NetworkEntry> = {}): NetworkEntry => ({
  node,
  mode: "T",
  callsign: null,
  description: null,
  location: null,
  local: false,
  ...fields,
});

const branch = (node: string, hop: number, fields: Partial<NetworkBranch> = {}): NetworkBranch => ({
  ...entry(node),
  hop,
  connecting: false,
  branches: [],
  behind: [],
  ...fields,
});

const TREE: NetworkTree = {
  branches: [
    branch("1998", 1, {
      branches: [branch("2001", 2, { callsign: "KB1XYZ", location: "Boston, MA" }), branch("2002", 2)],
    }),
    branch("2000", 1, { callsign: "W1AW", description: "Hub", location: "Newington" }),
  ],
  unplaced: [entry("40000")],
  hops: [2, 2],
  unknown: 1,
};

/** A tree as short text: `1998@1(2001@2)`. */
function shapeOf(branches: readonly NetworkBranch[]): string {
  return branches.map(({ node, hop, branches }) =>
    `${node}@${hop}` + (branches.length > 0 ? `(${shapeOf(branches)})` : "")
  ).join(" ");
}

Deno.test("searchNetwork keeps what fits, what leads to it, and counts the finds", () => {
  const search = (query: string) => {
    const found = searchNetwork(TREE, query);
    return [shapeOf(found.branches), found.hops, found.unknown];
  };
  deepStrictEqual(search("boston kb1"), ["1998@1(2001@2)", [0, 1], 0]);
  deepStrictEqual(search("4000"), ["", [], 1]);
  strictEqual(searchNetwork(TREE, "4000").unplaced.map(({ node }) => node).join(" "), "40000");
  deepStrictEqual(search("W1AW hub"), ["2000@1", [1], 0]);
  deepStrictEqual(search("nobody"), ["", [], 0]);
  strictEqual(searchNetwork(TREE, "  "), TREE);
});

Deno.test("countNetwork counts every node of a tree, near and far", () => {
  deepStrictEqual([countNetwork(TREE), countNetwork(searchNetwork(TREE, "20"))], [5, 3]);
});

Deno.test("networkMark changes with the nodes, their modes and states, and with nothing else", () => {
  const network = [{ node: "2000", mode: "T" }, { node: "2001", mode: "R" }] as const;
  const of = (...args: Parameters<typeof status>) => networkMark(status(...args));
  const mark = of([link("2000"), link("2100")], { network });
  strictEqual(of([link("2100"), link("2000")], { network: [network[1], network[0]], num_links: 9 }), mark);
  strictEqual(of([link("2000", { current_tx: true }), link("2100")], { network }), mark);
  const others = [
    of([link("2000")], { network }),
    of([link("2000"), link("2100", { mode: "R" })], { network }),
    of([link("2000"), link("2100", { link_state: "CONNECTING" })], { network }),
    of([link("2000"), link("2100")], { network: [network[0]] }),
    of([link("2000"), link("2100")], { network: [network[0], { node: "2001", mode: "T" }] }),
  ];
  strictEqual(new Set([mark, ...others]).size, 6);
});

Deno.test("sharedTree keeps the rows that say the same, and only those", () => {
  const behind = [entry("3000"), entry("3001")];
  const tree = { ...TREE, branches: [branch("1998", 1, { branches: [branch("2001", 2, { behind })] })] };
  const copy: NetworkTree = structuredClone(tree);
  const next = {
    ...copy,
    unplaced: [entry("40000"), entry("40001")],
    branches: [branch("1998", 1, {
      branches: [branch("2001", 2, { behind: [entry("3000"), entry("3001", { callsign: "W1AW" })] })],
    })],
  };
  const shared = sharedTree(tree, next);
  deepStrictEqual(shared, next);
  strictEqual(shared.unplaced[0], tree.unplaced[0]);
  const rows = shared.branches[0]?.branches[0]?.behind ?? [];
  deepStrictEqual(rows.map((row, index) => row === behind[index]), [true, false]);
});
