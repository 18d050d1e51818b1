import type { Logger } from "../log/mod.ts";
import type { Bound } from "../wire/mod.ts";

/** Lines about one address are no more frequent than this: whoever attacks must not fill the disk. */
const EVERY_MS = 60_000;

/** Addresses that are told apart within a minute; beyond it is said that there are more. */
const MAX_ADDRESSES = 32;

/** Why a connection was ended, in words. */
const REASONS = {
  address: "the address has too many",
  total: "there are too many in all",
  headers: "no request came in time",
  body: "the body came too slowly",
  reading: "the answer was taken too slowly",
} as const;

/** Why a connection was ended, where that is worth a line. */
export type Reason = keyof typeof REASONS;

/** Says whose connections were ended: a line at once, and no other of the same address for a minute. */
export class RefusalLog {
  /** When each address had its line. */
  readonly #told = new Map<string, number>();
  #sinceMs = -EVERY_MS;
  #untold = 0;

  constructor(private readonly log: Logger) {}

  /** Addresses that had their line within the last minute. */
  get bound(): Bound {
    return { name: "connection_addresses_logged", used: this.#told.size, limit: MAX_ADDRESSES };
  }

  /** One was ended. */
  note(address: string, reason: Reason, nowMs: number): void {
    this.#forget(nowMs);
    if (this.#told.has(address)) return;
    if (this.#told.size >= MAX_ADDRESSES) {
      this.#untold++;
      return;
    }
    this.#told.set(address, nowMs);
    this.log.warn("connections ended", { address, reason: REASONS[reason] });
  }

  #forget(nowMs: number): void {
    for (const [address, atMs] of this.#told) if (nowMs - atMs >= EVERY_MS) this.#told.delete(address);
    if (this.#untold === 0 || nowMs - this.#sinceMs < EVERY_MS) return;
    this.#sinceMs = nowMs;
    this.log.warn("connections ended, of more addresses than are listed", { connections: this.#untold });
    this.#untold = 0;
  }
}
