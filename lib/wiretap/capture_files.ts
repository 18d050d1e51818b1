import type { CaptureFiles } from "./recorder.ts";

/** Pairs of files `ami-20260212T103004120Z.raw` and `.jsonl` in one directory, readable by their owner only. */
export class DirectoryFiles implements CaptureFiles {
  #open: { readonly raw: Deno.FsFile; readonly jsonl: Deno.FsFile } | null = null;
  readonly #paths: string[] = [];

  constructor(private readonly directory: string) {}

  /** The `.raw` files written, in order. */
  get paths(): readonly string[] {
    return this.#paths;
  }

  begin(atMs: number): void {
    this.close();
    Deno.mkdirSync(this.directory, { recursive: true, mode: 0o700 });
    const name = `${this.directory}/ami-${new Date(atMs).toISOString().replace(/[-:.]/g, "")}`;
    const raw = createNew(`${name}.raw`);
    try {
      this.#open = { raw, jsonl: createNew(`${name}.jsonl`) };
    } catch (error) {
      raw.close();
      throw error;
    }
    this.#paths.push(`${name}.raw`);
  }

  write(part: "raw" | "jsonl", bytes: Uint8Array): void {
    const file = this.#open?.[part];
    if (file === undefined) throw new Error(`write capture, no file is open: ${this.directory}`);
    for (let written = 0; written < bytes.length;) written += file.writeSync(bytes.subarray(written));
  }

  close(): void {
    this.#open?.raw.close();
    this.#open?.jsonl.close();
    this.#open = null;
  }
}

function createNew(path: string): Deno.FsFile {
  try {
    return Deno.openSync(path, { write: true, createNew: true, mode: 0o600 });
  } catch (error) {
    const reason = error instanceof Error ? error.name : String(error);
    throw new Error(`write capture, the file cannot be made (${reason}): ${path}`, { cause: error });
  }
}
