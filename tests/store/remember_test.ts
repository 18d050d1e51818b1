import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import {
  added,
  info,
  iso,
  keyed,
  open,
  removed,
  status,
  T0,
  talk,
  totals,
  unkeyed,
  updated,
  withFile,
} from "./events.ts";

const HOUR_MS = 3_600_000;

/** Rows of a table as the file has them. */
function rows(path: string, sql: string): Record<string, unknown>[] {
  const db = new DatabaseSync(path);
  try {
    return db.prepare(sql).all().map((row) => ({ ...row }));
  } finally {
    db.close();
  }
}

Deno.test("Store gives totals, sessions and talkers back after it was closed and opened", () => {
  withFile((path) => {
    const first = open(path);
    first.give(added(T0, info("2000"), info("KF8S", { connected_since: iso(T0 - HOUR_MS) })));
    first.give(keyed(T0 + 1_000, "2000", 0), talk(T0 + 1_000, "2000"));
    first.clock.advance(11_000);
    first.give(unkeyed(T0 + 11_000, "2000", 10), talk(T0 + 11_000, "2000", 10));
    const log = first.store.talkerLog({ limit: 10 });
    const stats = first.store.linkStats({ sort: "node_asc", limit: 10 });
    first.store.close();

    const second = open(path, T0 + HOUR_MS);
    assert.deepEqual(second.store.recall("1998"), [
      {
        node: "2000",
        totalTxMs: 10_000,
        lastTxStartMs: T0 + 1_000,
        lastTxEndMs: T0 + 11_000,
        openSession: { connectedSinceMs: T0, txMs: 10_000 },
      },
      {
        node: "KF8S",
        totalTxMs: 0,
        lastTxStartMs: null,
        lastTxEndMs: null,
        openSession: { connectedSinceMs: T0 - HOUR_MS, txMs: 0 },
      },
    ]);
    assert.deepEqual(second.store.recallLink("1998", "2000"), second.store.recall("1998")[0]);
    assert.equal(second.store.recallLink("1998", "9"), undefined);
    assert.deepEqual(second.store.recall("9999"), []);
    assert.deepEqual(second.store.talkerLog({ limit: 10 }), log);
    assert.deepEqual(second.store.linkStats({ sort: "node_asc", limit: 10 }), stats);
    assert.deepEqual(log.map((event) => [event.kind, event.at, event.duration]), [
      ["TX_STOP", iso(T0 + 11_000), 10],
      ["TX_START", iso(T0 + 1_000), null],
    ]);
    assert.equal(second.store.metrics.transactions, 0);
    second.store.close();
  });
});

Deno.test("Store continues the session of a link that is still up after a restart", () => {
  for (const toldSec of [0, 20]) {
    for (const pollMs of [50, 5_000]) withFile((path) => continueSession(path, toldSec, pollMs));
  }
});

/** A restart within a session of 20 s of talk; the state machine tells so many of them, when the poll is answered. */
function continueSession(path: string, toldSec: number, pollMs: number): void {
  const first = open(path);
  first.give(added(T0, info("2000")), keyed(T0, "2000", 0));
  first.clock.advance(20_000);
  first.give(unkeyed(T0 + 20_000, "2000", 20));
  first.store.close();

  const again = T0 + 60_000;
  const second = open(path, again);
  // The first event after a start says "just now", the poll after it since when.
  second.give(added(again, info("2000", { connected_since: iso(again), total_tx_seconds: 20 })));
  second.clock.advance(pollMs);
  second.give(
    updated(again + pollMs, info("2000", { connected_since: iso(T0 + 900), session_tx_seconds: toldSec })),
  );
  second.clock.advance(5_000);
  assert.deepEqual(second.store.recallLink("1998", "2000")?.openSession, {
    connectedSinceMs: T0 + 900,
    txMs: 20_000,
  });
  second.store.close();
  const sessions = rows(path, "SELECT connected_at_ms, ended_at_ms, tx_ms FROM sessions");
  assert.deepEqual(sessions, [{ connected_at_ms: T0 + 900, ended_at_ms: null, tx_ms: 20_000 }]);
}

Deno.test("Store ends the old session at its checkpoint when the connection is a new one", () => {
  withFile((path) => {
    const first = open(path);
    first.give(added(T0, info("2000")));
    first.clock.advance(30_000);
    first.store.close();

    const second = open(path, T0 + HOUR_MS);
    second.give(added(T0 + HOUR_MS, info("2000", { connected_since: iso(T0 + HOUR_MS / 2) })));
    second.clock.advance(2_000);
    second.give(removed(T0 + HOUR_MS + 2_000, "2000"));
    assert.equal(second.store.linkStats({ sort: "node_asc", limit: 1 })[0]?.connected_since, null);
    second.store.close();
    assert.deepEqual(rows(path, "SELECT connected_at_ms, ended_at_ms FROM sessions ORDER BY id"), [
      { connected_at_ms: T0, ended_at_ms: T0 + 30_000 },
      { connected_at_ms: T0 + HOUR_MS / 2, ended_at_ms: T0 + HOUR_MS + 2_000 },
    ]);
  });
});

Deno.test("Store takes a start that moves by up to 10 s as the same session, and by more as a new one", () => {
  for (const [jumpMs, sessions] of [[-HOUR_MS, 1], [10_000, 1], [10_001, 2]] as const) {
    withFile((path) => {
      const { store, clock, give } = open(path);
      give(added(T0, info("2000")));
      clock.advance(60_000);
      give(updated(clock.now(), info("2000", { connected_since: iso(T0 + jumpMs) })));
      store.close();
      const found = rows(path, "SELECT connected_at_ms AS at FROM sessions ORDER BY id");
      assert.equal(found.length, sessions, String(jumpMs));
      assert.equal(found.at(-1)?.["at"], T0 + jumpMs);
    });
  }
});

Deno.test("Store has no session while a link is being tried, and ends one that is lost", () => {
  const { store, give } = open();
  give(added(T0, info("2000", { link_state: "CONNECTING", mode: "C", connected_since: null })));
  assert.equal(store.recallLink("1998", "2000")?.openSession, null);
  give(updated(T0 + 1_000, info("2000", { connected_since: null })));
  assert.deepEqual(store.recallLink("1998", "2000")?.openSession, { connectedSinceMs: T0 + 1_000, txMs: 0 });
  give(updated(T0 + 9_000, info("2000", { link_state: "CONNECTING", mode: "C", connected_since: null })));
  assert.equal(store.recallLink("1998", "2000")?.openSession, null);
  store.close();
});

Deno.test("Store ends sessions of the last run whose links do not come back, once all links are known", () => {
  withFile((path) => {
    const first = open(path);
    first.give(added(T0, info("2000"), info("2001")));
    first.clock.advance(5_000);
    first.store.close();

    const again = T0 + HOUR_MS;
    const { store, clock, give } = open(path, again);
    give(status(again, [], { stale: true, ami: "connecting" }));
    give(added(again, info("2000")));
    const openSession = (node: string) => store.recallLink("1998", node)?.openSession ?? null;
    for (let second = 0; second <= 120; second += 60) {
      assert.notEqual(openSession("2001"), null);
      give(status(clock.now(), ["2000"]));
      clock.advance(60_000);
    }
    assert.equal(openSession("2001"), null);
    assert.notEqual(openSession("2000"), null);
    store.close();
    assert.deepEqual(rows(path, "SELECT node, ended_at_ms FROM sessions WHERE ended_at_ms IS NOT NULL"), [
      { node: "2001", ended_at_ms: T0 + 5_000 },
    ]);
  });
});

Deno.test("Store never lets a total shrink, counts it, and goes on adding", () => {
  withFile((path) => {
    const first = open(path);
    first.give(keyed(T0, "2000", 0), unkeyed(T0 + 100_000, "2000", 100));
    first.store.close();

    const { store, clock, give } = open(path, T0 + HOUR_MS);
    give(keyed(clock.now(), "2000", 0));
    clock.advance(10_000);
    give(unkeyed(clock.now(), "2000", 10));
    assert.deepEqual(totals(store), { "1998/2000": 110 });
    clock.advance(2_000);
    assert.deepEqual(totals(store), { "1998/2000": 110 });
    assert.equal(store.metrics.shrinksRefused, 1);
    store.close();
    assert.deepEqual(rows(path, "SELECT total_tx_ms FROM link_totals"), [{ total_tx_ms: 110_000 }]);
  });
});

Deno.test("Store takes the true end of a transmission over its checkpoint", () => {
  withFile((path) => {
    const { store, clock, give } = open(path);
    give(keyed(T0, "2000", 0), talk(T0, "2000"));
    clock.advance(3_400);
    const shown = totals(store)["1998/2000"]!;
    // Told after the unkey grace, so the checkpoint at 3.1 s had counted a little too much.
    give(unkeyed(T0 + 2_900, "2000", 2.9, clock.now()), talk(T0 + 2_900, "2000", 2.9));
    assert.ok(shown <= 2.9 && shown >= 2.4, String(shown));
    store.close();
    assert.deepEqual(rows(path, "SELECT total_tx_ms FROM link_totals"), [{ total_tx_ms: 2_900 }]);
    assert.deepEqual(rows(path, "SELECT ended_at_ms - started_at_ms AS ms FROM transmissions"), [{
      ms: 2_900,
    }]);
  });
});

Deno.test("Store ends what still runs when its link goes, and when a STOP was missed", () => {
  const { store, give, clock } = open();
  give(added(T0, info("2000")), keyed(T0, "2000", 0), talk(T0, "2000"), removed(T0 + 4_000, "2000"));
  assert.deepEqual(totals(store), { "1998/2000": 4 });
  give(talk(T0 + 10_000, "2001"), talk(T0 + 20_000, "2001"));
  clock.advance(25_000);
  const shown = store.recentTransmissions({ sinceMs: 0, limit: 10 });
  assert.deepEqual(shown.map((row) => [row.node, row.startedAtMs - T0, (row.endedAtMs ?? NaN) - T0]), [
    ["2001", 20_000, NaN],
    ["2001", 10_000, 20_000],
    ["2000", 0, 4_000],
  ]);
  store.close();
});

Deno.test("Store ignores and counts events without a usable time or sum", () => {
  const { store, give } = open();
  give(
    keyed(T0, "2000", NaN),
    keyed(T0, "2000", 1e300),
    added(T0, info("2001", { total_tx_seconds: Infinity })),
  );
  const bad = talk(T0, "2002");
  if (bad.kind === "TALKER_EVENT") give({ ...bad, data: { ...bad.data, at: "yesterday" } });
  assert.equal(store.metrics.invalid, 4);
  assert.equal(store.metrics.pending, 0);
  give(keyed(T0, "2003", -5));
  store.flush();
  assert.deepEqual(totals(store), { "1998/2003": 0 });
  assert.equal(store.status.state, "ok");
  store.close();
});

Deno.test("Store keeps the local receiver among the talkers and not among the links", () => {
  const { store, give } = open();
  give(talk(T0, "1998"), talk(T0 + 3_000, "1998", 3));
  store.flush();
  assert.deepEqual(totals(store), {});
  assert.equal(store.talkerLog({ limit: 5 }).length, 2);
  assert.equal(store.talkerLog({ limit: 5 })[0]?.duration, 3);
  store.close();
});
