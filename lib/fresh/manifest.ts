import type { BuildSnapshot, FileSnapshot } from "./build_cache.ts";
import { IslandPreparer, type ServerIslandRegistry } from "./build_cache.ts";
import type { FsRouteFile } from "./fs_routes.ts";

/** What a build made for the browser: the content of `manifest.json`. */
export interface BuildManifest {
  readonly version: string;
  /** URL path of the module that starts the islands. */
  readonly clientEntry: string;
  /** URL path of each island's module, by the name of its default export. */
  readonly islands: Readonly<Record<string, string>>;
  /** URL paths of the modules that a module imports. */
  readonly preloads: Readonly<Record<string, readonly string[]>>;
  readonly files: readonly FileSnapshot[];
}

/** The manifest before anything was built: pages are rendered, islands stay as the server rendered them. */
export const EMPTY_MANIFEST: BuildManifest = {
  version: "none",
  clientEntry: "",
  islands: {},
  preloads: {},
  files: [],
};

/** What the generated module lists. */
export interface WebModules<State> {
  readonly islands: readonly { readonly name: string; readonly mod: object }[];
  readonly fsRoutes: readonly FsRouteFile<State>[];
}

/** Joins the modules of the web with what was built for the browser. */
export function snapshotOf<State>(modules: WebModules<State>, manifest: BuildManifest): BuildSnapshot<State> {
  const islands: ServerIslandRegistry = new Map();
  const preparer = new IslandPreparer();
  for (const { name, mod } of modules.islands) {
    const file = manifest.islands[name] ?? "";
    preparer.prepare(islands, mod, file, name, []);
    if (file !== "" && file === manifest.clientEntry) nameInBoot(islands, name);
  }
  return {
    version: manifest.version,
    clientEntry: manifest.clientEntry,
    fsRoutes: modules.fsRoutes,
    staticFiles: new Map(manifest.files.map((file) => [file.name, file])),
    islands,
    entryAssets: [],
    preloads: new Map(Object.entries(manifest.preloads)),
  };
}

/** An island that comes along with the module that starts islands is exported there by its name. */
function nameInBoot(islands: ServerIslandRegistry, name: string): void {
  for (const island of islands.values()) if (island.name === name) island.exportName = name;
}
