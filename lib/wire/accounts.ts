/** What somebody with an account may do, each role all that the ones before it may. */
export type Role = "viewer" | "operator" | "admin" | "superadmin";

/** Every role, the least first. */
export const ROLES: readonly Role[] = ["viewer", "operator", "admin", "superadmin"];

/** What an API token may be used for, as far as its user's role allows it; each is for itself. */
export type TokenScope = "read" | "command" | "admin";

/** Every scope of API tokens. */
export const TOKEN_SCOPES: readonly TokenScope[] = ["read", "command", "admin"];

/** True for the name of a role. */
export function isRole(value: unknown): value is Role {
  return typeof value === "string" && ROLES.some((role) => role === value);
}

/** Whether a role may all that another one may. */
export function isAtLeast(role: Role, least: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(least);
}

/** `GET /api/me`: who asks. */
export interface Me {
  readonly user: string;
  readonly role: Role;
  /** Local nodes that the user may command; `null`: every one. */
  readonly nodes: readonly string[] | null;
  /** When the session or token ends; `null`: never. */
  readonly expires_at: string | null;
  /** How the request was signed: a session of somebody who signed in, or an API token. */
  readonly by: "session" | "token";
}

/** `POST /api/auth/login`, `/api/auth/register` and `/api/auth/password`; the token is also in the cookie that comes along. */
export interface SignedInAnswer {
  readonly token: string;
  readonly expires_at: string;
  readonly role: Role;
}

/** `POST /api/auth/ticket`: good once, for a moment. */
export interface TicketAnswer {
  readonly ticket: string;
  readonly expires_at: string;
}

/** One of the own sessions. */
export interface SignInEntry {
  readonly id: string;
  readonly created_at: string;
  readonly expires_at: string;
  readonly address: string;
  readonly agent: string | null;
  /** True for the session that asks. */
  readonly current: boolean;
}

/** `GET /api/auth/sessions`, newest first. */
export interface SessionsAnswer {
  readonly sessions: readonly SignInEntry[];
}

/** One API token. */
export interface ApiTokenEntry {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly used_at: string | null;
}

/** `GET /api/auth/tokens`, oldest first. */
export interface ApiTokensAnswer {
  readonly tokens: readonly ApiTokenEntry[];
}

/** `POST /api/auth/tokens`: the secret is shown this once. */
export interface NewApiTokenAnswer {
  readonly token: ApiTokenEntry;
  readonly secret: string;
}
