import type { Clock, Timer } from "../clock/mod.ts";
import type { Logger } from "../log/mod.ts";
import { type AccountTable, UnavailableError } from "../store/mod.ts";
import { Accounts, MAX_API_TOKENS, MAX_SESSIONS } from "./accounts.ts";
import { isSecretOf, parseApiToken } from "./api_token.ts";
import type { AuditLog } from "./audit_types.ts";
import type { Bound } from "../wire/mod.ts";
import { AccountBook, type CredentialId, type Ended } from "./book.ts";
import { PasswordHasher } from "./hash.ts";
import { type GoodSignIn, KnownPlaces } from "./known_places.ts";
import type { Credentials, Gate, Identified } from "./identify.ts";
import { MAX_REMEMBERED, SessionTokens } from "./session_tokens.ts";
import { SetupCode } from "./setup_code.ts";
import { SignInGuard } from "./sign_in_guard.ts";
import { MAX_TICKETS, Tickets } from "./tickets.ts";
import { ANYBODY, type Principal } from "./types.ts";
import { MAX_USERS, UserAdmin } from "./user_admin.ts";

/** How soon streams end when another process ended their session, and when its time is over. Requests see it at once. */
const WATCH_MS = 500;

/** How often it is noted that an API token was used. */
const USE_NOTED_EVERY_MS = 60_000;

/** What accounts are made of. */
export interface AuthOptions {
  readonly table: AccountTable;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly log: Logger;
  /** What sessions are signed with. */
  readonly secret: Uint8Array<ArrayBuffer>;
  readonly ttlMs: number;
  readonly allowRegistration: boolean;
  /** Told of sessions and tokens that ended, so that their streams do. */
  readonly onEnded: (ended: Ended) => void;
  /** For tests that have no time. */
  readonly hasher?: PasswordHasher;
  /** What addresses are counted by: each for itself, or the network of one subscriber. Each for itself where absent. */
  readonly placeOf?: (address: string) => string;
}

/** Sign-ins of before the start that are remembered by where they came from. */
const RECALLED = 500;

/** Accounts of the running system. */
export class Auth implements Gate {
  /** What people do with their own accounts. */
  readonly accounts: Accounts;
  /** Managing accounts. */
  readonly users: UserAdmin;
  /** Accounts, sessions and tokens to look at. */
  readonly book: AccountBook;
  readonly #tokens: SessionTokens;
  readonly #tickets = new Tickets();
  readonly #guard: SignInGuard;
  readonly #hasher: PasswordHasher;
  readonly #usedAtMs = new Map<string, number>();
  readonly #places = new KnownPlaces(() => this.#recallSignIns());
  #setup: SetupCode | null = null;
  #watch: Timer | null = null;
  #isAway = false;

  constructor(private readonly options: AuthOptions) {
    const { table, audit, clock, secret, ttlMs, allowRegistration } = options;
    this.#hasher = options.hasher ?? new PasswordHasher();
    this.book = new AccountBook(table, options.onEnded);
    this.#tokens = new SessionTokens(secret);
    this.#guard = new SignInGuard(secret, this.book, this.#places);
    const shared = { table, book: this.book, hasher: this.#hasher, audit, clock };
    this.users = new UserAdmin(shared);
    this.accounts = new Accounts({
      ...shared,
      tokens: this.#tokens,
      tickets: this.#tickets,
      guard: this.#guard,
      ttlMs,
      allowRegistration,
      setupCode: () => this.setupCode,
    });
  }

  /** The code for the first account; `null` when there is an account, or the database cannot be asked. */
  get setupCode(): SetupCode | null {
    return this.book.size === 0 ? this.#setup : null;
  }

  /** Reads the accounts, and makes the set-up code where there are none. */
  open(): void {
    this.#refresh();
  }

  /** Begins to watch for changes and ends. */
  start(): void {
    this.#watch ??= this.options.clock.every(WATCH_MS, () => {
      this.#refresh();
      this.book.expire(this.options.clock.now());
    });
  }

  /** Stops watching. */
  stop(): void {
    this.#watch?.cancel();
    this.#watch = null;
  }

  /** Bounds, for the metrics. */
  get bounds(): readonly Bound[] {
    return [
      { name: "passwords_waiting", used: this.#hasher.waiting, limit: this.#hasher.limit },
      { name: "sign_in_failures", used: this.#guard.size, limit: this.#guard.limit },
      { name: "sign_in_places", used: this.#places.size, limit: this.#places.limit },
      { name: "socket_tickets", used: this.#tickets.size, limit: MAX_TICKETS },
      { name: "session_tokens_remembered", used: this.#tokens.remembered, limit: MAX_REMEMBERED },
      { name: "accounts", used: this.book.size, limit: MAX_USERS },
      { name: "sessions_of_account", used: mostOfOne(this.book.sessions), limit: MAX_SESSIONS },
      { name: "api_tokens_of_account", used: mostOfOne(this.book.tokens), limit: MAX_API_TOKENS },
    ];
  }

  identify({ bearer, socketToken, cookie }: Credentials): Identified | Promise<Identified> {
    if (bearer === null && socketToken === null && cookie === null) return NOBODY;
    this.#refresh();
    if (bearer !== null) return this.#byText(bearer, "bearer");
    if (socketToken !== null) {
      return Tickets.looksLike(socketToken)
        ? this.#byTicket(socketToken)
        : this.#byText(socketToken, "bearer");
    }
    return this.#bySession(cookie ?? "", "cookie");
  }

  #byText(text: string, by: "bearer"): Identified | Promise<Identified> {
    const token = parseApiToken(text);
    if (!token) return this.#bySession(text, by);
    const hash = this.book.secretHash(token.id);
    if (hash === undefined || !isSecretOf(token.secret, hash)) return { kind: "invalid", by };
    const found = known(this.book.tokenPrincipal(token.id, this.options.clock.now()), by);
    if (found.kind === "known") this.#noteUse(token.id);
    return found;
  }

  #bySession(text: string, by: "bearer" | "cookie"): Identified | Promise<Identified> {
    const nowMs = this.options.clock.now();
    const recalled = this.#tokens.recall(text);
    if (recalled) return known(this.book.sessionPrincipal(recalled.sessionId, nowMs), by);
    return this.#tokens.verify(text, nowMs).then((claims) => {
      const principal = claims && this.book.sessionPrincipal(claims.sessionId, nowMs);
      return known(principal?.userId === claims?.userId ? principal : null, by);
    });
  }

  #byTicket(text: string): Identified {
    const nowMs = this.options.clock.now();
    const credential = this.#tickets.redeem(text, nowMs);
    return known(credential && this.#principalOf(credential, nowMs), "bearer");
  }

  #principalOf(credential: CredentialId, nowMs: number): Principal | null {
    const id = credential.slice(2);
    return credential.startsWith("s:")
      ? this.book.sessionPrincipal(id, nowMs)
      : this.book.tokenPrincipal(id, nowMs);
  }

  /** While the database is away, what was known of it holds on. */
  #refresh(): void {
    try {
      this.book.refresh(this.options.clock.now());
      if (this.#isAway) this.options.log.info("accounts can be read again");
      this.#isAway = false;
      if (this.book.size === 0) this.#offerSetup();
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error;
      if (!this.#isAway) this.options.log.error("accounts cannot be read", { error: error.message });
      this.#isAway = true;
    }
  }

  #offerSetup(): void {
    if (this.#setup !== null) return;
    this.#setup = new SetupCode();
    this.options.log.info(`there is no account yet, open /setup with the set-up code: ${this.#setup.text}`);
  }

  /** Whether a session or token still is one. */
  isGood(credential: CredentialId): boolean {
    return this.principalOf(credential) !== null;
  }

  /** Who a session or token is of, and what they may now; `null` for one that is none any more. */
  principalOf(credential: CredentialId): Principal | null {
    return this.#principalOf(credential, this.options.clock.now());
  }

  /** Who signed in from where, as the audit has it. */
  #recallSignIns(): readonly GoodSignIn[] {
    const { audit, placeOf = (address: string) => address } = this.options;
    try {
      const acts = audit.read({ what: "session.sign_in", result: "ok", limit: RECALLED });
      return acts.toReversed().flatMap(({ who, from }) => {
        const user = who === null ? undefined : this.book.named(who);
        return user ? [{ userId: user.id, place: placeOf(from) }] : [];
      });
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error;
      return []; // then whoever has no mark is a stranger
    }
  }

  #noteUse(tokenId: string): void {
    const nowMs = this.options.clock.now();
    if (nowMs - (this.#usedAtMs.get(tokenId) ?? -Infinity) < USE_NOTED_EVERY_MS) return;
    this.#usedAtMs.set(tokenId, nowMs);
    for (const id of this.#usedAtMs.keys()) {
      if (this.book.secretHash(id) === undefined) this.#usedAtMs.delete(id);
    }
    try {
      this.options.table.noteUse(tokenId, nowMs);
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error; // it is noted next time
    }
  }
}

const NOBODY: Identified = { kind: "known", principal: ANYBODY };

function known(principal: Principal | null, by: "bearer" | "cookie"): Identified {
  return principal ? { kind: "known", principal } : { kind: "invalid", by };
}

/** How many the account has that has most. */
function mostOfOne(owned: readonly { readonly userId: number }[]): number {
  const counts = new Map<number, number>();
  for (const { userId } of owned) counts.set(userId, (counts.get(userId) ?? 0) + 1);
  return Math.max(0, ...counts.values());
}
