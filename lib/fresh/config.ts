/** What `new App()` takes. */
export interface FreshConfig {
  /** Serves from below this path: `/foo` gives `http://host/foo/...`. */
  basePath?: string;
  /** `development` turns off caching of static files. Default: `production`. */
  mode?: "development" | "production";
  /** Believes `X-Forwarded-Proto` and `X-Forwarded-Host` when building `ctx.url`; only behind a trusted proxy. */
  trustProxy?: boolean;
}

/** The configuration with every default filled in, as `ctx.config` shows it. */
export interface ResolvedFreshConfig {
  /** The folder of the project that the routes and files were built from. */
  root: string;
  basePath: string;
  mode: "development" | "production";
  trustProxy: boolean;
}
