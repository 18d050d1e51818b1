import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { parseAdjacentLinks, parseLinkedNodes, parseReachableNodes } from "../../lib/rpt/mod.ts";
import type { AdjacentLink, ReachableNode, RptList } from "../../lib/rpt/mod.ts";

/** A whole list. */
function whole<T>(...items: T[]): RptList<T> {
  return { items, badRows: 0, truncated: false };
}

function link(name: string, mode: AdjacentLink["mode"], key: "K" | "U"): AdjacentLink {
  return { name, mode, keyed: key === "K" };
}

function node(name: string, mode: ReachableNode["mode"]): ReachableNode {
  return { name, mode };
}

const ADJACENT: readonly (readonly [value: string, expected: RptList<AdjacentLink>])[] = [
  ["", whole()],
  [" ", whole()],
  ["0", whole()],
  ["<NONE>", whole()],
  ["1,1999TU", whole(link("1999", "T", "U"))],
  ["2,2001RK,1999TU", whole(link("2001", "R", "K"), link("1999", "T", "U"))],
  ["2,1999TU,2001CU", whole(link("1999", "T", "U"), link("2001", "C", "U"))],
  ["1,2000LK", whole(link("2000", "L", "K"))],
  ["1,101-PTU", whole(link("101-P", "T", "U"))],
  ["2,101-PTU,101-PTU", whole(link("101-P", "T", "U"), link("101-P", "T", "U"))],
  ["1,TI2ABCTU", whole(link("TI2ABC", "T", "U"))],
  ["1,W1TKXTU", whole(link("W1TKX", "T", "U"))],
  ["1,KF8SRU", whole(link("KF8S", "R", "U"))],
  ["1,N0CALL1234TK", whole(link("N0CALL1234", "T", "K"))],
  [
    "3,W1ABCTRU,W1ABKCK,K1UTK",
    whole(link("W1ABCT", "R", "U"), link("W1ABK", "C", "K"), link("K1U", "T", "K")),
  ],
  ["1,KG5DRT ONETK", whole(link("KG5DRT ONE", "T", "K"))],
  ["1,KG5DRT-1TU", whole(link("KG5DRT-1", "T", "U"))],
  ["2,KD5KNRTU,516220RU", whole(link("KD5KNR", "T", "U"), link("516220", "R", "U"))],
  ["1999TU,2000RK", whole(link("1999", "T", "U"), link("2000", "R", "K"))],
  ["2,2000TU,000000RU", { items: [link("2000", "T", "U")], badRows: 0, truncated: true }],
  ["3,2000TU,1999", { items: [link("2000", "T", "U")], badRows: 1, truncated: true }],
  ["3,2000TU,20", { items: [link("2000", "T", "U")], badRows: 1, truncated: true }],
  ["2,2000TU,1999T", { items: [link("2000", "T", "U")], badRows: 1, truncated: true }],
  ["2,2000TU,", { items: [link("2000", "T", "U")], badRows: 1, truncated: true }],
  ["3,2000TU,42,1999TU", {
    items: [link("2000", "T", "U"), link("1999", "T", "U")],
    badRows: 1,
    truncated: false,
  }],
  ["2,2000XU,1999TU", { items: [link("1999", "T", "U")], badRows: 1, truncated: false }],
  ["2,TU,1999TU", { items: [link("1999", "T", "U")], badRows: 1, truncated: false }],
  ["12", { items: [], badRows: 0, truncated: true }],
];

Deno.test("parseAdjacentLinks reads every form of RPT_ALINKS", () => {
  for (const [value, expected] of ADJACENT) deepStrictEqual(parseAdjacentLinks(value), expected, value);
});

const REACHABLE: readonly (readonly [value: string, expected: RptList<ReachableNode>])[] = [
  ["", whole()],
  ["0", whole()],
  ["3,R2001,T1999,T1998", whole(node("2001", "R"), node("1999", "T"), node("1998", "T"))],
  ["2,T1999,C2001", whole(node("1999", "T"), node("2001", "C"))],
  ["2,TKF8STR,RKF8S", whole(node("KF8STR", "T"), node("KF8S", "R"))],
  ["3,TTI2ABC,CC6AB,RR1K", whole(node("TI2ABC", "T"), node("C6AB", "C"), node("R1K", "R"))],
  ["1,TKG5DRT ONE", whole(node("KG5DRT ONE", "T"))],
  ["2,T101-P,T101-P", whole(node("101-P", "T"), node("101-P", "T"))],
  ["T1999,R2001", whole(node("1999", "T"), node("2001", "R"))],
  ["2,T1999,R000000", { items: [node("1999", "T")], badRows: 0, truncated: true }],
  ["2,T1999,R", { items: [node("1999", "T")], badRows: 1, truncated: true }],
  ["3,T1999,T5", { items: [node("1999", "T")], badRows: 1, truncated: true }],
  ["2,2000,T1999", { items: [node("1999", "T")], badRows: 1, truncated: false }],
  ["2,X2000,T1999", { items: [node("1999", "T")], badRows: 1, truncated: false }],
];

Deno.test("parseReachableNodes reads every form of RPT_LINKS", () => {
  for (const [value, expected] of REACHABLE) deepStrictEqual(parseReachableNodes(value), expected, value);
});

Deno.test("parseLinkedNodes reads every form of LinkedNodes", () => {
  const table: readonly (readonly [string, RptList<ReachableNode>])[] = [
    ["<NONE>", whole()],
    ["T1910, T3507690, T547612", whole(node("1910", "T"), node("3507690", "T"), node("547612", "T"))],
    ["T3101425, T47922, TKG5DRT-1", whole(node("3101425", "T"), node("47922", "T"), node("KG5DRT-1", "T"))],
    ["TKG5DRT ONE, R2001", whole(node("KG5DRT ONE", "T"), node("2001", "R"))],
    ["R1999, T2000,R3", whole(node("1999", "R"), node("2000", "T"), node("3", "R"))],
  ];
  for (const [value, expected] of table) deepStrictEqual(parseLinkedNodes(value), expected, value);
});

Deno.test("parseReachableNodes keeps a name that stands there with two letters", () => {
  const { items } = parseReachableNodes("6,TKD5KNR,R516220,R3372418,RKB5GLV,R473543,RKD5KNR");
  deepStrictEqual(items.filter((item) => item.name === "KD5KNR"), [node("KD5KNR", "T"), node("KD5KNR", "R")]);
});

Deno.test("the lists take counts of 100 and more as counts", () => {
  const names = Array.from({ length: 300 }, (_, index) => String(2000 + index));
  const reachable = parseReachableNodes(`300,${names.map((name) => `T${name}`).join(",")}`);
  const adjacent = parseAdjacentLinks(`300,${names.map((name) => `${name}TU`).join(",")}`);
  deepStrictEqual(reachable.items.map((item) => item.name), names);
  deepStrictEqual(adjacent.items.map((item) => item.name), names);
  strictEqual(reachable.badRows + adjacent.badRows, 0);
  strictEqual(reachable.truncated || adjacent.truncated, false);
});

/** Records compare equal to literals only with their prototype. */
const PLAIN = { noNullPrototype: true } as const;

const modes = fc.constantFrom("T" as const, "R" as const, "C" as const, "L" as const);

/** Names as app_rpt can have them: no comma, no blank at an end, and not the truncation marker. */
const names = fc.stringMatching(/^[TRCKU0-9A-Z-]([TRCKU0-9A-Z -]{0,14}[TRCKU0-9A-Z-])?$/)
  .filter((name) => name !== "000000");

Deno.test("parseAdjacentLinks reads back whatever app_rpt could write", () => {
  const links = fc.array(fc.record({ name: names, mode: modes, keyed: fc.boolean() }, PLAIN), {
    maxLength: 150,
  });
  fc.assert(fc.property(links, fc.boolean(), (items, counted) => {
    const text = items.map(({ name, mode, keyed }) => `${name}${mode}${keyed ? "K" : "U"}`);
    const value = (counted ? [String(items.length), ...text] : text).join(",");
    deepStrictEqual(parseAdjacentLinks(value), whole(...items));
  }));
});

Deno.test("parseReachableNodes and parseLinkedNodes read back whatever app_rpt could write", () => {
  const nodes = fc.array(fc.record({ name: names, mode: modes }, PLAIN), { maxLength: 150 });
  fc.assert(fc.property(nodes, (items) => {
    const text = items.map(({ name, mode }) => `${mode}${name}`);
    deepStrictEqual(parseReachableNodes([items.length, ...text].join(",")), whole(...items));
    deepStrictEqual(parseLinkedNodes(text.join(", ") || "<NONE>"), whole(...items));
  }));
});

Deno.test("the lists invent no name when a value is cut anywhere before its last item", () => {
  const known = ["588841", "KD5KNR", "KG5DRT ONE", "101-P", "3066366"];
  const reachable = `5,${known.map((name) => `T${name}`).join(",")}`;
  const adjacent = `5,${known.map((name) => `${name}TU`).join(",")}`;
  for (const [parse, value] of [[parseReachableNodes, reachable], [parseAdjacentLinks, adjacent]] as const) {
    for (let cut = 1; cut <= value.lastIndexOf(",") + 2; cut++) {
      const list = parse(value.slice(0, cut));
      strictEqual(list.truncated, true, `cut at ${cut}`);
      for (const { name } of list.items) strictEqual(known.includes(name), true, `cut at ${cut}: ${name}`);
    }
  }
});
