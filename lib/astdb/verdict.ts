import type { ParseSummary } from "./parser.ts";

/** What a new copy is held against. */
export interface Expected {
  /** Rows of the last good copy of the same source; `null` when there is none. */
  readonly lastRows: number | null;
  /** Fewest rows that can be all of it. */
  readonly leastRows: number;
  /** True when the end must be whole: what was downloaded, not what somebody typed. */
  readonly mustEndWhole: boolean;
}

/** The directory grows by some rows a day; a copy that lost more than a tenth is a part of one. */
const LEAST_SHARE = 0.9;

/** Rows that the text's own count may be ahead of what is in it: duplicates, and lines broken in two. */
const DECLARED_SHARE = 0.98;

/** Of a real directory some lines in ten thousand are broken. */
const MOST_BROKEN_SHARE = 0.1;

/** Why a copy must not replace the one in use, as the end of a sentence; `null` when it may. */
export function faultOf(read: ParseSummary, expected: Expected): string | null {
  const { rows, bare, broken, declared } = read;
  const lines = rows + bare + broken;
  if (read.isMarkup) return "it is a web page";
  if (rows < expected.leastRows) return `it has too few rows: ${rows}`;
  if (broken > lines * MOST_BROKEN_SHARE) return `too many of its lines are no rows: ${broken} of ${lines}`;
  if (expected.mustEndWhole && !read.isWhole) return `it was cut off in a line, after rows: ${rows}`;
  if (declared !== null && lines < declared * DECLARED_SHARE) {
    return `it says that it has ${declared} rows and has: ${lines}`;
  }
  const { lastRows } = expected;
  if (lastRows !== null && rows < lastRows * LEAST_SHARE) {
    return `the last good one had ${lastRows} rows and it has: ${rows}`;
  }
  return null;
}
