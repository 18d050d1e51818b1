/** Remembers the newest answers; what was not asked for longest is forgotten. */
export class Lru<V> {
  readonly #values = new Map<string, V>();

  constructor(readonly limit: number) {}

  /** How many are remembered. */
  get size(): number {
    return this.#values.size;
  }

  /** The answer, made by `make` when it is not remembered. */
  get(key: string, make: () => V): V {
    const known = this.#values.get(key);
    const value = known === undefined && !this.#values.has(key) ? make() : known as V;
    this.#values.delete(key);
    this.#values.set(key, value);
    const oldest = this.#values.size > this.limit ? this.#values.keys().next() : undefined;
    if (oldest && !oldest.done) this.#values.delete(oldest.value);
    return value;
  }

  /** Forgets everything. */
  clear(): void {
    this.#values.clear();
  }
}
