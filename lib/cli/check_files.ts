import { statfsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { inspectDirectory } from "../astdb/mod.ts";
import type { Clock } from "../clock/mod.ts";
import type { Config } from "../config/mod.ts";
import { readLogo } from "../site/mod.ts";
import { bad, type Finding, good, warn } from "./check_finding.ts";

const DIRECTORY = "node directory";
const DATA = "data directory";

/** Less than this is soon full: a busy year of one node takes some 100 MB. */
const LEAST_FREE_BYTES = 200_000_000;

/** A copy this many intervals old is not being renewed. */
const OLD_INTERVALS = 3;

/** Whether there is a directory of nodes, and how old it is. */
export function checkDirectory({ astdb, dataDir }: Config, clock: Clock): Finding {
  if (!astdb.enabled) return good(DIRECTORY, "off by astdb.enabled");
  const unreadable = astdb.path === null ? null : whyUnreadable(astdb.path);
  if (unreadable !== null) {
    return warn(DIRECTORY, `correct astdb.path, there are no names without it: ${unreadable}`);
  }
  try {
    const { rows, importedAtMs, attemptedAtMs, error } = inspectDirectory(astdb, dataDir, clock);
    if (importedAtMs === null) {
      const reason = error === null ? "" : `, the last attempt failed: ${error}`;
      return warn(DIRECTORY, `none yet, nexus serve brings it within a minute${reason}`);
    }
    const found = `${rows} nodes, imported ${ageWords(clock.now() - importedAtMs)} ago`;
    if (error !== null) {
      return warn(DIRECTORY, `${found}; the last attempt failed, check astdb.url and the network: ${error}`);
    }
    const askedMs = clock.now() - (attemptedAtMs ?? importedAtMs);
    const isOld = astdb.path === null && askedMs > OLD_INTERVALS * astdb.updateIntervalMs;
    return isOld
      ? warn(DIRECTORY, `${found}; not asked for since, is nexus serve running?`)
      : good(DIRECTORY, found);
  } catch (error) {
    return warn(DIRECTORY, `cannot be read, remove astdb.db from the data directory: ${reasonOf(error)}`);
  }
}

/** Whether the picture of the station is one; without it the pages show that of Nexus. */
export function checkLogo(path: string): Finding {
  try {
    const { type, bytes } = readLogo(path);
    return good("logo", `${path}, ${type} of ${Math.ceil(bytes.byteLength / 1_000)} kB`);
  } catch (error) {
    return warn("logo", `correct site.logo, the pages show that of Nexus: ${reasonOf(error)}`);
  }
}

/** Why a file cannot be read; `null` when it can. */
function whyUnreadable(path: string): string | null {
  try {
    if (!Deno.statSync(path).isFile) return `it is no file: ${path}`;
    Deno.openSync(path).close();
    return null;
  } catch (error) {
    return reasonOf(error).includes(path) ? reasonOf(error) : `${reasonOf(error)}: ${path}`;
  }
}

/** Whether the data directory can be written to, and how much room it has. */
export function checkDataDir(path: string): Finding {
  try {
    const isThere = Deno.statSync(path).isDirectory;
    if (!isThere) return bad(DATA, `it is no directory, choose another with data_dir: ${path}`);
    tryToWrite(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return checkMissing(path);
    return bad(
      DATA,
      `cannot be written to, give the user of Nexus the right to: ${path} (${reasonOf(error)})`,
    );
  }
  const freeBytes = freeBytesOf(path);
  if (freeBytes === null) return good(DATA, `can be written to: ${path}`);
  const free = `${Math.round(freeBytes / 1e6).toLocaleString("en")} MB free`;
  return freeBytes < LEAST_FREE_BYTES
    ? warn(DATA, `can be written to, but is soon full, make room: ${path}, ${free}`)
    : good(DATA, `can be written to: ${path}, ${free}`);
}

/** One that is not there is made by the server, where it may. */
function checkMissing(path: string): Finding {
  try {
    tryToWrite(nearestDirectory(path));
    return warn(DATA, `it is not there yet, nexus serve makes it: ${path}`);
  } catch (error) {
    return bad(
      DATA,
      `it is not there and cannot be made, make it for the user of Nexus: ${path} (${reasonOf(error)})`,
    );
  }
}

function nearestDirectory(path: string): string {
  for (let parent = dirname(resolve(path));; parent = dirname(parent)) {
    try {
      if (Deno.statSync(parent).isDirectory) return parent;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}

/** Makes a file there and removes it. Throws when that cannot be done. */
function tryToWrite(directory: string): void {
  Deno.removeSync(Deno.makeTempFileSync({ dir: directory, prefix: ".nexus-check-" }));
}

/** `null` where the program may not ask. */
function freeBytesOf(path: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(path);
    return Number(bavail) * Number(bsize);
  } catch (error) {
    if (error instanceof Error) return null; // a figure more or less: the directory itself was tried above
    throw error;
  }
}

function ageWords(ageMs: number): string {
  const minutes = Math.max(0, Math.round(ageMs / 60_000));
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.split("\n", 1)[0] ?? error.name : String(error);
}
