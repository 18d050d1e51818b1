/** Tells whether a value is what it should be. */
export type Check = (value: unknown) => boolean;

/** The fields a value must have, each with its check. Further fields are allowed: a newer server may add some. */
export type Shape = Readonly<Record<string, Check>>;

/** Text. */
export const isText: Check = (value) => typeof value === "string";

/** A finite number. */
export const isNumber: Check = (value) => typeof value === "number" && Number.isFinite(value);

/** True or false. */
export const isFlag: Check = (value) => typeof value === "boolean";

/** One of the given texts. */
export function isOneOf(...texts: readonly string[]): Check {
  return (value) => typeof value === "string" && texts.includes(value);
}

/** The same check, `null` allowed too. */
export function orNull(check: Check): Check {
  return (value) => value === null || check(value);
}

/** An array whose every entry passes. */
export function listOf(check: Check): Check {
  return (value) => Array.isArray(value) && value.every(check);
}

/** An object whose every value passes, whatever its keys. */
export function recordOf(check: Check): Check {
  return (value) => isRecord(value) && Object.values(value).every(check);
}

/** An object with at least the fields of `shape`. */
export function shapeOf(shape: Shape): Check {
  const fields = Object.entries(shape);
  return (value) => isRecord(value) && fields.every(([name, check]) => check(value[name]));
}

/** An object that is no array. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Parsed JSON; `undefined` when the text is none, which every check refuses. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not JSON: the caller answers for it
  }
}
