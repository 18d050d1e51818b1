import type { SettingEntry } from "../wire/mod.ts";
import type { Value } from "./document.ts";
import { KEY_ROWS } from "./keys.ts";
import type { Row } from "./rows.ts";
import { pathsOf } from "./rows.ts";
import type { Given } from "./scope.ts";
import type { Origin } from "./types.ts";

/** Entries of one list or block that are shown one by one; the rest is counted. */
const MAX_SHOWN = 50;

/** Names below which secrets stand in lists of servers. */
const SECRET_NAMES: ReadonlySet<string> = new Set(
  KEY_ROWS.filter((row) => row.secret).flatMap((row) =>
    pathsOf(row).map((path) => path.split(".").at(-1) ?? "")
  ),
);

/** Every setting as it holds, in the order of the example: where it was written, and secrets hidden. */
export function describeSettings(given: Given): readonly SettingEntry[] {
  return KEY_ROWS.flatMap((row) => {
    const value = given.get(row.path);
    return value === undefined ? [fallbackEntry(row)] : entriesOf(row.path, value, row.secret);
  });
}

/** The texts of secrets as they were given, so that they can be kept out of what is shown. */
export function secretTexts(given: Given): readonly string[] {
  return [...given].flatMap(([path, value]) => {
    const isSecret = KEY_ROWS.some((row) => row.path === path && row.secret);
    return textsOf(value, isSecret);
  });
}

function textsOf(value: Value, isSecret: boolean): readonly string[] {
  switch (value.kind) {
    case "scalar":
      return isSecret ? [value.text] : [];
    case "list":
      return value.items.flatMap((item) => textsOf(item, isSecret));
    case "map":
      return value.entries.flatMap((entry) => textsOf(entry.value, isSecret || SECRET_NAMES.has(entry.key)));
    case "empty":
      return [];
  }
}

function fallbackEntry({ path, fallback, secret }: Row<unknown>): SettingEntry {
  return { key: path, value: secret ? null : fallback, secret, set: false, source: "default", place: null };
}

function entriesOf(key: string, value: Value, secret: boolean): readonly SettingEntry[] {
  switch (value.kind) {
    case "scalar":
      return [entryOf(key, shownText(value.text), value.origin, secret || mayHoldSecrets(value.text))];
    case "list":
      if (value.items.every(({ kind }) => kind === "scalar")) {
        return [
          entryOf(
            key,
            value.items.map((item) => item.kind === "scalar" ? item.text : "").join(", "),
            value.origin,
            secret,
          ),
        ];
      }
      return some(key, value.origin, value.items, (item, at) => entriesOf(`${key}[${at}]`, item, secret));
    case "map":
      return some(
        key,
        value.origin,
        value.entries,
        (entry) => entriesOf(`${key}.${entry.key}`, entry.value, secret || SECRET_NAMES.has(entry.key)),
      );
    case "empty":
      return [entryOf(key, "", value.origin, secret)];
  }
}

/** Lists in the environment are one text, in which passwords of servers may stand. */
function mayHoldSecrets(text: string): boolean {
  return /^\s*[[{]/.test(text);
}

function shownText(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 200)}...`;
}

function some<T>(
  key: string,
  origin: Origin,
  items: readonly T[],
  describe: (item: T, at: number) => readonly SettingEntry[],
): readonly SettingEntry[] {
  const shown = items.slice(0, MAX_SHOWN).flatMap(describe);
  const rest = items.length - MAX_SHOWN;
  return rest > 0 ? [...shown, entryOf(key, `and ${rest} more`, origin, false)] : shown;
}

function entryOf(key: string, value: string, origin: Origin, secret: boolean): SettingEntry {
  return { key, value: secret ? null : value, secret, set: true, ...whereOf(origin) };
}

function whereOf(origin: Origin): Pick<SettingEntry, "source" | "place"> {
  switch (origin.kind) {
    case "file":
      return { source: "file", place: `${origin.file}:${origin.line}` };
    case "env":
      return { source: "environment", place: origin.name };
    case "flag":
      return { source: "flag", place: origin.name };
    case "missing":
      return { source: "file", place: origin.file };
  }
}
