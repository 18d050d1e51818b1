import { randomBytes } from "node:crypto";
import type { Clock } from "../clock/mod.ts";
import type { AccountTable } from "../store/mod.ts";
import type { TokenScope } from "../wire/mod.ts";
import { AccountError } from "./account_error.ts";
import { makeApiToken } from "./api_token.ts";
import type { AuditLog } from "./audit_types.ts";
import type { AccountBook, ApiToken, CredentialId, User } from "./book.ts";
import { BusyError, type PasswordHasher } from "./hash.ts";
import type { SessionTokens } from "./session_tokens.ts";
import type { SetupCode } from "./setup_code.ts";
import type { Caller, SignInGuard, TryKeys } from "./sign_in_guard.ts";
import type { Tickets } from "./tickets.ts";
import type { SessionPrincipal, SignedIn } from "./types.ts";
import { requireName, requirePassword } from "./user_rules.ts";

/** Sessions of one account; the oldest ends when there are more. */
export const MAX_SESSIONS = 50;

/** API tokens of one account. */
export const MAX_API_TOKENS = 50;

const SESSION_ID_BYTES = 18;
const MAX_AGENT_LENGTH = 200;

/** Somebody who has just signed in. */
export interface NewSession {
  /** For the cookie, or for `Authorization: Bearer`. */
  readonly token: string;
  readonly expiresAtMs: number;
  readonly principal: SessionPrincipal;
  /** What the browser is to remember, so that failures of others do not hold it up. */
  readonly deviceMark: string;
}

/** Somebody who wants an account. */
export interface Registration {
  readonly username: string;
  readonly password: string;
  /** The set-up code, for the first account. */
  readonly code: string | null;
}

/** A token for a script, as it is asked for. */
export interface ApiTokenRequest {
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  /** `null`: until it is deleted. */
  readonly expiresAtMs: number | null;
}

/** What people do with their own accounts. */
export interface AccountsOptions {
  readonly table: AccountTable;
  readonly book: AccountBook;
  readonly hasher: PasswordHasher;
  readonly tokens: SessionTokens;
  readonly tickets: Tickets;
  readonly guard: SignInGuard;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly ttlMs: number;
  readonly allowRegistration: boolean;
  /** The code for the first account; `null` when there is one already, or that cannot be known now. */
  readonly setupCode: () => SetupCode | null;
}

/**
 * Signing in and out, the own password, the own tokens. Everything throws `AccountError` for what is refused, and
 * `UnavailableError` when the database cannot be used.
 */
export class Accounts {
  constructor(private readonly options: AccountsOptions) {}

  /** What `register` takes now: the first account with the set-up code, anybody, or nobody. */
  get registration(): "first" | "open" | "closed" {
    if (this.options.setupCode() !== null) return "first";
    return this.options.allowRegistration && this.options.book.size > 0 ? "open" : "closed";
  }

  /** Whether a try is of somebody who signed in to the account before, and is not to be counted with strangers. */
  knownAs(username: string, caller: Caller): string | null {
    const { guard, book, clock } = this.options;
    const keys = guard.keysOf(username, book.named(username), caller, clock.now());
    return keys.isKnown ? keys.account : null;
  }

  /** Signs in; for a name that is not there it takes as long and says the same as for a wrong password. */
  async signIn(username: string, password: string, caller: Caller): Promise<NewSession> {
    const { book, guard, clock } = this.options;
    book.refresh(clock.now());
    const user = book.named(username);
    const keys = guard.keysOf(username, user, caller, clock.now());
    guard.admit(keys, clock.now());
    const isGood = await this.#check(user, password, keys.isKnown);
    const current = user && book.user(user.id);
    // Meanwhile somebody may have changed the password or deleted the account.
    if (!isGood || !current || current.passwordAtMs !== user.passwordAtMs) {
      throw this.#failed(user, keys, caller);
    }
    guard.succeed(keys);
    return await this.#begin(current, caller, "session.sign_in");
  }

  /** Makes the first account, a superadmin, or where the owner lets anybody register one that may look; signs it in. */
  async register({ username, password, code }: Registration, caller: Caller): Promise<NewSession> {
    const { book, clock, hasher, table, audit } = this.options;
    const isFirst = this.#requireOpen(code, caller);
    requireName(username);
    await requirePassword(password, username);
    const passwordHash = await busyAsError(() => hasher.hash(password));
    const nowMs = clock.now();
    const role = isFirst ? "superadmin" : "viewer";
    table.change(() => {
      if (isFirst && table.users().length > 0) throw closed();
      const row = {
        name: username,
        passwordHash,
        role,
        nodes: null,
        createdAtMs: nowMs,
        passwordAtMs: nowMs,
      };
      if (table.addUser(row) === null) {
        throw new AccountError("taken", `register, the name is taken: ${username}`, { field: "username" });
      }
    });
    book.reload(nowMs);
    audit.record({
      who: username,
      from: caller.address,
      what: "account.register",
      target: username,
      result: "ok",
      detail: role,
    });
    const user = book.named(username);
    if (!user) throw new AccountError("unknown", "register, the account is gone again");
    return await this.#begin(user, caller, "session.sign_in");
  }

  /** Ends the session that asks, or all of its account. */
  signOut(principal: SessionPrincipal, from: string, everywhere: boolean): void {
    const { table, book, clock, audit } = this.options;
    const own = book.sessions.filter(({ userId }) => userId === principal.userId).map(({ id }) => id);
    table.change(() => table.endSignIns(everywhere ? own : [principal.sessionId]));
    book.reload(clock.now());
    const what = everywhere ? "session.sign_out_everywhere" : "session.sign_out";
    audit.record({ who: principal.username, from, what, result: "ok" });
  }

  /** Changes the own password: every session ends, and a new one begins. */
  async changePassword(
    principal: SessionPrincipal,
    current: string,
    next: string,
    caller: Caller,
  ): Promise<NewSession> {
    const { table, book, clock, hasher, guard, audit } = this.options;
    const user = book.user(principal.userId);
    const keys = guard.keysOf(principal.username, user, caller, clock.now());
    guard.admit(keys, clock.now());
    if (!user || !await this.#check(user, current, true)) {
      guard.fail(keys, clock.now());
      audit.record({
        who: principal.username,
        from: caller.address,
        what: "account.password",
        result: "refused",
      });
      throw new AccountError("bad", "change the password, the present one is not right", {
        field: "current_password",
      });
    }
    await requirePassword(next, user.name);
    const passwordHash = await busyAsError(() => hasher.hash(next, true));
    const own = book.sessions.filter(({ userId }) => userId === user.id).map(({ id }) => id);
    table.change(() => {
      table.changeUser(user.id, { passwordHash, passwordAtMs: clock.now() });
      table.endSignIns(own);
    });
    book.reload(clock.now());
    audit.record({
      who: user.name,
      from: caller.address,
      what: "account.password",
      target: user.name,
      result: "ok",
    });
    return await this.#begin(book.user(user.id) ?? user, caller, "session.sign_in");
  }

  /** A ticket for one WebSocket, good for a moment. */
  issueTicket(principal: SignedIn): { readonly ticket: string; readonly expiresAtMs: number } {
    return this.options.tickets.issue(credentialOf(principal), this.options.clock.now());
  }

  /** The own sessions, newest first. */
  sessionsOf(userId: number) {
    return this.options.book.sessions.filter((session) => session.userId === userId).toReversed();
  }

  /** The own API tokens, oldest first. */
  tokensOf(userId: number): readonly ApiToken[] {
    return this.options.book.tokens.filter((token) => token.userId === userId);
  }

  /** Makes an API token; its text is given this once and kept nowhere. */
  createToken(
    principal: SessionPrincipal,
    from: string,
    asked: ApiTokenRequest,
  ): { token: ApiToken; text: string } {
    const { table, book, clock, audit } = this.options;
    const { id, text, secretHash } = makeApiToken();
    const nowMs = clock.now();
    if (asked.expiresAtMs !== null && asked.expiresAtMs <= nowMs) {
      throw new AccountError("bad", "make a token, its end is not in the future", { field: "expires_at" });
    }
    if (this.tokensOf(principal.userId).length >= MAX_API_TOKENS) {
      throw new AccountError(
        "full",
        `make a token, delete another one first, there are already: ${MAX_API_TOKENS}`,
      );
    }
    const { name, scopes, expiresAtMs } = asked;
    const token = {
      id,
      userId: principal.userId,
      name,
      scopes,
      createdAtMs: nowMs,
      expiresAtMs,
      usedAtMs: null,
    };
    table.change(() => table.addApiToken({ ...token, scopes: JSON.stringify(scopes), secretHash }));
    book.reload(nowMs);
    audit.record({
      who: principal.username,
      from,
      what: "token.create",
      target: name,
      result: "ok",
      detail: scopes.join(" "),
    });
    return { token, text };
  }

  /** Throws unless somebody may register; says whether it is the first. */
  #requireOpen(code: string | null, caller: Caller): boolean {
    const setup = this.options.setupCode();
    if (setup === null) {
      if (this.registration === "open") return false;
      throw closed();
    }
    if (code !== null && setup.matches(code)) return true;
    this.options.audit.record({
      who: null,
      from: caller.address,
      what: "account.register",
      result: "refused",
      detail: "set-up code",
    });
    throw new AccountError("closed", "register, the set-up code is wrong: it is in the log", {
      field: "code",
    });
  }

  /** Compares a password, and makes its hash anew where that is out of date. */
  async #check(user: User | undefined, password: string, isKnown: boolean): Promise<boolean> {
    const { hasher, table, book, clock } = this.options;
    const { isGood, isOutdated } = await busyAsError(() =>
      hasher.verify(password, user?.passwordHash ?? null, isKnown)
    );
    if (!user || !isGood || !isOutdated) return isGood;
    const passwordHash = await busyAsError(() => hasher.hash(password, isKnown));
    table.change(() => table.changeUser(user.id, { passwordHash }));
    book.reload(clock.now());
    return true;
  }

  #failed(user: User | undefined, keys: TryKeys, caller: Caller): AccountError {
    const { guard, clock, audit } = this.options;
    guard.fail(keys, clock.now());
    // Somebody may have typed a password into the field for the name: only names of accounts are kept.
    const detail = user ? "wrong password" : "unknown name";
    audit.record({
      who: user?.name ?? null,
      from: caller.address,
      what: "session.sign_in",
      result: "refused",
      detail,
    });
    return new AccountError("wrong", "sign in, name and password do not go together");
  }

  async #begin(user: User, caller: Caller, what: "session.sign_in"): Promise<NewSession> {
    const { table, book, clock, tokens, audit, guard, ttlMs } = this.options;
    const nowMs = clock.now();
    const sessionId = randomBytes(SESSION_ID_BYTES).toString("base64url");
    // Tokens count in whole seconds.
    const expiresAtMs = Math.floor((nowMs + ttlMs) / 1_000) * 1_000;
    const agent = caller.agent?.replace(/\p{Cc}/gu, " ").slice(0, MAX_AGENT_LENGTH) ?? null;
    const row = {
      id: sessionId,
      userId: user.id,
      createdAtMs: nowMs,
      expiresAtMs,
      address: caller.address,
      agent,
    };
    const tooMany = this.sessionsOf(user.id).slice(MAX_SESSIONS - 1).map(({ id }) => id);
    // Whoever knows the token that the browser had before is not to go on with it.
    const replaced = caller.sessionId ? [caller.sessionId] : [];
    table.change(() => {
      table.forgetExpired(nowMs);
      table.endSignIns([...tooMany, ...replaced]);
      table.addSignIn(row);
      table.changeUser(user.id, { signedInAtMs: nowMs });
    });
    book.reload(nowMs);
    guard.remember(user, caller);
    audit.record({ who: user.name, from: caller.address, what, result: "ok" });
    const token = await tokens.sign({ sessionId, userId: user.id, expiresAtMs }, nowMs);
    const { id: userId, name: username, role, nodes } = user;
    const principal = { kind: "session", userId, username, role, nodes, sessionId, expiresAtMs } as const;
    return { token, expiresAtMs, principal, deviceMark: guard.deviceMark(user) };
  }
}

/** What a stream or ticket is opened with. */
export function credentialOf(principal: SignedIn): CredentialId {
  return principal.kind === "session" ? `s:${principal.sessionId}` : `t:${principal.tokenId}`;
}

function closed(): AccountError {
  return new AccountError("closed", "register, registration is closed: ask an admin for an account");
}

async function busyAsError<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof BusyError)) throw error;
    throw new AccountError("busy", error.message, { retryAfterSec: 5 });
  }
}
