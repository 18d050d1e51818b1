import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { createLogger, type LogRecord } from "../../lib/log/mod.ts";
import { MAX_WAITING } from "../../lib/store/talk_ledger.ts";
import {
  added,
  type Bench,
  info,
  keyed,
  open,
  removed,
  T0,
  talk,
  totals,
  unkeyed,
  withFile,
} from "./events.ts";

/** A log that is kept, and the lines of a level in it. */
function keepLog() {
  const records: LogRecord[] = [];
  const log = createLogger("store", { level: "debug", now: () => 0, sink: (record) => records.push(record) });
  return {
    log,
    lines: (level: string) =>
      records.filter((record) => record.level === level).map((record) => record.message),
  };
}

/** Opens a store and gives the database handle that it uses. */
function openWithHandle(path: string, more = {}): Bench & { db: () => DatabaseSync } {
  let db: DatabaseSync | undefined;
  const connect = (file: string) => db = new DatabaseSync(file);
  const bench = open(path, T0, { connect, ...more });
  return {
    ...bench,
    db: () => {
      assert.ok(db);
      return db;
    },
  };
}

/** An error as node:sqlite throws it. */
function sqliteError(message: string): Error {
  return Object.assign(new Error(message), { code: "ERR_SQLITE_ERROR" });
}

/** Lets so many transmissions of 100 ms pass that a page does not hold them. */
function chatter({ give, clock }: Bench, count: number): void {
  for (let index = 0; index < count; index++) {
    const at = clock.now();
    const node = String(10_000 + index);
    give(added(at, info(node)), keyed(at, node, 0), talk(at, node));
    clock.advance(10);
    give(unkeyed(at + 10, node, 0.01), talk(at + 10, node, 0.01));
  }
}

Deno.test("Store says that the disk is full, goes on, and writes everything when there is room", () => {
  withFile((path) => {
    const { log, lines } = keepLog();
    const bench = openWithHandle(path, { log });
    const { store, clock, db } = bench;
    assert.deepEqual(store.status, {
      state: "ok",
      since: "2026-02-12T10:00:00.000Z",
      error: null,
      dropped_writes: 0,
    });
    const pages = Number(db().prepare("PRAGMA page_count").get()?.["page_count"]);
    db().exec(`PRAGMA max_page_count = ${pages}`);
    chatter(bench, 400);
    clock.advance(10_000);
    assert.equal(store.status.state, "failing");
    assert.equal(store.status.error, "database or disk is full");
    assert.equal(Object.keys(totals(store)).length, 400);
    assert.equal(store.talkerLog({ limit: 1_000 }).length, 800);
    assert.deepEqual(lines("error"), ["database cannot be used, what changes is kept in memory"]);

    db().exec("PRAGMA max_page_count = 1000000");
    clock.advance(61_000);
    assert.equal(store.status.state, "ok");
    assert.deepEqual([store.metrics.pending, store.metrics.dropped], [0, 0]);
    assert.deepEqual(lines("info"), ["database is written again"]);
    store.close();
    const again = open(path);
    assert.equal(Object.keys(totals(again.store)).length, 400);
    assert.equal(again.store.recentTransmissions({ sinceMs: 0, limit: 1_000 }).length, 400);
    again.store.close();
  });
});

Deno.test("Store tries again later and later while the disk fails", () => {
  withFile((path) => {
    const { store, clock, db, give } = openWithHandle(path);
    const write = db().exec.bind(db());
    const attempts: number[] = [];
    db().exec = (sql) => {
      if (sql.startsWith("BEGIN")) {
        attempts.push(clock.now());
        throw sqliteError("database is locked");
      }
      write(sql);
    };
    give(added(T0, info("2000")));
    for (let step = 0; step < 3_000; step++) {
      clock.advance(100);
      give(keyed(clock.now(), "2000", step), unkeyed(clock.now(), "2000", step + 1));
    }
    const gaps = attempts.slice(1).map((at, index) => (at - attempts[index]!) / 1_000);
    assert.deepEqual(gaps.slice(0, 7), [2, 4, 8, 16, 32, 60, 60]);
    assert.equal(store.metrics.pending, 1);
    db().exec = write;
    clock.advance(60_000);
    assert.equal(store.status.state, "ok");
    assert.deepEqual(totals(store), { "1998/2000": 3_000 });
    store.close();
  });
});

Deno.test("Store drops the oldest transmissions beyond its bound, counts them, and loses no total", () => {
  withFile((path) => {
    const { store, clock, db, give } = openWithHandle(path);
    const write = db().exec.bind(db());
    db().exec = (sql) => {
      if (sql.startsWith("BEGIN")) throw sqliteError("disk I/O error");
      write(sql);
    };
    const count = MAX_WAITING + 50;
    for (let index = 0; index < count; index++) {
      const at = T0 + index * 10;
      give(
        keyed(at, "2000", index),
        talk(at, "2000"),
        unkeyed(at + 5, "2000", index + 1),
        talk(at + 5, "2000", 0.005),
      );
    }
    clock.advance(150);
    assert.equal(store.status.state, "failing");
    assert.equal(store.status.error, "disk I/O error");
    assert.equal(store.status.dropped_writes, 50);
    assert.ok(store.metrics.pending <= MAX_WAITING + 2);
    clock.advance(2_000);
    assert.equal(store.status.state, "ok");
    assert.deepEqual(totals(store), { "1998/2000": count });
    assert.equal(store.dailySums({ sinceMs: 0, limit: 1 })[0]?.count, count);
    assert.equal(store.recentTransmissions({ sinceMs: 0, limit: 20_000 }).length, MAX_WAITING);
    store.close();
  });
});

Deno.test("Store works in memory when its directory cannot be made, and adds up when it can", () => {
  withFile((path) => {
    const blocked = `${path}/data/nexus.db`;
    withTotal(`${path}.other`, 100);
    Deno.writeTextFileSync(path, "a file where a directory is needed");
    const { log, lines } = keepLog();
    const { store, clock, give } = open(blocked, T0, { log });
    assert.equal(store.status.state, "failing");
    assert.deepEqual(store.recall("1998"), []);
    give(added(T0, info("2000")), keyed(T0, "2000", 0), talk(T0, "2000"));
    clock.advance(30_000);
    give(unkeyed(clock.now(), "2000", 30), talk(clock.now(), "2000", 30));
    assert.deepEqual(totals(store), { "1998/2000": 30 });
    assert.equal(store.talkerLog({ limit: 10 }).length, 2);
    assert.equal(lines("error").length, 1);

    Deno.removeSync(path);
    Deno.mkdirSync(`${path}/data`, { recursive: true });
    Deno.copyFileSync(`${path}.other`, blocked);
    clock.advance(61_000);
    assert.equal(store.status.state, "ok");
    assert.deepEqual(totals(store), { "1998/2000": 130 });
    // The session that the file remembers is the one that went on.
    assert.deepEqual(store.recallLink("1998", "2000")?.openSession, { connectedSinceMs: T0, txMs: 130_000 });
    for (const total of [35, 42]) {
      give(keyed(clock.now(), "2000", 30), unkeyed(clock.now(), "2000", total));
      clock.advance(2_000);
    }
    assert.deepEqual(totals(store), { "1998/2000": 147 });
    assert.equal(clock.pending, 0);
    store.close();
  });
});

/** A database that remembers one link with so many seconds. */
function withTotal(path: string, totalSec: number): void {
  const { store, give } = open(path);
  give(added(T0, info("2000")), keyed(T0 - 1_000_000, "2000", 0), unkeyed(T0 - 900_000, "2000", totalSec));
  store.close();
}

Deno.test("Store can be read while it cannot be written, and ends what was cut off once it can", () => {
  withFile((path) => {
    const first = open(path);
    first.give(keyed(T0 - 9_000, "2000", 0), talk(T0 - 9_000, "2000"));
    first.store.close();
    let readOnly = true;
    const connect = (file: string) => {
      const db = new DatabaseSync(file);
      if (readOnly) db.exec("PRAGMA query_only = 1");
      return db;
    };
    const { store, clock, give } = open(path, T0, { connect });
    assert.equal(store.status.state, "failing");
    assert.equal(store.status.error, "attempt to write a readonly database");
    give(talk(T0, "2001"));
    clock.advance(1_000);
    assert.equal(store.talkerLog({ limit: 10 })[0]?.node, "2001");
    readOnly = false;
    clock.advance(61_000);
    assert.equal(store.status.state, "ok");
    assert.equal(store.metrics.pending, 0);
    assert.deepEqual(store.recentTransmissions({ sinceMs: 0, limit: 9 }).map((row) => row.endedAtMs), [
      null,
      T0,
    ]);
    store.close();
  });
});

Deno.test("Store opens the file again by itself after a read that failed", () => {
  withFile((path) => {
    withTotal(path, 7);
    const { store, clock, db } = openWithHandle(path);
    db().prepare = () => {
      throw sqliteError("disk I/O error");
    };
    assert.deepEqual(totals(store), {});
    assert.deepEqual([store.status.state, store.status.error], ["failing", "disk I/O error"]);
    clock.advance(2_500);
    assert.equal(store.status.state, "ok");
    assert.deepEqual(totals(store), { "1998/2000": 7 });
    assert.deepEqual([store.metrics.failures, store.metrics.transactions, clock.pending], [1, 0, 0]);
    store.close();
  });
});

Deno.test("Store says on close what is lost when it cannot be written any more", () => {
  withFile((path) => {
    const { log, lines } = keepLog();
    const { store, clock, db, give } = openWithHandle(path, { log });
    db().exec("PRAGMA query_only = 1");
    give(added(T0, info("2000")));
    clock.advance(500);
    assert.equal(store.status.state, "failing");
    Deno.removeSync(path);
    Deno.mkdirSync(path);
    store.close();
    assert.deepEqual(lines("error").at(-1), "database was closed, what waited to be written is lost");
    assert.equal(clock.pending, 0);
    assert.equal(store.status.error, "database is closed");
    assert.deepEqual(Object.keys(totals(store)), ["1998/2000"]);
  });
});

Deno.test("the store writes what was told between two milliseconds, and nothing of an instant that is none", () => {
  const bench = open();
  const { store, clock, give } = bench;
  const between = T0 + 9_000.434;
  give(added(between, info("2000")), keyed(T0, "2000", 0), talk(T0, "2000"));
  give({ ...unkeyed(T0 + 9_000, "2000", 9), atMs: between }, talk(T0 + 9_000, "2000", 9));
  give(removed(between, "2000"), added(NaN, info("2001")));
  clock.advance(1_500);
  assert.deepEqual([store.metrics.failures, store.metrics.pending, store.metrics.invalid], [0, 0, 1]);
  const [row] = store.recentTransmissions({ sinceMs: 0, limit: 9 });
  assert.deepEqual([row?.startedAtMs, row?.endedAtMs], [T0, T0 + 9_000]);
  assert.equal(store.recallLink("1998", "2000")?.totalTxMs, 9_000);
  assert.equal(store.recallLink("1998", "2001"), undefined);
  store.close();
});
