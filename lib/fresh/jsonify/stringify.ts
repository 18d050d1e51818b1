import { CODES } from "./codes.ts";

/** Recognises a value of its own kind and gives what to write for it; `undefined` when it is none. */
export type Stringifiers = Readonly<
  Record<string, (value: object) => { readonly value: unknown } | undefined>
>;

/**
 * Writes a value as JSON that `revive` brings back with its references, cycles and types.
 *
 * Shape: a table of values; containers hold indexes into it, other types are `[name, content]`.
 * Takes: primitives, arrays, plain objects, `Date`, `URL`, `RegExp`, `Map`, `Set`, `Uint8Array` and what `custom` knows.
 * Errors: `TypeError` naming the path of a function, symbol or class instance.
 */
export function stringify(data: unknown, custom: Stringifiers = {}): string {
  const table = new Table(custom);
  const index = table.put(data);
  return index < 0 ? String(index) : table.text();
}

class Table {
  readonly #rows: string[] = [];
  readonly #seen = new Map<unknown, number>();
  readonly #custom: [string, Stringifiers[string]][];
  /** Where the value that is being written lies; a text only for an error, because most values are none. */
  readonly #path: (string | number)[] = [];

  constructor(custom: Stringifiers) {
    this.#custom = Object.entries(custom);
  }

  text(): string {
    return `[${this.#rows.join(",")}]`;
  }

  /** Gives the value's index, writing it first if it is new; small negative codes need no row. */
  put(value: unknown): number {
    const code = codeOf(value);
    if (code !== null) return code;
    const known = this.#seen.get(value);
    if (known !== undefined) return known;
    const index = this.#rows.push("") - 1;
    this.#seen.set(value, index);
    this.#rows[index] = typeof value === "object" && value !== null
      ? this.#object(value)
      : this.#primitive(value);
    return index;
  }

  #object(value: object): string {
    if (Array.isArray(value)) return this.#array(value);
    const prototype = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) return this.#record(value);
    for (const [name, recognise] of this.#custom) {
      const found = recognise(value);
      if (found !== undefined) return `["${name}",${this.put(found.value)}]`;
    }
    if (value instanceof Date) return JSON.stringify(["Date", value.getTime()]);
    if (value instanceof URL) return JSON.stringify(["URL", value.href]);
    if (value instanceof RegExp) return JSON.stringify(["RegExp", value.source, value.flags]);
    if (value instanceof Uint8Array) return JSON.stringify(["Uint8Array", Array.from(value)]);
    if (value instanceof Set) return `["Set",${this.#array([...value])}]`;
    if (value instanceof Map) return `["Map",${this.#array([...value].flat(1))}]`;
    const name = prototype.constructor?.name ?? "unknown";
    throw new TypeError(`serialise ${this.#place()}, pass plain data instead of a class instance: ${name}`);
  }

  #array(values: readonly unknown[]): string {
    let text = "[";
    for (let i = 0; i < values.length; i++) {
      text += (i === 0 ? "" : ",") + (i in values ? this.#below(i, values[i]) : CODES.hole);
    }
    return `${text}]`;
  }

  #record(value: object): string {
    let text = "{";
    for (const [key, field] of Object.entries(value)) {
      text += (text === "{" ? "" : ",") + `${JSON.stringify(key)}:${this.#below(key, field)}`;
    }
    return `${text}}`;
  }

  #below(step: string | number, value: unknown): number {
    this.#path.push(step);
    const index = this.put(value);
    this.#path.pop();
    return index;
  }

  #primitive(value: unknown): string {
    if (typeof value === "bigint") return `["BigInt","${value}"]`;
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
      return JSON.stringify(value);
    }
    const what = `plain data instead of a ${typeof value}: ${String(value)}`;
    throw new TypeError(`serialise ${this.#place()}, pass ${what}`);
  }

  #place(): string {
    return "props" + this.#path.map((step) => typeof step === "number" ? `[${step}]` : `.${step}`).join("");
  }
}

function codeOf(value: unknown): number | null {
  if (value === undefined) return CODES.undefined;
  if (value === null) return CODES.null;
  if (typeof value !== "number") return null;
  if (Number.isNaN(value)) return CODES.nan;
  if (value === Infinity) return CODES.infinity;
  if (value === -Infinity) return CODES.negativeInfinity;
  return Object.is(value, -0) ? CODES.negativeZero : null;
}
