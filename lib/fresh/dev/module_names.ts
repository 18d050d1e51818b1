import type { BrowserModule } from "./bundle.ts";

/** Imports as the bundler writes them. */
const IMPORTS_REGEXP = /import\s*\{([^}]*)\}\s*from\s*"\.\/([^"]+)";?/g;

const EXPORTS_REGEXP = /export\s*\{([^}]*)\};?\s*$/;

/** The names that `others` import from the module called `name`. */
export function wantedOf(name: string, others: readonly BrowserModule[]): readonly string[] {
  const found = new Set<string>();
  for (const { text } of others) {
    for (const [, list = "", from] of text.matchAll(IMPORTS_REGEXP)) {
      if (from === name) { for (const entry of entriesOf(list)) found.add(entry.split(/\s+as\s+/)[0] ?? ""); }
    }
  }
  return [...found];
}

/** The module's text with one import in place of all from the module called `from`. */
export function withOneImport(text: string, from: string): string {
  const lists = [...text.matchAll(IMPORTS_REGEXP)].filter(([, , path]) => path === from).map(([, list]) =>
    list
  );
  if (lists.length < 2) return text;
  const rest = text.replace(IMPORTS_REGEXP, (statement, _, path) => path === from ? "" : statement);
  return `import{${lists.join(",")}}from"./${from}";${rest}`;
}

/**
 * The taker with what others want from it under the names that it has inside, and those names: hundreds of second names would
 * be sent with every first visit.
 */
export function withShortExports(
  text: string,
  wanted: readonly (readonly string[])[],
): { readonly text: string; readonly shortNames: ReadonlyMap<string, string> } {
  const given = new Set(wanted.flatMap((names, index) => names.map((name) => newName(index, name))));
  const shortNames = new Map<string, string>();
  const list = new Set<string>();
  for (const entry of exportEntries(text)) {
    const [local = "", exported = local] = entry.split(/\s+as\s+/);
    if (given.has(exported)) shortNames.set(exported, local);
    list.add(given.has(exported) ? local : entry);
  }
  return { text: text.replace(EXPORTS_REGEXP, () => `export{${[...list].join(",")}};`), shortNames };
}

/** What a module that takes another in, the `index`th of them, calls that one's `name` in its exports. */
export function newName(index: number, name: string): string {
  return `${name}${index}`;
}

/** What a bundled module exports, each as it is written: the bundler writes one list at its end. */
function exportEntries(text: string): string[] {
  return entriesOf(EXPORTS_REGEXP.exec(text)?.[1] ?? "");
}

function entriesOf(list: string): string[] {
  return list.split(",").map((entry) => entry.trim()).filter((entry) => entry !== "");
}
