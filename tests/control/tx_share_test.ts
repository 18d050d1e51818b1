import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { TxShares } from "../../lib/control/tx_share.ts";

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
