import type { JsonSchema } from "./params.ts";

/** Text. */
export const text: JsonSchema = { type: "string" };

/** Text, or nothing. */
export const textOrNull: JsonSchema = { type: ["string", "null"] };

/** A number. */
export const number: JsonSchema = { type: "number" };

/** A number, or nothing. */
export const numberOrNull: JsonSchema = { type: ["number", "null"] };

/** A whole number. */
export const integer: JsonSchema = { type: "integer" };

/** Yes or no. */
export const flag: JsonSchema = { type: "boolean" };

/** An instant, ISO 8601 in UTC. */
export const instant: JsonSchema = { type: "string", format: "date-time" };

/** An instant, or never. */
export const instantOrNull: JsonSchema = { type: ["string", "null"], format: "date-time" };

/** A role. */
export const role: JsonSchema = oneOf("viewer", "operator", "admin", "superadmin");

/** Points to a shape by name. */
export function ref(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}

/** Every field is there, and no other. */
export function object(properties: Readonly<Record<string, JsonSchema>>) {
  return { type: "object", properties, required: Object.keys(properties), additionalProperties: false };
}

/** An object with properties that an answer may leave out. */
export function withOptional(
  schema: ReturnType<typeof object>,
  optional: Readonly<Record<string, JsonSchema>>,
): JsonSchema {
  return { ...schema, properties: { ...schema.properties, ...optional } };
}

/** A list of one kind. */
export function list(items: JsonSchema): JsonSchema {
  return { type: "array", items };
}

/** One of these words. */
export function oneOf(...texts: readonly string[]): JsonSchema {
  return { type: "string", enum: texts };
}

/** One of these words, or nothing. */
export function orNull(...texts: readonly string[]): JsonSchema {
  return { type: ["string", "null"], enum: [...texts, null] };
}
