import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { systemClock } from "../../lib/clock/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import { createSimulator } from "../../lib/simulator/mod.ts";
import { eventually } from "../support/server_process.ts";

const MAIN = new URL("../../main.ts", import.meta.url).pathname;
const SECRET = "simulator";

/** Text of every file of the capture with this ending, in the order they were begun. */
function texts(dir: string, ending: string): string[] {
  return [...Deno.readDirSync(dir)].map(({ name }) => name).filter((name) => name.endsWith(ending)).sort()
    .map((name) => Deno.readTextFileSync(`${dir}/${name}`));
}

interface Line {
  readonly dir: string;
  readonly data: string;
}

Deno.test("nexus wiretap capture as a process ends whole by Ctrl+C, in files that are full one after another", async () => {
  const simulator = createSimulator({ clock: systemClock, seed: 1, log: silentLogger });
  simulator.start();
  const dir = await Deno.makeTempDir();
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", MAIN, "wiretap", "capture", "--out", dir, "--rotate-size", "200"],
    cwd: dir,
    env: { AMI_HOST: "127.0.0.1", AMI_PORT: String(simulator.listen().port), AMI_PASSWORD: SECRET },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const output = process.output();
  try {
    await eventually("two files of a session", () => {
      const raw = texts(dir, ".raw");
      return Promise.resolve(raw.length > 1 && raw.join("").includes("FullyBooted") ? true : undefined);
    });
    const commandLine = await Deno.readTextFile(`/proc/${process.pid}/cmdline`);
    ok(!commandLine.includes(SECRET), commandLine);
    const askedAtMs = performance.now();
    process.kill("SIGINT");
    const { code, stdout, stderr } = await output;
    const tookMs = performance.now() - askedAtMs;
    const told = new TextDecoder().decode(stderr);
    strictEqual(code, 0, told);
    ok(tookMs < 5_000, `${tookMs} ms`);
    match(told, /^\d+ bytes, [1-9]\d* events, \d+ s, \d+ files\n$/);
    const raw = texts(dir, ".raw");
    strictEqual(Number(told.split(" ")[0]), new TextEncoder().encode(raw.join("")).length);
    strictEqual(new TextDecoder().decode(stdout).trim().split("\n").length, raw.length);
    const lines: Line[] = texts(dir, ".jsonl").flatMap((text) => {
      ok(text.endsWith("\n"), "a last line without its end");
      return text.trim().split("\n").map((line) => JSON.parse(line));
    });
    strictEqual(raw.join(""), lines.filter(({ dir }) => dir === "rx").map(({ data }) => data).join(""));
    const sent = lines.filter(({ dir }) => dir === "tx").map(({ data }) => data).join("");
    match(sent, /Action: Logoff\r\n/);
    ok(!/Secret: simulator|Key: [0-9a-f]{32}/.test(sent), sent);
    deepStrictEqual(raw.filter((text) => !/(^|\r\n)(\r\n)?$/.test(text)), []);
  } finally {
    await output;
    await simulator.stop();
    await Deno.remove(dir, { recursive: true });
  }
});
