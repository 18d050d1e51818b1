import type { AccountFile } from "./account_file.ts";
import { integer, integerOrNull, type SqlRow, text, textOrNull } from "./columns.ts";

/** One favourite as a row; `userId` is `null` for one that everybody has. */
export interface FavoriteRow {
  readonly id: number;
  readonly userId: number | null;
  readonly node: string;
  readonly label: string | null;
  readonly createdAtMs: number;
}

/** Nodes that people link to again and again: their own, and those that everybody has. Everything throws `UnavailableError`. */
export class FavoriteTable {
  constructor(private readonly file: AccountFile) {}

  /** What a user has: everybody's first, each in the order in which they were added. */
  of(userId: number): readonly FavoriteRow[] {
    return this.file.all(OF_SQL, { userId }).map(favoriteRow);
  }

  /** How many a user has of their own; of everybody's for `null`. */
  count(userId: number | null): number {
    return integer(this.file.all(COUNT_SQL, { userId })[0] ?? {}, "count");
  }

  /** How many the user has who has most, everybody's counted as one user's. */
  most(): number {
    return integer(this.file.all(MOST_SQL)[0] ?? {}, "most");
  }

  /** Adds one, or gives the label to the one that is there; the favourite as it is then. */
  put(row: Omit<FavoriteRow, "id">): FavoriteRow {
    return this.file.transaction(() => {
      this.file.run(DELETE_NODE_SQL, { userId: row.userId, node: row.node });
      this.file.run(INSERT_SQL, { ...row });
      const id = integer(this.file.all("SELECT last_insert_rowid() AS id")[0] ?? {}, "id");
      return { id, ...row };
    }, false);
  }

  /** One by its id. */
  find(id: number): FavoriteRow | undefined {
    return this.file.all("SELECT * FROM favorites WHERE id = :id", { id }).map(favoriteRow)[0];
  }

  /** Takes one away; false when it was not there. */
  delete(id: number): boolean {
    return this.file.run("DELETE FROM favorites WHERE id = :id", { id }) > 0;
  }
}

function favoriteRow(row: SqlRow): FavoriteRow {
  return {
    id: integer(row, "id"),
    userId: integerOrNull(row, "user_id"),
    node: text(row, "node"),
    label: textOrNull(row, "label"),
    createdAtMs: integer(row, "created_at_ms"),
  };
}

const OF_SQL = `
  SELECT * FROM favorites WHERE user_id = :userId OR user_id IS NULL ORDER BY user_id IS NOT NULL, id`;

const COUNT_SQL = "SELECT count(*) AS count FROM favorites WHERE user_id IS :userId";

const MOST_SQL = `
  SELECT coalesce(max(count), 0) AS most FROM (SELECT count(*) AS count FROM favorites GROUP BY user_id)`;

const DELETE_NODE_SQL = "DELETE FROM favorites WHERE user_id IS :userId AND node = :node";

const INSERT_SQL = `
  INSERT INTO favorites (user_id, node, label, created_at_ms) VALUES (:userId, :node, :label, :createdAtMs)`;
