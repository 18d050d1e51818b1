import * as esbuild from "esbuild";

/** Where a name that a module hands on comes from. */
interface Origin {
  readonly file: string;
  /** What it is called there. */
  readonly name: string;
}

/** What a module that only hands on exports; `null` for one with code of its own. */
type Origins = ReadonlyMap<string, Origin> | null;

const IMPORT_REGEXP = /^import \{([^}]*)\} from "(\.\.?\/[^"]*mod\.ts)";$/gm;
const EXPORT_REGEXP = /^export (type )?(?:\*|\{([^}]*)\}) from "(\.\.?\/[^"]*)";$/gm;
const COMMENT_REGEXP = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;

/**
 * Lets the bundler see past modules called `mod.ts`, which hand on what a whole folder exports: an import from one
 * becomes imports from the files themselves. Else every island would depend on every file of the folder, and all of
 * them would go to every page. What is written in another form than `deno fmt` gives it keeps its import.
 */
export function seePastBarrels(root: string): esbuild.Plugin {
  return {
    name: "see-past-barrels",
    setup(build) {
      const barrels = new Map<string, Promise<Origins>>();
      const originsOf = (barrel: string) => {
        const known = barrels.get(barrel) ?? readOrigins(barrel);
        barrels.set(barrel, known);
        return known;
      };
      build.onLoad({ filter: /\.tsx?$/ }, async ({ path }) => {
        if (!path.startsWith(`${root}/`) || path.includes("/node_modules/")) return null;
        const text = await Deno.readTextFile(path);
        const contents = await rewritten(text, path, originsOf);
        return { contents, loader: path.endsWith("x") ? "tsx" : "ts" };
      });
    },
  };
}

async function rewritten(
  text: string,
  path: string,
  originsOf: (barrel: string) => Promise<Origins>,
): Promise<string> {
  let result = text;
  for (const [statement, names = "", from = ""] of text.matchAll(IMPORT_REGEXP)) {
    const origins = await originsOf(besides(path, from));
    if (origins !== null) result = result.replace(statement, () => directImports(names, origins));
  }
  return result;
}

/** One import for each name that is a value; types are none of the bundler's business. */
function directImports(names: string, origins: ReadonlyMap<string, Origin>): string {
  return namesOf(names).flatMap(([imported, local]) => {
    const origin = origins.get(imported);
    return origin === undefined
      ? []
      : [`import { ${origin.name} as ${local} } from ${JSON.stringify(origin.file)};`];
  }).join("\n");
}

async function readOrigins(barrel: string): Promise<Origins> {
  const text = await Deno.readTextFile(barrel);
  if (text.replace(COMMENT_REGEXP, "").replace(EXPORT_REGEXP, "").trim() !== "") return null;
  const origins = new Map<string, Origin>();
  for (const [, type, names, from = ""] of text.matchAll(EXPORT_REGEXP)) {
    if (type !== undefined) continue;
    const file = besides(barrel, from);
    const listed = names === undefined ? await exportsOf(file) : namesOf(names);
    if (listed === null) return null;
    for (const [name, exported] of listed) origins.set(exported, { file, name });
  }
  return origins;
}

/** The values that a file exports, each under its own name; `null` when only other files know all of them. */
async function exportsOf(file: string): Promise<(readonly [name: string, exported: string])[] | null> {
  if (/^export \*/m.test(await Deno.readTextFile(file))) return null;
  const { metafile } = await esbuild.build({
    entryPoints: [file],
    outdir: "out",
    format: "esm",
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  return Object.values(metafile.outputs).flatMap(({ exports }) =>
    exports.map((name) => [name, name] as const)
  );
}

/** The values of a list such as `one, two as second, type Three`: the name before `as`, and after it. */
function namesOf(list: string): (readonly [name: string, renamed: string])[] {
  const entries = list.split(",").map((entry) => entry.trim().split(/\s+/));
  const values = entries.filter(([first]) => first !== "" && first !== "type");
  return values.map((words) => [words[0] ?? "", words.at(-1) ?? ""]);
}

function besides(path: string, relative: string): string {
  return new URL(relative, `file://${path}`).pathname;
}
