import { randomBytes } from "node:crypto";
import { AccountError } from "./account_error.ts";
import { Backoff, MAX_KEYS } from "./backoff.ts";
import type { AccountBook, User } from "./book.ts";
import type { KnownPlaces } from "./known_places.ts";
import { isSameText, sign } from "./secret.ts";

/** Who tries to sign in, as far as the network tells. */
export interface Caller {
  /** The client's address. */
  readonly address: string;
  /** What limits count the client by: its address, or the network of one subscriber. */
  readonly limitKey: string;
  /** What the client calls itself; `null`: nothing. */
  readonly agent: string | null;
  /** What a browser remembers of an earlier sign-in; `null`: nothing. */
  readonly device: string | null;
  /** The session that the same browser has until now, which ends when it signs in anew; `null` or absent: none. */
  readonly sessionId?: string | null;
}

const DEVICE_BYTES = 15;
const DEVICE_PURPOSE = "device";

/** Guessing at one account from anywhere ends up at one try a minute. */
const ACCOUNT_BACKOFF = { free: 5, maxWaitMs: 60_000 };

/** Many people can be behind one address, and one of them can guess at many accounts. */
const ADDRESS_BACKOFF = { free: 10, maxWaitMs: 300_000 };

/** By what the failures of a try are counted. */
export interface TryKeys {
  /** True for whoever signed in to this account before: strangers' failures do not count for them. */
  readonly isKnown: boolean;
  readonly account: string;
  /** `null` where the address says nothing. */
  readonly address: string | null;
}

/**
 * Slows down guessing without locking anybody out: failures of strangers count by account and by address, those of a browser that
 * signed in to the account before (it keeps a signed mark), or of an address that the account was signed in to from, each for itself.
 */
export class SignInGuard {
  readonly #accounts = new Backoff(ACCOUNT_BACKOFF);
  readonly #addresses = new Backoff(ADDRESS_BACKOFF);

  constructor(
    private readonly secret: Uint8Array,
    private readonly book: AccountBook,
    private readonly places: KnownPlaces,
  ) {}

  /** Accounts and addresses remembered. */
  get size(): number {
    return this.#accounts.size + this.#addresses.size;
  }

  /** Most that are remembered. */
  get limit(): number {
    return 2 * MAX_KEYS;
  }

  /** By what a try is counted. The name may be of nobody: that must make no difference. */
  keysOf(name: string, user: User | undefined, caller: Caller, nowMs: number): TryKeys {
    const device = user && this.#deviceOf(user, caller);
    if (device) return { isKnown: true, account: `device:${device}`, address: null };
    // Behind a proxy that is not declared everybody has the machine's own address.
    const isLocal = caller.limitKey.startsWith("127.") || caller.limitKey === "::1";
    const stranger = {
      isKnown: false,
      account: `name:${name.toLowerCase()}`,
      address: isLocal ? null : caller.limitKey,
    };
    if (!user || !this.#isHome(user, caller, this.#waitMs(stranger, nowMs) > 0)) return stranger;
    return { isKnown: true, account: `home:${user.id}:${caller.limitKey}`, address: null };
  }

  /** Throws an `AccountError` when the try has to wait; a try that has to wait does not count as one. */
  admit(keys: TryKeys, nowMs: number): void {
    const waitMs = this.#waitMs(keys, nowMs);
    if (waitMs === 0) return;
    const retryAfterSec = Math.ceil(waitMs / 1_000);
    throw new AccountError("limited", `sign in, too many tries, try again in seconds: ${retryAfterSec}`, {
      retryAfterSec,
    });
  }

  /** Takes down a failure. */
  fail({ account, address }: TryKeys, nowMs: number): void {
    this.#accounts.fail(account, nowMs);
    if (address !== null) this.#addresses.fail(address, nowMs);
  }

  /** Forgets the failures of the account; those of an address stay, else one good account would let its owner guess at others. */
  succeed({ account }: TryKeys): void {
    this.#accounts.succeed(account);
  }

  /** Remembers where a session began. */
  remember(user: User, caller: Caller): void {
    this.places.note({ userId: user.id, place: caller.limitKey });
  }

  /** What a browser is to remember of a sign-in. */
  deviceMark(user: Pick<User, "id">): string {
    const name = randomBytes(DEVICE_BYTES).toString("base64url");
    return `${name}.${sign(this.secret, DEVICE_PURPOSE, `${user.id}:${name}`)}`;
  }

  #waitMs({ account, address }: TryKeys, nowMs: number): number {
    const ofAddress = address === null ? 0 : this.#addresses.waitMs(address, nowMs);
    return Math.max(this.#accounts.waitMs(account, nowMs), ofAddress);
  }

  /** Where a session runs, and under attack also where one ever ran. */
  #isHome(user: User, caller: Caller, isAttacked: boolean): boolean {
    const runs = this.book.sessions.some(({ userId, address }) =>
      userId === user.id && address === caller.address
    );
    return runs || (isAttacked && this.places.knows({ userId: user.id, place: caller.limitKey }));
  }

  /** The name of a browser that signed in to the account before. */
  #deviceOf(user: User, { device }: Caller): string | undefined {
    const [name = "", signature = ""] = device?.split(".", 2) ?? [];
    const isOurs = name !== "" &&
      isSameText(signature, sign(this.secret, DEVICE_PURPOSE, `${user.id}:${name}`));
    return isOurs ? name : undefined;
  }
}
