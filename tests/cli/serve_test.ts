import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { systemClock } from "../../lib/clock/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import { createSimulator } from "../../lib/simulator/mod.ts";
import { AccountFile } from "../../lib/store/mod.ts";
import type { Health } from "../../lib/wire/mod.ts";
import { eventually, type ServerProcess, startServer } from "../support/server_process.ts";

const MAIN = new URL("../../main.ts", import.meta.url).pathname;

/** The server from its sources. */
function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
  return startServer({ command: Deno.execPath(), args: ["run", "-A", MAIN, ...args, "--port", "0"], env });
}

async function health(server: ServerProcess): Promise<Health> {
  return await (await fetch(`${server.url}health`)).json();
}

async function pageTitle(url: string): Promise<string | undefined> {
  return (await (await fetch(url)).text()).match(/<title>([^<]*)<\/title>/)?.[1];
}

Deno.test("serve reads its configuration again on SIGHUP and keeps the old one when the new one is refused", async () => {
  const directory = await Deno.makeTempDir({ prefix: "nexus-config-" });
  const file = `${directory}/nexus.yaml`;
  await Deno.writeTextFile(file, "title: First\n");
  const server = await start(["--config", file]);
  try {
    match(await pageTitle(server.url) ?? "", /First/);
    await Deno.writeTextFile(file, "titel: Second\n");
    server.signal("SIGHUP");
    await eventually(
      "the refusal",
      () => Promise.resolve(server.log().includes("the old one stays") || undefined),
    );
    match(server.log(), /unknown key .*titel/);
    match(await pageTitle(server.url) ?? "", /First/);

    await Deno.writeTextFile(file, "title: Second\n");
    server.signal("SIGHUP");
    const url = await eventually("another start", () => {
      const urls = [...server.log().matchAll(/listening on (\S+)/g)].flatMap(([, found]) => found ?? []);
      return Promise.resolve(urls[1]);
    });
    match(await pageTitle(url) ?? "", /Second/);
    server.signal("SIGINT");
    strictEqual(await server.exited, 0);
    const acts = new AccountFile(`${server.directory}/data/nexus.db`);
    const rows = acts.all("SELECT what, result, detail FROM audit ORDER BY id").map((row) => ({ ...row }));
    acts.close();
    deepStrictEqual(rows, [
      { what: "config.reload", result: "refused", detail: null },
      { what: "config.reload", result: "ok", detail: "title" },
    ]);
  } finally {
    await server.dispose();
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test("serve says that a login was refused, in these words, and goes on", async () => {
  const simulator = createSimulator({ clock: systemClock, seed: 1, log: silentLogger });
  simulator.start();
  const { port } = simulator.listen();
  const env = {
    AMI_HOST: "127.0.0.1",
    AMI_PORT: String(port),
    AMI_USERNAME: "admin",
    AMI_PASSWORD: "not-the-secret",
  };
  const server = await start([], env);
  try {
    const refused = await eventually("the refusal", async () => {
      const { ami: [first], status } = await health(server);
      return first?.state === "refused" ? { ...first, status } : undefined;
    });
    match(refused.last_error ?? "", /login refused/);
    strictEqual(refused.status, "degraded");
    match(await (await fetch(server.url)).text(), /refused/i);
    ok(!server.log().includes("not-the-secret"), "the secret is in the log");
    server.signal("SIGTERM");
    strictEqual(await server.exited, 0);
  } finally {
    await server.dispose();
    await simulator.stop();
  }
});

Deno.test("serve logs in at once with a password that was mended in its file, when it is told by SIGHUP", async () => {
  const simulator = createSimulator({ clock: systemClock, seed: 1, log: silentLogger });
  simulator.start();
  const directory = await Deno.makeTempDir({ prefix: "nexus-config-" });
  const file = `${directory}/nexus.yaml`;
  const { port } = simulator.listen();
  const write = (password: string) =>
    Deno.writeTextFile(
      file,
      `ami: {host: 127.0.0.1, port: ${port}, username: admin, password: ${password}, retry_max: 1h}\n`,
    );
  await write("not-the-secret");
  const server = await start(["--config", file]);
  try {
    await eventually(
      "the refusal",
      async () => (await health(server)).ami[0]?.state === "refused" || undefined,
    );
    await write("simulator");
    server.signal("SIGHUP");
    const url = await eventually("another start", () => {
      const urls = [...server.log().matchAll(/listening on (\S+)/g)].flatMap(([, found]) => found ?? []);
      return Promise.resolve(urls[1]);
    });
    await eventually("the login", async () => {
      const found: Health = await (await fetch(`${url}health`)).json();
      return found.ami[0]?.state === "connected" || undefined;
    });
    server.signal("SIGTERM");
    strictEqual(await server.exited, 0);
  } finally {
    await server.dispose();
    await simulator.stop();
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test("serve goes live and says that nothing is recorded when the data directory cannot be written", async () => {
  const blocked = await Deno.makeTempFile({ prefix: "nexus-no-directory-" });
  const server = await start(["--demo", "--data", `${blocked}/data`]);
  try {
    const answer = await eventually("a connected server", async () => {
      const found = await health(server);
      return found.ami[0]?.state === "connected" ? found : undefined;
    });
    deepStrictEqual([answer.status, answer.database.state], ["degraded", "failing"]);
    match(await (await fetch(server.url)).text(), /not recorded/i);
    server.signal("SIGTERM");
    strictEqual(await server.exited, 0);
  } finally {
    await server.dispose();
    await Deno.remove(blocked);
  }
});

Deno.test("serve fails in one line when its port is taken", async () => {
  const listener = Deno.listen({ hostname: "0.0.0.0", port: 0 });
  const directory = await Deno.makeTempDir({ prefix: "nexus-port-" });
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", MAIN, "--port", String(listener.addr.port)],
    cwd: directory,
    env: { LOG_LEVEL: "error" },
  }).output();
  const text = new TextDecoder().decode(stderr).trim();
  deepStrictEqual([code, text.split("\n").length], [1, 1]);
  match(text, /^nexus: listen on 0\.0\.0\.0:\d+, choose another with --port: /);
  listener.close();
  await Deno.remove(directory, { recursive: true });
});

Deno.test("serve refuses a data directory that another one works on, in one line, and takes it when that was killed", async () => {
  const data = await Deno.makeTempDir({ prefix: "nexus-data-" });
  const first = await start(["--data", data]);
  try {
    const second = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", MAIN, "--data", data, "--port", "0"],
      env: { ASTDB_ENABLED: "false" },
      stdin: "null",
    }).output();
    strictEqual(second.code, 1);
    const errors = new TextDecoder().decode(second.stderr).split("\n").filter((line) =>
      /another Nexus/.test(line)
    );
    strictEqual(errors.length, 1);
    ok(errors[0]?.includes("with --data") && errors[0]?.endsWith(data), errors[0]);
    strictEqual((await health(first)).database.state, "ok");
    first.signal("SIGKILL");
    await first.exited;
    const third = await start(["--data", data]);
    strictEqual((await health(third)).database.state, "ok");
    await third.dispose();
  } finally {
    await first.dispose();
    await Deno.remove(data, { recursive: true });
  }
});
