import type { Report } from "./problems.ts";
import type { Row } from "./rows.ts";
import type { Given } from "./scope.ts";

const MUTE: Report = () => undefined;

/** Values of rows out of layers, the strongest first, then their defaults. Values that cannot be read count as not given. */
export class Settings {
  constructor(private readonly layers: readonly Given[]) {}

  /** The same with a stronger layer on top. */
  over(layer: Given): Settings {
    return new Settings([layer, ...this.layers]);
  }

  /** Whether any layer gives it. */
  has(row: Row<unknown>): boolean {
    return this.layers.some((layer) => layer.has(row.path));
  }

  /** The value given, else the default, else `null`. */
  optional<T>(row: Row<T>): T | null {
    const value = this.layers.find((layer) => layer.has(row.path))?.get(row.path);
    const given = value && row.kind.read(value, row.path, MUTE, row.secret);
    return given ?? fallbackOf(row);
  }

  /** The value given, else the default; for rows that have one. */
  value<T>(row: Row<T>): T {
    const value = this.optional(row);
    if (value === null) throw new TypeError(`read setting, it has no default: ${row.path}`);
    return value;
  }
}

/** The default of a row, read as if it were written; `null` when it has none. */
export function fallbackOf<T>(row: Row<T>): T | null {
  if (row.fallback === null) return null;
  const origin = { kind: "flag", name: "default" } as const;
  return row.kind.read({ kind: "scalar", text: row.fallback, origin }, row.path, MUTE, row.secret) ?? null;
}
