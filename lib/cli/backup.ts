import { systemClock } from "../clock/mod.ts";
import { AccountFile, AuditTable, copyDatabase } from "../store/mod.ts";
import { parseCommandArgs } from "./args.ts";
import { readConfig } from "./configuration.ts";
import { type CliIo, EXIT, UsageError } from "./io.ts";

const USAGE = "usage: nexus backup FILE [--config FILE] [--data DIR]";

const OPTIONS = { config: { type: "string" }, data: { type: "string" } } as const;

/** `nexus backup FILE`: copies the database as it is now into a new file, also while Nexus runs. */
export async function backup(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseCommandArgs(args, OPTIONS, USAGE, true);
  const [to, ...others] = positionals;
  if (to === undefined || others.length > 0) throw new UsageError("make a backup, name one file", USAGE);
  const from = `${readConfig(io, values.config, values.data).dataDir}/nexus.db`;
  if (!await isThere(from)) throw new Error(`make a backup, there is no database: ${from}`);
  if (await isThere(to)) throw new Error(`make a backup, there is a file already, name another: ${to}`);
  const { bytes, rows } = await copyDatabase(from, to, systemClock);
  const file = await Deno.open(to, { write: true });
  try {
    await file.sync(); // a copy that a power cut takes away is none
  } finally {
    file.close();
  }
  recordIn(from, bytes);
  await io.stdout(`wrote ${to}: ${rows} rows, ${bytes} bytes\n`);
  return EXIT.ok;
}

/** The server is told as of any other act; a database that cannot be written now still was copied. */
function recordIn(path: string, bytes: number): void {
  const file = new AccountFile(path);
  try {
    new AuditTable(file).append([{
      atMs: systemClock.now(),
      who: "console",
      from: "console",
      what: "system.backup",
      node: null,
      target: null,
      result: "ok",
      ref: null,
      detail: `${bytes} bytes`,
    }]);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "UnavailableError") throw error;
  } finally {
    file.close();
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
