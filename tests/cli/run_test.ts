import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { App } from "fresh";
import { type CliIo, run, type State } from "../../lib/cli/mod.ts";

/** Runs a command without a process; what it wrote is kept. */
async function call(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const io: CliIo = {
    stdout: (text) => void out.push(text),
    stderr: (line) => void err.push(line),
    env: () => undefined,
  };
  const code = await run(args, new App<State>(), io);
  return { code, out: out.join(""), err };
}

Deno.test("run answers a wrong call with exit 2, one line and a hint", async () => {
  const calls = [
    ["nonsense"],
    ["serve", "--nonsense"],
    ["--nonsense"],
    ["serve", "stray"],
    ["serve", "--port", "http"],
    ["serve", "--config", "/nonexistent/nexus.yaml"],
    ["version", "--nonsense"],
    ["healthcheck", "--url"],
    ["wiretap"],
    ["wiretap", "nonsense"],
    ["wiretap", "replay"],
  ];
  for (const args of calls) {
    const { code, out, err } = await call(...args);
    deepStrictEqual([code, out, err.length], [2, "", 1], args.join(" "));
    match(err[0] ?? "", /^nexus: .+/, args.join(" "));
    strictEqual(err[0]?.includes("\n"), false, args.join(" "));
  }
});

Deno.test("run prints the version for people and as JSON", async () => {
  const text = await call("version");
  deepStrictEqual([text.code, text.err], [0, []]);
  match(text.out, /^nexus \d+\.\d+\.\d+.*, deno \d+\.\d+\.\d+\n$/);
  const json: unknown = JSON.parse((await call("version", "--json")).out);
  deepStrictEqual(Object.keys(json as Record<string, unknown>), ["version", "commit", "deno"]);
});

Deno.test("run lists the commands when asked for help", async () => {
  for (const word of ["help", "--help", "-h"]) {
    const { code, out } = await call(word);
    strictEqual(code, 0);
    match(out, /usage: nexus \[serve\]/);
  }
});

Deno.test("healthcheck fails when nobody answers", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const { code, out } = await call("healthcheck", "--url", `http://127.0.0.1:${port}/health`);
  strictEqual(code, 1);
  match(out, /^unreachable: /);
});

Deno.test("healthcheck tells healthy from degraded", async () => {
  for (const [status, expected] of [["healthy", 0], ["degraded", 1]] as const) {
    const server = Deno.serve(
      { port: 0, hostname: "127.0.0.1", onListen: () => undefined },
      () => Response.json({ status }),
    );
    const { code, out } = await call("healthcheck", "--url", `http://127.0.0.1:${server.addr.port}/health`);
    deepStrictEqual([code, out], [expected, `${status}\n`]);
    await server.shutdown();
  }
});
