import type { LogEntry, SystemReport } from "../wire/mod.ts";

/** What reading the system brought: a report, that this browser may not (any more), or nothing. */
export type SystemReading =
  | { readonly kind: "read"; readonly report: SystemReport }
  | { readonly kind: "ended" }
  | { readonly kind: "failed" };

/** Reads how the system is. Never rejects. */
export async function readSystem(address: string): Promise<SystemReading> {
  try {
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    if (response.status === 401 || response.status === 403) {
      await response.body?.cancel();
      return { kind: "ended" };
    }
    const body: unknown = await response.json();
    const data = isRecord(body) ? body["data"] : null;
    return isSystemReport(data) ? { kind: "read", report: data } : { kind: "failed" };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { kind: "failed" }; // Nexus is away: the page says how old it is
  }
}

/** A line of the log out of the text of an event; `null` for anything else. */
export function readLogLine(text: string): LogEntry | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null; // no line of the log
  }
  return isLogEntry(value) ? value : null;
}

/** The lines with one before them, no line twice, and no more than so many. */
export function withLine(lines: readonly LogEntry[], line: LogEntry, most: number): readonly LogEntry[] {
  if (lines.some(({ id, at }) => id === line.id && at === line.at)) return lines;
  return [line, ...lines.slice(0, most - 1)];
}

function isSystemReport(value: unknown): value is SystemReport {
  return isRecord(value) &&
    ["gauges", "servers", "counts", "bounds"].every((name) => Array.isArray(value[name])) &&
    typeof value["generated_at"] === "string" && isRecord(value["database"]);
}

function isLogEntry(value: unknown): value is LogEntry {
  return isRecord(value) && typeof value["id"] === "number" &&
    ["at", "level", "room", "text"].every((name) => typeof value[name] === "string");
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
