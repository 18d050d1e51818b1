import * as esbuild from "esbuild";
import { type BrowserModule, staticImports } from "./bundle.ts";
import { newName, wantedOf, withOneImport, withShortExports } from "./module_names.ts";

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
 * Puts what only one entry needs at once into that entry, then the modules that the first module needs, and those that several
 * share but are small, into the first; the rest import from these what they imported from them.
 */
export async function joinSmall(
  modules: readonly BrowserModule[],
  options: JoinOptions,
): Promise<readonly BrowserModule[]> {
  const { into, entries, target } = options;
  let joined = modules;
  for (const entry of entries.filter((name) => name !== into)) {
    joined = await joinInto(joined, entry, ownOf(entry, joined, entries), target);
  }
  return await joinInto(joined, into, namesToJoin(joined, options), target);
}

/** What one entry loads and no other; an `import()` of its own may need parts of it too, and has set them apart. */
function ownOf(
  entry: string,
  modules: readonly BrowserModule[],
  entries: readonly string[],
): ReadonlySet<string> {
  const others = withImports(entries.filter((name) => name !== entry), modules);
  return new Set([...withImports([entry], modules)].filter((name) => name === entry || !others.has(name)));
}

/** Puts the modules of these names into `into`, which may be one of them. */
async function joinInto(
  modules: readonly BrowserModule[],
  into: string,
  names: ReadonlySet<string>,
  target: JoinOptions["target"],
): Promise<readonly BrowserModule[]> {
  const taker = modules.find(({ name }) => name === into);
  const taken = modules.filter(({ name }) => names.has(name) && name !== into);
  if (taker === undefined || taken.length === 0) return modules;
  const others = modules.filter(({ name }) => name !== into && !names.has(name));
  const wanted = taken.map(({ name }) => wantedOf(name, others));
  const written = await rewritten(taker, takerText(taker, taken, wanted), takeIn(taken), target);
  const { text, shortNames } = withShortExports(written.text, wanted);
  const rest = others.map(async (module) => {
    // Only what this one wants: the bundler would leave in the names of all others.
    const own = takeFrom(taken, taken.map(({ name }) => wantedOf(name, [module])), into, shortNames);
    const named = await rewritten(module, module.text, own, target);
    return { ...named, text: withOneImport(named.text, into) };
  });
  return [{ ...written, text }, ...await Promise.all(rest)];
}

/**
 * What the module that takes them needs, and small ones that need nothing outside of what was taken: those that most pages
 * load anyway. What only a few share would be a burden to all, unless it is tiny.
 */
function namesToJoin(modules: readonly BrowserModule[], { into, entries }: JoinOptions): ReadonlySet<string> {
  const loaded = entries.filter((entry) => entry !== into).map((entry) => withImports([entry], modules));
  const needed = modules.find(({ name }) => name === into)?.imports ?? [];
  const joined = new Set([into, ...needed]);
  const isShared = ({ name }: BrowserModule) =>
    modules.filter(({ imports }) => imports.includes(name)).length > 1;
  const isOfMost = ({ name }: BrowserModule) =>
    loaded.filter((names) => names.has(name)).length > loaded.length / 2;
  for (let before = -1; before < joined.size;) {
    before = joined.size;
    for (const module of modules) {
      const isSmall = module.text.length < (isOfMost(module) ? SMALL_BYTES : TINY_BYTES) && isShared(module);
      if (isSmall && module.imports.every((name) => joined.has(name))) joined.add(module.name);
    }
  }
  return joined;
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
  target: JoinOptions["target"],
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

/** The taker itself, then everything that others want from what it took, under names of their own. */
function takerText(
  { text }: BrowserModule,
  taken: readonly BrowserModule[],
  wanted: readonly (readonly string[])[],
): string {
  const exports = taken.map(({ name: from }, index) => {
    const names = (wanted[index] ?? []).map((name) => `${name} as ${newName(index, name)}`);
    return `export { ${names.join(", ")} } from "./${from}";`;
  });
  return [...exports, text].join("\n");
}

function takeIn(taken: readonly BrowserModule[]): esbuild.Plugin {
  return virtualModules(taken.map(({ name, text }) => [name, text]));
}

/** Stands in for each module that was taken: hands on what the taker exports for it. */
function takeFrom(
  taken: readonly BrowserModule[],
  wanted: readonly (readonly string[])[],
  into: string,
  shortNames: ReadonlyMap<string, string>,
): esbuild.Plugin {
  return virtualModules(taken.map(({ name: from }, index) => {
    const names = (wanted[index] ?? []).map((name) =>
      `${shortNames.get(newName(index, name)) ?? newName(index, name)} as ${name}`
    );
    return [from, `export { ${names.join(", ")} } from "./${into}";`];
  }));
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
