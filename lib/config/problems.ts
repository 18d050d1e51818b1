import type { ConfigProblem, Origin } from "./types.ts";

/** Collects what is wrong, so that all of it is told at once. */
export type Report = (origin: Origin, key: string | null, message: string) => void;

/** Most problems that are kept of one configuration; a file that is not a configuration at all would bring thousands. */
export const MAX_PROBLEMS = 100;

/** A list of problems and the `Report` that fills it, up to `MAX_PROBLEMS`. */
export function collectProblems(): { readonly problems: ConfigProblem[]; readonly report: Report } {
  const problems: ConfigProblem[] = [];
  const report: Report = (origin, key, message) => {
    if (problems.length < MAX_PROBLEMS) problems.push({ origin, key, message });
  };
  return { problems, report };
}

/** The problems in the order of their lines; those that are not in a file after them. */
export function inFileOrder(problems: readonly ConfigProblem[]): readonly ConfigProblem[] {
  const place = ({ origin }: ConfigProblem): readonly [number, number] =>
    origin.kind === "file" ? [origin.line, origin.column] : [Infinity, 0];
  return problems.toSorted((left, right) => {
    const [[line, column], [otherLine, otherColumn]] = [place(left), place(right)];
    return line === otherLine ? column - otherColumn : line < otherLine ? -1 : 1;
  });
}

/** One line: where (`nexus.yaml:3:9`, `environment AMI_PORT`, `--port`), then what was expected. */
export function formatProblem(problem: ConfigProblem): string {
  return `${formatOrigin(problem.origin)}: ${problem.message}`;
}

/** Where a setting was written, in words. */
export function formatOrigin(origin: Origin): string {
  switch (origin.kind) {
    case "file":
      return `${origin.file}:${origin.line}:${origin.column}`;
    case "env":
      return `environment ${origin.name}`;
    case "flag":
      return origin.name;
    case "missing":
      return origin.file;
  }
}
