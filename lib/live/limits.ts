import type { Bound } from "../wire/mod.ts";

/** How many clients may be connected at once. */
export interface ConnectionLimits {
  /** Of one address; not for the machine's own, which everybody has behind a proxy that is not declared. */
  readonly perAddress: number;
  readonly total: number;
}

/** Enough for a family of tabs behind one address, and for a club's net night in all. */
export const DEFAULT_LIMITS: ConnectionLimits = { perAddress: 32, total: 2_000 };

/** Counts clients by address; holds as many addresses as there are clients. */
export class ConnectionCounter {
  readonly #byAddress = new Map<string, number>();
  #total = 0;

  /** `what` begins the names of its bounds. */
  constructor(private readonly limits: ConnectionLimits, private readonly what = "stream_clients") {}

  /** How many are connected. */
  get total(): number {
    return this.#total;
  }

  /** How many there are in all, and of the address that has most. */
  get bounds(): readonly Bound[] {
    const remote = [...this.#byAddress].map(([address, count]) => isLoopback(address) ? 0 : count);
    return [
      { name: this.what, used: this.#total, limit: this.limits.total },
      { name: `${this.what}_per_address`, used: Math.max(0, ...remote), limit: this.limits.perAddress },
    ];
  }

  /** Counts one more client of the address; false, and not counted, when a limit is reached. */
  enter(address: string): boolean {
    const count = this.#byAddress.get(address) ?? 0;
    const isFull = count >= this.limits.perAddress && !isLoopback(address);
    if (isFull || this.#total >= this.limits.total) return false;
    this.#byAddress.set(address, count + 1);
    this.#total++;
    return true;
  }

  /** Counts one client of the address less. */
  leave(address: string): void {
    const count = this.#byAddress.get(address) ?? 0;
    if (count === 0) return;
    if (count === 1) this.#byAddress.delete(address);
    else this.#byAddress.set(address, count - 1);
    this.#total--;
  }
}

function isLoopback(address: string): boolean {
  return address.startsWith("127.") || address === "::1";
}
