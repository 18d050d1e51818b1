import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { DirectoryEntry } from "./types.ts";

/** Says which layout a file has; one of another layout is imported anew. */
export const LAYOUT_VERSION = 1;

/**
 * Rows and their words. The index keeps no text of its own; prefixes to eight letters have lists of their own, so that one letter
 * answers as fast as a word: without one all that has the prefix is put in order before the first is found.
 */
const SCHEMA = `
  CREATE TABLE nodes (
    node INTEGER PRIMARY KEY,
    callsign TEXT COLLATE NOCASE,
    description TEXT,
    location TEXT
  ) STRICT;
  CREATE INDEX nodes_by_callsign ON nodes (callsign);
  CREATE VIRTUAL TABLE words USING fts5 (
    callsign, description, location,
    content = '', detail = none, prefix = '1 2 3 4 5 6 7 8', tokenize = 'unicode61 remove_diacritics 2'
  );
  CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;

/** The index is written in small pieces and merged in small steps: by itself it would do both in one go now and then. */
const INDEX_PIECE_BYTES = 65_536;
const MERGE_PAGES = 6;
const NEVER = 1_999;

/**
 * Rows that go into the index in one step: one to two milliseconds of work. Each step leaves a part of the index to be merged,
 * so that many small ones make merging slow.
 */
const INDEX_ROWS = 256;

/** What stands in the file besides the rows. */
export type Facts = Readonly<Record<string, string>>;

/**
 * A copy in the making: a file of its own, written in one transaction that ends with `finish`. Each call of a statement leaves
 * some hundred bytes behind until the next full collection, so rows are handed over many at a time, as one JSON text, and the
 * index is made from the table afterwards.
 */
export class Staging {
  readonly #db: DatabaseSync;
  readonly #insert: StatementSync;
  readonly #indexEnd: StatementSync;
  readonly #index: StatementSync;
  readonly #firstMerge: StatementSync;
  readonly #merge: StatementSync;
  readonly #changes: StatementSync;
  #isMerging = false;
  #indexedTo = 0;
  #rows = 0;
  #isOpen = true;

  /** Makes the file anew. Errors: throws what SQLite or the file system says. */
  constructor(path: string) {
    removeIfThere(path);
    this.#db = new DatabaseSync(path);
    try {
      // Nobody reads it before it is whole, and a part of it is thrown away: it needs no journal.
      this.#db.exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -512");
      this.#db.exec(`BEGIN; ${SCHEMA}`);
      const settings = { hashsize: INDEX_PIECE_BYTES, automerge: 0, crisismerge: NEVER };
      for (const [name, value] of Object.entries(settings)) this.#db.exec(tuning(name, value));
      this.#insert = this.#db.prepare(INSERT_SQL);
      this.#indexEnd = this.#db.prepare(INDEX_END_SQL);
      this.#index = this.#db.prepare(INDEX_SQL);
      this.#firstMerge = this.#db.prepare(tuning("merge", -MERGE_PAGES));
      this.#merge = this.#db.prepare(tuning("merge", MERGE_PAGES));
      this.#changes = this.#db.prepare("SELECT total_changes() AS count");
    } catch (error) {
      this.#db.close();
      throw error;
    }
  }

  /** Rows so far; a node that is there twice counts once. */
  get rows(): number {
    return this.#rows;
  }

  /** Adds rows; of two for one node the first stays, which is how private nodes are put before the public ones. */
  insert(entries: readonly DirectoryEntry[]): void {
    const rows = entries.map(({ node, callsign, description, location }) =>
      [Number(node), callsign, description, location] as const
    );
    this.#rows += Number(this.#insert.run(JSON.stringify(rows)).changes);
  }

  /** Puts the words of the next rows into the index, once all rows are there; false when there are no more. */
  indexStep(): boolean {
    const to = this.#indexEnd.get(this.#indexedTo, INDEX_ROWS)?.["node"];
    if (typeof to !== "number") return false;
    this.#index.run(this.#indexedTo, to);
    this.#indexedTo = to;
    return true;
  }

  /** Puts a few pages of the index in order; false when there is nothing left to do. */
  mergeStep(): boolean {
    const before = this.#changesSoFar();
    (this.#isMerging ? this.#merge : this.#firstMerge).run();
    this.#isMerging = true;
    return this.#changesSoFar() - before >= 2; // what the documentation of FTS5 says of a merge that did something
  }

  /** Ends the transaction and closes the file. */
  finish(facts: Facts): void {
    const insert = this.#db.prepare("INSERT INTO facts VALUES (?, ?)");
    for (const [name, value] of Object.entries(facts)) insert.run(name, value);
    this.#db.exec(`PRAGMA user_version = ${LAYOUT_VERSION}; COMMIT`);
    this.abandon();
  }

  /** Closes the file without finishing it. */
  abandon(): void {
    if (this.#isOpen) this.#db.close();
    this.#isOpen = false;
  }

  #changesSoFar(): number {
    return Number(this.#changes.get()?.["count"] ?? 0);
  }
}

const INSERT_SQL = `
  INSERT OR IGNORE INTO nodes
  SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?)`;

/** The node up to which the next step goes. */
const INDEX_END_SQL = `
  SELECT max(node) AS node FROM (SELECT node FROM nodes WHERE node > ? ORDER BY node LIMIT ?)`;

const INDEX_SQL = `
  INSERT INTO words (rowid, callsign, description, location)
  SELECT node, callsign, description, location FROM nodes WHERE node > ? AND node <= ? ORDER BY node`;

/** FTS5 is told things by inserting them. It takes whole numbers only, which a bound number is not. */
function tuning(name: string, value: number): string {
  return `INSERT INTO words (words, rank) VALUES ('${name}', ${value})`;
}

/** Removes a file; none is fine. */
export function removeIfThere(path: string): void {
  try {
    Deno.removeSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
