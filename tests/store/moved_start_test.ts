import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { iso, keyed, open, T0, talk, unkeyed } from "./events.ts";

for (const written of [true, false]) {
  Deno.test(`Store keeps one transmission, with the earlier start, when its end tells of it (start ${written ? "written" : "waiting"})`, () => {
    const { store, give } = open();
    give(keyed(T0 + 9_000, "2000", 0), talk(T0 + 9_000, "2000"));
    if (written) store.flush();
    // It began five seconds before it was told, as only its length says.
    give(unkeyed(T0 + 20_000, "2000", 16), talk(T0 + 20_000, "2000", 16));
    const shown = () => store.recentTransmissions({ sinceMs: T0, limit: 10 });
    const spans = () =>
      shown().map(({ startedAtMs, endedAtMs }) => [startedAtMs - T0, (endedAtMs ?? 0) - T0]);
    const log = () => store.talkerLog({ limit: 10 }).map(({ kind, at, duration }) => [kind, at, duration]);
    const expected = [["TX_STOP", iso(T0 + 20_000), 16], ["TX_START", iso(T0 + 4_000), null]];
    deepStrictEqual([spans(), log()], [[[4_000, 20_000]], expected]);
    store.flush();
    deepStrictEqual([spans(), log()], [[[4_000, 20_000]], expected]);
    deepStrictEqual(store.dailySums({ sinceMs: T0, limit: 10 }).map(({ txMs, count }) => [txMs, count]), [[
      16_000,
      1,
    ]]);
    strictEqual(store.recallLink("1998", "2000")?.totalTxMs, 16_000);
    strictEqual(store.metrics.shrinksRefused, 0);
    store.close();
  });
}
