import type { AccountFile, SqlValues } from "./account_file.ts";
import { integer, type SqlRow, text, textOrNull } from "./columns.ts";

/** One act as a row. */
export interface AuditRow {
  readonly id: number;
  readonly atMs: number;
  readonly who: string | null;
  readonly from: string;
  readonly what: string;
  readonly node: string | null;
  readonly target: string | null;
  readonly result: string;
  readonly ref: string | null;
  readonly detail: string | null;
}

/** Which rows to read, newest first; `null`: whatever it is. */
export interface AuditFilter {
  readonly beforeId: number | null;
  readonly sinceMs: number | null;
  readonly untilMs: number | null;
  /** In any case. */
  readonly who: string | null;
  readonly node: string | null;
  /** `session` for every act of sessions, `session.sign_in` for that one. */
  readonly what: string | null;
  readonly result: string | null;
  readonly limit: number;
}

/** Rows deleted in one go: a few milliseconds of work. */
const PURGED_AT_ONCE = 500;

/** The append-only table of acts. */
export class AuditTable {
  constructor(private readonly file: AccountFile) {}

  /** Writes rows, all or none. Throws `UnavailableError`. */
  append(rows: readonly Omit<AuditRow, "id">[]): void {
    this.file.transaction(() => {
      for (const row of rows) this.file.run(INSERT_SQL, { ...row });
    }, false);
  }

  /** How many rows there are, those about to be deleted included; it costs no more with many. Throws `UnavailableError`. */
  size(): number {
    return integer(this.file.all(SIZE_SQL)[0] ?? {}, "size");
  }

  /** Rows, newest first. Throws `UnavailableError`. */
  read(filter: AuditFilter): readonly AuditRow[] {
    const values: SqlValues = { ...filter };
    return this.file.all(READ_SQL, values).map(auditRow);
  }

  /**
   * Deletes some of what is older than an instant or beyond the number of rows that are kept; false when there may be more.
   * Throws `UnavailableError`.
   */
  purge(beforeMs: number, keepRows: number): boolean {
    return this.file.transaction(() => {
      this.file.run(RELEASE_SQL, { beforeMs, keepRows });
      return this.file.run(PURGE_SQL) < PURGED_AT_ONCE;
    }, false);
  }
}

function auditRow(row: SqlRow): AuditRow {
  return {
    id: integer(row, "id"),
    atMs: integer(row, "at_ms"),
    who: textOrNull(row, "who"),
    from: text(row, "address"),
    what: text(row, "what"),
    node: textOrNull(row, "node"),
    target: textOrNull(row, "target"),
    result: text(row, "result"),
    ref: textOrNull(row, "ref"),
    detail: textOrNull(row, "detail"),
  };
}

const INSERT_SQL = `
  INSERT INTO audit (at_ms, who, address, what, node, target, result, ref, detail)
  VALUES (:atMs, :who, :from, :what, :node, :target, :result, :ref, :detail)`;

const READ_SQL = `
  SELECT * FROM audit
  WHERE (:beforeId IS NULL OR id < :beforeId) AND (:sinceMs IS NULL OR at_ms >= :sinceMs)
    AND (:untilMs IS NULL OR at_ms < :untilMs) AND (:who IS NULL OR who = :who COLLATE NOCASE)
    AND (:node IS NULL OR node = :node)
    AND (:what IS NULL OR what = :what OR substr(what, 1, length(:what) + 1) = :what || '.')
    AND (:result IS NULL OR result = :result)
  ORDER BY id DESC LIMIT :limit`;

/** The triggers let go of what is below this id. */
const RELEASE_SQL = `
  UPDATE audit_state SET delete_before_id = max(
    delete_before_id,
    coalesce((SELECT max(id) + 1 FROM audit WHERE at_ms < :beforeMs), 0),
    coalesce((SELECT max(id) FROM audit), 0) + 1 - :keepRows)`;

/** Rows are only ever deleted from the oldest on, so that their numbers have no gaps. */
const SIZE_SQL = "SELECT coalesce((SELECT max(id) FROM audit) - (SELECT min(id) FROM audit) + 1, 0) AS size";

const PURGE_SQL = `
  DELETE FROM audit WHERE id IN (
    SELECT id FROM audit WHERE id < (SELECT delete_before_id FROM audit_state) ORDER BY id LIMIT ${PURGED_AT_ONCE})`;
