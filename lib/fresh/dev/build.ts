import * as esbuild from "esbuild";
import { BUILD_ID_PLACEHOLDER } from "../build_id.ts";
import type { FileSnapshot } from "../build_cache.ts";
import { contentTypeOf } from "../content_types.ts";
import type { BuildManifest } from "../manifest.ts";
import { localAliases } from "./aliases.ts";
import { crawlIslands, type IslandEntry, listFiles } from "./crawl.ts";
import { type BuildOptions, resolveBuildOptions, type ResolvedBuildOptions } from "./options.ts";

// Enough to tell builds apart; a full SHA-256 would only make every URL longer.
const BUILD_ID_LENGTH = 16;
// No island can be called so: their names have no dash.
const BOOT_NAME = "fresh-boot";

/** A module as the bundler made it, not yet named after the build. */
interface BrowserModule {
  /** `boot.js`, `NodeCard.js`, `chunk-ABCD.js`. */
  readonly name: string;
  readonly text: string;
  readonly imports: readonly string[];
}

/**
 * Builds what the browser needs into `outDir`: one module per island, one that starts them and what they share, and
 * the manifest that lists them together with the static files. Replaces what an earlier build left there.
 */
export async function buildForBrowser(given: BuildOptions): Promise<BuildManifest> {
  const options = resolveBuildOptions(given);
  const islands = await crawlIslands(options.root, options.islandDir);
  const modules = await bundleIslands(options, islands);
  const statics = await staticSnapshots(options);
  const version = (await sha256(JSON.stringify([modules, statics]))).slice(0, BUILD_ID_LENGTH);
  const base = `/_fresh/js/${version}`;
  const files = await Promise.all(modules.map((module) => writeModule(options, module, base, version)));
  const manifest: BuildManifest = {
    version,
    clientEntry: `${base}/${BOOT_NAME}.js`,
    islands: Object.fromEntries(islands.map(({ name }) => [name, `${base}/${name}.js`])),
    preloads: Object.fromEntries(modules.map(({ name, imports }) => [
      `${base}/${name}`,
      imports.map((imported) => `${base}/${imported}`),
    ])),
    files: [...statics, ...files],
  };
  await publish(options, manifest);
  return manifest;
}

async function bundleIslands(
  options: ResolvedBuildOptions,
  islands: readonly IslandEntry[],
): Promise<BrowserModule[]> {
  const { root, target } = options;
  const boot = import.meta.resolve("../client/boot.ts").slice("file://".length);
  const { metafile, outputFiles } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: {
      [BOOT_NAME]: boot,
      ...Object.fromEntries(islands.map(({ name, filePath }) => [name, filePath])),
    },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    target,
    minify: true,
    jsx: "automatic",
    jsxImportSource: "preact",
    alias: await localAliases(root),
    outdir: "out",
    chunkNames: "chunk-[hash]",
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  return outputFiles.map((file) => {
    const output = Object.entries(metafile.outputs).find(([path]) => file.path === `${root}/${path}`);
    const imports = (output?.[1].imports ?? []).filter((used) => used.kind === "import-statement");
    return {
      name: baseName(file.path),
      text: file.text,
      imports: imports.map((used) => baseName(used.path)),
    };
  });
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

async function staticSnapshots({ root, staticDir }: ResolvedBuildOptions): Promise<FileSnapshot[]> {
  const paths = await listFiles(root, staticDir);
  return await Promise.all(paths.map(async (filePath) => ({
    name: filePath.slice(staticDir.length).split("/").map(encodeURIComponent).join("/"),
    filePath,
    hash: await sha256(await Deno.readFile(`${root}/${filePath}`)),
    contentType: contentTypeOf(filePath),
  })));
}

/** Names a module after the build and writes it; its URL changes with every build, so it may be cached for ever. */
async function writeModule(
  { root, outDir }: ResolvedBuildOptions,
  { name, text }: BrowserModule,
  base: string,
  version: string,
): Promise<FileSnapshot> {
  const content = text.replaceAll(BUILD_ID_PLACEHOLDER, version);
  const filePath = `${outDir}/static/${version}/${name}`;
  await replaceFile(`${root}/${filePath}`, content);
  return {
    name: `${base}/${name}`,
    filePath,
    hash: await sha256(content),
    contentType: contentTypeOf(name),
    immutable: true,
  };
}

/** Names the new build, then removes the ones before it; whoever reads along sees one of them whole. */
async function publish({ root, outDir }: ResolvedBuildOptions, manifest: BuildManifest): Promise<void> {
  const folder = `${root}/${outDir}`;
  await replaceFile(`${folder}/manifest.json`, JSON.stringify(manifest, null, 1));
  for await (const { name } of Deno.readDir(`${folder}/static`)) {
    if (name !== manifest.version) await Deno.remove(`${folder}/static/${name}`, { recursive: true });
  }
}

/** Writes a file whole or not at all: two builds may run at once. */
async function replaceFile(path: string, content: string): Promise<void> {
  await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  const unfinished = `${path}.${crypto.randomUUID()}`;
  await Deno.writeTextFile(unfinished, content);
  await Deno.rename(unfinished, path);
}

async function sha256(content: string | Uint8Array<ArrayBuffer>): Promise<string> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
