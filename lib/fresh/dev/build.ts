import { BUILD_ID_PLACEHOLDER } from "../build_id.ts";
import type { FileSnapshot } from "../build_cache.ts";
import { contentTypeOf } from "../content_types.ts";
import type { BuildManifest } from "../manifest.ts";
import { BOOT_NAME, type BrowserModule, bundleIslands } from "./bundle.ts";
import { crawlIslands } from "./crawl.ts";
import { type BuildOptions, resolveBuildOptions, type ResolvedBuildOptions } from "./options.ts";
import { readStatics, type StaticContent } from "./static_content.ts";
import { replaceFile, sha256, writeForms } from "./write.ts";

// Enough to tell builds apart; a full SHA-256 would only make every URL longer.
const BUILD_ID_LENGTH = 16;

/** Where a build goes: its id, the folder of its files, and the folder of its modules in URLs. */
interface Place {
  readonly root: string;
  readonly version: string;
  readonly folder: string;
  readonly base: string;
}

/**
 * Builds what the browser needs into `outDir`: one module per island, one that starts them and what they share, the
 * static files that are sent in another form than they lie there, and the manifest that lists them all. Replaces what
 * an earlier build left there.
 */
export async function buildForBrowser(given: BuildOptions): Promise<BuildManifest> {
  const options = resolveBuildOptions(given);
  const islands = await crawlIslands(options.root, options.islandDir);
  const [modules, statics] = await Promise.all([bundleIslands(options, islands), readStatics(options)]);
  const hashes = await Promise.all(statics.map(({ bytes }) => sha256(bytes)));
  const names = statics.map(({ name }) => name);
  const version = (await sha256(JSON.stringify([modules, names, hashes]))).slice(0, BUILD_ID_LENGTH);
  const base = `/_fresh/js/${version}`;
  const place: Place = { root: options.root, version, base, folder: `${options.outDir}/static/${version}` };
  const manifest: BuildManifest = {
    version,
    clientEntry: `${base}/${BOOT_NAME}.js`,
    islands: Object.fromEntries(islands.map(({ name }) => [
      name,
      `${base}/${options.bootIslands.includes(name) ? BOOT_NAME : name}.js`,
    ])),
    preloads: Object.fromEntries(modules.map((module) => [
      `${base}/${module.name}`,
      allImports(module, modules).map((imported) => `${base}/${imported}`),
    ])),
    files: [
      ...await Promise.all(statics.map((file) => writeStatic(place, file))),
      ...await Promise.all(modules.map((module) => writeModule(place, module))),
    ],
  };
  await publish(options, manifest);
  return manifest;
}

/** Everything that has to be there before a module runs, what it imports first. */
function allImports(module: BrowserModule, modules: readonly BrowserModule[]): string[] {
  const found = new Set(module.imports);
  for (const name of found) {
    for (const next of modules.find((other) => other.name === name)?.imports ?? []) found.add(next);
  }
  found.delete(module.name);
  return [...found];
}

async function writeStatic({ root, folder }: Place, file: StaticContent): Promise<FileSnapshot> {
  const { name, source, contentType, bytes, isRewritten } = file;
  const path = `${folder}/${source}`;
  const kept = isRewritten ? undefined : source;
  const paths = await writeForms(root, path, { bytes, contentType, kept });
  return { name, ...paths, hash: await sha256(bytes), contentType };
}

/** Names a module after the build and writes it; its URL changes with every build, so it may be cached for ever. */
async function writeModule(place: Place, { name, text }: BrowserModule): Promise<FileSnapshot> {
  const { root, folder, base, version } = place;
  const bytes = new TextEncoder().encode(text.replaceAll(BUILD_ID_PLACEHOLDER, version));
  const contentType = contentTypeOf(name);
  const paths = await writeForms(root, `${folder}/${name}`, { bytes, contentType });
  return { name: `${base}/${name}`, ...paths, hash: await sha256(bytes), contentType, immutable: true };
}

/** Names the new build, then removes the ones before it; whoever reads along sees one of them whole. */
async function publish({ root, outDir }: ResolvedBuildOptions, manifest: BuildManifest): Promise<void> {
  const folder = `${root}/${outDir}`;
  await replaceFile(`${folder}/manifest.json`, JSON.stringify(manifest, null, 1));
  for await (const { name } of Deno.readDir(`${folder}/static`)) {
    if (name !== manifest.version) await Deno.remove(`${folder}/static/${name}`, { recursive: true });
  }
}
