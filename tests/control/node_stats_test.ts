import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { readNodeStats } from "../../lib/control/node_stats.ts";
import { TxShares } from "../../lib/control/tx_share.ts";
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

const counters = (uptimeSec: number | null, txSec: number | null) => ({
  isKeyed: false,
  isInUse: true,
  links: null,
  reportedAtMs: null,
  registeredAtMs: null,
  uptimeSec,
  txSec,
});

Deno.test("TxShares tells the part of all the time first, then of the last minutes, and begins anew with app_rpt", () => {
  const shares = new TxShares();
  strictEqual(shares.share, null);
  shares.take(counters(30, 10));
  strictEqual(shares.share, null, "too short to say anything");
  shares.take(counters(null, 5));
  shares.take(counters(86_400, 8_640));
  deepStrictEqual(shares.share, { percent: 10, ofSec: 86_400 });
  shares.take(counters(86_400, 8_640));
  deepStrictEqual(shares.share, { percent: 10, ofSec: 86_400 });
  shares.take(counters(86_580, 8_730));
  deepStrictEqual(shares.share, { percent: 50, ofSec: 180 });
  shares.take(counters(87_480, 8_730));
  deepStrictEqual(shares.share, { percent: 0, ofSec: 900 });
  shares.take(counters(120, 60));
  deepStrictEqual(shares.share, { percent: 50, ofSec: 120 });
});

Deno.test("TxShares stays between none and all of at most the last quarter of an hour, or of all the time", () => {
  const told = fc.array(fc.tuple(fc.nat(400), fc.nat(500)), { maxLength: 60 });
  fc.assert(fc.property(told, (steps) => {
    const shares = new TxShares();
    let [uptimeSec, txSec] = [0, 0];
    for (const [more, tx] of steps) {
      shares.take(counters(uptimeSec += more, txSec += tx));
      const { share } = shares;
      if (share === null) continue;
      ok(share.percent >= 0 && share.percent <= 100);
      ok(share.ofSec >= 60 && (share.ofSec <= 900 || share.ofSec === uptimeSec));
    }
  }));
});
