import type * as esbuild from "esbuild";

const FRAMEWORK = import.meta.resolve("../").slice("file://".length);

/** Compiled modules by their absolute paths. */
export type CompiledModules = ReadonlyMap<string, string>;

/**
 * Compiles modules with JSX as Deno does for `deno run`, by the settings in `deno.json`: markup that never changes becomes
 * text at build time, which the bundler cannot do. Errors: throws when the compiler fails, with what it said.
 */
export async function compileTemplates(root: string, paths: readonly string[]): Promise<CompiledModules> {
  const folder = await Deno.makeTempDir({ prefix: "fresh-jsx-" });
  try {
    await transpile(root, folder, paths);
    const entries = paths.map(async (path): Promise<[string, string]> => [
      `${root}/${path}`,
      await Deno.readTextFile(`${folder}/${path.replace(/\.tsx$/, ".js")}`),
    ]);
    return new Map(await Promise.all(entries));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function transpile(root: string, folder: string, paths: readonly string[]): Promise<void> {
  const args = ["transpile", "--quiet", "--no-lock", "--outdir", folder, ...paths];
  const { success, stderr } = await new Deno.Command(Deno.execPath(), { args, cwd: root }).output();
  if (success) return;
  throw new Error(
    `compile the JSX of the server, deno transpile failed: ${new TextDecoder().decode(stderr).trim()}`,
  );
}

/** Has the bundler take the compiled modules in place of their sources. */
export function useTemplates(modules: CompiledModules): esbuild.Plugin {
  return {
    name: "jsx-templates",
    setup(build) {
      build.onLoad({ filter: /\.tsx$/ }, ({ path }) => {
        const contents = modules.get(path);
        if (contents === undefined) return null;
        return { contents, resolveDir: path.slice(0, path.lastIndexOf("/")), loader: "js" };
      });
      // The server's own functions for templates; what they are made of is Preact's.
      build.onResolve({ filter: /^preact\/jsx-runtime$/ }, ({ importer }) => {
        return importer.startsWith(FRAMEWORK) ? null : { path: `${FRAMEWORK}jsx_runtime.ts` };
      });
    },
  };
}
