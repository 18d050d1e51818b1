import type { FreshConfig } from "fresh";
import type { BuildOptions } from "fresh/dev";

/** The web app's configuration: read by `deno task build` and by `new App(config)`, never from the environment. */
const config = {
  /** Everything is served from the root of the site. */
  basePath: "",
  /** Browsers the islands are built for. */
  target: "es2022",
  routeDir: "routes",
  islandDir: "islands",
  /** In the header of every page; and where nearly every visit begins: one module takes a kilobyte less than two. */
  bootIslands: ["Comfort", "Dashboard"],
  staticDir: "static",
  outDir: "_fresh",
  serverEntry: "main.ts",
} as const satisfies FreshConfig & BuildOptions;

export default config;
