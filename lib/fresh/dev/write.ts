import { brotliCompress } from "node:zlib";

/** Shorter text is sent as it is: to compress it would save less than a hundred bytes. */
const BROTLI_FROM_BYTES = 400;
const TEXT_TYPE_REGEXP = /^(text\/|application\/(json|manifest\+json)|image\/svg\+xml)/;

/** Where a written file lies, and its compressed form if it has one. */
export interface WrittenPaths {
  readonly filePath: string;
  readonly brotliPath?: string;
}

/** Writes a text beside its compressed form, below `root`; other bytes alone, and not at all where `kept` has them. */
export async function writeForms(
  root: string,
  path: string,
  file: { readonly bytes: Uint8Array<ArrayBuffer>; readonly contentType: string; readonly kept?: string },
): Promise<WrittenPaths> {
  const filePath = file.kept ?? path;
  if (file.kept === undefined) await replaceFile(`${root}/${path}`, file.bytes);
  const isWorthIt = file.bytes.length >= BROTLI_FROM_BYTES && TEXT_TYPE_REGEXP.test(file.contentType);
  if (!isWorthIt) return { filePath };
  await replaceFile(`${root}/${path}.br`, await compressed(file.bytes));
  return { filePath, brotliPath: `${path}.br` };
}

/** The hardest that Brotli compresses, which is its default: it is done once, and sent to every visitor. */
function compressed(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) =>
    brotliCompress(bytes, (error, result) => error === null ? resolve(new Uint8Array(result)) : reject(error))
  );
}

/** Writes a file whole or not at all: two builds may run at once. */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  const unfinished = `${path}.${crypto.randomUUID()}`;
  if (typeof content === "string") await Deno.writeTextFile(unfinished, content);
  else await Deno.writeFile(unfinished, content);
  await Deno.rename(unfinished, path);
}

/** SHA-256 in hexadecimal. */
export async function sha256(content: string | Uint8Array<ArrayBuffer>): Promise<string> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
