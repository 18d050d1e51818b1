import { App } from "fresh";
import { routeEntries } from "fresh/dev";
import {
  type BuildManifest,
  EMPTY_MANIFEST,
  type FileReader,
  type FileSnapshot,
  ProdBuildCache,
  setBuildCache,
  setErrorInterceptor,
  snapshotOf,
} from "fresh/internal";

/** What a site is made of in memory: route files by path, islands by name, static files by URL path. */
export interface Parts<State> {
  readonly routes?: Readonly<Record<string, object>>;
  readonly islands?: Readonly<Record<string, object>>;
  readonly files?: readonly (FileSnapshot & { readonly content: string; readonly compressed?: string })[];
  readonly app?: App<State>;
  /** Reads the files in place of what they hold. */
  readonly read?: FileReader;
}

/** A site without a disk: its app, and what it threw. */
export interface VirtualSite {
  readonly errors: unknown[];
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Body of a GET. */
  text(path: string, init?: RequestInit): Promise<string>;
}

/** Puts a site together as a build would. */
export function virtualSite<State>(parts: Parts<State>): VirtualSite {
  const { routes = {}, islands = {}, files = [], app = new App<State>().fsRoutes() } = parts;
  const errors: unknown[] = [];
  const modules = {
    islands: Object.entries(islands).map(([name, mod]) => ({ name, mod })),
    fsRoutes: routeEntries(Object.keys(routes), "routes").map((entry) => ({
      ...entry,
      mod: routes[entry.filePath],
    })),
  };
  const manifest: BuildManifest = {
    ...EMPTY_MANIFEST,
    version: "build1",
    clientEntry: "/_fresh/js/build1/boot.js",
    islands: Object.fromEntries(Object.keys(islands).map((name) => [name, `/_fresh/js/build1/${name}.js`])),
    preloads: { "/_fresh/js/build1/boot.js": ["/_fresh/js/build1/chunk-1.js"] },
    files,
  };
  const read = ({ name }: FileSnapshot, brotli: boolean) => {
    const file = files.find((each) => each.name === name);
    return Promise.resolve(new TextEncoder().encode(brotli ? file?.compressed : file?.content));
  };
  setBuildCache(
    app,
    new ProdBuildCache(".", snapshotOf<State>(modules, manifest), parts.read ?? read),
    "production",
  );
  setErrorInterceptor(app, (error) => errors.push(error));
  const handler = app.handler();
  const fetch = (path: string, init?: RequestInit) => handler(new Request(`http://site.test${path}`, init));
  return { errors, fetch, text: async (path, init) => await (await fetch(path, init)).text() };
}
