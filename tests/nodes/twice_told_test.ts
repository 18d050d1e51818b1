import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { type AdjacentSignal, TwiceTold } from "../../lib/nodes/twice_told.ts";
import { parseAdjacentLinks } from "../../lib/rpt/mod.ts";

function list(value: string): AdjacentSignal {
  return { name: "RPT_ALINKS", value, list: parseAdjacentLinks(value) };
}

const UP = list("1,2000TK");
const DOWN = list("1,2000TU");

Deno.test("TwiceTold has no lost list while each comes twice, in either order, even one behind the next", () => {
  const lists = new TwiceTold();
  strictEqual(lists.varSet(UP, 0), true);
  lists.event(UP, 0);
  strictEqual(lists.takeLost(1), null);
  lists.event(DOWN, 10);
  strictEqual(lists.varSet(DOWN, 11), false);
  lists.event(UP, 20);
  lists.event(DOWN, 20);
  deepStrictEqual([lists.varSet(UP, 60), lists.varSet(DOWN, 60)], [false, false]);
  strictEqual(lists.takeLost(60), null);
});

Deno.test("TwiceTold gives the VarSet for an event that was lost, once", () => {
  const lists = new TwiceTold();
  lists.varSet(UP, 0);
  deepStrictEqual([lists.takeLost(1), lists.takeLost(1)], [UP, null]);
});

Deno.test("TwiceTold gives no VarSet that can be older than what an event told, and none that is long past", () => {
  const lists = new TwiceTold();
  lists.event(DOWN, 0);
  strictEqual(lists.varSet(UP, 50), false);
  strictEqual(lists.takeLost(51), null);
  strictEqual(lists.varSet(UP, 1_000), true);
  strictEqual(lists.takeLost(2_000), null);
});
