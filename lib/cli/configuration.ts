import { type Config, formatProblem, loadConfig } from "../config/mod.ts";
import { type CliIo, UsageError } from "./io.ts";

/** The text of a configuration file; undefined where there is none. Errors: throws what the system says of any other fault. */
export function readConfigFile(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/**
 * The configuration of a command that works on the database, from its `--config` and `--data`.
 * Errors: throws `UsageError` with the first fault of the configuration.
 */
export function readConfig(io: CliIo, file: string | undefined, data: string | undefined): Config {
  const loaded = loadConfig({
    ...(file === undefined ? {} : { file }),
    env: (key) => io.env(key),
    readFile: readConfigFile,
    ...(data === undefined ? {} : { flags: { data } }),
  });
  if (loaded.ok) return loaded.config;
  const [first] = loaded.problems.map(formatProblem);
  throw new UsageError(first ?? "read configuration", "nexus check tells all that is wrong");
}
