import type { Attempts } from "./schedule.ts";

/** What is remembered of attempts from one run to the next. */
export interface RememberedAttempts extends Attempts {
  /** Which source it was about: a fingerprint, since an address may hold a secret. */
  readonly source: string;
  /** Why the last one brought nothing; `null` when it went well. */
  readonly error: string | null;
}

/** Nothing was ever tried. */
export function noAttempts(source: string): RememberedAttempts {
  return { source, attemptedAtMs: null, failures: 0, error: null };
}

/** What is remembered of this source; nothing when the file is not there, is not understood, or is about another one. */
export function readAttempts(path: string, source: string): RememberedAttempts {
  try {
    const read: unknown = JSON.parse(Deno.readTextFileSync(path));
    return isRemembered(read) && read.source === source ? read : noAttempts(source);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof SyntaxError) return noAttempts(source);
    throw error;
  }
}

/** Remembers; the file is replaced in one step. */
export async function writeAttempts(path: string, attempts: RememberedAttempts): Promise<void> {
  await Deno.writeTextFile(`${path}.new`, `${JSON.stringify(attempts)}\n`);
  await Deno.rename(`${path}.new`, path);
}

function isRemembered(value: unknown): value is RememberedAttempts {
  if (typeof value !== "object" || value === null) return false;
  const read = {
    attemptedAtMs: undefined,
    failures: undefined,
    source: undefined,
    error: undefined,
    ...value,
  };
  const isInstant = read.attemptedAtMs === null || typeof read.attemptedAtMs === "number";
  const isText = typeof read.source === "string" && (read.error === null || typeof read.error === "string");
  return isInstant && isText && Number.isInteger(read.failures);
}
