import { deepStrictEqual, doesNotMatch, match, ok, rejects, strictEqual } from "node:assert/strict";
import { type CliIo, UsageError } from "../../lib/cli/io.ts";
import { wiretap } from "../../lib/cli/wiretap.ts";
import { fixture } from "../wiretap/temp_file.ts";

async function run(...args: string[]): Promise<{ code: number; text: string; errors: string[] }> {
  const out: string[] = [];
  const errors: string[] = [];
  const io: CliIo = {
    stdout: (text) => void out.push(text),
    stderr: (line) => void errors.push(line),
    env: () => undefined,
  };
  return { code: await wiretap(["sanitize", ...args], io), text: out.join(""), errors };
}

Deno.test("wiretap sanitize writes beside the capture, lists what it changed, and shows no secret", async () => {
  const dir = await Deno.makeTempDir();
  try {
    const path = `${dir}/call.jsonl`;
    await Deno.copyFile(fixture("05a-call-answered-caller-hangs-up.jsonl"), path);
    await Deno.chmod(path, 0o644);
    const { code, text, errors } = await run(path);
    deepStrictEqual([code, errors], [0, []]);
    match(text, /^replaced \d+ names, numbers, addresses and secrets; this list is not in the file:\n/);
    match(text, /\n {2}word {5}alice -> [a-z]{5}\n/);
    match(text, /\n {2}secret {3}\(not shown\) -> [a-z]{4}\n/);
    doesNotMatch(text, /secret\s+test/);
    ok(text.endsWith(`wrote ${dir}/call.sanitized.jsonl\n`), text.slice(-200));
    doesNotMatch(await Deno.readTextFile(`${dir}/call.sanitized.jsonl`), /Alice|Secret: test/);
    await rejects(run(path), /it exists already/);
    strictEqual((await run(path, "--out", `${dir}/other.jsonl`)).code, 0);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("wiretap sanitize refuses wrong calls", async () => {
  await rejects(run(), UsageError);
  await rejects(run("a.raw", "b.raw", "--out", "c.raw"), /--out takes one file, not 2: c\.raw/);
});
