import type { AuditResult } from "../auth/mod.ts";
import { define } from "./endpoint.ts";
import { integerParam, type Param, sinceParam, textParam } from "./params.ts";

/** What may have become of an act. */
export const AUDIT_RESULTS: readonly AuditResult[] = [
  "ok",
  "refused",
  "failed",
  "accepted",
  "confirmed",
  "unknown",
];

const DAY_REGEXP = /^\d{4}-\d{2}-\d{2}$/;

/** A day in UTC, as the instant that it begins at; `null` where it is absent. */
const dayParam: Param<number | null> = {
  description: "Only acts of this day, in UTC.",
  schema: { type: "string", format: "date" },
  fallback: null,
  isList: false,
  read(text) {
    const atMs = DAY_REGEXP.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
    // Parsing alone would take February 30 for March 2.
    if (Number.isNaN(atMs) || !new Date(atMs).toISOString().startsWith(text)) {
      throw new Error("expected a day such as 2026-02-12");
    }
    return atMs;
  },
};

const resultParam: Param<AuditResult | null> = {
  description: "Only acts with this result.",
  schema: { type: "string", enum: AUDIT_RESULTS },
  fallback: null,
  isList: false,
  read(text) {
    const result = AUDIT_RESULTS.find((each) => each === text);
    if (result === undefined) throw new Error(`expected one of ${AUDIT_RESULTS.join(", ")}`);
    return result;
  },
};

const FILTER = {
  who: textParam("Only acts of this user, in any case.", 64),
  what: textParam("Only acts of this kind: `session`, or `session.sign_in`.", 64),
  node: textParam("Only acts on this local node.", 32),
  result: resultParam,
  day: dayParam,
  since: sinceParam("Only acts at or after this instant."),
};

/** Who did what. */
export const AUDIT_ENDPOINTS = {
  audit: define({
    path: "/api/admin/audit",
    summary: "Who did what, from where, when and with what result, newest first.",
    access: "admin",
    params: {
      ...FILTER,
      before: integerParam("Only acts with a smaller id: the way to the next page; 0: from the newest.", {
        min: 0,
        max: 999_999_999,
        fallback: 0,
      }),
      limit: integerParam("Most acts.", { min: 1, max: 1_000, fallback: 100 }),
    },
    answers: "envelope",
    schema: "Audit",
    refusals: [503],
  }),
  auditCsv: define({
    path: "/api/admin/audit.csv",
    summary:
      "The same, all of it, as a table; cells that a spreadsheet would take for formulas begin with an apostrophe.",
    access: "admin",
    params: FILTER,
    answers: "csv",
    schema: null,
    refusals: [503],
  }),
};
