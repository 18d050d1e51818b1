import { cleanCapture, learnCapture, Sanitizer } from "../wiretap/mod.ts";
import { parseCommandArgs } from "./args.ts";
import { type CliIo, EXIT, UsageError } from "./io.ts";

/** How `nexus wiretap sanitize` is called. */
export const SANITIZE_USAGE = "usage: nexus wiretap sanitize FILE... [--out FILE]";

/** A number in [0, 1) that nobody can guess, so that a pseudonym cannot be traced back by trying. */
function unguessable(): number {
  const [number = 0] = crypto.getRandomValues(new Uint32Array(1));
  return number / 2 ** 32;
}

/**
 * `nexus wiretap sanitize FILE...`: writes each capture with everything that is somebody's replaced, beside it or to
 * `--out`; captures named together share their pseudonyms. What was replaced and what is doubtful is listed. Errors:
 * throws `UsageError` for a wrong call, `Error` for a file that cannot be read or written.
 */
export async function wiretapSanitize(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseCommandArgs(args, { out: { type: "string" } }, SANITIZE_USAGE, true);
  const jobs = positionals.map((path) => ({ path, out: values.out ?? sanitizedName(path) }));
  if (jobs.length === 0) throw new UsageError("sanitize captures, no file given", SANITIZE_USAGE);
  if (values.out !== undefined && jobs.length > 1) {
    throw new UsageError(
      `sanitize captures, --out takes one file, not ${jobs.length}: ${values.out}`,
      SANITIZE_USAGE,
    );
  }
  const sanitizer = new Sanitizer(unguessable);
  for (const { path } of jobs) await learnCapture(path, sanitizer);
  for (const { path, out } of jobs) {
    const badLines = await cleanCapture(path, out, sanitizer);
    if (badLines > 0) {
      io.stderr(`nexus: sanitize capture, ${badLines} lines are no records and were left out: ${path}`);
    }
  }
  await io.stdout(report(sanitizer, jobs.map(({ out }) => out)));
  return EXIT.ok;
}

/** `NAME.raw` becomes `NAME.sanitized.raw`. */
function sanitizedName(path: string): string {
  const dot = path.lastIndexOf(".");
  const named = dot > path.lastIndexOf("/") + 1;
  return named ? `${path.slice(0, dot)}.sanitized${path.slice(dot)}` : `${path}.sanitized`;
}

function report(sanitizer: Sanitizer, written: readonly string[]): string {
  const replacements = sanitizer.replacements();
  const changed = replacements.map(({ kind, original, invented }) => {
    return `  ${kind.padEnd(8)} ${kind === "secret" ? "(not shown)" : original} -> ${invented}`;
  });
  const { kept, more } = sanitizer.doubts();
  const doubts = kept.map(({ header, value, count }) =>
    `  ${String(count).padStart(5)} x ${header}: ${value}`
  );
  return [
    `replaced ${replacements.length} names, numbers, addresses and secrets; this list is not in the file:`,
    ...changed,
    `left as they were, ${
      kept.length + more
    } values that nobody can be sure of; look at them before you share the file:`,
    ...doubts,
    ...(more > 0 ? [`        and ${more} more`] : []),
    ...written.map((path) => `wrote ${path}`),
    "",
  ].join("\n");
}
