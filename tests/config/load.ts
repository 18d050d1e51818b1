import { type ConfigSources, formatProblem, loadConfig, type LoadedConfig } from "../../lib/config/mod.ts";

/** Loads out of a file text and variables that exist only here. */
export function load(
  text: string | undefined,
  env: Readonly<Record<string, string>> = {},
  more: Partial<ConfigSources> = {},
): LoadedConfig {
  return loadConfig({
    env: (name) => env[name],
    readFile: (path) => path === "./nexus.yaml" ? text : undefined,
    ...more,
  });
}

/** The configuration, or a failure that names every problem. */
export function config(text: string | undefined, env: Readonly<Record<string, string>> = {}) {
  const loaded = load(text, env);
  if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join("\n"));
  return loaded.config;
}

/** The problems as printed; empty when there are none. */
export function problems(text: string | undefined, env: Readonly<Record<string, string>> = {}): string[] {
  const loaded = load(text, env);
  return loaded.ok ? [] : loaded.problems.map(formatProblem);
}
