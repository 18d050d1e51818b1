import { App, csp, staticFiles } from "fresh";
import { buildForBrowser, type BuildOptions, manifestText } from "fresh/dev";
import {
  type BuildManifest,
  diskAssets,
  type FsRouteFile,
  ProdBuildCache,
  setBuildCache,
  setErrorInterceptor,
  snapshotOf,
} from "fresh/internal";
import { stop } from "esbuild";
import type { State } from "./site/state.ts";

const ROOT = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");

/** The site below tests/fresh/site, built into a folder of its own. */
export interface BuiltSite extends AsyncDisposable {
  readonly options: BuildOptions & { readonly root: string; readonly outDir: string };
  readonly manifest: BuildManifest;
  /** What handlers and pages threw. */
  readonly errors: unknown[];
  readonly app: App<State>;
}

/** Builds the site and attaches it to `app`, as the generated entry of a project does. */
export async function buildSite(app: App<State> = siteApp()): Promise<BuiltSite> {
  const outDir = `tests/.artifacts/site-${crypto.randomUUID()}`;
  const site = "tests/fresh/site";
  const options = {
    root: ROOT,
    outDir,
    staticDir: `${site}/static`,
    islandDir: `${site}/islands`,
    routeDir: `${site}/routes`,
  };
  const manifest = await buildForBrowser(options);
  const modules = await importModules(options);
  const errors: unknown[] = [];
  const { root, read } = diskAssets(ROOT, outDir);
  setBuildCache(app, new ProdBuildCache(root, snapshotOf<State>(modules, manifest), read), "production");
  setErrorInterceptor(app, (error) => errors.push(error));
  const dispose = async () => {
    await stop();
    await Deno.remove(`${ROOT}/${outDir}`, { recursive: true });
  };
  return { options, manifest, errors, app, [Symbol.asyncDispose]: dispose };
}

/** The app as a project's main.ts writes it, under a policy that forbids inline code. */
export function siteApp(): App<State> {
  return new App<State>().use(csp({ useNonce: true, csp: ["upgrade-insecure-requests"] })).use(staticFiles())
    .fsRoutes();
}

interface Modules {
  readonly islands: { readonly name: string; readonly mod: object }[];
  readonly fsRoutes: FsRouteFile<State>[];
}

async function importModules(
  { root, outDir, routeDir, islandDir }: {
    root: string;
    outDir: string;
    routeDir: string;
    islandDir: string;
  },
): Promise<Modules> {
  const manifest = `${outDir}/fresh.gen.ts`;
  const text = await manifestText({ root, routesDir: routeDir, islandsDir: islandDir, manifest });
  await Deno.writeTextFile(`${root}/${manifest}`, text);
  return await import(`file://${root}/${manifest}`);
}
