import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { networkTree } from "../../lib/http/mod.ts";
import type { LinkInfo, NetworkBranch, NetworkNode, NetworkTree, NodeStatus } from "../../lib/wire/mod.ts";
import { linkInfo, nodeStatus } from "../wire/samples.ts";

const link = (node: string, fields: Partial<LinkInfo> = {}) =>
  linkInfo({ node, callsign: null, description: null, location: null, ...fields });

const far = (...names: string[]): NetworkNode[] =>
  names.map((name) => ({ node: name.slice(1), mode: name.startsWith("T") ? "T" : "R" }));

const local = (node_id: string, links: LinkInfo[], fields: Partial<NodeStatus> = {}) =>
  nodeStatus({ node_id, links, ...fields });

function treeOf(node: NodeStatus, ...others: NodeStatus[]): NetworkTree {
  return networkTree({
    node,
    nodes: [node, ...others],
    names: (id) =>
      id === "2000" ? { callsign: "W1AW", description: "Hub", location: "Newington" } : undefined,
  });
}

/** A tree as short text: `2000@1(2001@2)[3000 3001]`, what is behind in brackets. */
function shapeOf(branches: readonly NetworkBranch[]): string {
  return branches.map(({ node, hop, branches, behind }) =>
    `${node}@${hop}` + (branches.length > 0 ? `(${shapeOf(branches)})` : "") +
    (behind.length > 0 ? `[${behind.map((entry) => entry.node).join(" ")}]` : "")
  ).join(" ");
}

const unplaced = (tree: NetworkTree) => tree.unplaced.map(({ node }) => node).join(" ");

Deno.test("networkTree puts adjacent links at hop 1 and what local nodes link to behind them", () => {
  const tree = treeOf(
    local("1999", [link("10000"), link("2000"), link("1998")], {
      network: far("T2000", "T1998", "T2001", "T1997"),
    }),
    local("1998", [link("1999"), link("1997"), link("2001")]),
    local("1997", [link("1998"), link("2002")]),
  );
  strictEqual(shapeOf(tree.branches), "1998@1(1997@2(2002@3) 2001@2) 2000@1 10000@1");
  deepStrictEqual([tree.hops, tree.unknown, unplaced(tree)], [[3, 2, 1], 0, ""]);
  const [first, hub] = tree.branches;
  deepStrictEqual([first?.local, hub?.local, hub?.callsign, hub?.description], [true, false, "W1AW", "Hub"]);
});

Deno.test("networkTree puts the rest behind the only link that can carry it", () => {
  const node = local("1999", [link("2000"), link("KF8S", { kind: "text" }), link("1998")], {
    network: far("T2000", "TKF8S", "T1998", "T40001", "R40000"),
  });
  const tree = treeOf(node, local("1998", [link("1999")]));
  strictEqual(shapeOf(tree.branches), "1998@1 2000@1[40000 40001] KF8S@1");
  deepStrictEqual([tree.hops, tree.unknown, unplaced(tree)], [[3], 2, ""]);
});

Deno.test("networkTree guesses no place where several links can carry a node, or none", () => {
  const network = far("T2000", "T2100", "T40000", "R40001");
  strictEqual(unplaced(treeOf(local("1999", [link("2000"), link("2100")], { network }))), "40000 40001");
  // Behind a monitored link everything is monitored: it cannot carry a T, but it can carry an R.
  const mixed = treeOf(local("1999", [link("2000"), link("2100", { mode: "R" })], { network }));
  deepStrictEqual([shapeOf(mixed.branches), unplaced(mixed)], ["2000@1[40000] 2100@1", "40001"]);
  for (const fields of [{ mode: "L" }, { link_state: "CONNECTING" }, { kind: "echolink" }] as const) {
    const tree = treeOf(local("1999", [link("2000", fields)], { network: far("T40000") }));
    deepStrictEqual([shapeOf(tree.branches), unplaced(tree)], ["2000@1", "40000"], JSON.stringify(fields));
  }
});

Deno.test("networkTree takes what is behind a monitored local node for monitored", () => {
  const tree = treeOf(
    local("1999", [link("1998", { mode: "R" }), link("2000")], { network: far("T40000", "R40001") }),
    local("1998", [link("2100")]),
  );
  deepStrictEqual([shapeOf(tree.branches), unplaced(tree)], ["1998@1(2100@2) 2000@1[40000]", "40001"]);
});

Deno.test("networkTree does not trust the links of a local node whose server is away", () => {
  const node = local("1999", [link("1998")], { network: far("T1998", "T2001") });
  const tree = treeOf(node, local("1998", [link("2002")], { stale: true }));
  strictEqual(shapeOf(tree.branches), "1998@1[2001]");
});

Deno.test("networkTree leaves out links of others that are tried or only heard locally, and names each node once", () => {
  const tree = treeOf(
    local("1999", [link("1998"), link("1997")], { network: far("T1999", "T2001", "R2001", "T1998") }),
    local("1998", [
      link("2001"),
      link("2002", { mode: "L" }),
      link("2003", { link_state: "CONNECTING" }),
      link("1997"),
    ]),
    local("1997", [link("2001"), link("1998"), link("1999")]),
  );
  strictEqual(shapeOf(tree.branches), "1997@1(2001@2) 1998@1");
});

Deno.test("networkTree places every node of the network exactly once", () => {
  const names = fc.constantFrom(..."1996 1997 1998 1999 2000 2001 3000000 KF8S 101-P".split(" "));
  const links = fc.array(
    fc.record({
      node: names,
      mode: fc.constantFrom("T", "R", "L", "C", null),
      link_state: fc.constantFrom("ESTABLISHED", "CONNECTING"),
      kind: fc.constantFrom("allstar", "echolink", "text", "private"),
    }),
    { maxLength: 6 },
  );
  const network = fc.array(fc.record({ node: names, mode: fc.constantFrom("T", "R", "C") }), {
    maxLength: 12,
  });
  fc.assert(fc.property(links, links, links, network, (first, second, third, net) => {
    const made = (each: typeof first) => each.map(({ node, ...fields }) => link(node, fields));
    const node = local("1999", made(first), { network: net });
    const tree = treeOf(node, local("1998", made(second)), local("1997", made(third), { stale: true }));
    const found: string[] = tree.unplaced.map((entry) => entry.node);
    const walk = (branches: readonly NetworkBranch[]) =>
      branches.forEach((branch) => {
        found.push(branch.node, ...branch.behind.map((entry) => entry.node));
        walk(branch.branches);
      });
    walk(tree.branches);
    strictEqual(new Set(found).size, found.length, "twice");
    for (const name of [...net, ...node.links].map((each) => each.node)) {
      ok(name === "1999" || found.includes(name), `lost ${name}`);
    }
    strictEqual(tree.hops.reduce((sum, count) => sum + count, tree.unknown), found.length);
  }));
});
