/** A file that goes when the block ends. */
export interface TempFile extends AsyncDisposable {
  readonly path: string;
}

/** Writes a file for one test; `suffix` is the end of its name. */
export async function tempFile(suffix: string, content: string | Uint8Array): Promise<TempFile> {
  const path = await Deno.makeTempFile({ suffix });
  await Deno.writeFile(path, typeof content === "string" ? new TextEncoder().encode(content) : content);
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path) };
}

/** Path of a recorded session. */
export function fixture(name: string): string {
  return new URL(`../../fixtures/ami/${name}`, import.meta.url).pathname;
}
