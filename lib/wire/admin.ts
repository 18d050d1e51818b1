import type { ApiTokenEntry, Role } from "./accounts.ts";

/** One account as admins see it. */
export interface UserEntry {
  readonly id: number;
  readonly user: string;
  readonly role: Role;
  /** Local nodes that the user may command; `null`: every one. */
  readonly nodes: readonly string[] | null;
  readonly created_at: string;
  readonly password_at: string;
  /** `null`: never. */
  readonly signed_in_at: string | null;
  readonly sessions: number;
  readonly tokens: number;
  /** True where whoever asks may change the account. */
  readonly manageable: boolean;
}

/** `GET /api/admin/users`, oldest first. */
export interface UsersAnswer {
  readonly users: readonly UserEntry[];
}

/** `POST /api/admin/users` and `PATCH /api/admin/users/{id}`; `password` where one was made up, told this once. */
export interface UserAnswer {
  readonly user: UserEntry;
  readonly password: string | null;
}

/** One act of the audit. */
export interface AuditAct {
  readonly id: number;
  readonly at: string;
  /** `null`: nobody that is known. */
  readonly who: string | null;
  /** The address; `console` for the command line, `nexus` for the program itself. */
  readonly from: string;
  readonly what: string;
  readonly node: string | null;
  readonly target: string | null;
  readonly result: string;
  readonly ref: string | null;
  readonly detail: string | null;
}

/** `GET /api/admin/audit`: newest first. */
export interface AuditAnswer {
  readonly acts: readonly AuditAct[];
  /** What `before` is to be for the next page; `null`: there is none. */
  readonly next: number | null;
}

/** One running session of anybody. */
export interface AdminSessionEntry {
  readonly id: string;
  readonly user: string;
  readonly created_at: string;
  readonly expires_at: string;
  readonly address: string;
  readonly agent: string | null;
  /** True for the session that asks. */
  readonly current: boolean;
  readonly manageable: boolean;
}

/** One API token of anybody. */
export interface AdminTokenEntry extends ApiTokenEntry {
  readonly user: string;
  readonly manageable: boolean;
}

/** `GET /api/admin/sessions`: newest first. */
export interface AdminSessionsAnswer {
  readonly sessions: readonly AdminSessionEntry[];
  readonly tokens: readonly AdminTokenEntry[];
}
