import { buildConfig, checkSettings, describeNotes } from "./build.ts";
import { describeSettings, secretTexts } from "./describe.ts";
import { readDocument, type Value } from "./document.ts";
import { CONFIG_FILE_ENV, KEY_ROWS, KEYS } from "./keys.ts";
import { type Kind, text, whole } from "./kinds.ts";
import { collectProblems, inFileOrder, type Report } from "./problems.ts";
import { envName, fileScope, pathsOf } from "./rows.ts";
import { collectEntries, type Given } from "./scope.ts";
import { Settings } from "./settings.ts";
import type { ConfigSources, LoadedConfig, Origin } from "./types.ts";

/** Where the file is looked for when none is named. */
export const DEFAULT_FILES: readonly string[] = ["./nexus.yaml", "/etc/nexus/nexus.yaml"];

const FLAG_PORT: Kind<number> = whole(0, 65_535, "a port, or 0 for any free one,");
const FLAG_DATA: Kind<string> = text(1, 4_096);
const FILE_SCOPE = fileScope(KEY_ROWS);

/**
 * Reads the configuration: flags over environment over file over default. Gives it frozen, or everything that is wrong
 * with it. Never throws, whatever the file says.
 */
export function loadConfig(sources: ConfigSources): LoadedConfig {
  const { problems, report } = collectProblems();
  const found = findFile(sources, report);
  const fromFile = found ? readFileSettings(found.path, found.text, report) : new Map();
  const given: Given = new Map([...fromFile, ...readEnv(sources.env, report)]);
  checkSettings(given, report);
  const port = readFlag("--port", sources.flags?.port, FLAG_PORT, report);
  const data = readFlag("--data", sources.flags?.data, FLAG_DATA, report);
  if (problems.length > 0) return { ok: false, problems: inFileOrder(problems) };
  if (data !== undefined) given.set(KEYS.dataDir.path, scalarOf(data, { kind: "flag", name: "--data" }));
  const settings = new Settings([given]);
  const config = buildConfig(settings, port ?? settings.value(KEYS.port), found?.path ?? null);
  const shown: Given = port === undefined
    ? given
    : new Map(given).set(KEYS.port.path, scalarOf(String(port), { kind: "flag", name: "--port" }));
  return {
    ok: true,
    config: deepFreeze(config),
    notes: describeNotes(config),
    describe: () => describeSettings(shown),
    secrets: () => secretTexts(shown),
  };
}

interface FoundFile {
  readonly path: string;
  readonly text: string;
}

/** The file that was named, which must exist, or the first of the default ones that does. */
function findFile(sources: ConfigSources, report: Report): FoundFile | undefined {
  const named = sources.file ?? (sources.env(CONFIG_FILE_ENV) || undefined);
  for (const path of named === undefined ? DEFAULT_FILES : [named]) {
    const text = readText(sources, path, report);
    if (text !== undefined) return text === null ? undefined : { path, text };
  }
  if (named !== undefined) {
    const by = sources.file === undefined ? CONFIG_FILE_ENV : "--config";
    report(
      { kind: "missing", file: named },
      null,
      `there is no such file, expected the one that ${by} names`,
    );
  }
  return undefined;
}

/** undefined: no such file; `null`: it is there and cannot be read, which was reported. */
function readText(sources: ConfigSources, path: string, report: Report): string | undefined | null {
  try {
    return sources.readFile(path);
  } catch (error) {
    const reason = error instanceof Error ? error.name : "unknown error";
    report({ kind: "missing", file: path }, null, `file cannot be read, expected one that may be: ${reason}`);
    return null;
  }
}

function readFileSettings(path: string, text: string, report: Report): Given {
  const value = readDocument(path, text, report);
  if (value.kind === "map") return collectEntries(value.entries, FILE_SCOPE, report);
  if (value.kind !== "empty") report(value.origin, null, "file has no keys, expected lines like port: 8080");
  return new Map();
}

function readEnv(env: ConfigSources["env"], report: Report): Given {
  const given: Given = new Map();
  for (const row of KEY_ROWS) {
    for (const name of pathsOf(row).map(envName)) {
      const value = env(name);
      if (value === undefined || value === "") continue;
      const origin: Origin = { kind: "env", name };
      if (given.has(row.path)) {
        report(origin, row.path, `${row.path} is given twice, expected once: also ${envName(row.path)}`);
      } else given.set(row.path, scalarOf(value, origin));
    }
  }
  return given;
}

function scalarOf(text: string, origin: Origin): Value {
  return { kind: "scalar", text, origin };
}

function readFlag<T>(
  name: string,
  given: string | number | undefined,
  kind: Kind<T>,
  report: Report,
): T | undefined {
  if (given === undefined) return undefined;
  return kind.read(scalarOf(String(given), { kind: "flag", name }), name, report, false);
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
