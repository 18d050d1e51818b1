import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import {
  DEFAULT_LINK_SORT,
  LINK_COLUMNS,
  linkSort,
  type LinkView,
  orderedLinkIds,
  sortByColumn,
} from "../../lib/client/mod.ts";
import type { LinkInfo } from "../../lib/wire/mod.ts";
import { ago, link, model, NOW_MS, status } from "./builders.ts";

function linksOf(...infos: readonly LinkInfo[]): ReadonlyMap<string, LinkView> {
  const node = model({ nodes: [status(infos)] }).nodes.get("1999");
  if (!node) throw new Error("no such node in the model");
  return node.links;
}

const LINKS = linksOf(
  link("300", {
    callsign: "W1ABC",
    mode: "R",
    direction: "IN",
    ip: "10.0.0.2",
    connected_since: ago(60),
    last_heard_at: ago(5),
    total_tx_seconds: 70,
    session_tx_seconds: 30,
  }),
  link("2000", {
    description: "a hub",
    connected_since: ago(600),
    current_tx: true,
    current_tx_since: ago(10),
    last_heard_at: ago(0),
    total_tx_seconds: 75,
    session_tx_seconds: 60,
  }),
  link("KF8S", { kind: "text", mode: null, direction: null, connected_since: null, elapsed_seconds: null }),
);

const CASES: Readonly<Record<string, readonly [string, string]>> = {
  // What is not known stands last both ways.
  keyed: ["2000 300 KF8S", "KF8S 300 2000"],
  node: ["300 2000 KF8S", "KF8S 2000 300"],
  name: ["2000 300 KF8S", "300 2000 KF8S"],
  kind: ["2000 300 KF8S", "KF8S 2000 300"],
  mode: ["300 2000 KF8S", "2000 300 KF8S"],
  direction: ["300 2000 KF8S", "2000 300 KF8S"],
  address: ["300 2000 KF8S", "300 2000 KF8S"],
  connected: ["2000 300 KF8S", "300 2000 KF8S"],
  heard: ["2000 300 KF8S", "300 2000 KF8S"],
  session: ["2000 300 KF8S", "KF8S 300 2000"],
  percent: ["300 2000 KF8S", "2000 300 KF8S"],
  total: ["2000 300 KF8S", "KF8S 300 2000"],
};

for (const column of LINK_COLUMNS) {
  Deno.test(`orderedLinkIds sorts by ${column.name}, both ways, what is not known last`, () => {
    const first = sortByColumn({ column: "", descending: false }, column);
    const [natural, turned] = CASES[column.name] ?? [];
    strictEqual(orderedLinkIds(LINKS, first, NOW_MS).join(" "), natural);
    const second = sortByColumn(first, column);
    strictEqual(second.descending, !first.descending);
    strictEqual(orderedLinkIds(LINKS, second, NOW_MS).join(" "), turned);
    deepStrictEqual(sortByColumn(second, column), first);
  });
}

Deno.test("orderedLinkIds counts talk that runs", () => {
  const total = { column: "total", descending: true };
  const links = linksOf(
    link("300", { total_tx_seconds: 100 }),
    link("2000", { total_tx_seconds: 95, current_tx: true, current_tx_since: ago(0) }),
  );
  deepStrictEqual(orderedLinkIds(links, total, NOW_MS), ["300", "2000"]);
  deepStrictEqual(orderedLinkIds(links, total, NOW_MS + 10_000), ["2000", "300"]);
});

Deno.test("orderedLinkIds gives every link once, whatever the order of its input", () => {
  const infos = fc.uniqueArray(
    fc.record({
      node: fc.integer({ min: 2000, max: 2040 }).map(String),
      callsign: fc.constantFrom(null, "W1AW", "w1aw", "K2X"),
      total_tx_seconds: fc.integer({ min: 0, max: 3 }),
      last_heard_at: fc.constantFrom(null, ago(1), ago(2)),
      current_tx: fc.boolean(),
    }),
    { selector: (info) => info.node, maxLength: 12 },
  );
  const sorts = fc.record({
    column: fc.constantFrom(...LINK_COLUMNS.map(({ name }) => name), "nonsense"),
    descending: fc.boolean(),
  });
  fc.assert(fc.property(infos, sorts, (rows, sort) => {
    const all = rows.map(({ node, ...fields }) => link(node, fields));
    const there = orderedLinkIds(linksOf(...all), sort, NOW_MS);
    const back = orderedLinkIds(linksOf(...all.toReversed()), sort, NOW_MS);
    deepStrictEqual(there, back);
    deepStrictEqual(there.toSorted(), rows.map(({ node }) => node).toSorted());
  }));
});

Deno.test("linkSort takes a column that there is, and else the page's own order", () => {
  deepStrictEqual(linkSort({ column: "total", descending: false }), { column: "total", descending: false });
  strictEqual(linkSort({ column: "colour", descending: false }), DEFAULT_LINK_SORT);
  strictEqual(linkSort(null), DEFAULT_LINK_SORT);
});
