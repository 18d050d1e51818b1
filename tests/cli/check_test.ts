import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { App } from "fresh";
import { AmiDecoder, encodeFrame } from "../../lib/ami/mod.ts";
import { type CliIo, run, type State } from "../../lib/cli/mod.ts";
import { systemClock } from "../../lib/clock/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import { createSimulator, type ReleaseName } from "../../lib/simulator/mod.ts";
import { quietScenario } from "../simulator/harness.ts";

/** Runs `nexus check` with these variables; the data directory is a new one where none is given. */
async function check(env: Readonly<Record<string, string>>, ...args: string[]) {
  const dataDir = await Deno.makeTempDir({ prefix: "nexus-check-" });
  const known: Readonly<Record<string, string>> = { DATA_DIR: dataDir, ASTDB_ENABLED: "false", ...env };
  const out: string[] = [];
  const err: string[] = [];
  const io: CliIo = {
    stdout: (text) => void out.push(text),
    stderr: (line) => void err.push(line),
    env: (key) => known[key],
  };
  try {
    const code = await run(["check", ...args], new App<State>(), io);
    deepStrictEqual([...Deno.readDirSync(dataDir)], []);
    return { code, err, lines: out.join("").split("\n").slice(0, -1) };
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
}

/** The line about something. */
function about(lines: readonly string[], subject: string): string {
  const found = lines.filter((line) => line.slice(6).startsWith(subject));
  strictEqual(found.length, 1, `${subject}:\n${lines.join("\n")}`);
  return found[0] ?? "";
}

async function withSimulator(
  act: (env: Readonly<Record<string, string>>) => Promise<void>,
  release: ReleaseName = "asl3",
): Promise<void> {
  const scenario = quietScenario([], { release });
  const simulator = createSimulator({ clock: systemClock, seed: 1, log: silentLogger, scenario });
  simulator.start();
  const { port } = simulator.listen();
  try {
    await act({
      AMI_HOST: "127.0.0.1",
      AMI_PORT: String(port),
      AMI_USERNAME: "admin",
      AMI_PASSWORD: "simulator",
    });
  } finally {
    await simulator.stop();
  }
}

Deno.test("check says one good line for each thing when all is well, and exits 0", () =>
  withSimulator(async (env) => {
    const { code, err, lines } = await check(env);
    deepStrictEqual([code, err], [0, []], lines.join("\n"));
    ok(lines.every((line) => line.startsWith("ok  ")), lines.join("\n"));
    match(about(lines, "server asterisk"), /127\.0\.0\.1:\d+, logged in as admin: Asterisk Call Manager/);
    match(about(lines, "privileges on asterisk"), /^ok .*read=system,call, write=system,command$/);
    match(about(lines, "app_rpt of asterisk"), /version \S+/);
    match(about(lines, "nodes of asterisk"), /1998, 1999, 2000/);
    match(about(lines, "clock of asterisk"), /0\.\d s (behind|ahead of) this machine/);
    match(about(lines, "node directory"), /off/);
    match(about(lines, "data directory"), /can be written to: .*MB free/);
    match(about(lines, "configuration"), /no file/);
  }));

Deno.test("check says whether site.logo is a picture, where there is one", async () => {
  const env = { AMI_ENABLED: "false" };
  strictEqual((await check(env)).lines.some((line) => line.includes("logo")), false);
  const icon = new URL("../../static/icon.svg", import.meta.url).pathname;
  match(
    about((await check({ ...env, SITE_LOGO: icon })).lines, "logo"),
    /^ok .*icon\.svg, image\/svg\+xml of 1 kB$/,
  );
  const missing = await check({ ...env, SITE_LOGO: "/nowhere/logo.png" });
  match(
    about(missing.lines, "logo"),
    /^warn .*correct site\.logo.*there is no such file: \/nowhere\/logo\.png$/,
  );
  strictEqual(missing.code, 0);
});

Deno.test("check tells what a user who may run no commands misses, and that it still works", () =>
  withSimulator(async (env) => {
    const { code, lines } = await check({ ...env, AMI_USERNAME: "limited", AMI_PASSWORD: "limited" });
    strictEqual(code, 0);
    match(
      about(lines, "privileges"),
      /^warn .*write=command for commands to nodes, EchoLink names and app_rpt's version \(links, talk and totals work without it\)$/,
    );
    match(about(lines, "app_rpt"), /^ok .*not told/);
  }));

Deno.test("check tells that a user gets no events", () =>
  withSimulator(async (env) => {
    const { code, lines } = await check({ ...env, AMI_USERNAME: "noevents", AMI_PASSWORD: "noevents" });
    strictEqual(code, 0);
    match(
      about(lines, "privileges"),
      /^warn .*add .*read=system for when Asterisk started; read=call for key-downs/,
    );
  }));

Deno.test("check tells of a user who may do little all that is missing", () =>
  withSimulator(async (env) => {
    const { code, lines } = await check({ ...env, AMI_USERNAME: "bare", AMI_PASSWORD: "bare" });
    strictEqual(code, 0);
    match(
      about(lines, "privileges"),
      /^warn .*read=call cannot be told without write=command; add .*write=command for commands to nodes, EchoLink names and app_rpt's version/,
    );
  }));

Deno.test("check of an Asterisk 1.4 reads its answers, and says what it does not tell", () =>
  withSimulator(async (env) => {
    const { code, lines } = await check(env);
    strictEqual(code, 0);
    match(about(lines, "server"), /^ok .*Asterisk Call Manager\/1\.0$/);
    match(about(lines, "privileges"), /^ok .*read=system,call, write=system,command$/);
    match(about(lines, "app_rpt"), /^ok .*its version is not told, Asterisk 1\.4\.23\S*$/);
    match(about(lines, "nodes of"), /^ok .*1998, 1999, 2000$/);
    match(about(lines, "clock"), /^warn .*compare `date` on both machines/);
    match(about(lines, "calls of"), /^warn .*calls are not told: this Asterisk is older than 12/);
  }, "asl2"));

Deno.test("check fails for a login that is refused, and never shows the password", () =>
  withSimulator(async (env) => {
    const { code, lines } = await check({ ...env, AMI_PASSWORD: "a wrong secret" });
    strictEqual(code, 1);
    match(about(lines, "server"), /^fail .*check ami\.username, ami\.password.*login refused/);
    ok(!lines.join().includes("a wrong secret"));
    match(about(lines, "data directory"), /^ok/);
  }));

Deno.test("check fails for a node that is listed and not there", () =>
  withSimulator(async (env) => {
    const { code, lines } = await check({ ...env, NODES: "1999,43732" });
    strictEqual(code, 1);
    match(about(lines, "nodes of"), /^fail .*not on this server.*43732$/);
  }));

Deno.test("check fails for a server that is not there", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const { code, lines } = await check({ AMI_HOST: "127.0.0.1", AMI_PORT: String(port), AMI_PASSWORD: "x" });
  strictEqual(code, 1);
  match(about(lines, "server asterisk"), /^fail .*check that Asterisk runs.*refused/i);
});

/** An Asterisk without app_rpt whose clock is a minute ahead, and that answers one login. */
function startBareAsterisk() {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const served = (async () => {
    const connection = await listener.accept();
    let writing = Promise.resolve(0);
    const decoder = new AmiDecoder({
      expectBanner: false,
      onFrame(frame) {
        const action = frame.get("Action")?.toLowerCase() ?? "";
        const bad = action === "rptstatus";
        const message = bad ? "Invalid/unknown command: RptStatus." : "Authentication accepted";
        const told = [["Message", message], ["Timestamp", String(systemClock.now() / 1_000 + 60)]] as const;
        const head = [["Response", bad ? "Error" : "Success"], [
          "ActionID",
          frame.get("ActionID") ?? "",
        ]] as const;
        const rights = [["Output", "     read perm: call"], ["Output", "    write perm: system"]] as const;
        const isUser = frame.get("Command")?.startsWith("manager show user");
        writing = writing.then(() =>
          connection.write(encodeFrame([...head, ...told, ...(isUser ? rights : [])]))
        );
      },
    });
    await connection.write(new TextEncoder().encode("Asterisk Call Manager/1.4\r\n"));
    for await (const chunk of connection.readable) decoder.push(chunk);
  })();
  return {
    port: listener.addr.port,
    async [Symbol.asyncDispose]() {
      listener.close();
      await served;
    },
  };
}

Deno.test("check tries the MQTT broker, and tells what to do without the password", async () => {
  const { code, lines } = await check({ MQTT_BROKER: "mqtt://me:s3cret@127.0.0.1:1" });
  strictEqual(code, 1);
  match(
    about(lines, "MQTT broker"),
    /^fail {2}MQTT broker +mqtt:\/\/127\.0\.0\.1:1, check mqtt\.broker.*: nothing listens there$/,
  );
  ok(!lines.join().includes("s3cret"));
});

Deno.test("check fails where app_rpt is missing, and tells a clock that is apart", async () => {
  await using bare = startBareAsterisk();
  const env = { AMI_HOST: "127.0.0.1", AMI_PORT: String(bare.port), AMI_PASSWORD: "x", AMI_AUTH: "plain" };
  const { code, lines } = await check(env);
  strictEqual(code, 1);
  match(about(lines, "app_rpt"), /^fail .*load app_rpt.*Invalid\/unknown command/);
  match(about(lines, "clock"), /^warn .*(5\d|6\d)\.\d s ahead of this machine, set both by NTP/);
  match(about(lines, "privileges"), /^warn .*read=system for when/);
});

Deno.test("check fails for a configuration that is wrong, with a line for each fault", async () => {
  const { code, lines } = await check({ PORT: "no port", POLLING_INTERVAL: "1y" });
  strictEqual(code, 1);
  deepStrictEqual(lines.map((line) => line.slice(0, 19)), ["fail  configuration", "fail  configuration"]);
  match(lines.join(), /environment PORT.*environment POLLING_INTERVAL/);
  const missing = await check({}, "--config", "/nonexistent/nexus.yaml");
  strictEqual(missing.code, 1);
  match(missing.lines[0] ?? "", /^fail .*no such file/);
});

Deno.test("check warns of what is not there yet, and fails for a data directory that is none", async () => {
  const { code, lines } = await check({ ASTDB_ENABLED: "true" });
  strictEqual(code, 0);
  match(about(lines, "servers"), /^warn .*set ami\.host/);
  match(about(lines, "node directory"), /^warn .*none yet/);
  const later = await check({ DATA_DIR: "/nonexistent/nexus" });
  match(about(later.lines, "data directory"), /^warn .*nexus serve makes it/);
  const file = await Deno.makeTempFile();
  try {
    const wrong = await check({ DATA_DIR: file });
    strictEqual(wrong.code, 1);
    match(about(wrong.lines, "data directory"), /^fail .*no directory/);
    const below = await check({ DATA_DIR: `${file}/nexus` });
    deepStrictEqual(below.code, 1, "what is below a file can never be made");
    match(about(below.lines, "data directory"), /^fail .*cannot be (made|written to)/);
    const named = await check({ ASTDB_ENABLED: "true", ASTDB_PATH: file });
    match(about(named.lines, "node directory"), /^warn .*none yet/);
    const gone = await check({ ASTDB_ENABLED: "true", ASTDB_PATH: `${file}.txt` });
    match(about(gone.lines, "node directory"), /^warn .*correct astdb\.path, .*\.txt/);
    const folder = await check({ ASTDB_ENABLED: "true", ASTDB_PATH: "/" });
    match(about(folder.lines, "node directory"), /^warn .*correct astdb\.path, .*it is no file: \/$/);
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("check called wrongly exits 2 with a hint", async () => {
  for (const args of [["--nonsense"], ["stray"], ["--config"]]) {
    const { code, err, lines } = await check({}, ...args);
    deepStrictEqual([code, lines, err.length], [2, [], 1]);
    match(err[0] ?? "", /usage: nexus check/);
  }
});
