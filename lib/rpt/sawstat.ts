import { integer } from "./text.ts";
import type { HeaderSource, SawStat, SawStatRow } from "./types.ts";

/**
 * Reads one answer to SawStat: `Conn: <name> <keyed 0|1> <s since keyed|-1> <s since unkeyed|-1>`, one row a link.
 * Never throws; rows that are not understood are left out and counted.
 */
export function parseSawStat(frame: HeaderSource): SawStat {
  const rows: SawStatRow[] = [];
  let badRows = 0;
  for (const { name, value } of frame.headers()) {
    if (name.toLowerCase() !== "conn") continue;
    const row = parseSawStatRow(value);
    if (row === undefined) badRows++;
    else rows.push(row);
  }
  return { node: frame.get("Node") ?? "", rows, badRows };
}

/** Reads one row; the last three fields are the numbers, what stands before them is the name, blanks included. */
export function parseSawStatRow(row: string): SawStatRow | undefined {
  const fields = row.trim().split(/[ \t]+/);
  if (fields.length < 4) return undefined;
  const [keyed, sinceKeyed, sinceUnkeyed] = fields.slice(-3);
  const sinceKeyedSec = ageOf(sinceKeyed!);
  const sinceUnkeyedSec = ageOf(sinceUnkeyed!);
  if ((keyed !== "0" && keyed !== "1") || sinceKeyedSec === undefined || sinceUnkeyedSec === undefined) {
    return undefined;
  }
  const name = nameOf(row.trim());
  return { name, keyed: keyed === "1", sinceKeyedSec, sinceUnkeyedSec };
}

/** True when the text has the shape of a SawStat row; XStat's rows, which share the header's name, have another. */
export function isSawStatRow(row: string): boolean {
  return parseSawStatRow(row) !== undefined;
}

/** `null` for the peer's -1 (never), undefined for what is no age. */
function ageOf(text: string): number | null | undefined {
  const age = integer(text);
  if (age === null || age < -1) return undefined;
  return age === -1 ? null : age;
}

/** The row without its last three fields, blanks inside the name kept as they are. */
function nameOf(row: string): string {
  let end = row.length;
  for (let field = 0; field < 3; field++) {
    while (row[end - 1] !== " " && row[end - 1] !== "\t") end--;
    while (row[end - 1] === " " || row[end - 1] === "\t") end--;
  }
  return row.slice(0, end);
}
