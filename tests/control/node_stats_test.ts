import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { readNodeStats } from "../../lib/control/node_stats.ts";
import { statsOf } from "./stats_service.ts";

Deno.test("readNodeStats reads what the public statistics tell, numbers as text or not", () => {
  deepStrictEqual(readNodeStats(statsOf("61057"), "61057"), {
    isKeyed: false,
    isInUse: true,
    links: 2,
    uptimeSec: 409_053,
    txSec: 1_200,
    reportedAtMs: Date.UTC(2026, 10, 20, 9, 59, 0),
    registeredAtMs: 1_795_168_000_000,
  });
  const keyed = statsOf("61057", { keyed: true, links: [], apprptuptime: 7, totaltxtime: "12 s" });
  const { isKeyed, links, uptimeSec, txSec } = readNodeStats(keyed, "61057")!;
  deepStrictEqual([isKeyed, links, uptimeSec, txSec], [true, 0, 7, null]);
});

Deno.test("readNodeStats reads a node that registers and tells nothing, and none of another number", () => {
  const silent = { stats: null, node: { name: "2000", Status: "Active", regseconds: 1_795_168_000 } };
  deepStrictEqual(readNodeStats(silent, "2000"), {
    isKeyed: false,
    isInUse: true,
    links: null,
    uptimeSec: null,
    txSec: null,
    reportedAtMs: null,
    registeredAtMs: 1_795_168_000_000,
  });
  strictEqual(readNodeStats(silent, "2001"), undefined);
  strictEqual(readNodeStats({ ...statsOf("2000"), node: { name: "2001" } }, "2000"), undefined);
  for (const nothing of [undefined, null, [], {}, "2000", { stats: "2000", node: [] }]) {
    strictEqual(readNodeStats(nothing, "2000"), undefined);
  }
  strictEqual(readNodeStats({ node: { name: "2000", Status: "Inactive" } }, "2000")?.isInUse, false);
});

Deno.test("readNodeStats gives numbers and instants or null, whatever comes", () => {
  const anything = fc.record({
    keyed: fc.jsonValue(),
    links: fc.jsonValue(),
    apprptuptime: fc.oneof(fc.jsonValue(), fc.string(), fc.nat().map(String)),
    totaltxtime: fc.jsonValue(),
  });
  const isCount = (value: number | null) => value === null || (Number.isInteger(value) && value >= 0);
  fc.assert(fc.property(anything, fc.jsonValue(), fc.jsonValue(), (data, at, registered) => {
    const read = readNodeStats({ stats: { node: 2000, data, updated_at: at }, node: registered }, "2000");
    if (read === undefined) return;
    ok(isCount(read.links) && isCount(read.uptimeSec) && isCount(read.txSec));
    ok(read.reportedAtMs === null || new Date(read.reportedAtMs).toISOString() !== "");
  }));
});
