import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type Scalar,
  type YAMLMap,
} from "yaml";
import { explainYamlError, takeTabs } from "./syntax.ts";
import type { Report } from "./problems.ts";
import type { Origin } from "./types.ts";

/** One value as it was written, with its place; the rest of the room knows nothing of YAML. */
export type Value =
  | { readonly kind: "scalar"; readonly text: string; readonly origin: Origin }
  | { readonly kind: "list"; readonly items: readonly Value[]; readonly origin: Origin }
  | { readonly kind: "map"; readonly entries: readonly Entry[]; readonly origin: Origin }
  /** Nothing after the colon: the same as not written. */
  | { readonly kind: "empty"; readonly origin: Origin };

/** One `key: value`. */
export interface Entry {
  readonly key: string;
  readonly origin: Origin;
  readonly value: Value;
}

/** Names the place of an offset into a text. */
type Locate = (offset: number) => Origin;

const MAX_CHARACTERS = 262_144; // far above any real configuration; bounds what a wrong file can cost
const MAX_DEPTH = 8; // servers -> server -> nodes -> node is 4

/** Reads a YAML file. What is wrong with its syntax is reported with line and column, never with its values. */
export function readDocument(file: string, text: string, report: Report): Value {
  const start: Origin = { kind: "file", file, line: 1, column: 1 };
  const tabs = takeTabs(text);
  for (const place of tabs.places) {
    report({ kind: "file", file, ...place }, null, "indentation has a tab, expected spaces");
  }
  const lines = new LineCounter();
  const locate: Locate = (offset) => {
    const { line, col } = lines.linePos(offset);
    return { kind: "file", file, line: Math.max(1, line), column: tabs.columnBefore(line, Math.max(1, col)) };
  };
  return readYaml(tabs.text, start, locate, lines, report);
}

/** Reads a list or block that was given in one environment variable, in YAML's `[...]` form. */
export function readInline(origin: Origin, text: string, report: Report): Value {
  return readYaml(text, origin, () => origin, new LineCounter(), report);
}

function readYaml(text: string, start: Origin, locate: Locate, lines: LineCounter, report: Report): Value {
  if (text.length > MAX_CHARACTERS) {
    report(start, null, `file is too long, expected at most ${MAX_CHARACTERS} characters: ${text.length}`);
    return { kind: "empty", origin: start };
  }
  const doc = parse(text, lines);
  if (!doc) {
    report(start, null, "file is nested too deeply, expected blocks of keys and lists");
    return { kind: "empty", origin: start };
  }
  const faulty = reportSyntax(doc, locate, report);
  return toValue(doc.contents, start, { locate, report, faulty }, 0);
}

/** The parser recurses: a text of nothing but brackets overflows the stack, which is the text's fault. */
function parse(text: string, lineCounter: LineCounter): Document.Parsed | undefined {
  try {
    return parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: false, logLevel: "silent" });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Gives the lines that have a fault. */
function reportSyntax(doc: Document.Parsed, locate: Locate, report: Report): ReadonlySet<number> {
  const faulty = new Set<number>();
  for (const error of [...doc.errors, ...doc.warnings]) {
    const origin = locate(error.pos[0]);
    const line = origin.kind === "file" ? origin.line : 0;
    if (!faulty.has(line)) report(origin, null, explainYamlError(error.code));
    faulty.add(line);
  }
  return faulty;
}

interface Context {
  readonly locate: Locate;
  readonly report: Report;
  readonly faulty: ReadonlySet<number>;
}

function toValue(node: Node | null | undefined, fallback: Origin, context: Context, depth: number): Value {
  const origin = node?.range ? context.locate(node.range[0]) : fallback;
  if (!node) return { kind: "empty", origin };
  if (depth > MAX_DEPTH || isAlias(node)) {
    context.report(
      origin,
      null,
      isAlias(node) ? explainYamlError("BAD_ALIAS") : "value is nested too deeply",
    );
    return { kind: "empty", origin };
  }
  if (isMap<Node, Node | null>(node)) {
    return { kind: "map", entries: toEntries(node, origin, context, depth), origin };
  }
  if (isSeq<Node>(node)) {
    return {
      kind: "list",
      items: node.items.map((item) => toValue(item, origin, context, depth + 1)),
      origin,
    };
  }
  return isScalar(node) ? toScalar(node, origin) : { kind: "empty", origin };
}

function toEntries(
  map: YAMLMap<Node, Node | null>,
  fallback: Origin,
  context: Context,
  depth: number,
): Entry[] {
  const entries: Entry[] = [];
  for (const { key, value } of map.items) {
    const origin = key?.range ? context.locate(key.range[0]) : fallback;
    // What was guessed from a line whose syntax is wrong is left out: to report on it could show a secret.
    if (origin.kind === "file" && context.faulty.has(origin.line)) continue;
    if (isScalar(key)) {
      entries.push({ key: scalarText(key), origin, value: toValue(value, origin, context, depth + 1) });
    } else context.report(origin, null, "key is not a name, expected one like port or ami");
  }
  return entries;
}

function toScalar(node: Scalar, origin: Origin): Value {
  if (node.value === null) return { kind: "empty", origin };
  return { kind: "scalar", text: scalarText(node), origin };
}

/** Unquoted values as they were written, so that `0123` or `1e3` as a secret stays what it is. */
function scalarText(node: Scalar): string {
  if (typeof node.value === "string") return node.value;
  return node.source ?? String(node.value ?? "");
}
