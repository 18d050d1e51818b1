import type { AuditLog, AuditQuery, AuditRecord } from "../auth/mod.ts";
import type { AuditAct, AuditAnswer } from "../wire/mod.ts";
import { Refusal } from "./answers.ts";
import { AUDIT_ENDPOINTS } from "./audit_endpoints.ts";
import { type ParamsOf, readParams } from "./params.ts";

const DAY_MS = 86_400_000;

/** Acts read for a table at once: a few milliseconds of work, and a bound for what waits in memory. */
const CSV_BATCH = 500;

/** What the audit is asked for. */
export type AuditFilter = ParamsOf<typeof AUDIT_ENDPOINTS.auditCsv.params>;

/** The filter as the page's form has it, to be shown again. */
export interface AuditFilterText {
  readonly who: string;
  readonly what: string;
  readonly node: string;
  readonly result: string;
  readonly day: string;
}

/** Reads the page's query, in which fields that were left empty are sent along; a bad one is told with the rest. */
export function readAuditFilter(query: URLSearchParams, nowMs: number) {
  const given = new URLSearchParams([...query].filter(([, value]) => value.trim() !== ""));
  const read = (name: string) => (query.get(name) ?? "").slice(0, 64);
  const text: AuditFilterText = {
    who: read("who"),
    what: read("what"),
    node: read("node"),
    result: read("result"),
    day: read("day"),
  };
  try {
    return {
      text,
      query: given,
      filter: readParams(AUDIT_ENDPOINTS.audit.params, given, nowMs),
      fault: null,
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return {
      text,
      query: given,
      filter: null,
      fault: `Not understood: ${error.message.replace(/^read parameter /, "")}.`,
    };
  }
}

/** One page of acts, newest first. Throws `UnavailableError`. */
export function auditPage(audit: AuditLog, filter: AuditFilter, before: number, limit: number): AuditAnswer {
  const rows = audit.read({
    ...queryOf(filter),
    ...(before > 0 ? { beforeId: before } : {}),
    limit: limit + 1,
  });
  const acts = rows.slice(0, limit).map(actOf);
  return { acts, next: rows.length > limit ? acts.at(-1)?.id ?? null : null };
}

const COLUMNS = ["id", "at", "who", "from", "what", "node", "target", "result", "ref", "detail"] as const;

/** Every act that the filter lets through as a table, read piece by piece as it is taken. */
export function auditCsv(audit: AuditLog, filter: AuditFilter): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  let before = 0;
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: (controller) => controller.enqueue(encoder.encode(`${COLUMNS.join(",")}\r\n`)),
    pull(controller) {
      const { acts, next } = auditPage(audit, filter, before, CSV_BATCH);
      if (acts.length > 0) controller.enqueue(encoder.encode(acts.map(csvLine).join("")));
      if (next === null) controller.close();
      else before = next;
    },
  });
}

function csvLine(act: AuditAct): string {
  return `${COLUMNS.map((name) => csvCell(act[name])).join(",")}\r\n`;
}

/** Spreadsheets run what begins like a formula, and some skip blanks before it: an apostrophe makes it text. */
function csvCell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = /^\s*[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return `"${safe.replaceAll('"', '""')}"`;
}

function queryOf({ who, what, node, result, day, since }: AuditFilter): Omit<AuditQuery, "limit"> {
  const sinceMs = Math.max(since ?? -Infinity, day ?? -Infinity);
  return {
    ...(who === null ? {} : { who }),
    ...(what === null ? {} : { what }),
    ...(node === null ? {} : { node }),
    ...(result === null ? {} : { result }),
    ...(Number.isFinite(sinceMs) ? { sinceMs } : {}),
    ...(day === null ? {} : { untilMs: day + DAY_MS }),
  };
}

function actOf({ atMs, id, who, from, what, node, target, result, ref, detail }: AuditRecord): AuditAct {
  return { id, at: new Date(atMs).toISOString(), who, from, what, node, target, result, ref, detail };
}
