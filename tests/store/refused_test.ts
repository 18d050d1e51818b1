import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { StoreError } from "../../lib/store/mod.ts";
import { migrate, schemaVersion } from "../../lib/store/migrations.ts";
import { MIGRATIONS } from "../../lib/store/schema.ts";
import { added, info, keyed, open, T0, talk, totals, unkeyed, withFile } from "./events.ts";

/** The refusal of a file, which has to be left as it was. */
function refusal(path: string): StoreError {
  const before = Deno.readFileSync(path);
  let refused: unknown;
  assert.throws(() => open(path), (error) => {
    refused = error;
    return true;
  });
  assert.deepEqual(Deno.readFileSync(path), before);
  assert.ok(refused instanceof StoreError, String(refused));
  assert.ok(!refused.message.includes("\n") && refused.message.endsWith(`: ${path}`), refused.message);
  return refused;
}

/** A database with some hundred rows. */
function fill(path: string): void {
  const { store, give } = open(path);
  for (let index = 0; index < 800; index++) {
    const at = T0 + index * 10_000;
    give(talk(at, String(2_000 + index % 90)), talk(at + 5_000, String(2_000 + index % 90), 5));
  }
  store.close();
}

Deno.test("openStore refuses a file that is no database and says what to do", () => {
  withFile((path) => {
    Deno.writeTextFileSync(path, "this is a note and no database. ".repeat(200));
    const { reason, message } = refusal(path);
    assert.equal(reason, "damaged");
    assert.equal(
      message,
      "open database, it is damaged (file is not a database); restore a copy, or move it and its -wal and -shm away to " +
        `begin with an empty one: ${path}`,
    );
  });
});

Deno.test("openStore refuses a database whose pages are damaged or missing", () => {
  withFile((path) => {
    fill(path);
    const whole = Deno.readFileSync(path);
    assert.ok(whole.length > 40_000);
    const scratched = whole.slice();
    for (let at = 3 * 4_096; at < whole.length; at += 4_096) scratched.fill(0x5a, at, at + 200);
    Deno.writeFileSync(path, scratched);
    assert.equal(refusal(path).reason, "damaged");
    Deno.writeFileSync(path, whole.subarray(0, whole.length / 2));
    assert.equal(refusal(path).reason, "damaged");
    Deno.writeFileSync(path, whole);
    const { store } = open(path);
    assert.equal(store.talkerLog({ limit: 1_000 }).length, 1_000);
    store.close();
  });
});

Deno.test("openStore refuses the database of a newer program and leaves it alone", () => {
  withFile((path) => {
    fill(path);
    const db = new DatabaseSync(path);
    db.exec(`PRAGMA user_version = ${MIGRATIONS.length + 1}`);
    db.close();
    const { reason, message } = refusal(path);
    assert.equal(reason, "newer");
    assert.match(
      message,
      new RegExp(
        `schema is version ${
          MIGRATIONS.length + 1
        } and this program knows up to ${MIGRATIONS.length}; install the newer Nexus again`,
      ),
    );
  });
});

Deno.test("openStore brings an older schema up to date and keeps what is in it", () => {
  withFile((path) => {
    const db = new DatabaseSync(path);
    migrate(db, path, MIGRATIONS.slice(0, 1));
    assert.equal(schemaVersion(db), 1);
    const day = Date.parse("2026-02-11T00:00:00Z");
    db.exec(`INSERT INTO link_totals VALUES ('1998', '2000', 7000, ${day}, ${day + 7_000}, NULL, ${day})`);
    db.exec(
      `INSERT INTO transmissions VALUES (${day}, '1998', '2000', 'W1', NULL, ${day + 7_000}, ${day + 7_000})`,
    );
    db.exec(
      `INSERT INTO transmissions VALUES (${day + 9_000}, '1998', '2000', 'W1', NULL, NULL, ${day + 10_000})`,
    );
    db.close();
    const { store } = open(path);
    assert.deepEqual(totals(store), { "1998/2000": 7 });
    assert.deepEqual(store.dailySums({ sinceMs: 0, limit: 5 }), [
      { localNode: "1998", node: "2000", day: "2026-02-11", txMs: 8_000, count: 2 },
    ]);
    assert.deepEqual(store.recentTransmissions({ sinceMs: 0, limit: 1 })[0]?.endedAtMs, day + 10_000);
    store.close();
  });
});

Deno.test("migrate names the step that failed and undoes it whole", () => {
  withFile((path) => {
    const db = new DatabaseSync(path);
    const broken = [...MIGRATIONS, { name: "005 oops", sql: "CREATE TABLE extra (x); DROP TABLE nowhere;" }];
    assert.throws(() => migrate(db, path, broken), (error) => {
      assert.ok(error instanceof StoreError);
      assert.equal(error.reason, "migration");
      assert.equal(
        error.message,
        `migrate database, step "005 oops" failed (no such table: nowhere): ${path}`,
      );
      return true;
    });
    assert.equal(schemaVersion(db), MIGRATIONS.length);
    assert.deepEqual(db.prepare("SELECT name FROM sqlite_schema WHERE name = 'extra'").all(), []);
    migrate(db, path);
    db.close();
  });
});

Deno.test("openStore refuses another program's database of the same name", () => {
  withFile((path) => {
    const db = new DatabaseSync(path);
    db.exec("CREATE TABLE sessions (cookie TEXT)");
    db.close();
    assert.equal(refusal(path).reason, "migration");
  });
});

Deno.test("openStore makes the directory and takes an empty file as new", () => {
  withFile((path) => {
    const deeper = `${path}.d/data/nexus.db`;
    const first = open(deeper);
    first.give(added(T0, info("2000")), keyed(T0, "2000", 0), unkeyed(T0 + 1_000, "2000", 1));
    first.store.close();
    const again = open(deeper);
    assert.deepEqual(totals(again.store), { "1998/2000": 1 });
    again.store.close();
    Deno.writeTextFileSync(path, "");
    const { store } = open(path);
    assert.equal(store.status.state, "ok");
    store.close();
  });
});
