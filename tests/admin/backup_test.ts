import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { BackupMaker } from "../../lib/admin/backup.ts";
import { backup } from "../../lib/cli/backup.ts";
import type { CliIo } from "../../lib/cli/mod.ts";
import { systemClock } from "../../lib/clock/mod.ts";
import { AccountFile, AuditTable } from "../../lib/store/mod.ts";

async function inFolder(act: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "nexus-backup-" });
  const file = new AccountFile(`${folder}/nexus.db`);
  try {
    file.open();
    await act(folder);
  } finally {
    file.close();
    await Deno.remove(folder, { recursive: true });
  }
}

async function names(folder: string): Promise<string[]> {
  const found = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  return found.filter((name) => !name.startsWith("nexus.db")).sort();
}

const ALL = {
  beforeId: null,
  sinceMs: null,
  untilMs: null,
  who: null,
  node: null,
  what: null,
  result: null,
  limit: 9,
};

Deno.test("BackupMaker gives a copy that leaves no file behind, one at a time, and clears what a crash left", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/backup-0.db.part`, "unfinished");
    await Deno.writeTextFile(`${folder}/backup-mine.db`, "not ours to remove");
    const maker = new BackupMaker(`${folder}/nexus.db`, folder, systemClock);
    const [first, second] = await Promise.allSettled([maker.make(), maker.make()]);
    strictEqual(second.status, "rejected");
    match(String(second.status === "rejected" && second.reason), /another one is being made/);
    if (first.status !== "fulfilled") throw first.reason;
    deepStrictEqual(await names(folder), ["backup-mine.db"]);
    const bytes = new Uint8Array(await new Response(first.value.stream).arrayBuffer());
    strictEqual(bytes.length, first.value.bytes);
    strictEqual(new TextDecoder().decode(bytes.subarray(0, 15)), "SQLite format 3");
    await (await maker.make()).stream.cancel();
    deepStrictEqual(await names(folder), ["backup-mine.db"]);
    await rejects(new BackupMaker(":memory:", folder, systemClock).make(), /in memory only/);
  }));

Deno.test("nexus backup writes a new file beside a running database, records it, and overwrites nothing", () =>
  inFolder(async (folder) => {
    const out: string[] = [];
    const io: CliIo = {
      stdout: (text) => void out.push(text),
      stderr: () => undefined,
      env: (key) => key === "DATA_DIR" ? folder : undefined,
    };
    strictEqual(await backup([`${folder}/copy.db`], io), 0);
    match(out.join(""), /^wrote \S+copy\.db: \d+ rows, \d+ bytes\n$/);
    strictEqual(((await Deno.stat(`${folder}/copy.db`)).mode ?? 0) & 0o077, 0);
    const file = new AccountFile(`${folder}/nexus.db`);
    deepStrictEqual(new AuditTable(file).read(ALL).map(({ what, from, result }) => [what, from, result]), [
      ["system.backup", "console", "ok"],
    ]);
    file.close();
    await rejects(backup([`${folder}/copy.db`], io), /there is a file already, name another/);
    await rejects(backup([], io), /name one file/);
    await rejects(backup(["a", "b"], io), /name one file/);
    await rejects(backup([`${folder}/x.db`, "--data", `${folder}/nowhere`], io), /there is no database/);
    deepStrictEqual(await names(folder), ["copy.db"]);
  }));
