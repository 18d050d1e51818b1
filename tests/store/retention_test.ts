import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { added, info, iso, keyed, open, removed, T0, talk, totals, unkeyed, withFile } from "./events.ts";

const DAY_MS = 86_400_000;

/** How many rows a table of an open store's file has. */
function count(path: string, table: string): number {
  const db = new DatabaseSync(path);
  const rows = db.prepare(`SELECT count(*) AS rows FROM ${table}`).get();
  db.close();
  return Number(rows?.["rows"]);
}

Deno.test("Store deletes what is older than retention_days in batches, and keeps totals and daily sums", () => {
  withFile((path) => {
    const old = open(path, T0 - 100 * DAY_MS);
    for (let index = 0; index < 1_200; index++) {
      const at = old.clock.now() + index * 1_000;
      old.give(talk(at, "2000"), talk(at + 500, "2000", 0.5));
    }
    old.give(added(old.clock.now(), info("2000", { connected_since: iso(old.clock.now()) })));
    old.give(keyed(old.clock.now(), "2000", 0), unkeyed(old.clock.now() + 9_000, "2000", 9));
    old.give(removed(old.clock.now() + 9_000, "2000"));
    old.give(added(old.clock.now(), info("2001", { connected_since: iso(old.clock.now()) })));
    old.store.close();

    const { store, clock, give } = open(path);
    assert.equal(count(path, "transmissions"), 1_200);
    clock.advance(2 * 3_600_000);
    assert.equal(store.metrics.transactions, 0);
    const left: number[] = [];
    give(talk(clock.now(), "2002"), talk(clock.now(), "2002", 0));
    for (let second = 0; second < 6; second++) {
      clock.advance(1_000);
      left.push(count(path, "transmissions"));
    }
    assert.deepEqual(left, [701, 201, 1, 1, 1, 1]);
    assert.equal(clock.pending, 0);
    assert.equal(count(path, "sessions"), 1);
    assert.deepEqual(totals(store), { "1998/2000": 9, "1998/2001": 0 });
    const sums = store.dailySums({ sinceMs: 0, limit: 10 });
    assert.deepEqual(sums.map((sum) => [sum.node, sum.count]), [["2002", 1], ["2000", 1_200]]);
    store.close();
  });
});

Deno.test("Store looks for what is old at most once an hour, and keeps what is one day younger", () => {
  withFile((path) => {
    const { store, clock, give } = open(path, T0, { retentionDays: 1 });
    give(talk(T0 - DAY_MS / 2, "2000"), talk(T0 - DAY_MS / 2 + 1_000, "2000", 1));
    give(talk(T0 - DAY_MS - 1, "2001"), talk(T0 - DAY_MS, "2001", 0.001));
    clock.advance(1_000);
    assert.equal(count(path, "transmissions"), 1);
    clock.advance(3_600_000 - 2_000);
    give(talk(T0 - 2 * DAY_MS, "2001"), talk(T0 - 2 * DAY_MS, "2001", 0));
    clock.advance(1_000);
    assert.equal(count(path, "transmissions"), 2);
    clock.advance(2_000);
    give(added(clock.now(), info("2001")));
    clock.advance(1_000);
    assert.equal(count(path, "transmissions"), 1);
    store.close();
  });
});
