import { brotliDecompressSync } from "node:zlib";
import { type FileReader, readBelow } from "./build_cache.ts";
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
  return { root, manifest: readManifest(path), read: readBelow(root) };
}

function readManifest(path: string): BuildManifest {
  try {
    return JSON.parse(Deno.readTextFileSync(path));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`read the web build, run "deno task build" first, ${reason}: ${path}`);
  }
}

/** A file inside a compiled program: text as it is, or base64 of the bytes, compressed or not. */
export type EmbeddedFile = { readonly text: string } | { readonly base64: string } | {
  readonly brotli: string;
};

/** The build that a compiled program carries. Its files become bytes when they are first asked for. */
export function embeddedAssets(
  manifest: BuildManifest,
  files: Readonly<Record<string, EmbeddedFile>>,
): Assets {
  const decoded = new Map<string, Uint8Array<ArrayBuffer>>();
  const read: FileReader = ({ name }, brotli) => {
    const key = brotli ? `${name} br` : name;
    let bytes = decoded.get(key);
    if (bytes === undefined) decoded.set(key, bytes = decode(files[name], name, brotli));
    return Promise.resolve(bytes);
  };
  return { root: ".", manifest, read };
}

function decode(file: EmbeddedFile | undefined, name: string, brotli: boolean): Uint8Array<ArrayBuffer> {
  if (file === undefined) throw new Error(`read an embedded file, the build left it out: ${name}`);
  if ("text" in file) return new TextEncoder().encode(file.text);
  if ("base64" in file) return fromBase64(file.base64);
  const compressed = fromBase64(file.brotli);
  return brotli ? compressed : new Uint8Array(brotliDecompressSync(compressed));
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
