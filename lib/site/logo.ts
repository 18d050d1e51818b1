import { createHash } from "node:crypto";
import { pictureFacts, type PictureSize } from "./picture.ts";

/** The picture of the station, in memory. */
export interface SiteLogo {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
  /** Names the very content, for addresses that may be kept for ever. */
  readonly hash: string;
  /** In pixels; `null` where the picture does not say. */
  readonly size: PictureSize | null;
}

/** A logo is on every page and held in memory; what is larger is a photograph. */
export const MAX_LOGO_BYTES = 262_144;

/** What of the file system a logo is read by. */
export interface LogoFiles {
  /** The length of a file in bytes. */
  size(path: string): number;
  read(path: string): Uint8Array<ArrayBuffer>;
}

const FILES: LogoFiles = {
  size: (path) => Deno.statSync(path).size,
  read: (path) => Deno.readFileSync(path),
};

/** Reads a logo. Errors: throws one line that says what to do when there is no picture, or one that is too large. */
export function readLogo(path: string, files: LogoFiles = FILES): SiteLogo {
  const bytes = bytesOf(path, files);
  const facts = pictureFacts(bytes);
  if (facts === null) throw new Error(`read site.logo, it is no SVG, PNG, WebP or JPEG: ${path}`);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 16);
  return { bytes, hash, ...facts };
}

function bytesOf(path: string, files: LogoFiles): Uint8Array<ArrayBuffer> {
  let size = 0;
  try {
    size = files.size(path);
    if (size <= MAX_LOGO_BYTES) return files.read(path);
  } catch (error) {
    throw new Error(`read site.logo, ${reasonOf(error)}: ${path}`);
  }
  throw new Error(`read site.logo, it has ${size} bytes and may have ${MAX_LOGO_BYTES}: ${path}`);
}

/** The system's own words without the path, which follows anyway. */
function reasonOf(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "there is no such file";
  if (error instanceof Deno.errors.IsADirectory) return "it is a directory";
  return error instanceof Error ? error.message.split(/[\n:]/, 1)[0] ?? error.name : String(error);
}
