/** Why a database is refused. */
export type StoreErrorReason = "damaged" | "newer" | "migration" | "in_use";

/** A database that must not be written to; the message is one line that says what to do. */
export class StoreError extends Error {
  override readonly name = "StoreError";

  constructor(readonly reason: StoreErrorReason, message: string, options?: ErrorOptions) {
    super(message, options);
  }
}

/** SQLite's words for a file that is no (whole) database; node:sqlite gives no result code on every version of Deno. */
const DAMAGED = /file is not a database|malformed/i;

/** Whether an error says that the file itself is damaged. */
export function isDamage(error: unknown): boolean {
  return error instanceof Error && DAMAGED.test(error.message);
}

/** Whether a later attempt over the same connection can go well: the disk was full, or somebody else was writing. */
export function mayPass(error: unknown): boolean {
  return error instanceof Error && /is full|is locked|table is locked/i.test(error.message);
}

/** One line for the page and `/health`: SQLite's own words, of other errors only the name (they can hold paths). */
export function describeFailure(error: unknown): string {
  if (error instanceof StoreError) return firstLine(error.message);
  if (!(error instanceof Error)) return "unknown error";
  return "code" in error && error.code === "ERR_SQLITE_ERROR" ? firstLine(error.message) : error.name;
}

/** What is said of a damaged file. */
export function damaged(path: string, detail: string, cause?: unknown): StoreError {
  const advice = "restore a copy, or move it and its -wal and -shm away to begin with an empty one";
  return new StoreError(
    "damaged",
    `open database, it is damaged (${firstLine(detail)}); ${advice}: ${path}`,
    {
      cause,
    },
  );
}

/** SQLite's reason alone: node:sqlite puts the statement or the path behind it. */
export function firstLine(text: string): string {
  const line = text.split("\n", 1)[0] ?? "";
  return line.replace(/ in\s*$| in .* at offset \d+$|: [./].*$/, "").slice(0, 200);
}
