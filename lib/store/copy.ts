import { DatabaseSync } from "node:sqlite";
import { type Clock, sleep } from "../clock/mod.ts";
import { text, textOrNull } from "./columns.ts";

/** How long copying keeps everybody else waiting at a time: less than a frame of a page, or of Asterisk's audio. */
const SLICE_MS = 4;

/** Rows between two looks at the clock. */
const ROWS_PER_LOOK = 16;

/** Rows read at once. */
const ROWS_PER_PAGE = 64;

/** A pause as long as the work: half of the machine is left to others. */
const PAUSE_MS = 4;

/** What copying took. */
export interface CopyReport {
  readonly rows: number;
  readonly bytes: number;
  /** The longest that everything else had to wait. */
  readonly longestMs: number;
}

/**
 * Copies a database that may be in use into a new file, as it is at one instant, in slices with pauses between. The copy is as
 * compact as `VACUUM INTO` makes it, which holds up the whole program until it is done and which not every runtime allows.
 * Errors: throws when the new file exists already, or as SQLite says it; the new file is then removed again.
 */
export async function copyDatabase(from: string, to: string, clock: Clock): Promise<CopyReport> {
  Deno.writeFileSync(to, new Uint8Array(), { createNew: true, mode: 0o600 }); // it holds hashes of passwords
  try {
    const { rows, longestMs } = await copyInto(from, to, clock);
    return { rows, longestMs, bytes: (await Deno.stat(to)).size };
  } catch (error) {
    await Deno.remove(to);
    throw error;
  }
}

async function copyInto(from: string, to: string, clock: Clock): Promise<Omit<CopyReport, "bytes">> {
  const source = new DatabaseSync(from);
  const target = new DatabaseSync(to);
  try {
    source.exec("PRAGMA query_only = ON; PRAGMA cache_size = -256; BEGIN");
    // Whoever sees the file before it is whole, is too early: it needs no journal.
    target.exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -256");
    target.exec("PRAGMA foreign_keys = OFF; BEGIN");
    const copied = await inSlices(rowsCopied(source, target), clock);
    target.exec("COMMIT");
    return copied;
  } finally {
    source.close();
    target.close();
  }
}

/** Goes on for a slice, lets others run, goes on. */
async function inSlices(steps: Iterator<void>, clock: Clock): Promise<Omit<CopyReport, "bytes">> {
  let rows = 0;
  let longestMs = 0;
  for (;;) {
    const startedMs = clock.monotonicMs();
    let isDone = false;
    let tookMs = 0;
    while (!isDone && tookMs < SLICE_MS) {
      for (let row = 0; row < ROWS_PER_LOOK && !isDone; row++) {
        isDone = steps.next().done ?? false;
        if (!isDone) rows++;
      }
      tookMs = clock.monotonicMs() - startedMs;
    }
    longestMs = Math.max(longestMs, tookMs);
    if (isDone) return { rows, longestMs };
    await sleep(clock, PAUSE_MS);
  }
}

/** One step a row. Indexes grow with the rows, so that none is built in one go; triggers come last, and see none of it. */
function* rowsCopied(source: DatabaseSync, target: DatabaseSync): Generator<void> {
  const parts = source.prepare(SCHEMA_SQL).all().map((row) => ({
    type: text(row, "type"),
    name: text(row, "name"),
    sql: textOrNull(row, "sql") ?? "",
  }));
  const make = (types: readonly string[]) => {
    for (const { type, sql } of parts) if (types.includes(type)) target.exec(sql);
  };
  make(["table"]);
  make(["index"]);
  for (const { type, name } of parts) if (type === "table") yield* tableCopied(source, target, name);
  if (parts.some(({ sql }) => /AUTOINCREMENT/i.test(sql))) {
    target.exec("DELETE FROM sqlite_sequence");
    yield* tableCopied(source, target, "sqlite_sequence");
  }
  make(["trigger", "view"]);
  const version = source.prepare("PRAGMA user_version").get()?.["user_version"];
  target.exec(`PRAGMA user_version = ${Number(version)}`);
}

/** Page by page along the key: a statement that stays open while the program goes on is more than some runtimes bear. */
function* tableCopied(source: DatabaseSync, target: DatabaseSync, table: string): Generator<void> {
  const { first, next, insert } = statements(source, target, table);
  let rows = first.all();
  while (rows.length > 0) {
    let last: readonly Copied[] = [];
    for (const row of rows) {
      const values = Object.values(row).map(copied);
      const keys = Number(values[0]);
      last = values.slice(1, keys + 1);
      insert.run(...values.slice(keys + 1));
      yield;
    }
    rows = next.all(...last);
  }
}

/** What reads a table along its key, and what writes it. A row is the number of its keys, its keys, and its columns. */
function statements(source: DatabaseSync, target: DatabaseSync, table: string) {
  const columns = source.prepare(COLUMNS_SQL).all(table);
  const found = columns.filter((row) => row["pk"] !== 0).toSorted((one, other) =>
    Number(one["pk"]) - Number(other["pk"])
  );
  const keys = found.length === 0 ? ["rowid"] : found.map((row) => quoted(text(row, "name")));
  const list = keys.join(", ");
  const named = keys.map((key, at) => `${key} AS key_${at}`).join(", ");
  const marks = (count: number) => Array.from({ length: count }, () => "?").join(", ");
  const select = `SELECT ${keys.length} AS keys, ${named}, * FROM ${quoted(table)}`;
  const end = `ORDER BY ${list} LIMIT ${ROWS_PER_PAGE}`;
  const first = source.prepare(`${select} ${end}`);
  const next = source.prepare(`${select} WHERE (${list}) > (${marks(keys.length)}) ${end}`);
  // No whole number is rounded on its way.
  for (const statement of [first, next]) statement.setReadBigInts(true);
  const insert = target.prepare(`INSERT INTO ${quoted(table)} VALUES (${marks(columns.length)})`);
  return { first, next, insert };
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

type Copied = null | number | bigint | string | Uint8Array;

function copied(value: unknown): Copied {
  if (value === null || typeof value === "number" || typeof value === "bigint") return value;
  if (typeof value === "string" || value instanceof Uint8Array) return value;
  throw new TypeError(`copy a value, SQLite has no such type: ${typeof value}`);
}

const COLUMNS_SQL = "SELECT name, pk FROM pragma_table_info(?)";

const SCHEMA_SQL =
  "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND sql IS NOT NULL";
