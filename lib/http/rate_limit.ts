import type { Bound } from "../wire/mod.ts";
import { limitKey } from "./address.ts";

/** Whether a request is let in, or when to try again. */
export type Admission =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly retryAfterSec: number };

/** How a limiter counts. */
export interface RateLimitOptions {
  /** Requests a minute; that many may also come at once. 0 or less allows everything. */
  readonly perMinute: number;
  /** Addresses remembered; the one that was quiet longest is forgotten first, and then starts afresh. */
  readonly maxAddresses?: number;
}

/** Allows so many requests a minute of each address. */
export interface RateLimiter {
  admit(address: string, nowMs: number): Admission;
  /** Addresses remembered now. */
  readonly size: number;
  /** The same with where it ends. */
  readonly bound: Bound;
}

/** A few megabytes at most, and more addresses than ever ask within a minute. */
const DEFAULT_MAX_ADDRESSES = 10_000;

const MINUTE_MS = 60_000;

const ALLOWED: Admission = { allowed: true };

/** Makes a limiter with one token bucket per address; IPv6 addresses count by their /64, which is one subscriber. */
export function createRateLimiter(options: RateLimitOptions): RateLimiter {
  return new TokenBuckets(options.perMinute, options.maxAddresses ?? DEFAULT_MAX_ADDRESSES);
}

interface Bucket {
  tokens: number;
  atMs: number;
}

class TokenBuckets implements RateLimiter {
  /** In order of last use: a map keeps insertion order, and a used bucket is put in anew. */
  readonly #buckets = new Map<string, Bucket>();
  readonly #perMs: number;

  constructor(private readonly perMinute: number, private readonly maxAddresses: number) {
    this.#perMs = perMinute / MINUTE_MS;
  }

  get size(): number {
    return this.#buckets.size;
  }

  get bound(): Bound {
    return { name: "rate_limited_addresses", used: this.size, limit: this.maxAddresses };
  }

  admit(address: string, nowMs: number): Admission {
    if (this.perMinute <= 0) return ALLOWED;
    const bucket = this.#filled(limitKey(address), nowMs);
    if (bucket.tokens >= 1) {
      bucket.tokens--;
      return ALLOWED;
    }
    const waitMs = (1 - bucket.tokens) / this.#perMs;
    return { allowed: false, retryAfterSec: Math.max(1, Math.ceil(waitMs / 1_000)) };
  }

  #filled(key: string, nowMs: number): Bucket {
    const bucket = this.#buckets.get(key) ?? { tokens: this.perMinute, atMs: nowMs };
    this.#buckets.delete(key);
    if (this.#buckets.size >= this.maxAddresses) this.#dropOldest();
    this.#buckets.set(key, bucket);
    const passedMs = Math.max(0, nowMs - bucket.atMs);
    bucket.tokens = Math.min(this.perMinute, bucket.tokens + passedMs * this.#perMs);
    bucket.atMs = nowMs;
    return bucket;
  }

  #dropOldest(): void {
    for (const key of this.#buckets.keys()) {
      this.#buckets.delete(key);
      return;
    }
  }
}
