import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { systemClock } from "../../lib/clock/mod.ts";
import { AccountFile, AuditTable, copyDatabase } from "../../lib/store/mod.ts";
import { slowClock } from "../support/waits.ts";

async function inFolder(act: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "nexus-copy-" });
  try {
    await act(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const ACT = {
  who: null,
  from: "test",
  what: "system.x",
  node: null,
  target: null,
  result: "ok",
  ref: null,
  detail: null,
};

/** A database with the program's own schema and rows in tables of each kind. */
function filled(path: string): AccountFile {
  const file = new AccountFile(path);
  file.open();
  new AuditTable(file).append(Array.from({ length: 300 }, (_, at) => ({ ...ACT, atMs: at })));
  const sql = "INSERT INTO transmissions VALUES (:at, '1999', :node, NULL, 'it''s', NULL, :big)";
  file.transaction(() => {
    for (let at = 0; at < 2_000; at++) {
      file.run(sql, { at, node: String(at % 7), big: Number.MAX_SAFE_INTEGER });
    }
  }, false);
  return file;
}

/** Schema and rows of every table, to be compared. */
function contentOf(path: string): Readonly<Record<string, unknown>> {
  const db = new DatabaseSync(path);
  try {
    const schema = db.prepare("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name").all();
    const tables = schema.filter(({ type }) => type === "table").map(({ name }) => String(name));
    const rows = tables.map((name) => [name, db.prepare(`SELECT * FROM "${name}"`).all()]);
    return {
      schema,
      ...Object.fromEntries(rows),
      version: db.prepare("PRAGMA user_version").get(),
      check: db.prepare("PRAGMA integrity_check").get(),
    };
  } finally {
    db.close();
  }
}

Deno.test("copyDatabase copies schema and rows of a database in use, for its owner alone", () =>
  inFolder(async (folder) => {
    const file = filled(`${folder}/a.db`);
    const { rows, bytes } = await copyDatabase(`${folder}/a.db`, `${folder}/b.db`, systemClock);
    file.close();
    const copy = contentOf(`${folder}/b.db`);
    deepStrictEqual(copy, contentOf(`${folder}/a.db`));
    deepStrictEqual(copy.check, Object.assign(Object.create(null), { integrity_check: "ok" }));
    const { size, mode } = await Deno.stat(`${folder}/b.db`);
    deepStrictEqual([bytes, (mode ?? 0) & 0o077, rows >= 2_300], [size, 0, true]);
    // It is a database of Nexus: it opens, and what is append-only there is so too.
    const opened = new AccountFile(`${folder}/b.db`);
    strictEqual(new AuditTable(opened).read({ ...NO_FILTER, limit: 1_000 }).length, 300);
    opened.close();
  }));

const NO_FILTER = {
  beforeId: null,
  sinceMs: null,
  untilMs: null,
  who: null,
  node: null,
  what: null,
  result: null,
};

Deno.test("copyDatabase copies one instant, whatever is written meanwhile, and lets others run between slices", () =>
  inFolder(async (folder) => {
    const file = filled(`${folder}/a.db`);
    const audit = new AuditTable(file);
    let written = 0;
    const writing = systemClock.every(1, () => {
      audit.append([{ ...ACT, atMs: 10_000 + written++ }]);
    });
    await copyDatabase(`${folder}/a.db`, `${folder}/b.db`, slowClock());
    writing.cancel();
    file.close();
    strictEqual(written > 0, true, "nobody else ran");
    const { audit: acts, transmissions } = contentOf(`${folder}/b.db`);
    deepStrictEqual([
      Array.isArray(acts) && acts.length,
      Array.isArray(transmissions) && transmissions.length,
    ], [
      300,
      2_000,
    ]);
  }));

Deno.test("copyDatabase writes over nothing, and leaves nothing behind when it fails", () =>
  inFolder(async (folder) => {
    filled(`${folder}/a.db`).close();
    await Deno.writeTextFile(`${folder}/b.db`, "precious");
    await rejects(copyDatabase(`${folder}/a.db`, `${folder}/b.db`, systemClock), Deno.errors.AlreadyExists);
    strictEqual(await Deno.readTextFile(`${folder}/b.db`), "precious");
    await Deno.writeTextFile(
      `${folder}/broken.db`,
      "no database at all, but long enough to be read as one".repeat(99),
    );
    await rejects(copyDatabase(`${folder}/broken.db`, `${folder}/c.db`, systemClock), /not a database/);
    await rejects(Deno.stat(`${folder}/c.db`), Deno.errors.NotFound);
  }));
