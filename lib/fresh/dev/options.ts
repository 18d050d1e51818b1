/** What the build reads from `fresh.config.ts`; every path is relative to `root`. */
export interface BuildOptions {
  /** The folder of the project. Default: the current one. */
  root?: string;
  /** Which browsers the islands are built for, as esbuild names them. Default: `es2022`. */
  target?: string | string[];
  /** Where the build goes. Default: `_fresh`. */
  outDir?: string;
  /** Files served as they are. Default: `static`. */
  staticDir?: string;
  /** Default: `islands`. */
  islandDir?: string;
  /** Names of islands that nearly every page has: they come along with the module that starts islands. Default: none. */
  bootIslands?: readonly string[];
  /** Default: `routes`. */
  routeDir?: string;
  /** The module that exports `app`. Default: `main.ts`. */
  serverEntry?: string;
}

/** The options with every default filled in. */
export type ResolvedBuildOptions = Required<BuildOptions>;

/** Fills in the defaults. */
export function resolveBuildOptions(options: BuildOptions): ResolvedBuildOptions {
  return {
    root: options.root ?? Deno.cwd(),
    target: options.target ?? "es2022",
    outDir: options.outDir ?? "_fresh",
    staticDir: options.staticDir ?? "static",
    islandDir: options.islandDir ?? "islands",
    bootIslands: options.bootIslands ?? [],
    routeDir: options.routeDir ?? "routes",
    serverEntry: options.serverEntry ?? "main.ts",
  };
}
