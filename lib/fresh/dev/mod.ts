/** @module fresh/dev: the build. Nothing of it is part of a running server. */
export { buildForBrowser } from "./build.ts";
export { routeEntries, type RouteEntry } from "./crawl.ts";
export { type ManifestPaths, manifestText, writeManifest } from "./manifest.ts";
export { type BuildOptions, resolveBuildOptions } from "./options.ts";
export { bundleServer, type ServerBundleOptions } from "./server_bundle.ts";
