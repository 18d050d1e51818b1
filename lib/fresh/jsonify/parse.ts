import { CODES } from "./codes.ts";

/** Makes a value of its own kind from what was written for it. */
export type Parsers = Readonly<Record<string, (value: unknown) => unknown>>;

/** Brings back the value from what `stringify` wrote, read as JSON. Errors: `SyntaxError` when it is something else. */
export function revive(rows: unknown, custom: Parsers = {}): unknown {
  if (Array.isArray(rows)) return new Reader(rows, custom).get(0);
  return new Reader([], custom).get(rows);
}

const SPECIAL: ReadonlyMap<unknown, unknown> = new Map<unknown, unknown>([
  [CODES.undefined, undefined],
  [CODES.null, null],
  [CODES.nan, NaN],
  [CODES.infinity, Infinity],
  [CODES.negativeInfinity, -Infinity],
  [CODES.negativeZero, -0],
]);

class Reader {
  readonly #rows: readonly unknown[];
  readonly #custom: Parsers;
  readonly #done = new Map<number, unknown>();

  constructor(rows: readonly unknown[], custom: Parsers) {
    this.#rows = rows;
    this.#custom = custom;
  }

  get(index: unknown): unknown {
    if (SPECIAL.has(index)) return SPECIAL.get(index);
    if (typeof index !== "number" || !(index in this.#rows)) {
      throw new SyntaxError(`read serialised props, there is no such row: ${String(index)}`);
    }
    if (this.#done.has(index)) return this.#done.get(index);
    const row = this.#rows[index];
    if (Array.isArray(row)) return this.#list(index, row);
    if (typeof row === "object" && row !== null) return this.#record(index, row);
    return this.#keep(index, row);
  }

  #keep<T>(index: number, value: T): T {
    this.#done.set(index, value);
    return value;
  }

  #list(index: number, row: unknown[]): unknown {
    if (typeof row[0] === "string") return this.#typed(index, row[0], row[1], row[2]);
    const list = this.#keep(index, new Array<unknown>(row.length));
    row.forEach((item, i) => {
      if (item !== CODES.hole) list[i] = this.get(item);
    });
    return list;
  }

  /** `defineProperty`, because a key may be `__proto__`. */
  #record(index: number, row: object): object {
    const record = this.#keep(index, {});
    for (const [key, item] of Object.entries(row)) {
      const value = this.get(item);
      Object.defineProperty(record, key, { value, writable: true, enumerable: true, configurable: true });
    }
    return record;
  }

  #typed(index: number, name: string, content: unknown, extra: unknown): unknown {
    const make = Object.hasOwn(this.#custom, name) ? this.#custom[name] : undefined;
    if (make !== undefined) return this.#keep(index, make(this.get(content)));
    if (name === "Map") return this.#map(index, content);
    if (name === "Set") return this.#set(index, content);
    return this.#keep(index, builtIn(name, content, extra));
  }

  #set(index: number, content: unknown): Set<unknown> {
    const set = this.#keep(index, new Set<unknown>());
    if (Array.isArray(content)) { for (const item of content) set.add(this.get(item)); }
    return set;
  }

  #map(index: number, content: unknown): Map<unknown, unknown> {
    const map = this.#keep(index, new Map<unknown, unknown>());
    const items = Array.isArray(content) ? content : [];
    for (let i = 0; i < items.length; i += 2) map.set(this.get(items[i]), this.get(items[i + 1]));
    return map;
  }
}

function builtIn(name: string, content: unknown, extra: unknown): unknown {
  switch (name) {
    case "BigInt":
      return BigInt(String(content));
    case "Date":
      return new Date(typeof content === "number" ? content : NaN);
    case "URL":
      return new URL(String(content));
    case "RegExp":
      return new RegExp(String(content), String(extra));
    case "Uint8Array":
      return Uint8Array.from(Array.isArray(content) ? content : []);
    default:
      throw new SyntaxError(`read serialised props, there is no such type: ${name}`);
  }
}
