import type { AccountTable } from "../store/mod.ts";
import type { Clock } from "../clock/mod.ts";
import { isAtLeast, type Role } from "../wire/mod.ts";
import { AccountError } from "./account_error.ts";
import type { AuditLog, AuditWhat } from "./audit_types.ts";
import type { AccountBook, User } from "./book.ts";
import { mayAdminister, mayManage } from "./capabilities.ts";
import type { PasswordHasher } from "./hash.ts";
import type { NodeLimit, Principal } from "./types.ts";
import { requireName, requireNodes, requirePassword } from "./user_rules.ts";

/** Accounts there may be. */
export const MAX_USERS = 1_000;

/** Who manages accounts: somebody who signed in, or whoever has the machine's command line, who may everything. */
export interface Actor {
  readonly principal: Principal | "console";
  readonly name: string;
  /** For the audit: an address, `console`. */
  readonly from: string;
}

/** An account as it is listed. */
export interface UserInfo extends Omit<User, "passwordHash"> {
  readonly sessions: number;
  readonly tokens: number;
}

/** A new account. */
export interface NewUser {
  readonly name: string;
  readonly password: string;
  readonly role: Role;
  readonly nodes: NodeLimit;
}

/** What accounts are managed with. */
export interface UserAdminOptions {
  readonly table: AccountTable;
  readonly book: AccountBook;
  readonly hasher: PasswordHasher;
  readonly audit: AuditLog;
  readonly clock: Clock;
}

/**
 * Manages accounts, for the command line and for pages alike; what it does holds at once and is in the audit. Everything throws
 * `AccountError` for what must not be done, and `UnavailableError` when the database cannot be used.
 */
export class UserAdmin {
  constructor(private readonly options: UserAdminOptions) {}

  /** Every account, oldest first. */
  list(): readonly UserInfo[] {
    const { book } = this.options;
    book.refresh(this.options.clock.now());
    return book.users.map(({ passwordHash: _hash, ...user }) => ({
      ...user,
      sessions: book.sessions.filter(({ userId }) => userId === user.id).length,
      tokens: book.tokens.filter(({ userId }) => userId === user.id).length,
    }));
  }

  /** The account of a name. */
  find(name: string): UserInfo {
    const found = this.list().find((user) => user.name.toLowerCase() === name.toLowerCase());
    if (!found) throw unknownUser(name);
    return found;
  }

  /** Makes an account. */
  async create(actor: Actor, { name, password, role, nodes }: NewUser): Promise<UserInfo> {
    this.#require(actor, role, "account.create", name);
    requireName(name);
    requireNodes(nodes);
    await requirePassword(password, name);
    const { table, hasher, clock } = this.options;
    const passwordHash = await hasher.hash(password);
    const nowMs = clock.now();
    this.#change(actor, "account.create", name, `${role} ${describeNodes(nodes)}`, () => {
      if (table.users().length >= MAX_USERS) {
        throw new AccountError("full", `make an account, there are already: ${MAX_USERS}`);
      }
      const row = {
        name,
        passwordHash,
        role,
        nodes: nodesText(nodes),
        createdAtMs: nowMs,
        passwordAtMs: nowMs,
      };
      if (table.addUser(row) === null) {
        throw new AccountError("taken", `make an account, the name is taken: ${name}`, { field: "username" });
      }
    });
    return this.find(name);
  }

  /** Gives an account another password; its sessions and tokens end. */
  async setPassword(actor: Actor, userId: number, password: string): Promise<void> {
    const user = this.#user(userId);
    this.#require(actor, user.role, "account.password", user.name);
    await requirePassword(password, user.name);
    const { table, hasher, clock } = this.options;
    const passwordHash = await hasher.hash(password);
    this.#change(actor, "account.password", user.name, null, () => {
      table.changeUser(userId, { passwordHash, passwordAtMs: clock.now() });
      this.#endAll(userId);
    });
  }

  /** Gives an account another role; its sessions end. */
  setRole(actor: Actor, userId: number, role: Role): void {
    const user = this.#user(userId);
    this.#require(actor, user.role, "account.role", user.name);
    this.#require(actor, role, "account.role", user.name);
    if (user.role === role) return;
    const { table } = this.options;
    this.#change(actor, "account.role", user.name, `${user.role} to ${role}`, () => {
      if (role !== "superadmin") this.#requireAnother(user);
      table.changeUser(userId, { role });
      table.endSignIns(this.#sessionIds(userId));
    });
  }

  /** Limits an account to nodes, or to none. */
  setNodes(actor: Actor, userId: number, nodes: NodeLimit): void {
    const user = this.#user(userId);
    this.#require(actor, user.role, "account.nodes", user.name);
    requireNodes(nodes);
    this.#change(actor, "account.nodes", user.name, describeNodes(nodes), () => {
      this.options.table.changeUser(userId, { nodes: nodesText(nodes) });
    });
  }

  /** Deletes an account; its sessions and tokens end. */
  remove(actor: Actor, userId: number): void {
    const user = this.#user(userId);
    this.#require(actor, user.role, "account.delete", user.name);
    this.#change(actor, "account.delete", user.name, user.role, () => {
      this.#requireAnother(user);
      this.options.table.deleteUser(userId);
    });
  }

  /** Ends every session of an account, and with `tokens` its API tokens too. Everybody may do that to their own. */
  signOutEverywhere(actor: Actor, userId: number, tokens: boolean): void {
    const user = this.#user(userId);
    const what = "session.sign_out_everywhere";
    if (!isOwn(actor, userId)) this.#require(actor, user.role, what, user.name);
    this.#change(actor, what, user.name, tokens ? "and API tokens" : null, () => {
      if (tokens) this.#endAll(userId);
      else this.options.table.endSignIns(this.#sessionIds(userId));
    });
  }

  /** Ends one session. */
  endSession(actor: Actor, sessionId: string): void {
    const session = this.options.book.sessions.find(({ id }) => id === sessionId);
    const user = session && this.options.book.user(session.userId);
    if (!user) throw new AccountError("unknown", "end a session, there is none with this id");
    if (!isOwn(actor, user.id)) this.#require(actor, user.role, "session.end", user.name);
    this.#change(actor, "session.end", user.name, null, () => this.options.table.endSignIns([sessionId]));
  }

  /** Deletes one API token. */
  deleteToken(actor: Actor, tokenId: string): void {
    const token = this.options.book.tokens.find(({ id }) => id === tokenId);
    const user = token && this.options.book.user(token.userId);
    if (!token || !user) throw new AccountError("unknown", "delete a token, there is none with this id");
    if (!isOwn(actor, user.id)) this.#require(actor, user.role, "token.delete", user.name);
    this.#change(
      actor,
      "token.delete",
      user.name,
      token.name,
      () => this.options.table.deleteApiTokens([tokenId]),
    );
  }

  /** Writes a change, takes it over, and takes it down; what is refused is taken down too. */
  #change(actor: Actor, what: AuditWhat, target: string, detail: string | null, action: () => void): void {
    const { table, book, clock, audit } = this.options;
    const entry = { who: actor.name, from: actor.from, what, target, detail };
    try {
      table.change(action);
    } catch (error) {
      const isRefusal = error instanceof AccountError;
      audit.record({
        ...entry,
        result: isRefusal ? "refused" : "failed",
        detail: isRefusal ? error.message : detail,
      });
      throw error;
    }
    book.reload(clock.now());
    audit.record({ ...entry, result: "ok" });
  }

  #user(userId: number): User {
    this.options.book.refresh(this.options.clock.now());
    const user = this.options.book.user(userId);
    if (!user) throw unknownUser(String(userId));
    return user;
  }

  /** Who may manage accounts, and not this one, leaves a trace of what was tried. */
  #require({ principal, name: who, from }: Actor, role: Role, what: AuditWhat, target: string): void {
    if (principal === "console" || (mayAdminister(principal) && mayManage(principal, role))) return;
    const detail = `manage accounts, this account may not for the role: ${role}`;
    this.options.audit.record({ who, from, what, target, result: "refused", detail });
    throw new AccountError("forbidden", detail);
  }

  /** Throws when nobody could rule without this account. */
  #requireAnother(user: User): void {
    if (!isAtLeast(user.role, "superadmin")) return;
    const others = this.options.table.users().filter(({ id, role }) =>
      id !== user.id && role === "superadmin"
    );
    if (others.length > 0) return;
    throw new AccountError("last_superadmin", `change an account, it is the last superadmin: ${user.name}`);
  }

  #endAll(userId: number): void {
    const { table, book } = this.options;
    table.endSignIns(this.#sessionIds(userId));
    table.deleteApiTokens(book.tokens.filter((token) => token.userId === userId).map(({ id }) => id));
  }

  #sessionIds(userId: number): readonly string[] {
    return this.options.book.sessions.filter((session) => session.userId === userId).map(({ id }) => id);
  }
}

function isOwn({ principal }: Actor, userId: number): boolean {
  return principal !== "console" && principal.kind === "session" && principal.userId === userId;
}

function unknownUser(name: string): AccountError {
  return new AccountError("unknown", `find an account, there is none of the name: ${name.slice(0, 64)}`);
}

function nodesText(nodes: NodeLimit): string | null {
  return nodes === "all" ? null : JSON.stringify(nodes);
}

function describeNodes(nodes: NodeLimit): string {
  return nodes === "all" ? "every node" : `nodes ${nodes.join(", ") || "none"}`;
}
