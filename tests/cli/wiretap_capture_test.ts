import { deepStrictEqual, doesNotMatch, match, ok, rejects, strictEqual } from "node:assert/strict";
import { type CliIo, UsageError } from "../../lib/cli/io.ts";
import { type CaptureEnd, wiretapCapture } from "../../lib/cli/wiretap_capture.ts";
import { wiretap } from "../../lib/cli/wiretap.ts";
import { systemClock } from "../../lib/clock/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import { createSimulator } from "../../lib/simulator/mod.ts";
import { eventually } from "../support/server_process.ts";

interface Run {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly asked?: () => Promise<unknown>;
}

async function capture({ args, env, asked = () => new Promise(() => {}) }: Run) {
  const out: string[] = [];
  const errors: string[] = [];
  const io: CliIo = {
    stdout: (text) => void out.push(text),
    stderr: (line) => void errors.push(line),
    env: (key) => env[key],
  };
  const end: CaptureEnd = { clock: systemClock, asked, progress: null };
  const code = await wiretapCapture(args, io, end);
  return { code, paths: out.join("").trim().split("\n"), errors };
}

async function withSimulator(work: (port: number, dir: string) => Promise<void>): Promise<void> {
  const simulator = createSimulator({ clock: systemClock, seed: 1, log: silentLogger });
  const dir = await Deno.makeTempDir();
  simulator.start();
  try {
    await work(simulator.listen().port, dir);
  } finally {
    await simulator.stop();
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("wiretap capture writes a capture that replays, without the secret, until it is asked to stop", async () => {
  await withSimulator(async (port, dir) => {
    const env = { AMI_HOST: "127.0.0.1", AMI_PORT: String(port), AMI_PASSWORD: "simulator" };
    const asked = () =>
      eventually("events in the capture", async () => {
        const [raw] = [...Deno.readDirSync(dir)].filter(({ name }) => name.endsWith(".raw"));
        return raw && /FullyBooted[^]*\r\n\r\n/.test(await Deno.readTextFile(`${dir}/${raw.name}`))
          ? true
          : undefined;
      });
    const { code, paths, errors } = await capture({ args: ["--out", dir], env, asked });
    strictEqual(code, 0);
    match(errors.at(-1) ?? "", /^\d+ bytes, [1-9]\d* events, \d+ s, 1 file$/);
    const [path = ""] = paths;
    match(path, /\/ami-\d{8}T\d{9}Z\.raw$/);
    const timed = path.replace(/raw$/, "jsonl");
    doesNotMatch(
      await Deno.readTextFile(path) + await Deno.readTextFile(timed),
      /simulator\\r|Key: [0-9a-f]{32}/,
    );
    strictEqual((await Deno.stat(path)).mode! & 0o777, 0o600);
    for (const file of [path, timed]) {
      const lines: string[] = [];
      await wiretap(["replay", "--only", "frames", file], {
        stdout: (text) => void lines.push(text),
        stderr: () => {},
        env: () => undefined,
      });
      match(lines.join(""), /"FullyBooted"/);
    }
  });
});

Deno.test("wiretap capture ends by itself after its duration", async () => {
  await withSimulator(async (port, dir) => {
    const env = { AMI_HOST: "127.0.0.1", AMI_PORT: String(port), AMI_PASSWORD: "simulator" };
    const { code, paths } = await capture({ args: ["--out", `${dir}/deep/er`, "--duration", "300ms"], env });
    deepStrictEqual([code, paths.length], [0, 1]);
  });
});

Deno.test("wiretap capture says that the login was refused, and keeps no password", async () => {
  await withSimulator(async (port, dir) => {
    const env = { AMI_HOST: "127.0.0.1", AMI_PORT: String(port), AMI_PASSWORD: "not-the-secret" };
    await rejects(capture({ args: ["--out", dir], env }), (error: Error) => {
      match(error.message, /^capture AMI, .*login refused/);
      return true;
    });
    for (const { name } of Deno.readDirSync(dir)) {
      ok(!(await Deno.readTextFile(`${dir}/${name}`)).includes("not-the-secret"), name);
    }
  });
});

Deno.test("wiretap capture refuses what it cannot read, before it connects", async () => {
  const env = { AMI_PASSWORD: "x" };
  const wrong = (...args: string[]) => rejects(capture({ args, env }), UsageError);
  await wrong();
  await wrong("--out", "d", "--duration", "soon");
  await wrong("--out", "d", "--rotate-size", "0");
  await wrong("--out", "d", "--port", "70000");
  await wrong("--out", "d", "--server", "nobody");
  await wrong("--out", "d", "--secret", "in-argv");
});
