import assert from "node:assert/strict";
import { retryDelayMs } from "../../lib/store/pacer.ts";
import { added, info, keyed, open, removed, status, T0, talk, unkeyed, updated } from "./events.ts";

Deno.test("Store writes nothing and holds no timer while nothing changes", () => {
  const { store, clock, give } = open();
  clock.advance(3_600_000);
  assert.equal(store.metrics.transactions, 0);
  assert.equal(clock.pending, 0);
  give(added(clock.now(), info("2000")));
  clock.advance(1_000);
  assert.equal(store.metrics.transactions, 1);
  assert.equal(clock.pending, 0);
  for (let minute = 0; minute < 60; minute++) {
    clock.advance(60_000);
    give(status(clock.now(), ["2000"]), updated(clock.now(), info("2000", { mode: "R" })));
  }
  assert.equal(store.metrics.transactions, 1);
  assert.equal(clock.pending, 0);
  store.close();
});

Deno.test("Store writes at most once a second under a storm, and soon after it", () => {
  const { store, clock, give } = open();
  const written: number[] = [];
  let total = 0;
  for (let step = 0; step < 500; step++) {
    const before = store.metrics.transactions;
    clock.advance(20);
    if (store.metrics.transactions > before) written.push(clock.now());
    const node = String(2_000 + step % 50);
    give(keyed(clock.now(), node, total), unkeyed(clock.now(), node, total += 0.01));
  }
  assert.ok(written.length >= 9 && written.length <= 11, String(written.length));
  for (let index = 1; index < written.length; index++) {
    assert.ok(written[index]! - written[index - 1]! >= 1_000);
  }
  clock.advance(1_000);
  assert.equal(store.metrics.pending, 0);
  store.close();
});

Deno.test("Store checkpoints a running transmission each second until it ends", () => {
  const { store, clock, give } = open();
  give(keyed(T0, "2000", 5), talk(T0, "2000"));
  clock.advance(10_050);
  assert.equal(store.metrics.transactions, 10);
  give(unkeyed(clock.now(), "2000", 15.05), talk(clock.now(), "2000", 10.05));
  clock.advance(60_000);
  assert.equal(store.metrics.transactions, 11);
  assert.equal(clock.pending, 0);
  store.close();
});

Deno.test("Store checkpoints no further while the server of a keyed link is lost", () => {
  const { store, clock, give } = open();
  give(status(T0, ["2000"]), added(T0, info("2000")), keyed(T0, "2000", 0), talk(T0, "2000"));
  clock.advance(5_000);
  const lost = { server: "asterisk", state: "retrying", attempt: 1, retry_in: 15, error: null } as const;
  give({ kind: "AMI_STATUS", atMs: clock.now(), data: lost });
  clock.advance(2_000);
  const { transactions } = store.metrics;
  clock.advance(600_000);
  assert.equal(store.metrics.transactions, transactions);
  assert.equal(store.linkStats({ sort: "node_asc", limit: 1 })[0]?.total_tx_seconds, 4);
  give({ kind: "AMI_STATUS", atMs: clock.now(), data: { ...lost, state: "connected" } });
  give(unkeyed(T0 + 5_000, "2000", 5, clock.now()), talk(T0 + 5_000, "2000", 5));
  clock.advance(2_000);
  assert.equal(store.linkStats({ sort: "node_asc", limit: 1 })[0]?.total_tx_seconds, 5);
  assert.equal(clock.pending, 0);
  store.close();
});

Deno.test("Store writes in one transaction on flush, and none when nothing waits", () => {
  const { store, give, clock } = open();
  store.flush();
  assert.equal(store.metrics.transactions, 0);
  give(added(T0, info("2000"), info("2001")), removed(T0, "2001"));
  assert.ok(store.metrics.pending > 0);
  store.flush();
  assert.deepEqual([store.metrics.transactions, store.metrics.pending], [1, 0]);
  store.flush();
  assert.equal(store.metrics.transactions, 1);
  store.close();
  store.close();
  assert.equal(clock.pending, 0);
  give(added(T0, info("2002")));
  assert.equal(clock.pending, 0);
});

Deno.test("retryDelayMs doubles from 2 s to a minute", () => {
  assert.deepEqual([1, 2, 3, 4, 5, 6, 99].map(retryDelayMs), [
    2_000,
    4_000,
    8_000,
    16_000,
    32_000,
    60_000,
    60_000,
  ]);
});
