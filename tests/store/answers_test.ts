import assert from "node:assert/strict";
import fc from "fast-check";
import { compareNodes } from "../../lib/store/order.ts";
import { added, info, iso, keyed, open, T0, talk, unkeyed } from "./events.ts";

/** A store with links of every sort; half of them written, half waiting. */
function mixed() {
  const bench = open();
  const { give, store } = bench;
  give(keyed(T0 - 9_000, "2000", 0), unkeyed(T0 - 8_000, "2000", 30));
  give(keyed(T0 - 7_000, "100", 0), unkeyed(T0 - 6_000, "100", 10));
  give(keyed(T0 - 7_000, "100", 0, "1999"));
  store.flush();
  give(keyed(T0 - 5_000, "KF8S", 0), unkeyed(T0 - 4_000, "KF8S", 30));
  give(keyed(T0 - 3_000, "3", 0), unkeyed(T0 - 2_000, "3", 20));
  return bench;
}

Deno.test("linkStats orders by every key, ties by local node, then node, numbers before names", () => {
  const { store } = mixed();
  const order = (sort: Parameters<typeof store.linkStats>[0]["sort"], limit = 10) =>
    store.linkStats({ sort, limit }).map((stat) => `${stat.local_node}/${stat.node}`).join(" ");
  assert.equal(order("tx_seconds_desc"), "1998/2000 1998/KF8S 1998/3 1998/100 1999/100");
  assert.equal(order("tx_seconds_asc"), "1999/100 1998/100 1998/3 1998/2000 1998/KF8S");
  assert.equal(order("node_asc"), "1998/3 1998/100 1999/100 1998/2000 1998/KF8S");
  assert.equal(order("node_desc"), "1998/KF8S 1998/2000 1998/100 1999/100 1998/3");
  assert.equal(order("recent_desc"), "1998/3 1998/KF8S 1998/100 1999/100 1998/2000");
  assert.equal(order("tx_seconds_desc", 2), "1998/2000 1998/KF8S");
  assert.equal(order("node_desc", 1), "1998/KF8S");
  store.close();
});

Deno.test("linkStats fills its limit when what waits moves down the order", () => {
  const { store, give } = open();
  for (const [node, total] of [["1", 1], ["2", 2], ["3", 3]] as const) {
    give(keyed(T0, node, 0), unkeyed(T0 + 1_000, node, total));
  }
  store.flush();
  give(keyed(T0 + 2_000, "1", 1), unkeyed(T0 + 3_000, "1", 10));
  assert.deepEqual(store.linkStats({ sort: "tx_seconds_asc", limit: 2 }).map((stat) => stat.node), [
    "2",
    "3",
  ]);
  store.close();
});

Deno.test("linkStats filters by link and by time of change, written or waiting", () => {
  const { store } = mixed();
  const found = (nodes: string[] | undefined, sinceMs?: number) =>
    store.linkStats({ sort: "node_asc", limit: 10, nodes, sinceMs }).map((stat) =>
      `${stat.local_node}/${stat.node}`
    );
  assert.deepEqual(found(["100", "KF8S", "nobody"]), ["1998/100", "1999/100", "1998/KF8S"]);
  assert.deepEqual(found([]).length, 5);
  assert.deepEqual(found(undefined, T0 - 4_000), ["1998/3", "1999/100", "1998/KF8S"]);
  assert.deepEqual(found(["3"], T0 + 1), []);
  assert.deepEqual(found(["'; DROP TABLE link_totals; --"]), []);
  store.close();
});

Deno.test("linkStats answers the same before and after what waits is written, and writes nothing", () => {
  const { store } = mixed();
  const sorts = ["tx_seconds_desc", "node_asc", "recent_desc"] as const;
  const read = () => sorts.map((sort) => store.linkStats({ sort, limit: 3 }));
  const before = read();
  const { transactions, pending } = store.metrics;
  assert.ok(pending > 0);
  assert.deepEqual(read(), before);
  assert.deepEqual([store.metrics.transactions, store.metrics.pending], [transactions, pending]);
  store.flush();
  assert.deepEqual(read(), before);
  store.close();
});

Deno.test("linkStats counts a running transmission but its last second, and never less than before", () => {
  const { store, clock, give } = open();
  give(keyed(T0, "2000", 10));
  const total = () => store.linkStats({ sort: "node_asc", limit: 1 })[0]?.total_tx_seconds ?? NaN;
  let last = 0;
  for (let step = 0; step < 40; step++) {
    assert.ok(total() >= last);
    last = total();
    clock.advance(130);
  }
  assert.ok(last >= 14 && last <= 14.2, String(last));
  give(unkeyed(clock.now() - 500, "2000", 10 + (clock.now() - 500 - T0) / 1_000, clock.now()));
  assert.ok(total() >= last);
  store.close();
});

Deno.test("talkerLog gives starts and ends newest first, with the same order before and after writing", () => {
  const { store, give } = open();
  give(talk(T0, "2000"), talk(T0 + 1_000, "300"), talk(T0 + 5_000, "2000", 5), talk(T0 + 5_000, "300", 4));
  give(talk(T0 + 5_000, "2000"), talk(T0 + 6_000, "KF8S"));
  const log = (limit: number, sinceMs?: number) =>
    store.talkerLog({ limit, sinceMs }).map(({ kind, node, at }) =>
      `${kind} ${node} ${(Date.parse(at) - T0) / 1_000}`
    );
  const expected = [
    "TX_START KF8S 6",
    "TX_STOP 300 5",
    "TX_START 2000 5",
    "TX_STOP 2000 5",
    "TX_START 300 1",
    "TX_START 2000 0",
  ];
  assert.deepEqual(log(100), expected);
  assert.deepEqual(log(3), expected.slice(0, 3));
  assert.deepEqual(log(100, T0 + 1_000), expected.slice(0, 5));
  store.flush();
  for (let limit = 1; limit <= 6; limit++) assert.deepEqual(log(limit), expected.slice(0, limit));
  assert.deepEqual(log(100, T0 + 5_001), expected.slice(0, 1));
  store.close();
});

Deno.test("recentTransmissions gives running and ended ones, newest first, of one local node or all", () => {
  const { store, give } = open();
  give(talk(T0, "2000"), talk(T0 + 2_000, "2000", 2));
  store.flush();
  give(talk(T0 + 3_000, "2001", null, "1999"), talk(T0 + 4_000, "2000"));
  const shown = (localNode?: string, limit = 10) =>
    store.recentTransmissions({ sinceMs: T0, localNode, limit }).map((row) =>
      `${row.localNode}/${row.node} ${row.endedAtMs}`
    );
  const all = ["1998/2000 null", "1999/2001 null", `1998/2000 ${T0 + 2_000}`];
  assert.deepEqual(shown(), all);
  assert.deepEqual(shown("1998"), [all[0], all[2]]);
  assert.deepEqual(shown(undefined, 1), all.slice(0, 1));
  store.flush();
  assert.deepEqual(shown(), all);
  assert.deepEqual(store.recentTransmissions({ sinceMs: T0 + 4_001, limit: 5 }), []);
  store.close();
});

Deno.test("dailySums adds ended transmissions to the day in which they began", () => {
  const midnight = Date.parse("2026-02-13T00:00:00Z");
  const { store, give } = open(":memory:", midnight - 60_000);
  give(talk(midnight - 10_000, "2000"), talk(midnight + 20_000, "2000", 30));
  give(talk(midnight + 30_000, "2000"), talk(midnight + 31_000, "2000", 1));
  store.flush();
  give(talk(midnight + 32_000, "2000"), talk(midnight + 34_000, "2000", 2));
  give(talk(midnight + 32_000, "1999", null, "1999"), talk(midnight + 33_000, "1999", 1, "1999"));
  give(talk(midnight + 40_000, "2000"));
  const sums = (sinceMs: number, localNode?: string, limit = 10) =>
    store.dailySums({ sinceMs, localNode, limit }).map((sum) =>
      `${sum.day} ${sum.localNode}/${sum.node} ${sum.txMs} ${sum.count}`
    );
  const check = () => {
    const all = [
      "2026-02-13 1998/2000 3000 2",
      "2026-02-13 1999/1999 1000 1",
      "2026-02-12 1998/2000 30000 1",
    ];
    assert.deepEqual(sums(midnight - 1), all);
    assert.deepEqual(sums(midnight + 99_000), all.slice(0, 2));
    assert.deepEqual(sums(midnight - 1, "1998"), [all[0], all[2]]);
    assert.deepEqual(sums(midnight - 1, undefined, 1), all.slice(0, 1));
  };
  check();
  store.flush();
  check();
  store.close();
});

Deno.test("compareNodes is an order: numbers by value, then names", () => {
  const node = fc.oneof(
    fc.nat(10_000).map(String),
    fc.constantFrom("KF8S", "", "0", "007", "7", "3-P", "aé", "ab"),
  );
  fc.assert(fc.property(node, node, node, (one, two, three) => {
    assert.equal(compareNodes(one, two), 0 - compareNodes(two, one));
    if (compareNodes(one, two) <= 0 && compareNodes(two, three) <= 0) {
      assert.ok(compareNodes(one, three) <= 0);
    }
    assert.equal(compareNodes(one, two) === 0, one === two);
  }));
  assert.deepEqual(["KF8S", "100", "3", "20"].sort(compareNodes), ["3", "20", "100", "KF8S"]);
});

Deno.test("linkStats orders in SQL as in memory, whatever the identifiers", () => {
  const node = fc.oneof(
    fc.nat(10_000).map(String),
    fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 8 }),
  );
  fc.assert(
    fc.property(fc.uniqueArray(node, { minLength: 1, maxLength: 12 }), fc.nat(11), (nodes, limit) => {
      const { store, give } = open();
      give(added(T0, ...nodes.map((name) => info(name, { connected_since: iso(T0) }))));
      const sorted = [...nodes].sort(compareNodes);
      store.flush();
      const read = store.linkStats({ sort: "node_asc", limit: limit + 1 }).map((stat) => stat.node);
      assert.deepEqual(read, sorted.slice(0, limit + 1));
      assert.deepEqual(store.recall("1998").map((link) => link.node), sorted);
      store.close();
    }),
    { numRuns: 60 },
  );
});
