/** One line of the benchmark table: what was measured, what came out, what is allowed. */
export interface BenchRow {
  readonly name: string;
  readonly figure: string;
  readonly budget: string;
  readonly ok: boolean;
}

/** The rows as an aligned table, one a line, with a mark for those over budget. */
export function formatRows(rows: readonly BenchRow[]): string {
  const cells = rows.map((row) => [row.name, row.figure, row.budget, row.ok ? "ok" : "OVER BUDGET"]);
  cells.unshift(["what", "figure", "budget", ""]);
  const widths = [0, 1, 2].map((column) => Math.max(...cells.map((row) => (row[column] ?? "").length)));
  const line = (row: string[]) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd();
  return cells.map(line).join("\n");
}
