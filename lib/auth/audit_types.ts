/** What was done, by the part of the program that it concerns. */
export type AuditWhat = `${"session" | "account" | "token" | "command" | "config" | "system"}.${string}`;

/** What became of it: done; refused (not allowed, wrong password); failed; or for commands, taken and not confirmed yet. */
export type AuditResult = "ok" | "refused" | "failed" | "accepted" | "confirmed" | "unknown";

/** One act, as whoever saw it tells it. */
export interface AuditEntry {
  /** The name of whoever acted, as they gave it where they could not prove it; `null`: nobody that is known. */
  readonly who: string | null;
  /** The client's address; `console` for the command line, `nexus` for the program itself. */
  readonly from: string;
  /** `session.sign_in`, `account.role`, `command.connect`. */
  readonly what: AuditWhat;
  /** The local node it was done to. */
  readonly node?: string | null;
  /** The other end: a user's name, a link. */
  readonly target?: string | null;
  readonly result: AuditResult;
  /** Joins entries about the same thing: the id of a command, whose outcome is an entry of its own. */
  readonly ref?: string | null;
  /** What else is to be known, on one line, without secrets. */
  readonly detail?: string | null;
}

/** One act as it is kept. */
export interface AuditRecord extends Required<AuditEntry> {
  readonly id: number;
  readonly atMs: number;
}

/** Which acts to read, newest first. */
export interface AuditQuery {
  /** Only acts before this one: the way to the next page. */
  readonly beforeId?: number;
  readonly sinceMs?: number;
  /** Only acts before this instant. */
  readonly untilMs?: number;
  /** In any case. */
  readonly who?: string;
  readonly node?: string;
  /** All of `session`, or only `session.sign_in`. */
  readonly what?: string;
  readonly result?: AuditResult;
  readonly limit: number;
}

/** Who did what: nothing in it is ever changed, and only what is older than the configuration says is deleted. */
export interface AuditLog {
  /** Takes down an act; what could not be written is kept in memory, bounded, and written later. Never throws. */
  record(entry: AuditEntry): void;
  /** Acts, newest first, those that wait to be written included. */
  read(query: AuditQuery): readonly AuditRecord[];
}
