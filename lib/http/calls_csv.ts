import type { CallEntry } from "../wire/mod.ts";

const COLUMNS: readonly (readonly [name: string, of: (call: CallEntry) => string | number | null])[] = [
  ["started_at", (call) => call.started_at],
  ["answered_at", (call) => call.answered_at],
  ["ended_at", (call) => call.ended_at],
  ["from_number", ({ from }) => from.extension],
  ["from_name", ({ from }) => from.name ?? null],
  ["to_number", ({ to }) => to.extension],
  ["to_name", ({ to }) => to.name ?? null],
  ["group", ({ to }) => to.group ?? null],
  ["talk_seconds", (call) => call.talk_seconds],
  ["total_seconds", (call) => call.total_seconds],
  ["cause", (call) => call.cause],
  ["cause_code", (call) => call.cause_code],
  ["server", (call) => call.server],
  ["call_id", (call) => call.call_id],
];

/** What a spreadsheet takes for the beginning of a formula; a number dialled with a plus is one of them. */
const FORMULA = /^[=+\-@\t\r]/;

/** Calls as CSV (RFC 4180) with a line of names. Text that a spreadsheet would run as a formula gets an apostrophe before it. */
export function callsCsv(calls: readonly CallEntry[]): string {
  const lines = [
    COLUMNS.map(([name]) => name),
    ...calls.map((call) => COLUMNS.map(([, of]) => cell(of(call)))),
  ];
  return lines.map((cells) => `${cells.join(",")}\r\n`).join("");
}

function cell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
