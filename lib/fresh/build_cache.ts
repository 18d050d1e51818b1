import type { ComponentType } from "preact";
import type { Command } from "./commands.ts";
import { fsItemsToCommands, type FsRouteFile } from "./fs_routes.ts";

/** An interactive component: rendered on the server, made live in the browser from `file`. */
export interface Island {
  /** URL path of the browser module. */
  file: string;
  /** Its name in the markers of the page. */
  name: string;
  exportName: string;
  fn: ComponentType;
  css: string[];
}

/** The islands of a build by their component. */
export type ServerIslandRegistry = Map<ComponentType, Island>;

/** A file of the build as the manifest lists it. */
export interface FileSnapshot {
  /** URL path, percent-encoded: `/img/logo.svg`. */
  readonly name: string;
  /** Where it lies below the root of the project. */
  readonly filePath: string;
  /** SHA-256 of the content, hexadecimal. */
  readonly hash: string | null;
  readonly contentType: string;
  /** The name changes whenever the content does. */
  readonly immutable?: boolean;
  /** Where the same content lies compressed by Brotli, for text that is worth it. */
  readonly brotliPath?: string;
}

/** A file that is about to be sent. */
export interface StaticFile {
  readonly hash: string | null;
  readonly contentType: string;
  readonly immutable: boolean;
  readonly content: Uint8Array<ArrayBuffer>;
  /** How `content` is compressed, `null` when it is not. */
  readonly encoding: "br" | null;
  /** Whether there is the other form of it too. */
  readonly hasBrotli: boolean;
}

/** Everything that a build made: what the generated entry hands to the app. */
export interface BuildSnapshot<State> {
  /** The id of the build. */
  version: string;
  /** URL path of the module that starts the islands; empty when nothing was built for the browser. */
  clientEntry: string;
  fsRoutes: readonly FsRouteFile<State>[];
  staticFiles: Map<string, FileSnapshot>;
  islands: ServerIslandRegistry;
  entryAssets: readonly string[];
  /** URL paths of the modules that a browser module imports, to be loaded along with it. */
  preloads?: ReadonlyMap<string, readonly string[]>;
}

/** Reads the bytes of a listed file, compressed ones only of a file that has a `brotliPath`. */
export type FileReader = (file: FileSnapshot, brotli: boolean) => Promise<Uint8Array<ArrayBuffer>>;

/** What the app asks its build for. */
export interface BuildCache<State> {
  readonly root: string;
  readonly version: string;
  readonly clientEntry: string;
  readonly islandRegistry: ServerIslandRegistry;
  /** The browser module and everything it imports. */
  modulesOf(file: string): readonly string[];
  getFsRoutes(): readonly Command<State>[];
  getEntryAssets(): readonly string[];
  /**
   * Finds a file by its URL path; `null` when the build has none, or has it no longer. Only listed files are ever read. With `brotli` it
   * comes compressed if the build has it so.
   */
  readFile(pathname: string, brotli?: boolean): Promise<StaticFile | null>;
}

/** A build whose files are listed in a snapshot and read by `read`. */
export class ProdBuildCache<State> implements BuildCache<State> {
  readonly root: string;
  readonly #snapshot: BuildSnapshot<State>;
  readonly #read: FileReader;

  /** Takes the files from below `root`, unless `read` says otherwise (a compiled program carries them). */
  constructor(root: string, snapshot: BuildSnapshot<State>, read: FileReader = readBelow(root)) {
    this.root = root;
    this.#snapshot = snapshot;
    this.#read = read;
  }

  /** The id of the build. */
  get version(): string {
    return this.#snapshot.version;
  }

  /** URL path of the module that starts the islands. */
  get clientEntry(): string {
    return this.#snapshot.clientEntry;
  }

  /** The islands by their component. */
  get islandRegistry(): ServerIslandRegistry {
    return this.#snapshot.islands;
  }

  /** The browser module and everything it imports. */
  modulesOf(file: string): readonly string[] {
    return [file, ...this.#snapshot.preloads?.get(file) ?? []];
  }

  /** The commands of the file routes. */
  getFsRoutes(): readonly Command<State>[] {
    return fsItemsToCommands(this.#snapshot.fsRoutes);
  }

  /** Style sheets that belong to every page. */
  getEntryAssets(): readonly string[] {
    return this.#snapshot.entryAssets;
  }

  /** Finds a file by its URL path, compressed if it is wanted and there. */
  async readFile(pathname: string, brotli = false): Promise<StaticFile | null> {
    const file = this.#snapshot.staticFiles.get(pathname);
    if (file === undefined) return null;
    const { hash, contentType, immutable = false, brotliPath } = file;
    const hasBrotli = brotliPath !== undefined;
    const encoding = brotli && hasBrotli ? "br" : null;
    const content = await this.#bytes(file, encoding !== null);
    if (content === null) return null;
    return { hash, contentType, immutable, content, encoding, hasBrotli };
  }

  /** `null` for a file that is listed and gone: somebody built anew while the server goes on with the build before. */
  async #bytes(file: FileSnapshot, brotli: boolean): Promise<StaticFile["content"] | null> {
    try {
      return await this.#read(file, brotli);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return null;
      throw error;
    }
  }
}

/** Reads the files of a build that lies on disk below `root`. */
export function readBelow(root: string): FileReader {
  return ({ filePath, brotliPath = filePath }, brotli) =>
    Deno.readFile(`${root}/${brotli ? brotliPath : filePath}`);
}

/** A build without routes, islands or files, for apps that are put together in code alone. */
export function emptyBuild<State>(): BuildCache<State> {
  return new ProdBuildCache<State>(".", {
    version: "none",
    clientEntry: "",
    fsRoutes: [],
    staticFiles: new Map(),
    islands: new Map(),
    entryAssets: [],
  });
}

/** Collects the islands of modules; every exported function of an island module is an island. */
export class IslandPreparer {
  /** Adds the islands of `mod`, whose browser side is `chunkName`; the default export is called `modName`. */
  prepare(
    registry: ServerIslandRegistry,
    mod: object,
    chunkName: string,
    modName: string,
    css: string[],
  ): void {
    const taken = new Set([...registry.values()].map((island) => island.name));
    for (const [exportName, fn] of Object.entries(mod)) {
      if (typeof fn !== "function") continue;
      const name = exportName === "default" ? modName : exportName;
      if (taken.has(name)) throw new Error(`collect the islands, two have the same name: ${name}`);
      registry.set(fn, { exportName, file: chunkName, fn, name, css });
    }
  }
}
