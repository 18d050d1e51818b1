/** How failures are answered. */
export interface BackoffOptions {
  /** Failures before anything is slowed down: people mistype. */
  readonly free: number;
  /** Longest wait after a failure. */
  readonly maxWaitMs: number;
}

/** Keys remembered; the one that failed longest ago is forgotten first. */
export const MAX_KEYS = 10_000;

/** A key that was quiet this long starts afresh. */
const FORGOTTEN_AFTER_MS = 3_600_000;

const FIRST_WAIT_MS = 1_000;

interface Failures {
  count: number;
  atMs: number;
  untilMs: number;
}

/** Makes tries wait after failures: 1 s, 2 s, 4 s and so on, per account or address, with a bounded memory. */
export class Backoff {
  /** In order of last failure. */
  readonly #failures = new Map<string, Failures>();

  constructor(private readonly options: BackoffOptions) {}

  /** Keys remembered now. */
  get size(): number {
    return this.#failures.size;
  }

  /** How long the next try of a key has to wait; 0 for none. */
  waitMs(key: string, nowMs: number): number {
    const failures = this.#failures.get(key);
    return failures ? Math.max(0, failures.untilMs - nowMs) : 0;
  }

  /** Takes down a failure. */
  fail(key: string, nowMs: number): void {
    const before = this.#failures.get(key);
    const count = before && nowMs - before.atMs < FORGOTTEN_AFTER_MS ? before.count + 1 : 1;
    const beyond = count - this.options.free;
    const waitMs = beyond < 0
      ? 0
      : Math.min(FIRST_WAIT_MS * 2 ** Math.min(beyond, 30), this.options.maxWaitMs);
    this.#failures.delete(key);
    if (this.#failures.size >= MAX_KEYS) this.#dropOldest();
    this.#failures.set(key, { count, atMs: nowMs, untilMs: nowMs + waitMs });
  }

  /** Forgets a key that succeeded. */
  succeed(key: string): void {
    this.#failures.delete(key);
  }

  #dropOldest(): void {
    for (const key of this.#failures.keys()) {
      this.#failures.delete(key);
      return;
    }
  }
}
