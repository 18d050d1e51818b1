import { resolve } from "node:path";
import * as esbuild from "esbuild";
import type { EmbeddedFile } from "../assets.ts";
import type { BuildManifest } from "../manifest.ts";
import { localAliases } from "./aliases.ts";
import { compileTemplates, useTemplates } from "./jsx_templates.ts";
import { nodeBuiltins } from "./node_builtins.ts";
import { type BuildOptions, resolveBuildOptions } from "./options.ts";

/** What the bundle of the server is made from, besides the build options. */
export interface ServerBundleOptions {
  /** Where its first module is written; the others are written beside it. */
  readonly outFile: string;
  /** Modules, relative to the root, that begin modules of their own with what only they need. */
  readonly parts?: readonly string[];
  /** The module, relative to the root, whose `loadAssets` is replaced by one that carries the files. */
  readonly assetsModule: string;
  readonly manifest: BuildManifest;
  /** Names that are replaced by a text: `{ COMMIT: "abc" }`. */
  readonly define?: Readonly<Record<string, string>>;
}

/**
 * Bundles the server, its packages, pages and files into a few modules that need nothing beside them but Deno. One that is imported by
 * `import()` is read when it is asked for.
 */
export async function bundleServer(given: BuildOptions, bundle: ServerBundleOptions): Promise<void> {
  const { root, serverEntry } = resolveBuildOptions(given);
  const defined = Object.entries(bundle.define ?? {}).map(([name, text]) => [name, JSON.stringify(text)]);
  const { directory, name } = placeOf(bundle.outFile);
  const options: esbuild.BuildOptions = {
    absWorkingDir: root,
    entryPoints: { [name]: serverEntry, ...partEntries(bundle.parts ?? []) },
    outdir: directory,
    entryNames: "[name]",
    chunkNames: `${name}-[hash]`,
    splitting: true,
    bundle: true,
    format: "esm",
    platform: "neutral",
    target: "esnext",
    conditions: ["deno", "module"],
    mainFields: ["module", "main"],
    external: ["node:*"],
    jsx: "automatic",
    jsxImportSource: "preact",
    alias: await localAliases(root),
    // Packages look for switches there that nobody sets, and the program may read no variables but its own.
    define: { ...Object.fromEntries(defined), "process.env": "{}" },
    // The text of the program stays in memory, and while it is loaded several times over: with whole names it took 5 MB more.
    // What an error says names its place; only the debug log has stack traces.
    minifyIdentifiers: true,
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
    logLevel: "warning",
  };
  const embedding = embedAssets(root, bundle);
  const { metafile } = await esbuild.build({
    ...options,
    plugins: [embedding, nodeBuiltins],
    metafile: true,
    write: false,
  });
  const templates = await compileTemplates(
    root,
    Object.keys(metafile.inputs).filter((path) => path.endsWith(".tsx")),
  );
  const built = await esbuild.build({
    ...options,
    plugins: [embedding, nodeBuiltins, useTemplates(templates)],
    metafile: true,
    write: false,
  });
  await writeReached(root, bundle.outFile, built);
}

function placeOf(outFile: string): { readonly directory: string; readonly name: string } {
  const slash = outFile.lastIndexOf("/");
  return { directory: outFile.slice(0, slash), name: outFile.slice(slash + 1).replace(/\.js$/, "") };
}

/** What the bundler takes for entries, so that it keeps their modules apart; nothing starts there. */
function partEntries(parts: readonly string[]): Record<string, string> {
  return Object.fromEntries(parts.map((path, index) => [`part-${index}`, path]));
}

/** Writes the first module and what it needs, at once or later; the entries of the parts are left out. */
async function writeReached(
  root: string,
  outFile: string,
  { outputFiles, metafile }: esbuild.BuildResult<{ metafile: true; write: false }>,
): Promise<void> {
  const byPath = new Map(
    Object.entries(metafile.outputs).map(([path, output]) => [resolve(root, path), output]),
  );
  const reached = new Set([outFile]);
  for (const path of reached) {
    for (const used of byPath.get(path)?.imports ?? []) {
      if (!used.external) reached.add(resolve(root, used.path));
    }
  }
  for (const { path, contents } of outputFiles) if (reached.has(path)) await Deno.writeFile(path, contents);
}

/** Replaces the module that reads the build from disk. */
function embedAssets(root: string, { assetsModule, manifest }: ServerBundleOptions): esbuild.Plugin {
  const path = `${root}/${assetsModule}`;
  return {
    name: "embed-assets",
    setup(build) {
      const filter = new RegExp(`${path.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`);
      build.onLoad({ filter }, async () => ({
        contents: await embeddedModule(root, manifest),
        resolveDir: root,
        loader: "js",
      }));
    },
  };
}

async function embeddedModule(root: string, manifest: BuildManifest): Promise<string> {
  const entries = await Promise.all(manifest.files.map(async ({ name, filePath, brotliPath }) => {
    const bytes = await Deno.readFile(`${root}/${brotliPath ?? filePath}`);
    return [name, brotliPath === undefined ? embed(bytes) : { brotli: toBase64(bytes) }];
  }));
  const files = JSON.stringify(Object.fromEntries(entries));
  return [
    'import { embeddedAssets } from "fresh/internal";',
    `const manifest = ${JSON.stringify(manifest)};`,
    `const files = ${files};`,
    "export const loadAssets = () => embeddedAssets(manifest, files);",
  ].join("\n");
}

function embed(bytes: Uint8Array<ArrayBuffer>): EmbeddedFile {
  const text = textOrNull(bytes);
  if (text !== null) return { text };
  return { base64: toBase64(bytes) };
}

function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

/** Text that gives back exactly these bytes, `null` when there is none. */
function textOrNull(bytes: Uint8Array<ArrayBuffer>): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
