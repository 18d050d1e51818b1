import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { SqlRow } from "./columns.ts";
import { connectFile } from "./connection.ts";
import { damaged, describeFailure, isDamage, StoreError } from "./errors.ts";
import { migrate, rollback } from "./migrations.ts";

/** Values that a statement takes. */
export type SqlValues = Readonly<Record<string, string | number | null>>;

/** A database that cannot be used now; the message is one line. */
export class UnavailableError extends Error {
  override readonly name = "UnavailableError";
}

/** How long somebody else may hold the file, such as the command line beside a running server. */
const WAIT_FOR_LOCK_MS = 1_000;

/**
 * A connection of its own for accounts and audit: what is written through it is on the disk when the call returns. A file that was
 * lost is opened again by the next call.
 */
export class AccountFile {
  #db: DatabaseSync | null = null;
  readonly #statements = new Map<string, StatementSync>();
  #isClosed = false;

  constructor(
    private readonly path: string,
    private readonly connect: (path: string) => DatabaseSync = connectFile,
  ) {}

  /** Opens the file and brings it up to date. Throws `StoreError` when it must not be used, `UnavailableError` when it cannot be. */
  open(): void {
    this.#guarded(() => this.#open());
  }

  /** Rows of a query. Throws `UnavailableError`. */
  all(sql: string, values: SqlValues = {}): readonly SqlRow[] {
    return this.#guarded(() => this.#statement(sql).all(values));
  }

  /** Runs one statement; gives how many rows it changed. Throws `UnavailableError`. */
  run(sql: string, values: SqlValues = {}): number {
    return this.#guarded(() => Number(this.#statement(sql).run(values).changes));
  }

  /**
   * Runs several statements, all or none. `durable` outlives a power cut as well: a session that was ended must not come back.
   * Throws what `action` throws, or `UnavailableError`.
   */
  transaction<T>(action: () => T, durable: boolean): T {
    const db = this.#guarded(() => this.#open());
    this.#guarded(() => db.exec(`PRAGMA synchronous = ${durable ? "FULL" : "NORMAL"}; BEGIN IMMEDIATE`));
    try {
      const result = action();
      this.#guarded(() => db.exec("COMMIT"));
      return result;
    } catch (error) {
      if (this.#db === db) rollback(db);
      throw error;
    }
  }

  /** Closes the file for good. */
  close(): void {
    this.#isClosed = true;
    this.#release();
  }

  #open(): DatabaseSync {
    if (this.#isClosed) throw new UnavailableError("open database, it is closed");
    if (this.#db) return this.#db;
    const db = this.connect(this.path);
    try {
      db.exec(`PRAGMA busy_timeout = ${WAIT_FOR_LOCK_MS}`);
      migrate(db, this.path);
      // Its tables are small; the whole server is to stay small.
      db.exec("PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -128");
    } catch (error) {
      db.close();
      if (error instanceof StoreError || !isDamage(error)) throw error;
      throw damaged(this.path, error instanceof Error ? error.message : "", error);
    }
    this.#db = db;
    return db;
  }

  #statement(sql: string): StatementSync {
    const db = this.#open();
    let statement = this.#statements.get(sql);
    if (!statement) this.#statements.set(sql, statement = db.prepare(sql));
    return statement;
  }

  #guarded<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      if (error instanceof StoreError || error instanceof UnavailableError) throw error;
      if (isOfTheStatement(error)) throw error;
      this.#release();
      throw new UnavailableError(`use accounts, the database cannot be used: ${describeFailure(error)}`);
    }
  }

  #release(): void {
    this.#statements.clear();
    const db = this.#db;
    this.#db = null;
    db?.close();
  }
}

/** What a constraint or trigger refuses is an answer, not a fault of the disk. */
function isOfTheStatement(error: unknown): boolean {
  return error instanceof Error && /constraint failed|append-only/i.test(error.message);
}
