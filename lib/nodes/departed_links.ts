import type { Bound } from "../wire/mod.ts";
import type { LinkMemory } from "./types.ts";

/** How many links that went are kept in mind, newest last; older ones are recalled from the database when they return. */
const DEPARTED_LIMIT = 256;

/** A link that went: when, so that an older answer does not bring it back, and its sums, so that they go on. */
interface Departed {
  readonly atMs: number;
  readonly memory: LinkMemory;
}

/** Links of a node that went. */
export class DepartedLinks {
  readonly #byName = new Map<string, Departed>();

  /** How many are kept in mind. */
  get bound(): Bound {
    return { name: "node_departed_links", used: this.#byName.size, limit: DEPARTED_LIMIT };
  }

  /** Keeps one in mind. */
  add(memory: LinkMemory, atMs: number): void {
    this.#byName.set(memory.node, { atMs, memory });
    for (const oldest of this.#byName.keys()) {
      if (this.#byName.size > DEPARTED_LIMIT) this.#byName.delete(oldest);
      else break;
    }
  }

  /** What is known of one that comes back; it is kept in mind no longer. */
  take(name: string): LinkMemory | undefined {
    const memory = this.#byName.get(name)?.memory;
    this.#byName.delete(name);
    return memory;
  }

  /** True when the link went after `sinceMs`. */
  wentAfter(name: string, sinceMs: number): boolean {
    return (this.#byName.get(name)?.atMs ?? -Infinity) > sinceMs;
  }
}
