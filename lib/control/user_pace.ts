import type { Bound } from "../wire/mod.ts";

/** Commands that one account may send in a minute, all nodes together; a net control with busy hands sends a few. */
export const MAX_PER_MINUTE = 30;

/** Of those, so many may come at once. */
const AT_ONCE = 10;

/** Accounts kept in mind; whoever was quiet longest is forgotten first. */
const MAX_USERS = 256;

const PER_MS = MAX_PER_MINUTE / 60_000;

interface Bucket {
  tokens: number;
  atMs: number;
}

/** How many commands each account may still send. Times are of a clock that never goes back. */
export class UserPace {
  /** In order of last use. */
  readonly #buckets = new Map<number, Bucket>();

  /** Accounts kept in mind. */
  get bound(): Bound {
    return { name: "command_senders", used: this.#buckets.size, limit: MAX_USERS };
  }

  /** Takes one command of the account's; else the seconds until there is one again. */
  take(userId: number, nowMs: number): number | null {
    const bucket = this.#buckets.get(userId) ?? { tokens: AT_ONCE, atMs: nowMs };
    this.#buckets.delete(userId);
    if (this.#buckets.size >= MAX_USERS) this.#forgetOldest();
    this.#buckets.set(userId, bucket);
    bucket.tokens = Math.min(AT_ONCE, bucket.tokens + (nowMs - bucket.atMs) * PER_MS);
    bucket.atMs = nowMs;
    if (bucket.tokens < 1) return Math.max(1, Math.ceil((1 - bucket.tokens) / PER_MS / 1_000));
    bucket.tokens--;
    return null;
  }

  #forgetOldest(): void {
    for (const userId of this.#buckets.keys()) {
      this.#buckets.delete(userId);
      return;
    }
  }
}
