import type { Clock } from "../clock/mod.ts";
import { copyDatabase, type CopyReport } from "../store/mod.ts";

/** Unfinished backups of a program that was killed begin so too, and are removed by the next one. */
const PREFIX = "backup-";
const SUFFIX = ".db.part";

/** Why there is no backup. */
export class BackupError extends Error {
  override readonly name = "BackupError";

  constructor(readonly reason: "busy" | "failed", message: string) {
    super(message);
  }
}

/** A copy of the database, ready to be sent. */
export interface Backup extends CopyReport {
  /** Its file has no name any more: nothing stays behind, however sending it ends. */
  readonly stream: ReadableStream<Uint8Array<ArrayBuffer>>;
}

/** Makes copies of the database beside it, one at a time. */
export class BackupMaker {
  #isBusy = false;

  constructor(
    private readonly databasePath: string,
    private readonly dataDir: string,
    private readonly clock: Clock,
  ) {}

  /** Makes a copy. Throws a `BackupError`. */
  async make(): Promise<Backup> {
    if (this.databasePath === ":memory:") {
      throw new BackupError("failed", "make a backup, the database is in memory only");
    }
    if (this.#isBusy) throw new BackupError("busy", "make a backup, another one is being made: wait for it");
    this.#isBusy = true;
    try {
      return await this.#copy();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new BackupError("failed", `make a backup, look at the disk: ${reason}`);
    } finally {
      this.#isBusy = false;
    }
  }

  async #copy(): Promise<Backup> {
    for await (const { name } of Deno.readDir(this.dataDir)) {
      if (name.startsWith(PREFIX) && name.endsWith(SUFFIX)) await Deno.remove(`${this.dataDir}/${name}`);
    }
    const path = `${this.dataDir}/${PREFIX}${crypto.randomUUID()}${SUFFIX}`;
    const report = await copyDatabase(this.databasePath, path, this.clock);
    try {
      const file = await Deno.open(path);
      return { ...report, stream: file.readable };
    } finally {
      await Deno.remove(path);
    }
  }
}
