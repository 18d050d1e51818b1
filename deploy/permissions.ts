import { describeEnvKeys } from "../lib/config/mod.ts";

/** What the compiled program may do, and nothing else: no other processes, no native libraries, no code from outside. */
export const PERMISSIONS: readonly string[] = [
  // Which addresses and paths those are is the operator's choice and known only to the configuration.
  "--allow-net",
  "--allow-read",
  "--allow-write",
  `--allow-env=${describeEnvKeys().join(",")}`,
  "--allow-sys=hostname,osRelease",
  "--no-prompt",
];
