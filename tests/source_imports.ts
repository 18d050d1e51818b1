/** One import or re-export of a source file. */
export interface SourceImport {
  /** As it is written: `../wire/mod.ts`, `fresh`, `npm:...`. */
  readonly from: string;
  /** The names that are imported; empty for `* as x`, `import("x")` and imports for effect. */
  readonly names: readonly string[];
  /** Erased by the compiler: `import type`, or nothing but `type` names. */
  readonly typeOnly: boolean;
}

const STATIC_REGEXP = /^(?:import|export)\s+(type\s+)?([^"';]*?)\s*from\s*"([^"]+)"/gm;
const EFFECT_REGEXP = /^import\s*"([^"]+)"/gm;
const DYNAMIC_REGEXP = /\bimport\(\s*"([^"]+)"/g;

/** Reads the imports of formatted TypeScript: statements begin at the start of a line, strings have double quotes. */
export function importsOf(source: string): SourceImport[] {
  const code = source.replace(/^\s*(?:\/\/|\*|\/\*).*$/gm, "");
  const found: SourceImport[] = [];
  for (const [, type, clause = "", from = ""] of code.matchAll(STATIC_REGEXP)) {
    found.push({ from, ...readClause(clause, type !== undefined) });
  }
  for (const regexp of [EFFECT_REGEXP, DYNAMIC_REGEXP]) {
    for (const [, from = ""] of code.matchAll(regexp)) found.push({ from, names: [], typeOnly: false });
  }
  return found;
}

function readClause(clause: string, isType: boolean): Omit<SourceImport, "from"> {
  const braces = clause.match(/\{([^}]*)\}/);
  const items = (braces?.[1] ?? "").split(",").map((item) => item.trim()).filter((item) => item !== "");
  const names = items.map((item) => item.replace(/^type\s+/, "").replace(/\s+as\s+.*$/, ""));
  const hasOther = clause.replace(/\{[^}]*\}/, "").replace(/[,\s]/g, "") !== "";
  const typeOnly = isType ||
    (!hasOther && items.length > 0 && items.every((item) => item.startsWith("type ")));
  return { names, typeOnly };
}

/** The source files of the given files and folders below `root`, by path; tests and built files are no part of it. */
export async function readSources(root: string, places: readonly string[]): Promise<Map<string, string>> {
  const sources = new Map<string, string>();
  for (const place of places) await readInto(sources, root, place);
  return sources;
}

async function readInto(sources: Map<string, string>, root: string, path: string): Promise<void> {
  const info = await Deno.stat(`${root}/${path}`);
  if (info.isFile) {
    if (/\.[tj]sx?$/.test(path)) sources.set(path, await Deno.readTextFile(`${root}/${path}`));
    return;
  }
  for await (const entry of Deno.readDir(`${root}/${path}`)) {
    await readInto(sources, root, `${path}/${entry.name}`);
  }
}
