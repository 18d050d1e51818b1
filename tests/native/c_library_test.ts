import { deepStrictEqual, ok } from "node:assert/strict";
import { LIBRARY_PATHS, openCLibrary } from "../../lib/native/mod.ts";
import type { Given } from "../memory/giving_program.ts";

const PROGRAM = "tests/memory/giving_program.ts";

async function run(...permissions: readonly string[]): Promise<Given> {
  const args = ["run", "--no-prompt", "--allow-read", ...permissions, PROGRAM];
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
  ok(success, new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

Deno.test("openCLibrary gives a fifth of a program's memory back and leaves no way to native code", async () => {
  const { beforeMb, afterMb, ...given } = await run(`--allow-ffi=${LIBRARY_PATHS.join(",")}`);
  deepStrictEqual(given, { opened: true, mayOpenMore: false });
  ok(afterMb < 0.8 * beforeMb, `${beforeMb} MB before, ${afterMb} MB after`);
});

Deno.test("openCLibrary opens nothing where that is not granted, and the program goes on", async () => {
  const { opened, mayOpenMore } = await run();
  deepStrictEqual({ opened, mayOpenMore }, { opened: false, mayOpenMore: false });
});

Deno.test("openCLibrary opens nothing where the library is not", () => {
  deepStrictEqual(openCLibrary(["/nowhere/libc.so.6"]), null);
});
