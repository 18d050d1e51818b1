import type { Clock } from "../clock/mod.ts";
import type { AstdbConfig } from "../config/mod.ts";
import { readAttempts } from "./attempts_file.ts";
import { openDirectoryFile } from "./directory_file.ts";
import { fileSource, PUBLIC_DIRECTORY_URL, type Source, webSource } from "./source.ts";
import type { DirectoryStatus } from "./types.ts";

/** The copy that answers, in the data directory. */
export const DIRECTORY_FILE = "astdb.db";

/** What is remembered of downloads, beside it. */
export const ATTEMPTS_FILE = "astdb.json";

/** The source that a configuration names. */
export function sourceOf(config: AstdbConfig, userAgent: string, clock: Clock): Source {
  if (config.path !== null) return fileSource(config.path, clock);
  return webSource(config.url ?? PUBLIC_DIRECTORY_URL, userAgent, clock);
}

/**
 * How it stands with the directory on disk, without asking anybody. Errors: throws when the copy or what is remembered of
 * it cannot be read.
 */
export function inspectDirectory(config: AstdbConfig, dataDir: string, clock: Clock): DirectoryStatus {
  const { fingerprint } = sourceOf(config, "", clock);
  const attempts = readAttempts(`${dataDir}/${ATTEMPTS_FILE}`, fingerprint);
  const file = openDirectoryFile(`${dataDir}/${DIRECTORY_FILE}`);
  file?.close();
  return {
    source: !config.enabled ? "off" : config.path === null ? "download" : "file",
    rows: Number(file?.facts.rows ?? 0),
    importedAtMs: file === undefined ? null : Number(file.facts.importedAt),
    attemptedAtMs: attempts.attemptedAtMs,
    nextAttemptAtMs: null,
    error: attempts.error,
  };
}
