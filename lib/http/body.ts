import type { JsonSchema } from "./params.ts";
import { Refusal } from "./answers.ts";

/** One field of a JSON body: how it is described and how it is read. */
export interface Field<T> {
  readonly description: string;
  readonly schema: JsonSchema;
  readonly optional: boolean;
  /** The value; throws `Error` with the reason when it is not one. Absent fields are never read. */
  read(value: unknown): T;
}

/** The fields of a body by name. */
export type FieldSpecs = Readonly<Record<string, Field<unknown>>>;

/** What reading gives: one value per field, undefined for optional ones that are absent. */
export type BodyOf<F extends FieldSpecs> = {
  readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never;
};

/** A body takes this much unless its endpoint says otherwise: many times what the longest sensible one does. */
export const DEFAULT_BODY_BYTES = 16_384;

const JSON_TYPE_REGEXP = /^application\/json\s*(;|$)/i;
const FORM_TYPE_REGEXP = /^application\/x-www-form-urlencoded\s*(;|$)/i;

/**
 * Reads a JSON body by its fields. Errors: throws a `Refusal`: 415 for another type, 413 for too much, 400 for what is no JSON,
 * and for the first field that is unknown, missing or bad.
 */
export async function readBody<F extends FieldSpecs>(
  specs: F,
  request: Request,
  maxBytes: number = DEFAULT_BODY_BYTES,
): Promise<BodyOf<F>> {
  const mayBeEmpty = Object.values(specs).every((field) => field.optional);
  const isEmpty = request.body === null || request.headers.get("Content-Length") === "0";
  if (!mayBeEmpty || !isEmpty) requireType(request, JSON_TYPE_REGEXP, "application/json");
  const body = mayBeEmpty && isEmpty ? {} : parseObject(await readText(request, maxBytes));
  for (const name of Object.keys(body)) {
    if (!Object.hasOwn(specs, name)) {
      throw badField(name.slice(0, 64), `known here: ${Object.keys(specs).join(", ") || "none"}`);
    }
  }
  const values = Object.entries(specs).map(([name, field]) => [name, readField(name, field, body)]);
  return Object.fromEntries(values) as BodyOf<F>; // each name got the value of its own field
}

/** Reads what a plain form sends. Errors: throws a `Refusal` (415, 413). */
export async function readForm(
  request: Request,
  maxBytes: number = DEFAULT_BODY_BYTES,
): Promise<URLSearchParams> {
  requireType(request, FORM_TYPE_REGEXP, "application/x-www-form-urlencoded");
  return new URLSearchParams(await readText(request, maxBytes));
}

/** A refusal that names the field at fault. */
export function badField(field: string, reason: string): Refusal {
  return new Refusal(400, { code: "bad_field", message: `read field ${field}, ${reason}`, field });
}

function requireType(request: Request, type: RegExp, expected: string): void {
  if (type.test(request.headers.get("Content-Type") ?? "")) return;
  throw new Refusal(415, {
    code: "unsupported_type",
    message: `read the body, expected Content-Type: ${expected}`,
  });
}

/** Reads no further than the limit, whatever the length that was announced. */
async function readText(request: Request, maxBytes: number): Promise<string> {
  if (Number(request.headers.get("Content-Length") ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const decoder = new TextDecoder();
  let text = "";
  let taken = 0;
  for await (const chunk of wholeBody(request)) {
    taken += chunk.byteLength;
    if (taken > maxBytes) throw tooLarge(maxBytes);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** Whoever leaves before all was sent, or is cut off for being slow, is no fault of the server's. */
async function* wholeBody(request: Request): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of request.body ?? []) yield chunk;
  } catch {
    throw new Refusal(400, {
      code: "bad_body",
      message: "read the body, the connection ended before it did",
    });
  }
}

function tooLarge(maxBytes: number): Refusal {
  return new Refusal(413, {
    code: "too_large",
    message: `read the body, it is longer than bytes: ${maxBytes}`,
    headers: { "Connection": "close" },
  });
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined; // refused below like anything else that is no object
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Refusal(400, { code: "bad_body", message: "read the body, expected a JSON object" });
  }
  return { ...value };
}

function readField(name: string, field: Field<unknown>, body: Readonly<Record<string, unknown>>): unknown {
  if (!Object.hasOwn(body, name)) {
    if (field.optional) return undefined;
    throw badField(name, "it is missing");
  }
  try {
    return field.read(body[name]);
  } catch (error) {
    throw badField(name, error instanceof Error ? error.message : String(error));
  }
}
