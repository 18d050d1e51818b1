import type { Bound } from "../wire/mod.ts";

/** A map that holds a limited number of rows that wait; the oldest makes room and is counted. */
export class BoundedMap<T> {
  readonly #rows = new Map<string, T>();
  #dropped = 0;

  constructor(private readonly limit: number) {}

  /** How many wait. */
  get size(): number {
    return this.#rows.size;
  }

  /** How full it is, under the name that metrics know it by. */
  bound(name: string): Bound {
    return { name, used: this.size, limit: this.limit, dropped: this.#dropped };
  }

  /** How many were given up. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Puts a row in, in the place of one with the same key; gives the row that had to make room. */
  put(key: string, row: T): T | undefined {
    this.#rows.set(key, row);
    if (this.#rows.size <= this.limit) return undefined;
    for (const [oldest, lost] of this.#rows) {
      this.#rows.delete(oldest);
      this.#dropped++;
      return lost;
    }
    return undefined;
  }

  /** A row by its key. */
  get(key: string): T | undefined {
    return this.#rows.get(key);
  }

  /** Takes a row out; false when it was not there. */
  delete(key: string): boolean {
    return this.#rows.delete(key);
  }

  /** Rows, oldest first. */
  values(): IterableIterator<T> {
    return this.#rows.values();
  }

  /** Empties it; rows that were written are not dropped ones. */
  clear(): void {
    this.#rows.clear();
  }
}
