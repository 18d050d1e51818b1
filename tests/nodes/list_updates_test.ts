import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { ListUpdates } from "../../lib/nodes/list_updates.ts";
import type { RptVariable } from "../../lib/rpt/mod.ts";

type Name = RptVariable["name"];
const ALL: readonly Name[] = ["RPT_ALINKS", "RPT_NUMALINKS", "RPT_LINKS", "RPT_NUMLINKS"];

function lost(updates: ListUpdates, atMs: number, names: readonly Name[]): boolean[] {
  return names.map((name) => updates.take(name, atMs));
}

Deno.test("ListUpdates knows of a list that was lost from what came after it, once for each", () => {
  const updates = new ListUpdates();
  deepStrictEqual(lost(updates, 1_000, ALL), [false, false, false, false]);
  deepStrictEqual(lost(updates, 1_040, ALL.slice(1)), [true, false, false]);
  deepStrictEqual(lost(updates, 1_080, ALL.slice(3)), [true]);
  deepStrictEqual(lost(updates, 2_000, ["RPT_LINKS"]), [true]);
  deepStrictEqual(lost(updates, 3_000, ["RPT_ALINKS", "RPT_LINKS", "RPT_RXKEYED", "RPT_NUMLINKS"]), [
    false,
    false,
    false,
    false,
  ]);
});

Deno.test("ListUpdates does not take a frame that came twice for another update", () => {
  const updates = new ListUpdates();
  deepStrictEqual(lost(updates, 0, ["RPT_ALINKS", "RPT_NUMALINKS", "RPT_NUMALINKS", "RPT_LINKS"]), [
    false,
    false,
    false,
    false,
  ]);
  strictEqual(updates.take("RPT_NUMALINKS", 400), true);
});

Deno.test("ListUpdates.nearest gives the lost list nearest to an estimate, within a second and the bounds", () => {
  const updates = new ListUpdates();
  for (const atMs of [1_000, 4_000, 4_600]) updates.lose(atMs);
  const near = (estimateMs: number, fromMs = 0, toMs = 10_000) => updates.nearest(estimateMs, fromMs, toMs);
  deepStrictEqual([near(1_900), near(2_600), near(4_250), near(4_400)], [1_000, null, 4_000, 4_600]);
  deepStrictEqual([near(4_400, 0, 4_500), near(4_400, 4_700)], [4_000, null]);
});

Deno.test("ListUpdates keeps the last lost lists only, and tells once that there were some", () => {
  const updates = new ListUpdates();
  for (let number = 1; number <= 1_000; number++) updates.lose(number * 10_000);
  deepStrictEqual([updates.nearest(10_000, 0, Infinity), updates.lastLostAtMs], [null, 10_000_000]);
  deepStrictEqual([updates.takeLost(), updates.takeLost()], [true, false]);
});
