import * as esbuild from "esbuild";
import { type BrowserModule, staticImports } from "./bundle.ts";

/** A shared module below this costs more as a request and as a text compressed alone than it spares other pages. */
const SMALL_BYTES = 40_000;

/** A shared module below this weighs less, compressed, than the heads of a request for it and of the answer. */
const TINY_BYTES = 300;

/** Where small modules go, and for which browsers they are written anew. */
export interface JoinOptions {
  /** Name of the module that every page loads. */
  readonly into: string;
  /** Names of the modules that pages load; what only `import()` leads to stays out of the way. */
  readonly entries: readonly string[];
  readonly target: string | string[];
}

/**
 * Puts the modules that the first module needs, and those that several share but are small, into it; the rest import
 * from it what they imported from them. Entries and big modules stay by themselves.
 */
export async function joinSmall(
  modules: readonly BrowserModule[],
  options: JoinOptions,
): Promise<BrowserModule[]> {
  const joined = namesToJoin(modules, options);
  const taken = modules.filter(({ name }) => joined.has(name) && name !== options.into);
  const taker = modules.find(({ name }) => name === options.into);
  if (taker === undefined) return [...modules];
  const written = await rewritten(taker, takerText(taker, taken), takeIn(taken), options);
  const { text, shortNames } = withShortExports(written.text, taken);
  const others = modules.filter(({ name }) => !joined.has(name));
  const rest = others.map((module) =>
    rewritten(module, module.text, takeFrom(taken, options.into, shortNames), options)
  );
  return [{ ...written, text }, ...await Promise.all(rest)];
}

/**
 * What the module that takes them needs, and small ones that need nothing outside of what was taken: those that the page with the
 * most code loads anyway, where requests cost most. What only others share would be a burden to it, unless it is tiny.
 */
function namesToJoin(modules: readonly BrowserModule[], { into, entries }: JoinOptions): ReadonlySet<string> {
  const loaded = heaviest(entries.filter((entry) => entry !== into), modules);
  const needed = modules.find(({ name }) => name === into)?.imports ?? [];
  const joined = new Set([into, ...needed]);
  const isShared = ({ name }: BrowserModule) =>
    modules.filter(({ imports }) => imports.includes(name)).length > 1;
  for (let before = -1; before < joined.size;) {
    before = joined.size;
    for (const module of modules) {
      const limit = loaded.has(module.name) ? SMALL_BYTES : TINY_BYTES;
      const isSmall = module.text.length < limit && isShared(module);
      if (isSmall && module.imports.every((name) => joined.has(name))) joined.add(module.name);
    }
  }
  return joined;
}

/** Everything that the entry with the most code loads. */
function heaviest(entries: readonly string[], modules: readonly BrowserModule[]): ReadonlySet<string> {
  const weight = (loaded: ReadonlySet<string>) =>
    modules.reduce((sum, { name, text }) => loaded.has(name) ? sum + text.length : sum, 0);
  const all = entries.map((entry) => withImports([entry], modules));
  return all.reduce((most, loaded) => weight(loaded) > weight(most) ? loaded : most, new Set<string>());
}

/** The named modules and everything that has to be there before they run. */
function withImports(names: readonly string[], modules: readonly BrowserModule[]): ReadonlySet<string> {
  const found = new Set(names);
  for (const name of found) {
    for (const next of modules.find((module) => module.name === name)?.imports ?? []) found.add(next);
  }
  return found;
}

async function rewritten(
  module: BrowserModule,
  contents: string,
  plugin: esbuild.Plugin,
  { target }: JoinOptions,
): Promise<BrowserModule> {
  const { outputFiles, metafile } = await esbuild.build({
    stdin: { contents, loader: "js" },
    outfile: module.name,
    bundle: true,
    format: "esm",
    target,
    minify: true,
    charset: "utf8",
    metafile: true,
    write: false,
    logLevel: "silent",
    plugins: [plugin],
  });
  const imports = staticImports(Object.values(metafile.outputs)[0]);
  return { name: module.name, text: outputFiles[0]?.text ?? "", imports };
}

/**
 * The taker with what others want from it under the names that it has inside, and those names: hundreds of second names would
 * be sent with every first visit.
 */
function withShortExports(
  text: string,
  taken: readonly BrowserModule[],
): { readonly text: string; readonly shortNames: ReadonlyMap<string, string> } {
  const given = new Set(
    taken.flatMap((module, index) => exportNames(module).map((name) => newName(index, name))),
  );
  const shortNames = new Map<string, string>();
  const list = new Set<string>();
  for (const entry of exportEntries(text)) {
    const [local = "", exported = local] = entry.split(/\s+as\s+/);
    if (given.has(exported)) shortNames.set(exported, local);
    list.add(given.has(exported) ? local : entry);
  }
  return { text: text.replace(EXPORTS_REGEXP, () => `export{${[...list].join(",")}};`), shortNames };
}

/** The taker itself, then everything that others want from what it took, under names of their own. */
function takerText({ text }: BrowserModule, taken: readonly BrowserModule[]): string {
  const exports = taken.map((module, index) =>
    `export { ${
      exportNames(module).map((name) => `${name} as ${newName(index, name)}`).join(", ")
    } } from "./${module.name}";`
  );
  return [...exports, text].join("\n");
}

function takeIn(taken: readonly BrowserModule[]): esbuild.Plugin {
  return virtualModules(taken.map(({ name, text }) => [name, text]));
}

/** Stands in for each module that was taken: hands on what the taker exports for it. */
function takeFrom(
  taken: readonly BrowserModule[],
  into: string,
  shortNames: ReadonlyMap<string, string>,
): esbuild.Plugin {
  const nameOf = (index: number, name: string) =>
    shortNames.get(newName(index, name)) ?? newName(index, name);
  return virtualModules(taken.map((module, index) => [
    module.name,
    `export { ${
      exportNames(module).map((name) => `${nameOf(index, name)} as ${name}`).join(", ")
    } } from "./${into}";`,
  ]));
}

function virtualModules(texts: readonly (readonly [name: string, text: string])[]): esbuild.Plugin {
  const known = new Map(texts);
  return {
    name: "virtual-modules",
    setup(build) {
      build.onResolve({ filter: /^\.\// }, ({ path, kind }) => {
        const name = path.slice(2);
        if (kind === "import-statement" && known.has(name)) {
          return { path: name, namespace: "taken", sideEffects: false };
        }
        return { path, external: true };
      });
      build.onLoad({ filter: /.*/, namespace: "taken" }, ({ path }) => ({ contents: known.get(path) ?? "" }));
    },
  };
}

const EXPORTS_REGEXP = /export\s*\{([^}]*)\};?\s*$/;

/** The names that a bundled module exports: the bundler writes them as one list at its end. */
function exportNames({ text }: BrowserModule): string[] {
  return exportEntries(text).map((entry) => entry.split(/\s+as\s+/).at(-1) ?? "");
}

function exportEntries(text: string): string[] {
  const list = EXPORTS_REGEXP.exec(text)?.[1] ?? "";
  return list.split(",").map((entry) => entry.trim()).filter((entry) => entry !== "");
}

function newName(index: number, name: string): string {
  return `${name}${index}`;
}
