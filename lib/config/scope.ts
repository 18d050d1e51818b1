import type { Entry, Value } from "./document.ts";
import { nearestName } from "./nearest.ts";
import { describeValue } from "./kinds.ts";
import { formatOrigin, type Report } from "./problems.ts";

/** The keys that are known at one place of the file. */
export interface Scope {
  /** Where this is, to put before a key's name: empty at the top, `ami.`, `servers[0].`. */
  readonly prefix: string;
  /** From a key as it may be written here to the path it sets. */
  readonly names: ReadonlyMap<string, string>;
  /** Blocks of keys that may be opened here. */
  readonly groups: ReadonlyMap<string, Scope>;
  /** Keys to suggest in place of an unknown one, as they are named in messages. */
  readonly suggestions: readonly string[];
}

/** Values by path. */
export type Given = Map<string, Value>;

/** Sorts a block's entries by the path that each sets; reports unknown keys and keys given twice. */
export function collectEntries(entries: readonly Entry[], scope: Scope, report: Report): Given {
  const first = new Map<string, Entry>();
  collectInto(first, entries, scope, report);
  const given: Given = new Map();
  for (const [path, entry] of first) {
    if (entry.value.kind !== "empty") given.set(path, entry.value);
  }
  return given;
}

function collectInto(
  first: Map<string, Entry>,
  entries: readonly Entry[],
  scope: Scope,
  report: Report,
): void {
  for (const entry of entries) {
    const path = scope.names.get(entry.key);
    const group = scope.groups.get(entry.key);
    if (path === undefined && !group) {
      reportUnknown(entry, scope, report);
      continue;
    }
    const seenAs = path ?? `${entry.key}.`;
    const earlier = first.get(seenAs);
    if (earlier) reportTwice(path ?? entry.key, entry, earlier, scope, report);
    else first.set(seenAs, group ? { ...entry, value: { kind: "empty", origin: entry.origin } } : entry);
    if (group) openGroup(first, entry, group, report);
  }
}

function openGroup(first: Map<string, Entry>, entry: Entry, group: Scope, report: Report): void {
  const { value } = entry;
  if (value.kind === "map") collectInto(first, value.entries, group, report);
  else if (value.kind !== "empty") {
    report(
      value.origin,
      entry.key,
      `${entry.key}, expected a block of keys, indented, on the lines below it`,
    );
  }
}

function reportTwice(path: string, entry: Entry, earlier: Entry, scope: Scope, report: Report): void {
  const key = scope.prefix.startsWith("servers[") ? scope.prefix + path : path;
  report(entry.origin, key, `${key} is given twice, expected once: first at ${formatOrigin(earlier.origin)}`);
}

function reportUnknown(entry: Entry, scope: Scope, report: Report): void {
  const name = showKey(entry.key);
  const key = scope.prefix + name;
  const nearest = nearestName([scope.prefix + entry.key, entry.key], scope.suggestions) ?? "none";
  report(entry.origin, key, `unknown key "${key}", the nearest known key is "${nearest}"`);
}

/** The part of a key that looks like a name: `password=x` was meant to be a value as well, and is not repeated. */
function showKey(key: string): string {
  const name = /^[A-Za-z0-9_.-]{1,40}/.exec(key)?.[0] ?? "";
  return name === key ? name : `${name}...`;
}

/** The entries of a block, or a report that there is none. */
export function entriesOf(value: Value, key: string, report: Report): readonly Entry[] | undefined {
  if (value.kind === "map") return value.entries;
  report(value.origin, key, `${key}, expected a block of keys: ${describeValue(value)}`);
  return undefined;
}
