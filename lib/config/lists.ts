import { readInline, type Value } from "./document.ts";
import { describeValue, duration, type Kind, text } from "./kinds.ts";
import type { Report } from "./problems.ts";
import { pathsOf, type Row } from "./rows.ts";
import { collectEntries, entriesOf, type Given, type Scope } from "./scope.ts";
import type { NodeConfig, Origin } from "./types.ts";

/** A list: in the file as one, in the environment as words with commas or in brackets. */
export function listOf(value: Value, report: Report): readonly Value[] {
  if (value.kind === "list") return value.items;
  if (value.kind === "empty") return [];
  if (value.kind === "map") return [value];
  if (value.text.trimStart().startsWith("[")) {
    const inner = readInline(value.origin, value.text, report);
    return inner.kind === "list" ? inner.items : [];
  }
  const words = value.text.split(",").map((word) => word.trim()).filter((word) => word !== "");
  return words.map((word) => ({ kind: "scalar", text: word, origin: value.origin }));
}

/** Reports all but the first of the values that have the same name. */
function reportRepeats(
  names: readonly { name: string; origin: Origin }[],
  key: string,
  report: Report,
): void {
  const seen = new Set<string>();
  for (const { name, origin } of names) {
    if (seen.has(name)) report(origin, key, `${key}, expected each once: ${JSON.stringify(name)}`);
    seen.add(name);
  }
}

const NODE_ID = /^[1-9][0-9]{0,9}$/;
const NODE_NAME = text(1, 100);
const NODE_INTERVAL = duration("1s", "7d");
const NODE_KEYS = ["node_id", "name", "polling_interval"];

/** Local nodes: a number, or a block of node_id, name, polling_interval. */
export const nodeList: Kind<readonly NodeConfig[]> = {
  read(value, key, report) {
    const items = listOf(value, report);
    const nodes = items.map((item, index) => readNode(item, `${key}[${index}]`, report));
    const named = nodes.flatMap((node, index) => {
      const origin = items[index]?.origin ?? value.origin;
      return node ? [{ name: node.nodeId, origin }] : [];
    });
    reportRepeats(named, key, report);
    const good = nodes.filter((node) => node !== undefined);
    return good.length === nodes.length ? good : undefined;
  },
};

function readNode(value: Value, key: string, report: Report): NodeConfig | undefined {
  if (value.kind !== "map") {
    const nodeId = readNodeId(value, key, report);
    return nodeId === undefined ? undefined : { nodeId, name: null, pollingIntervalMs: null };
  }
  const given = collectEntries(value.entries, plainScope(`${key}.`, NODE_KEYS), report);
  const id = given.get("node_id") ?? { kind: "empty", origin: value.origin };
  const nodeId = readNodeId(id, `${key}.node_id`, report);
  const name = readOptional(given, "name", NODE_NAME, key, report);
  const pollingIntervalMs = readOptional(given, "polling_interval", NODE_INTERVAL, key, report);
  if (nodeId === undefined || name === undefined || pollingIntervalMs === undefined) return undefined;
  return { nodeId, name, pollingIntervalMs };
}

function readNodeId(value: Value, key: string, report: Report): string | undefined {
  if (value.kind === "scalar" && NODE_ID.test(value.text)) return value.text;
  const shown = describeValue(value);
  report(
    value.origin,
    key,
    `${key}, expected a node number of 1 to 10 digits that does not begin with 0: ${shown}`,
  );
  return undefined;
}

/** Numbers of local nodes. */
export const nodeNumbers: Kind<readonly string[]> = {
  read(value, key, report) {
    const items = listOf(value, report);
    const found = items.map((item, index) => readNodeId(item, `${key}[${index}]`, report));
    const good = found.filter((nodeId) => nodeId !== undefined);
    return good.length === found.length ? good : undefined;
  },
};

/** `null` when not given, undefined when wrong. */
function readOptional<T>(
  given: Given,
  name: string,
  kind: Kind<T>,
  key: string,
  report: Report,
): T | null | undefined {
  const value = given.get(name);
  return value ? kind.read(value, `${key}.${name}`, report, false) : null;
}

function plainScope(prefix: string, keys: readonly string[]): Scope {
  return { prefix, names: new Map(keys.map((key) => [key, key])), groups: new Map(), suggestions: keys };
}

/** One item of `servers`: what it says itself; the rest comes from `ami.*`. */
export interface ServerEntry {
  readonly origin: Origin;
  readonly name: string | null;
  readonly nodes: readonly NodeConfig[] | null;
  /** By the path of the `ami` row each one replaces. */
  readonly settings: Given;
}

const SERVER_NAME = text(1, 60);

/** The list of servers: blocks of name, nodes and any of the rows of `ami` but `enabled`. */
export function serverList(amiRows: readonly Row<unknown>[]): Kind<readonly ServerEntry[]> {
  const rows = amiRows.filter((row) => row.path !== "ami.enabled");
  const names = new Map([["name", "name"], ["nodes", "nodes"]]);
  for (const row of rows) {
    for (const path of pathsOf(row)) names.set(path.slice("ami.".length), row.path);
  }
  return {
    read(value, key, report) {
      const servers = listOf(value, report).map((item, index) =>
        readServer(
          item,
          { prefix: `${key}[${index}].`, names, groups: new Map(), suggestions: [...names.keys()] },
          rows,
          report,
        )
      );
      const good = servers.filter((server) => server !== undefined);
      if (good.length > 1) reportNames(good, key, report);
      return good.length === servers.length ? good : undefined;
    },
  };
}

function reportNames(servers: readonly ServerEntry[], key: string, report: Report): void {
  const named = servers.flatMap(({ name, origin }) => name === null ? [] : [{ name, origin }]);
  for (const { name, origin } of servers) {
    if (name === null) report(origin, key, `${key}, expected a name for each where there are several`);
  }
  reportRepeats(named, key, report);
}

function readServer(
  value: Value,
  scope: Scope,
  rows: readonly Row<unknown>[],
  report: Report,
): ServerEntry | undefined {
  const key = scope.prefix.slice(0, -1);
  const entries = entriesOf(value, key, report);
  if (!entries) return undefined;
  const settings = collectEntries(entries, scope, report);
  for (const row of rows) {
    const given = settings.get(row.path);
    if (given) row.kind.read(given, row.path.replace("ami.", scope.prefix), report, row.secret);
  }
  const name = readOptional(settings, "name", SERVER_NAME, key, report);
  const nodes = readOptional(settings, "nodes", nodeList, key, report);
  if (name === undefined || nodes === undefined) return undefined;
  return { origin: value.origin, name, nodes, settings };
}

const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*)(?:\/\d{1,3})?$/;

/** IP addresses, each with an optional `/prefix`. */
export const addressList: Kind<readonly string[]> = {
  read(value, key, report) {
    const items = listOf(value, report);
    const good = items.flatMap((item) => item.kind === "scalar" && isAddress(item.text) ? [item.text] : []);
    for (const item of items) {
      if (item.kind === "scalar" && isAddress(item.text)) continue;
      const shown = describeValue(item);
      report(item.origin, key, `${key}, expected IP addresses like 127.0.0.1 or 10.0.0.0/8: ${shown}`);
    }
    return good.length === items.length ? good : undefined;
  },
};

function isAddress(text: string): boolean {
  if (!ADDRESS.test(text)) return false;
  const [address = "", prefix = "0"] = text.split("/");
  const v6 = address.includes(":");
  if (Number(prefix) > (v6 ? 128 : 32)) return false;
  return v6 ? URL.canParse(`http://[${address}]/`) : address.split(".").every((part) => Number(part) <= 255);
}
