import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { Query } from "./query.ts";
import { type Facts, LAYOUT_VERSION } from "./staging.ts";
import type { DirectoryEntry } from "./types.ts";

/** A copy of the directory that answers. */
export interface DirectoryFile {
  readonly facts: Facts;
  /** What is known of a node. Throws when the file cannot be read. */
  find(node: number): DirectoryEntry | undefined;
  /** Nodes that a query is about: by number, then by callsign, then by their words. Throws when the file cannot be read. */
  search(query: Query, limit: number): readonly DirectoryEntry[];
  close(): void;
}

/** The same row for every question, with the number as the text that it is elsewhere. */
const COLUMNS = "n.node, n.callsign, n.description, n.location";

/** Opens a copy. Undefined when there is none, or one of another layout; throws when it cannot be read. */
export function openDirectoryFile(path: string): DirectoryFile | undefined {
  if (!isThere(path)) return undefined;
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    db.exec("PRAGMA cache_size = -256"); // a lookup reads three pages; the system caches the file
    const version = db.prepare("PRAGMA user_version").get()?.["user_version"];
    if (version === LAYOUT_VERSION) return new OpenFile(db);
    db.close();
    return undefined;
  } catch (error) {
    db.close();
    throw error;
  }
}

class OpenFile implements DirectoryFile {
  readonly facts: Facts;
  readonly #find: StatementSync;
  readonly #range: StatementSync;
  readonly #callsign: StatementSync;
  readonly #words: StatementSync;

  constructor(private readonly db: DatabaseSync) {
    const facts = db.prepare("SELECT name, value FROM facts").all();
    this.facts = Object.fromEntries(facts.map(({ name, value }) => [String(name), String(value)]));
    this.#find = db.prepare(`SELECT ${COLUMNS} FROM nodes n WHERE n.node = ?`);
    this.#range = db.prepare(
      `SELECT ${COLUMNS} FROM nodes n WHERE n.node BETWEEN ? AND ? ORDER BY n.node LIMIT ?`,
    );
    this.#callsign = db.prepare(
      `SELECT ${COLUMNS} FROM nodes n WHERE n.callsign >= ? AND n.callsign < ? ORDER BY n.callsign, n.node LIMIT ?`,
    );
    this.#words = db.prepare(
      `SELECT ${COLUMNS} FROM words w JOIN nodes n ON n.node = w.rowid WHERE words MATCH ? ORDER BY w.rowid LIMIT ?`,
    );
  }

  find(node: number): DirectoryEntry | undefined {
    const row = this.#find.get(node);
    return row && entryOf(row);
  }

  search(query: Query, limit: number): readonly DirectoryEntry[] {
    const found = new Map<string, DirectoryEntry>();
    const add = (rows: readonly Readonly<Record<string, unknown>>[]) => {
      for (const row of rows) {
        const entry = entryOf(row);
        if (found.size < limit && !found.has(entry.node)) found.set(entry.node, entry);
      }
    };
    for (const [from, to] of query.ranges) {
      if (found.size < limit) add(this.#range.all(from, to, limit - found.size));
    }
    const { callsign } = query;
    if (callsign !== null && found.size < limit) {
      add(this.#callsign.all(callsign, `${callsign}\u{10ffff}`, limit));
    }
    // What is known already may come again: as many more are asked for.
    if (found.size < limit) add(this.#words.all(matchOf(query), limit + found.size));
    return [...found.values()];
  }

  close(): void {
    this.db.close();
  }
}

/** Words are letters and digits only, so that quoting them is all there is to do. */
function matchOf({ words }: Query): string {
  return words.map((word) => `"${word}"*`).join(" ");
}

function entryOf(row: Readonly<Record<string, unknown>>): DirectoryEntry {
  const text = (value: unknown) => typeof value === "string" ? value : null;
  return {
    node: String(row["node"]),
    callsign: text(row["callsign"]),
    description: text(row["description"]),
    location: text(row["location"]),
  };
}

function isThere(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
