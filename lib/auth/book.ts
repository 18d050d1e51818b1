import type { AccountTable, ApiTokenRow, SignInRow, UserRow } from "../store/mod.ts";
import { isRole, type Role, TOKEN_SCOPES, type TokenScope } from "../wire/mod.ts";
import type { NodeLimit, SessionPrincipal, TokenPrincipal } from "./types.ts";

/** One account. */
export interface User {
  readonly id: number;
  readonly name: string;
  readonly passwordHash: string;
  readonly role: Role;
  readonly nodes: NodeLimit;
  readonly createdAtMs: number;
  readonly passwordAtMs: number;
  readonly signedInAtMs: number | null;
}

/** One API token as it is listed; its secret was shown once and is nowhere. */
export interface ApiToken {
  readonly id: string;
  readonly userId: number;
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  readonly createdAtMs: number;
  readonly expiresAtMs: number | null;
  readonly usedAtMs: number | null;
}

/** What a stream was opened with: `s:` and a session, `t:` and an API token. */
export type CredentialId = `s:${string}` | `t:${string}`;

/** What ended, and why. */
export interface Ended {
  readonly ids: ReadonlySet<CredentialId>;
  readonly why: "revoked" | "expired";
}

interface KnownToken extends ApiToken {
  readonly secretHash: string;
}

/**
 * Accounts, sessions and tokens in memory, as of the last time that the database was looked at: who asks is answered without
 * reading the disk, and goes on to be while the disk is away.
 */
export class AccountBook {
  #users = new Map<number, User>();
  #byName = new Map<string, User>();
  #sessions = new Map<string, SignInRow>();
  #tokens = new Map<string, KnownToken>();
  #dataVersion = -1;
  #changes = -1;
  #nextExpiryMs = Infinity;

  constructor(private readonly table: AccountTable, private readonly onEnded: (ended: Ended) => void) {}

  /** How many accounts there are. */
  get size(): number {
    return this.#users.size;
  }

  /** How many sessions are running. */
  get sessionCount(): number {
    return this.#sessions.size;
  }

  /** Every account, oldest first. */
  get users(): readonly User[] {
    return [...this.#users.values()];
  }

  /** Every running session, oldest first. */
  get sessions(): readonly SignInRow[] {
    return [...this.#sessions.values()];
  }

  /** Every API token, oldest first. */
  get tokens(): readonly ApiToken[] {
    return [...this.#tokens.values()].map(({ secretHash: _secret, ...token }) => token);
  }

  /** The account of a name, whatever its case. */
  named(name: string): User | undefined {
    return this.#byName.get(name.toLowerCase());
  }

  /** The account of an id. */
  user(id: number): User | undefined {
    return this.#users.get(id);
  }

  /** Who a running session belongs to. */
  sessionPrincipal(sessionId: string, nowMs: number): SessionPrincipal | null {
    const session = this.#sessions.get(sessionId);
    const user = session && this.#users.get(session.userId);
    if (!session || !user || session.expiresAtMs <= nowMs) return null;
    const { id: userId, name: username, role, nodes } = user;
    return { kind: "session", userId, username, role, nodes, sessionId, expiresAtMs: session.expiresAtMs };
  }

  /** Who an API token belongs to. */
  tokenPrincipal(tokenId: string, nowMs: number): TokenPrincipal | null {
    const token = this.#tokens.get(tokenId);
    const user = token && this.#users.get(token.userId);
    if (!token || !user || (token.expiresAtMs ?? Infinity) <= nowMs) return null;
    const { id: userId, name: username, role, nodes } = user;
    const { name: tokenName, scopes, expiresAtMs } = token;
    return { kind: "token", userId, username, role, nodes, tokenId, tokenName, scopes, expiresAtMs };
  }

  /** The hash of an API token's secret. */
  secretHash(tokenId: string): string | undefined {
    return this.#tokens.get(tokenId)?.secretHash;
  }

  /** Looks whether anybody else changed something, and takes it over. Throws `UnavailableError`. */
  refresh(nowMs: number): void {
    const dataVersion = this.table.dataVersion();
    if (dataVersion === this.#dataVersion) return;
    const changes = this.table.changes();
    if (changes !== this.#changes) this.reload(nowMs);
    this.#dataVersion = dataVersion;
  }

  /** Takes everything over from the database, and tells what ended by that. Throws `UnavailableError`. */
  reload(nowMs: number): void {
    const changes = this.table.changes();
    const users = this.table.users().map(userOf);
    const sessions = this.table.signIns(nowMs);
    const tokens = this.table.apiTokens().map(tokenOf);
    const before = this.#credentials();
    this.#changes = changes;
    this.#users = new Map(users.map((user) => [user.id, user]));
    this.#byName = new Map(users.map((user) => [user.name.toLowerCase(), user]));
    this.#sessions = new Map(sessions.map((session) => [session.id, session]));
    this.#tokens = new Map(tokens.map((token) => [token.id, token]));
    this.#findNextExpiry(nowMs);
    const now = this.#credentials();
    this.#tell(new Set([...before].filter((id) => !now.has(id))), "revoked");
  }

  /** Ends what has had its time; costs nothing until then. */
  expire(nowMs: number): void {
    if (nowMs < this.#nextExpiryMs) return;
    const ids = new Set<CredentialId>();
    for (const session of this.#sessions.values()) {
      if (session.expiresAtMs <= nowMs) ids.add(`s:${session.id}`);
    }
    for (const token of this.#tokens.values()) {
      if ((token.expiresAtMs ?? Infinity) <= nowMs) ids.add(`t:${token.id}`);
    }
    for (const id of ids) this.#sessions.delete(id.slice(2));
    this.#findNextExpiry(nowMs);
    this.#tell(ids, "expired");
  }

  #credentials(): Set<CredentialId> {
    const ids = new Set<CredentialId>();
    for (const id of this.#sessions.keys()) ids.add(`s:${id}`);
    for (const id of this.#tokens.keys()) ids.add(`t:${id}`);
    return ids;
  }

  #tell(ids: ReadonlySet<CredentialId>, why: Ended["why"]): void {
    if (ids.size > 0) this.onEnded({ ids, why });
  }

  /** Tokens whose time is over stay listed. */
  #findNextExpiry(nowMs: number): void {
    this.#nextExpiryMs = Infinity;
    for (const { expiresAtMs } of this.#sessions.values()) {
      this.#nextExpiryMs = Math.min(this.#nextExpiryMs, expiresAtMs);
    }
    for (const { expiresAtMs } of this.#tokens.values()) {
      if (expiresAtMs !== null && expiresAtMs > nowMs) {
        this.#nextExpiryMs = Math.min(this.#nextExpiryMs, expiresAtMs);
      }
    }
  }
}

function userOf(row: UserRow): User {
  const { nodes, role, ...rest } = row;
  // A role that this program does not know may look, no more.
  return { ...rest, role: isRole(role) ? role : "viewer", nodes: nodes === null ? "all" : textList(nodes) };
}

function tokenOf(row: ApiTokenRow): KnownToken {
  const scopes = textList(row.scopes);
  return { ...row, scopes: TOKEN_SCOPES.filter((scope) => scopes.includes(scope)) };
}

function textList(json: string): readonly string[] {
  const value: unknown = JSON.parse(json);
  return Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : [];
}
