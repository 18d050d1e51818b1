import type { FileReader } from "./build_cache.ts";
import type { BuildManifest } from "./manifest.ts";

/** The files of a build and where their bytes come from. */
export interface Assets {
  /** The folder of the project. */
  readonly root: string;
  readonly manifest: BuildManifest;
  readonly read: FileReader;
}

/**
 * The build that lies on disk below `root`. Errors: throws when there is none, telling how to make it.
 * Only `manifest.json` is read now; files are read when they are asked for.
 */
export function diskAssets(root: string, outDir: string): Assets {
  const path = `${root}/${outDir}/manifest.json`;
  return { root, manifest: readManifest(path), read: (file) => Deno.readFile(`${root}/${file.filePath}`) };
}

function readManifest(path: string): BuildManifest {
  try {
    return JSON.parse(Deno.readTextFileSync(path));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`read the web build, run "deno task build" first, ${reason}: ${path}`);
  }
}

/** A file inside a compiled program: text as it is, anything else in base64. */
export type EmbeddedFile = { readonly text: string } | { readonly base64: string };

/** The build that a compiled program carries. Its files become bytes when they are first asked for. */
export function embeddedAssets(
  manifest: BuildManifest,
  files: Readonly<Record<string, EmbeddedFile>>,
): Assets {
  const decoded = new Map<string, Uint8Array<ArrayBuffer>>();
  const read: FileReader = (file) => {
    let bytes = decoded.get(file.name);
    if (bytes === undefined) decoded.set(file.name, bytes = decode(files[file.name], file.name));
    return Promise.resolve(bytes);
  };
  return { root: ".", manifest, read };
}

function decode(file: EmbeddedFile | undefined, name: string): Uint8Array<ArrayBuffer> {
  if (file === undefined) throw new Error(`read an embedded file, the build left it out: ${name}`);
  if ("text" in file) return new TextEncoder().encode(file.text);
  return Uint8Array.from(atob(file.base64), (char) => char.charCodeAt(0));
}
