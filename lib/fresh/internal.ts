/** @module fresh/internal: what the generated entry and the build need, and pages must not use. */
export { type Assets, diskAssets, embeddedAssets } from "./assets.ts";
export { setBuildCache, setErrorInterceptor } from "./app.ts";
export {
  type BuildCache,
  type BuildSnapshot,
  type FileReader,
  type FileSnapshot,
  IslandPreparer,
  ProdBuildCache,
  type ServerIslandRegistry,
  type StaticFile,
} from "./build_cache.ts";
export type { FsRouteFile, FsRouteType } from "./fs_routes.ts";
export { type BuildManifest, EMPTY_MANIFEST, snapshotOf, type WebModules } from "./manifest.ts";
