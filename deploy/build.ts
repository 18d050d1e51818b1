/** `deno task build`: writes the list of routes if it changed, and builds what the browser needs. */
import { buildWeb, MANIFEST_PATHS, stopBundler } from "./web_build.ts";

const startedAtMs = performance.now();
const { manifest: { version, islands, files }, listChanged } = await buildWeb();
await stopBundler();
const tookMs = Math.round(performance.now() - startedAtMs);
const note = listChanged ? `, wrote ${MANIFEST_PATHS.manifest}` : "";
// deno-lint-ignore no-console
console.log(
  `build ${version}: ${Object.keys(islands).length} islands, ${files.length} files in ${tookMs} ms${note}`,
);
