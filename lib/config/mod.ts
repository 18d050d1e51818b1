/**
 * @module lib/config: YAML file, environment and flags become one validated, typed, frozen configuration, or the list
 * of everything that is wrong with them. Data runs document -> entries -> keys -> config.
 */
export type * from "./types.ts";
export { durationMs } from "./durations.ts";
export { loadConfig } from "./load.ts";
export { formatProblem } from "./problems.ts";
export { describeEnvKeys, DEVELOPMENT_ENV, KEY_ROWS } from "./keys.ts";
