import type { Field } from "./body.ts";

/** The same field, which may be left out. */
export function optional<T>(field: Field<T>): Field<T | undefined> {
  return { ...field, optional: true };
}

/** The same field, which may also be `null`. */
export function nullable<T>(field: Field<T>): Field<T | null> {
  return {
    ...field,
    schema: { anyOf: [field.schema, { type: "null" }] },
    read: (value) => value === null ? null : field.read(value),
  };
}

/** Controls, the line ends of Unicode, and halves of characters. */
export const NOT_ON_A_LINE_REGEXP = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u;

/** Text on one line. Its value is not repeated in errors: it may be a password. */
export function textField(
  description: string,
  bounds: { min: number; max: number; pattern?: RegExp },
): Field<string> {
  const { min, max, pattern } = bounds;
  return {
    description,
    schema: {
      type: "string",
      minLength: min,
      maxLength: max,
      ...(pattern ? { pattern: pattern.source } : {}),
    },
    optional: false,
    read(value) {
      const length = typeof value === "string" ? [...value].length : -1;
      if (typeof value !== "string" || length < min || length > max || NOT_ON_A_LINE_REGEXP.test(value)) {
        throw new Error(`expected text on one line of ${min} to ${max} characters`);
      }
      if (pattern && !pattern.test(value)) throw new Error(`expected text that matches: ${pattern.source}`);
      return value;
    },
  };
}

/** A whole number between two bounds. */
export function integerField(description: string, bounds: { min: number; max: number }): Field<number> {
  const { min, max } = bounds;
  return {
    description,
    schema: { type: "integer", minimum: min, maximum: max },
    optional: false,
    read(value) {
      if (typeof value !== "number" || !Number.isInteger(value) || value < min || value > max) {
        throw new Error(`expected a whole number from ${min} to ${max}`);
      }
      return value;
    },
  };
}

/** `true` or `false`. */
export function flagField(description: string): Field<boolean> {
  return {
    description,
    schema: { type: "boolean" },
    optional: false,
    read(value) {
      if (typeof value !== "boolean") throw new Error("expected true or false");
      return value;
    },
  };
}

/** One of a few words. */
export function choiceField<T extends string>(description: string, choices: readonly T[]): Field<T> {
  return {
    description,
    schema: { type: "string", enum: choices },
    optional: false,
    read(value) {
      const choice = choices.find((each) => each === value);
      if (choice === undefined) throw new Error(`expected one of: ${choices.join(", ")}`);
      return choice;
    },
  };
}

/** A list of values of one kind, without repetitions. */
export function listField<T>(
  description: string,
  item: Field<T>,
  { min = 0, max }: { readonly min?: number; readonly max: number },
): Field<readonly T[]> {
  return {
    description,
    schema: { type: "array", items: item.schema, ...(min > 0 ? { minItems: min } : {}), maxItems: max },
    optional: false,
    read(value) {
      if (!Array.isArray(value) || value.length < min || value.length > max) {
        throw new Error(`expected a list of ${min > 0 ? `${min} to` : "at most"} ${max} entries`);
      }
      return [...new Set(value.map((entry: unknown) => item.read(entry)))];
    },
  };
}
