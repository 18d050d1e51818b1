/** A row as node:sqlite gives it. */
export type SqlRow = Readonly<Record<string, unknown>>;

/** A column that is an integer; the schema is STRICT, so anything else is a mistake of this program. */
export function integer(row: SqlRow, column: string): number {
  const value = row[column];
  if (typeof value !== "number") throw new TypeError(`read column, it is not an integer: ${column}`);
  return value;
}

/** A column that is an integer or null. */
export function integerOrNull(row: SqlRow, column: string): number | null {
  return row[column] === null ? null : integer(row, column);
}

/** A column that is text. */
export function text(row: SqlRow, column: string): string {
  const value = row[column];
  if (typeof value !== "string") throw new TypeError(`read column, it is not text: ${column}`);
  return value;
}

/** A column that is text or null. */
export function textOrNull(row: SqlRow, column: string): string | null {
  return row[column] === null ? null : text(row, column);
}
