/** `deno task build`: writes the route manifest if it changed, and builds what the browser needs. */
import { stop } from "esbuild";
import { buildForBrowser, writeManifest } from "fresh/dev";
import config from "../fresh.config.ts";

const root = new URL("..", import.meta.url).pathname.replace(/\/$/, "");
const startedAtMs = performance.now();
const { routeDir: routesDir, islandDir: islandsDir } = config;
const changed = await writeManifest({ root, routesDir, islandsDir, manifest: "lib/web/fresh.gen.ts" });
const { version, islands, files } = await buildForBrowser({ ...config, root });
await stop();
const tookMs = Math.round(performance.now() - startedAtMs);
const note = changed ? ", lib/web/fresh.gen.ts changed" : "";
// deno-lint-ignore no-console
console.log(
  `build ${version}: ${Object.keys(islands).length} islands, ${files.length} files in ${tookMs} ms${note}`,
);
