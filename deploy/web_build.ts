import { stop } from "esbuild";
import { buildForBrowser, type ManifestPaths, writeManifest } from "fresh/dev";
import config from "../fresh.config.ts";

/** The folder of the project. */
export const ROOT = new URL("..", import.meta.url).pathname.replace(/\/$/, "");

/** Where the routes and islands lie, and the committed module that lists them. */
export const MANIFEST_PATHS: ManifestPaths = {
  root: ROOT,
  routesDir: config.routeDir,
  islandsDir: config.islandDir,
  manifest: "lib/web/fresh.gen.ts",
};

/** What was built, and whether the module that lists the routes had to be written anew. */
export interface WebBuild {
  readonly manifest: Awaited<ReturnType<typeof buildForBrowser>>;
  readonly listChanged: boolean;
}

/** Brings the list of routes up to date and builds what the browser needs. The bundler runs until `stop()`. */
export async function buildWeb(): Promise<WebBuild> {
  const listChanged = await writeManifest(MANIFEST_PATHS);
  return { manifest: await buildForBrowser({ ...config, root: ROOT }), listChanged };
}

/** Ends the bundler's process. */
export const stopBundler: () => Promise<void> = stop;
