import { match, strictEqual, throws } from "node:assert/strict";
import { lockDataDir, StoreError } from "../../lib/store/mod.ts";

Deno.test("lockDataDir gives a directory to one at a time, makes it when missing, and again after its release", () => {
  const parent = Deno.makeTempDirSync({ prefix: "nexus-lock-" });
  const data = `${parent}/deep/data`;
  try {
    const lock = lockDataDir(data);
    throws(() => lockDataDir(data), (error: unknown) => {
      if (!(error instanceof StoreError)) return false;
      strictEqual(error.reason, "in_use");
      match(error.message, /^open data directory, another Nexus works on it; .*--data: .*deep\/data$/);
      return true;
    });
    lock.release();
    lock.release();
    lockDataDir(data).release();
    strictEqual(Deno.statSync(`${data}/nexus.lock`).size, 0);
  } finally {
    Deno.removeSync(parent, { recursive: true });
  }
});

Deno.test("lockDataDir holds nothing and does not fail where the disk lets nobody lock", () => {
  const parent = Deno.makeTempDirSync({ prefix: "nexus-lock-" });
  try {
    Deno.writeTextFileSync(`${parent}/file`, "");
    lockDataDir(`${parent}/file/data`).release();
    Deno.mkdirSync(`${parent}/nexus.lock`);
    lockDataDir(parent).release();
  } finally {
    Deno.removeSync(parent, { recursive: true });
  }
});
