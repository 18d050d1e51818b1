import * as esbuild from "esbuild";
import { localAliases } from "./aliases.ts";
import { seePastBarrels } from "./barrels.ts";
import type { IslandEntry } from "./crawl.ts";
import { joinSmall } from "./join_small.ts";
import type { ResolvedBuildOptions } from "./options.ts";

/** The module that starts the islands. No island can be called so: their names have no dash. */
export const BOOT_NAME = "fresh-boot";

/** A module as the bundler made it, not yet named after the build. */
export interface BrowserModule {
  /** `fresh-boot.js`, `NodeCard.js`, `chunk-ABCD.js`. */
  readonly name: string;
  readonly text: string;
  /** Names of the modules it needs before it runs. */
  readonly imports: readonly string[];
}

/**
 * Bundles the islands: a module for each, one that starts them, and what several share. What an island imports by
 * `import()` is a module of its own, loaded when it is asked for.
 */
export async function bundleIslands(
  options: ResolvedBuildOptions,
  islands: readonly IslandEntry[],
): Promise<readonly BrowserModule[]> {
  const { root, target, bootIslands } = options;
  const own = islands.filter(({ name }) => !bootIslands.includes(name));
  const { metafile, outputFiles } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: {
      [BOOT_NAME]: BOOT_NAME,
      ...Object.fromEntries(own.map(({ name, filePath }) => [name, filePath])),
    },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    target,
    minify: true,
    charset: "utf8",
    jsx: "automatic",
    jsxImportSource: "preact",
    alias: await localAliases(root),
    outdir: "out",
    chunkNames: "chunk-[hash]",
    metafile: true,
    write: false,
    logLevel: "silent",
    plugins: [bootEntry(root, islands.filter((island) => !own.includes(island))), seePastBarrels(root)],
  });
  const modules = outputFiles.map((file) => {
    const output = Object.entries(metafile.outputs).find(([path]) => file.path === `${root}/${path}`);
    return { name: baseName(file.path), text: file.text, imports: staticImports(output?.[1]) };
  });
  const into = `${BOOT_NAME}.js`;
  return await joinSmall(modules, {
    into,
    entries: [into, ...own.map(({ name }) => `${name}.js`)],
    target,
  });
}

/** The module that starts the islands, and exports those that come along with it by their names. */
function bootEntry(root: string, along: readonly IslandEntry[]): esbuild.Plugin {
  const boot = import.meta.resolve("../client/boot.ts").slice("file://".length);
  const exports = along.map(({ name, filePath }) =>
    `export { default as ${name} } from ${JSON.stringify(`${root}/${filePath}`)};`
  );
  const contents = [`import ${JSON.stringify(boot)};`, ...exports].join("\n");
  return {
    name: "boot-entry",
    setup(build) {
      build.onResolve(
        { filter: new RegExp(`^${BOOT_NAME}$`) },
        ({ path }) => ({ path, namespace: BOOT_NAME }),
      );
      build.onLoad({ filter: /.*/, namespace: BOOT_NAME }, () => ({ contents, resolveDir: root }));
    },
  };
}

/** Names of the modules that an output needs before it runs. */
export function staticImports(output: esbuild.Metafile["outputs"][string] | undefined): string[] {
  const imports = (output?.imports ?? []).filter((used) => used.kind === "import-statement");
  return [...new Set(imports.map((used) => baseName(used.path)))];
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
