import { DatabaseSync } from "node:sqlite";
import { dirname } from "node:path";
import { damaged, isDamage, StoreError } from "./errors.ts";
import { migrate } from "./migrations.ts";
import { Reader } from "./reader.ts";
import { Writer } from "./writer.ts";

/** An open database with its prepared statements. */
export interface Connection {
  readonly writer: Writer;
  readonly reader: Reader;
  close(): void;
}

/** A file of its own for the database, as node:sqlite opens it. */
export function connectFile(path: string): DatabaseSync {
  if (path !== ":memory:") {
    Deno.mkdirSync(dirname(path), { recursive: true });
    keepToOwner(path);
  }
  return new DatabaseSync(path);
}

/** It holds hashes of passwords: a file for its owner alone, as are the ones beside it, whose mode SQLite takes from it. */
const OWNER_ONLY = 0o600;
const OTHERS = 0o077;

/**
 * What is wrong with the place is SQLite's to say, which tries it next. A file that is there is not opened: closing it would drop the
 * locks of whoever else in this process has it open.
 */
function keepToOwner(path: string): void {
  try {
    if (((Deno.statSync(path).mode ?? 0) & OTHERS) !== 0) Deno.chmodSync(path, OWNER_ONLY);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) makeEmpty(path);
    else if (!(error instanceof Error)) throw error;
  }
}

function makeEmpty(path: string): void {
  try {
    Deno.writeFileSync(path, new Uint8Array(), { createNew: true, mode: OWNER_ONLY });
  } catch (error) {
    if (!(error instanceof Error)) throw error; // as above
  }
}

/**
 * Opens, checks and migrates the database. Errors: `StoreError` when it is damaged, newer, or cannot be migrated; whatever
 * SQLite or the file system says when the disk does not let it.
 */
export function openConnection(path: string, connect: (path: string) => DatabaseSync): Connection {
  const db = connect(path);
  try {
    db.exec(`PRAGMA busy_timeout = ${WAIT_FOR_LOCK_MS}`);
    // Nothing is changed before it is certain that the file is whole and ours.
    checkFile(db, path);
    migrate(db, path);
    setModes(db);
    return { writer: new Writer(db), reader: new Reader(db), close: () => db.close() };
  } catch (error) {
    db.close();
    if (error instanceof StoreError || !isDamage(error)) throw error;
    throw damaged(path, error instanceof Error ? error.message : "", error);
  }
}

const WAIT_FOR_LOCK_MS = 250; // the event loop stands still meanwhile; a copy being taken holds the lock shorter
const WAL_KEPT_BYTES = 4_194_304; // what the -wal file is cut back to

function setModes(db: DatabaseSync): void {
  db.exec("PRAGMA journal_mode = WAL");
  // With WAL a killed process loses nothing that was committed; only a power cut can, and never the file.
  db.exec("PRAGMA synchronous = NORMAL");
  db.exec("PRAGMA foreign_keys = ON");
  // Half of SQLite's own 2 MB: the tables are small, and the whole server is to stay small.
  db.exec("PRAGMA cache_size = -1024");
  db.exec(`PRAGMA journal_size_limit = ${WAL_KEPT_BYTES}`);
}

function checkFile(db: DatabaseSync, path: string): void {
  // Reads the header and the schema: some versions of node:sqlite do not say why a statement cannot be prepared.
  db.exec("SELECT count(*) FROM sqlite_schema");
  const answer = db.prepare("PRAGMA quick_check(1)").get()?.["quick_check"];
  // Its first line only names the schema.
  const finding = typeof answer === "string" ? answer.split("\n").at(-1) : undefined;
  if (answer !== "ok") throw damaged(path, finding ?? "check gave no answer");
}
