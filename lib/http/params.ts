import { parseResume, type ResumePoint } from "../live/mod.ts";
import { isNodeId, isTopic, MAX_CHOICES, MAX_NODE_LENGTH, type Topic, TOPICS } from "../wire/mod.ts";
import { Refusal } from "./answers.ts";

/** JSON Schema, as far as the description of the API uses it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** One query parameter: how it is described, how it is read, and what stands in where it is absent. */
export interface Param<T> {
  readonly description: string;
  readonly schema: JsonSchema;
  readonly fallback: T;
  /** True for a list: it may be given more than once, and entries are joined by commas. */
  readonly isList: boolean;
  /** The value; throws `Error` with the reason when the text is not one. `nowMs` is what relative times count from. */
  read(text: string, nowMs: number): T;
}

/** The parameters of one route by name. */
export type ParamSpecs = Readonly<Record<string, Param<unknown>>>;

/** What reading gives: one value per parameter. */
export type ParamsOf<S extends ParamSpecs> = {
  readonly [K in keyof S]: S[K] extends Param<infer T> ? T : never;
};

/** Longest part of a bad value that an error repeats. */
const MAX_SHOWN_LENGTH = 64;

const NODE_TEXT = `up to ${MAX_CHOICES} identifiers of 1 to ${MAX_NODE_LENGTH} characters`;
const RELATIVE_REGEXP = /^-(\d{1,6})([smhd])$/;
/** A blank before the offset is a plus that was not encoded. */
const ISO_REGEXP = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+\- ]\d{2}:\d{2})?)?$/;
const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads every parameter of a query. Throws a `Refusal` (400) that names the first one that is unknown or bad. */
export function readParams<S extends ParamSpecs>(
  specs: S,
  query: URLSearchParams,
  nowMs: number,
): ParamsOf<S> {
  for (const name of query.keys()) {
    if (!Object.hasOwn(specs, name)) {
      throw badParameter(shown(name), `known here: ${Object.keys(specs).join(", ") || "none"}`);
    }
  }
  const values = Object.entries(specs).map((
    [name, param],
  ) => [name, readOne(name, param, query.getAll(name), nowMs)]);
  return Object.fromEntries(values) as ParamsOf<S>; // each name got the value of its own parameter
}

/** A refusal that names the parameter at fault. */
export function badParameter(field: string, reason: string): Refusal {
  return new Refusal(400, { code: "bad_parameter", message: `read parameter ${field}, ${reason}`, field });
}

/** A whole number between two bounds. */
export function integerParam(
  description: string,
  bounds: { min: number; max: number; fallback: number },
): Param<number> {
  const { min, max, fallback } = bounds;
  return {
    description,
    schema: { type: "integer", minimum: min, maximum: max, default: fallback },
    fallback,
    isList: false,
    read(text) {
      const value = /^-?\d{1,9}$/.test(text) ? Number(text) : NaN;
      if (!(value >= min && value <= max)) {
        throw new Error(`expected a whole number from ${min} to ${max}: ${shown(text)}`);
      }
      return value;
    },
  };
}

/** One of a few words. */
export function choiceParam<T extends string>(
  description: string,
  choices: readonly T[],
  fallback: T,
): Param<T> {
  return {
    description,
    schema: { type: "string", enum: choices, default: fallback },
    fallback,
    isList: false,
    read(text) {
      const choice = choices.find((each) => each === text);
      if (choice === undefined) throw new Error(`expected one of ${choices.join(", ")}: ${shown(text)}`);
      return choice;
    },
  };
}

/** One line of text without control characters; `null` where it is absent. */
export function textParam(description: string, maxLength: number): Param<string | null> {
  return {
    description,
    schema: { type: "string", minLength: 1, maxLength },
    fallback: null,
    isList: false,
    read(text) {
      const { length } = [...text];
      if (length < 1 || length > maxLength || /\p{Cc}/u.test(text)) {
        throw new Error(`expected 1 to ${maxLength} characters on one line: ${shown(text)}`);
      }
      return text;
    },
  };
}

/** `1` or `0`. */
export function flagParam(description: string): Param<boolean> {
  return {
    description,
    schema: { type: "string", enum: ["0", "1"], default: "0" },
    fallback: false,
    isList: false,
    read(text) {
      if (text !== "0" && text !== "1") throw new Error(`expected 0 or 1: ${shown(text)}`);
      return text === "1";
    },
  };
}

/** A day as the instant it begins in UTC, epoch milliseconds. */
export function dayParam(description: string): Param<number | undefined> {
  return {
    description,
    schema: { type: "string", format: "date", examples: ["2026-02-12"] },
    fallback: undefined,
    isList: false,
    read(text) {
      if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || !isCalendarDay(text)) {
        throw new Error(`expected a day such as 2026-02-12: ${shown(text)}`);
      }
      return Date.parse(`${text}T00:00:00Z`);
    },
  };
}

/** An instant as epoch milliseconds, given as ISO 8601 (UTC where it names no offset) or as `-1h`, `-15m`, `-30s`, `-7d`. */
export function sinceParam(description: string): Param<number | undefined> {
  return {
    description,
    schema: { type: "string", examples: ["2026-02-12T10:30:00Z", "-1h", "-15m", "-30s", "-7d"] },
    fallback: undefined,
    isList: false,
    read(text, nowMs) {
      const atMs = relativeMs(text, nowMs) ?? isoMs(text);
      if (atMs === null || !(atMs >= 0)) {
        throw new Error(`expected ISO 8601 or a time ago such as -1h, -15m, -30s, -7d: ${shown(text)}`);
      }
      return atMs;
    },
  };
}

/** Node or link identifiers; empty for all. */
export function nodesParam(description: string): Param<readonly string[]> {
  return {
    description,
    schema: {
      type: "array",
      items: { type: "string", minLength: 1, maxLength: MAX_NODE_LENGTH },
      maxItems: MAX_CHOICES,
    },
    fallback: [],
    isList: true,
    read(text) {
      const nodes = [...new Set(text.split(","))];
      if (nodes.length > MAX_CHOICES || !nodes.every(isNodeId)) {
        throw new Error(`expected ${NODE_TEXT}: ${shown(text)}`);
      }
      return nodes;
    },
  };
}

/** Topics of a stream; empty for every topic. */
export function topicsParam(description: string): Param<readonly Topic[]> {
  return {
    description,
    schema: { type: "array", items: { type: "string", enum: TOPICS } },
    fallback: [],
    isList: true,
    read(text) {
      return text.split(",").map((topic) => {
        if (!isTopic(topic)) throw new Error(`expected some of ${TOPICS.join(", ")}: ${shown(topic)}`);
        return topic;
      });
    },
  };
}

/** Where a stream's client was when it was cut off. */
export function resumeParam(description: string): Param<ResumePoint | undefined> {
  return {
    description,
    schema: { type: "string", pattern: "^[A-Za-z0-9]{1,32}-[0-9]{1,15}$" },
    fallback: undefined,
    isList: false,
    read(text) {
      const resume = parseResume(text);
      if (!resume) throw new Error(`expected EPOCH-SEQ: ${shown(text)}`);
      return resume;
    },
  };
}

function readOne(name: string, param: Param<unknown>, texts: readonly string[], nowMs: number): unknown {
  if (texts.length === 0) return param.fallback;
  if (texts.length > 1 && !param.isList) throw badParameter(name, "expected it once only");
  try {
    return param.read(texts.join(","), nowMs);
  } catch (error) {
    throw badParameter(name, error instanceof Error ? error.message : String(error));
  }
}

function relativeMs(text: string, nowMs: number): number | null {
  const match = RELATIVE_REGEXP.exec(text);
  return match ? nowMs - Number(match[1]) * (UNIT_MS[match[2] ?? ""] ?? 0) : null;
}

function isoMs(text: string): number | null {
  const match = ISO_REGEXP.exec(text);
  if (!match) return null;
  const [, day = "", time, , , offset] = match;
  if (!isCalendarDay(day)) return null;
  const atMs = Date.parse(time !== undefined && offset === undefined ? `${text}Z` : text.replace(" ", "+"));
  return Number.isNaN(atMs) ? null : atMs;
}

/** Parsing alone would take February 30 for March 2. */
function isCalendarDay(day: string): boolean {
  const atMs = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(day);
}

/** What a client sent, short enough to send back. */
export function shown(text: string): string {
  return text.length <= MAX_SHOWN_LENGTH ? text : `${text.slice(0, MAX_SHOWN_LENGTH)}...`;
}
