import type { DatabaseSync } from "node:sqlite";
import { integer } from "./columns.ts";
import { firstLine, isDamage, StoreError } from "./errors.ts";
import { type Migration, MIGRATIONS } from "./schema.ts";

/**
 * Brings the schema up to date, each step in a transaction of its own with its version. Errors: `StoreError` with the
 * name of the step that failed, or when the database was written by a newer program; a full or read-only disk throws
 * as SQLite says it.
 */
export function migrate(db: DatabaseSync, path: string, migrations: readonly Migration[] = MIGRATIONS): void {
  const version = schemaVersion(db);
  if (version > migrations.length) {
    throw new StoreError(
      "newer",
      `open database, its schema is version ${version} and this program knows up to ${migrations.length}; ` +
        `install the newer Nexus again, or move the file away to begin with an empty one: ${path}`,
    );
  }
  migrations.slice(version).forEach((migration, index) => step(db, path, migration, version + index + 1));
}

/** The version of the schema in the file; 0 when it is new. */
export function schemaVersion(db: DatabaseSync): number {
  const row = db.prepare("PRAGMA user_version").get();
  return row ? integer(row, "user_version") : 0;
}

function step(db: DatabaseSync, path: string, migration: Migration, version: number): void {
  db.exec("BEGIN IMMEDIATE");
  try {
    db.exec(migration.sql);
    db.exec(`PRAGMA user_version = ${version}`);
    db.exec("COMMIT");
  } catch (error) {
    rollback(db);
    if (isDamage(error) || !isMistake(error)) throw error;
    const reason = error instanceof Error ? firstLine(error.message) : "unknown error";
    throw new StoreError(
      "migration",
      `migrate database, step "${migration.name}" failed (${reason}): ${path}`,
      {
        cause: error,
      },
    );
  }
}

/** Undoes an open transaction; SQLite may have done so by itself (a full disk), which is no error. */
export function rollback(db: DatabaseSync): void {
  try {
    db.exec("ROLLBACK");
  } catch (error) {
    if (!(error instanceof Error) || !/no transaction is active/.test(error.message)) throw error;
  }
}

/** What the disk or another process does wrong, as against a step that does not fit the schema it met. */
const OF_THE_DISK = /is full|readonly|disk i\/o|unable to open|is locked|out of memory|interrupted/i;

function isMistake(error: unknown): boolean {
  return error instanceof Error && !OF_THE_DISK.test(error.message);
}
