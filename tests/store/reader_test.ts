import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { migrate } from "../../lib/store/migrations.ts";
import { Reader } from "../../lib/store/reader.ts";

/** An empty database and what reads it. */
function opened(): { readonly db: DatabaseSync; readonly reader: Reader } {
  const db = new DatabaseSync(":memory:");
  migrate(db, ":memory:");
  return { db, reader: new Reader(db) };
}

function count(db: DatabaseSync, node: string): void {
  db.prepare(
    "INSERT INTO link_totals (local_node, node, total_tx_ms, updated_at_ms) VALUES ('1999', ?, 1000, 5)",
  ).run(node);
}

const TOP = { sort: "tx_seconds_desc", limit: 5 } as const;

Deno.test("Reader gives the same answer again until something is written, then the new one", () => {
  const { db, reader } = opened();
  try {
    count(db, "2000");
    const first = reader.totals(TOP);
    assert.equal(reader.totals(TOP), first);
    count(db, "2001");
    assert.deepEqual(reader.totals(TOP).map(({ node }) => node), ["2000", "2001"]);
    db.exec("DELETE FROM link_totals");
    assert.deepEqual(reader.totals(TOP), []);
  } finally {
    db.close();
  }
});

Deno.test("Reader keeps the answers to different questions apart, however many there are", () => {
  const { db, reader } = opened();
  try {
    for (let node = 2_000; node < 2_004; node++) count(db, String(node));
    for (let limit = 1; limit <= 20; limit++) {
      assert.equal(reader.totals({ ...TOP, limit }).length, Math.min(limit, 4));
      assert.equal(reader.totals({ ...TOP, nodes: ["2001"], limit }).length, 1);
    }
  } finally {
    db.close();
  }
});

Deno.test("Reader does not keep long answers", () => {
  const { db, reader } = opened();
  try {
    for (let node = 2_000; node < 2_101; node++) count(db, String(node));
    const all = { ...TOP, limit: 101 };
    const first = reader.totals(all);
    assert.equal(first.length, 101);
    assert.notEqual(reader.totals(all), first);
    assert.deepEqual(reader.totals(all), first);
  } finally {
    db.close();
  }
});
