import type { FsRouteType } from "../fs_routes.ts";
import { compareRoutePaths, pathToPattern } from "../pattern.ts";

/** A file below `routes/`, as the manifest will list it. */
export interface RouteEntry {
  readonly id: string;
  readonly filePath: string;
  readonly type: FsRouteType;
  readonly pattern: string;
  readonly routePattern: string;
}

/** A file below `islands/`. */
export interface IslandEntry {
  /** The name of its default export in pages. */
  readonly name: string;
  readonly filePath: string;
}

const SOURCE_REGEXP = /\.[tj]sx?$/;
const SPECIAL: Readonly<Record<string, FsRouteType>> = {
  _app: "app",
  _layout: "layout",
  _middleware: "middleware",
  _404: "notFound",
  _500: "error",
  _error: "error",
};

/** Lists the files below a folder, as paths relative to `root` with forward slashes, sorted; none if it is missing. */
export async function listFiles(root: string, folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const entry of entriesOf(`${root}/${folder}`)) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) found.push(...await listFiles(root, path));
    else if (entry.isFile) found.push(path);
  }
  return found.sort();
}

async function* entriesOf(path: string): AsyncGenerator<Deno.DirEntry> {
  try {
    yield* Deno.readDir(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Finds the routes below a folder, in the order in which they apply. */
export async function crawlRoutes(root: string, folder: string): Promise<RouteEntry[]> {
  return routeEntries(await listFiles(root, folder), folder);
}

/** What each file below `folder` is, in the order in which they apply. Folders such as `(_components)` hold no routes. */
export function routeEntries(files: readonly string[], folder: string): RouteEntry[] {
  return files
    .filter((path) => SOURCE_REGEXP.test(path) && !path.includes("/(_"))
    .map((path) => routeEntry(path, path.slice(folder.length).replace(SOURCE_REGEXP, "")))
    .sort((a, b) => compareRoutePaths(a.id, b.id));
}

function routeEntry(filePath: string, id: string): RouteEntry {
  const slash = id.lastIndexOf("/");
  const type = SPECIAL[id.slice(slash + 1)] ?? "route";
  if (type === "app" || type === "notFound") return { id, filePath, type, pattern: "*", routePattern: "*" };
  if (type !== "route") {
    const pattern = pathToPattern(id.slice(1, Math.max(slash, 1)), { keepGroups: true });
    return { id, filePath, type, pattern, routePattern: pattern };
  }
  const pattern = pathToPattern(id.slice(1), { keepGroups: true });
  const isIndex = id.endsWith("/index") && !pattern.endsWith("/");
  return {
    id,
    filePath,
    type,
    pattern: isIndex ? `${pattern}/` : pattern,
    routePattern: pathToPattern(id.slice(1)),
  };
}

/** Finds the islands; their names, made from the file names, have to differ. */
export async function crawlIslands(root: string, folder: string): Promise<IslandEntry[]> {
  const files = (await listFiles(root, folder)).filter((path) => SOURCE_REGEXP.test(path));
  const islands = files.map((filePath) => ({ filePath, name: islandName(filePath) }));
  const names = islands.map((island) => island.name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new Error(`collect the islands, two files give the same name: ${twice}`);
  return islands;
}

function islandName(path: string): string {
  const base = path.slice(path.lastIndexOf("/") + 1).replace(SOURCE_REGEXP, "");
  return base.replace(/[^A-Za-z0-9_$]+(.)?/g, (_, next: string = "") => next.toUpperCase()).replace(
    /^\d/,
    "_$&",
  );
}
