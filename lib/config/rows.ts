import type { Kind } from "./kinds.ts";
import type { Scope } from "./scope.ts";

/** One key of the configuration: everything that is derived from the table comes from these. */
export interface Row<T> {
  /** `ami.host`. */
  readonly path: string;
  readonly kind: Kind<T>;
  /** As an operator would write it; `null`: nothing. */
  readonly fallback: string | null;
  /** Its value is shown nowhere. */
  readonly secret: boolean;
  /** Another last word of the path (`secret` for `ami.password`). */
  readonly alias: string | null;
}

/** What makes a row special. */
export interface RowMarks {
  readonly secret?: true;
  readonly alias?: string;
}

/** Makes a row of the table. */
export function row<T>(path: string, kind: Kind<T>, fallback: string | null, marks: RowMarks = {}): Row<T> {
  const { secret = false, alias = null } = marks;
  return { path, kind, fallback, secret, alias };
}

/** The spelling of a path in one word: `ami_host`. */
export function flatName(path: string): string {
  return path.replaceAll(".", "_");
}

/** The environment variable of a path: `AMI_HOST`. */
export function envName(path: string): string {
  return flatName(path).toUpperCase();
}

/** Every path that sets a row: its own, and with its alias. */
export function pathsOf(row: Row<unknown>): readonly string[] {
  if (row.alias === null) return [row.path];
  return [row.path, row.path.replace(/[^.]*$/, row.alias)];
}

/** The keys of the file, made from the rows: single names, flat spellings, and a block for each first word of a path. */
export function fileScope(rows: readonly Row<unknown>[]): Scope {
  const names = new Map<string, string>();
  const groups = new Map<string, Scope & { names: Map<string, string> }>();
  const suggestions = rows.flatMap(pathsOf);
  for (const row of rows) {
    for (const path of pathsOf(row)) {
      names.set(flatName(path), row.path);
      const [group, name] = path.split(".");
      if (group === undefined || name === undefined) continue;
      const scope = groups.get(group) ??
        { prefix: `${group}.`, names: new Map(), groups: new Map(), suggestions };
      scope.names.set(name, row.path);
      groups.set(group, scope);
    }
  }
  return { prefix: "", names, groups, suggestions };
}
