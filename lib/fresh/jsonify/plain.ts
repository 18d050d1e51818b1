/**
 * Writes a value as JSON where that says everything about it: no type, reference or number that JSON has no word for.
 * `null` where it takes `stringify` instead.
 */
export function plainJson(value: unknown): string | null {
  return isPlain(value, new Set()) ? JSON.stringify(value) : null;
}

/** `seen` are the containers so far: one that is met twice has to be one in the browser too. */
function isPlain(value: unknown, seen: Set<object>): boolean {
  if (typeof value === "string" || typeof value === "boolean" || value === null) return true;
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0);
  if (typeof value !== "object" || seen.has(value)) return false;
  seen.add(value);
  if (Array.isArray(value)) return isPlainList(value, seen);
  if (Object.getPrototypeOf(value) !== Object.prototype || "toJSON" in value) return false;
  return isPlainRecord(value, seen);
}

/** Loops, because this is asked of everything that every page shows, and a list may have holes. */
function isPlainList(values: readonly unknown[], seen: Set<object>): boolean {
  for (let index = 0; index < values.length; index++) if (!isPlain(values[index], seen)) return false;
  return true;
}

function isPlainRecord(value: object, seen: Set<object>): boolean {
  const fields = value as Readonly<Record<string, unknown>>;
  for (const name in fields) if (!isPlain(fields[name], seen)) return false;
  return true;
}
