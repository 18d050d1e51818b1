import { isRole, type Role, ROLES } from "../wire/mod.ts";
import type { Value } from "./document.ts";
import { describeValue, type Kind, scalar, text, yesNo } from "./kinds.ts";
import { listOf, nodeNumbers } from "./lists.ts";
import type { Report } from "./problems.ts";
import { collectEntries, entriesOf, type Scope } from "./scope.ts";
import type { NamedCommandConfig } from "./types.ts";

/** More than a page can show as buttons. */
const MAX_COMMANDS = 50;

const KEYS = ["name", "label", "run", "nodes", "role", "ask"];
const SCOPE: Omit<Scope, "prefix"> = {
  names: new Map(KEYS.map((key) => [key, key])),
  groups: new Map(),
  suggestions: KEYS,
};

const NAME = scalar(
  "a name of a-z, 0-9, - and _",
  (given) => /^[a-z0-9][a-z0-9_-]{0,39}$/.test(given) ? given : undefined,
);
const LABEL = text(1, 40);

/** What app_rpt is told by `rpt`: what it dials, does, or plays; every word is plain, the node is the one that it is sent to. */
const LINE = scalar(
  "a line like `rpt cmd %node% status 12 0`, `rpt fun %node% *81` or `rpt localplay %node% rpt/callproceeding`",
  (given) => {
    const isPlain = given.split(" ").every((word) => /^(%node%|[A-Za-z0-9*#_./=,+-]+)$/.test(word));
    return isPlain && given.length <= 200 && /^rpt (cmd|fun|localplay|playback) %node%( \S+)+$/.test(given)
      ? given
      : undefined;
  },
);

const LEAST_ROLE = scalar<Role>(
  `one of ${ROLES.slice(1).join(", ")}`,
  (given) => isRole(given) && given !== "viewer" ? given : undefined,
);

/** Commands that the owner gives names to: blocks of name, label, run, nodes, role and ask. */
export const namedCommands: Kind<readonly NamedCommandConfig[]> = {
  read(value, key, report) {
    const items = listOf(value, report);
    if (items.length > MAX_COMMANDS) {
      report(value.origin, key, `${key}, expected at most ${MAX_COMMANDS} commands: ${items.length}`);
      return undefined;
    }
    const read = items.map((item, index) => readCommand(item, `${key}[${index}]`, report));
    const good = read.filter((command) => command !== undefined);
    return good.length === read.length && areDistinct(good, value, key, report) ? good : undefined;
  },
};

function areDistinct(
  commands: readonly NamedCommandConfig[],
  { origin }: Value,
  key: string,
  report: Report,
): boolean {
  const names = commands.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) report(origin, key, `${key}, expected each name once: ${JSON.stringify(twice)}`);
  return twice === undefined;
}

function readCommand(value: Value, key: string, report: Report): NamedCommandConfig | undefined {
  const entries = entriesOf(value, key, report);
  if (!entries) return undefined;
  const given = collectEntries(entries, { ...SCOPE, prefix: `${key}.` }, report);
  const missing = ["name", "run"].filter((each) => !given.has(each));
  for (const each of missing) {
    report(
      value.origin,
      `${key}.${each}`,
      `${key}.${each}, expected a value: ${describeValue({ kind: "empty", origin: value.origin })}`,
    );
  }
  const optional = <T>(name: string, kind: Kind<T>, fallback: T): T | undefined => {
    const found = given.get(name);
    return found ? kind.read(found, `${key}.${name}`, report, false) : fallback;
  };
  const name = optional("name", NAME, "");
  const label = optional("label", LABEL, name ?? "");
  const run = optional("run", LINE, "");
  const nodes = optional<readonly string[] | null>("nodes", nodeNumbers, null);
  const role = optional<Role>("role", LEAST_ROLE, "operator");
  const ask = optional("ask", yesNo, false);
  if (missing.length > 0 || name === undefined || label === undefined || run === undefined) return undefined;
  if (nodes === undefined || role === undefined || ask === undefined) return undefined;
  return { name, label, run, nodes, role, ask };
}
