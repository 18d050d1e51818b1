import assert from "node:assert/strict";
import fc from "fast-check";
import { formatProblem, loadConfig } from "../../lib/config/mod.ts";
import { config, load, problems } from "./load.ts";

Deno.test("loadConfig gives the documented defaults when there is no file", () => {
  assert.deepEqual(config(undefined), {
    port: 8080,
    host: "0.0.0.0",
    basePath: "",
    connections: {
      max: 2_500,
      maxPerAddress: 100,
      headersMs: 15_000,
      bodyMs: 30_000,
      idleMs: 130_000,
      takeMs: 60_000,
    },
    tls: null,
    title: "Nexus",
    subtitle: "",
    site: { logo: null, homeUrl: null, links: [], showHost: false },
    dataDir: "./data",
    publicStatsRpm: 120,
    auth: {
      jwtSecret: null,
      tokenTtlMs: 86_400_000,
      rpm: 60,
      allowAnonDashboard: true,
      allowRegistration: false,
    },
    trustedProxies: [],
    servers: [],
    pollingIntervalMs: 60_000,
    disableLinkPoller: false,
    linkTxBatchMs: 100,
    heartbeatIntervalMs: 5_000,
    unkeyGraceMs: 500,
    retentionDays: 90,
    auditDays: 365,
    commands: [],
    astdb: { enabled: true, url: null, path: null, updateIntervalMs: 86_400_000, overrides: [] },
    favorites: { activity: false, activityUrl: null },
    log: { level: "info", format: "auto" },
    mqtt: null,
    metrics: { access: "off", token: null },
    file: null,
  });
});

Deno.test("loadConfig looks in --config, NEXUS_CONFIG, ./nexus.yaml, /etc/nexus/nexus.yaml, in that order", () => {
  const files = new Map<string, string>([
    ["/flag.yaml", "title: flag"],
    ["/env.yaml", "title: env"],
    ["./nexus.yaml", "title: here"],
    ["/etc/nexus/nexus.yaml", "title: etc"],
  ]);
  const asked: string[] = [];
  const readFile = (path: string) => (asked.push(path), files.get(path));
  const titleOf = (file: string | undefined, named: string | undefined) => {
    const loaded = loadConfig({ file, env: (name) => name === "NEXUS_CONFIG" ? named : undefined, readFile });
    return loaded.ok ? [loaded.config.title, loaded.config.file] : formatProblem(loaded.problems[0]!);
  };
  assert.deepEqual(titleOf("/flag.yaml", "/env.yaml"), ["flag", "/flag.yaml"]);
  assert.deepEqual(titleOf(undefined, "/env.yaml"), ["env", "/env.yaml"]);
  assert.deepEqual(titleOf(undefined, undefined), ["here", "./nexus.yaml"]);
  assert.deepEqual(asked, ["/flag.yaml", "/env.yaml", "./nexus.yaml"]);
  files.delete("./nexus.yaml");
  assert.deepEqual(titleOf(undefined, ""), ["etc", "/etc/nexus/nexus.yaml"]);
  files.clear();
  assert.deepEqual(titleOf(undefined, undefined), ["Nexus", null]);
  const missing = "there is no such file, expected the one that";
  assert.equal(titleOf("/flag.yaml", undefined), `/flag.yaml: ${missing} --config names`);
  assert.equal(titleOf(undefined, "/env.yaml"), `/env.yaml: ${missing} NEXUS_CONFIG names`);
});

Deno.test("loadConfig reports a file that cannot be read and does not go on to the next", () => {
  const loaded = load(undefined, {}, {
    readFile: () => {
      throw new Deno.errors.PermissionDenied("no /etc/nexus for you");
    },
  });
  assert.ok(!loaded.ok);
  assert.deepEqual(loaded.problems.map(formatProblem), [
    "./nexus.yaml: file cannot be read, expected one that may be: PermissionDenied",
  ]);
});

Deno.test("loadConfig takes flags over environment over file over default", () => {
  const text = "port: 1000\ntitle: file\ndata_dir: /file\n";
  assert.equal(config(text).port, 1000);
  assert.equal(config(text, { PORT: "2000" }).port, 2000);
  const loaded = load(text, { PORT: "2000", DATA_DIR: "/env" }, { flags: { port: "3000", data: "/flag" } });
  assert.ok(loaded.ok);
  assert.deepEqual([loaded.config.port, loaded.config.dataDir, loaded.config.title], [3000, "/flag", "file"]);
  assert.equal(config(text, { PORT: "" }).port, 1000);
});

Deno.test("loadConfig lets only the flag ask for any free port", () => {
  const loaded = load(undefined, {}, { flags: { port: 0 } });
  assert.ok(loaded.ok);
  assert.equal(loaded.config.port, 0);
  assert.deepEqual(problems("port: 0"), ['./nexus.yaml:1:7: port, expected a port from 1 to 65535: "0"']);
  const refused = load(undefined, {}, { flags: { port: "http", data: "" } });
  assert.ok(!refused.ok);
  assert.deepEqual(refused.problems.map(formatProblem), [
    '--port: --port, expected a port, or 0 for any free one, from 0 to 65535: "http"',
    '--data: --data, expected text on one line, at least 1 and at most 4096 characters: ""',
  ]);
});

Deno.test("loadConfig reads blocks and flat spellings alike", () => {
  const block = config("ami:\n  host: 10.0.0.5\n  port: 5039\n  secret: s3cret\nlog:\n  level: debug\n");
  const flat = config("ami_host: 10.0.0.5\nami_port: 5039\nami_secret: s3cret\nlog_level: debug\n");
  const env = config(undefined, {
    AMI_HOST: "10.0.0.5",
    AMI_PORT: "5039",
    AMI_SECRET: "s3cret",
    LOG_LEVEL: "debug",
  });
  assert.deepEqual(flat, block);
  assert.deepEqual({ ...env, file: "./nexus.yaml" }, block);
  assert.deepEqual(block.servers, [{
    name: "asterisk",
    host: "10.0.0.5",
    port: 5039,
    username: "admin",
    password: "s3cret",
    tls: false,
    events: "on",
    auth: "auto",
    retryIntervalMs: 15_000,
    retryMaxMs: 60_000,
    keepaliveMs: 30_000,
    nodes: [],
  }]);
});

Deno.test("loadConfig enables AMI when a host or servers are given, unless told otherwise", () => {
  assert.equal(config("ami:\n  username: nexus\n").servers.length, 0);
  assert.equal(config("ami:\n  enabled: true\n").servers[0]?.host, "127.0.0.1");
  assert.equal(config(undefined, { AMI_HOST: "h" }).servers.length, 1);
  assert.equal(config("servers: [{name: a, host: h}]").servers.length, 1);
  assert.equal(config("servers: [{name: a, host: h}]\nami: {enabled: false}").servers.length, 0);
  assert.equal(config("ami_host: h", { AMI_ENABLED: "false" }).servers.length, 0);
});

Deno.test("loadConfig keeps unquoted values as they were written", () => {
  const loaded = config(
    "title: 007\nsubtitle: on\nami: {host: h, password: 1e3, events: on, username: 0x10}",
  );
  assert.deepEqual([loaded.title, loaded.subtitle], ["007", "on"]);
  const [server] = loaded.servers;
  assert.deepEqual([server?.password, server?.events, server?.username], ["1e3", "on", "0x10"]);
});

Deno.test("loadConfig takes a key with nothing behind it as not given", () => {
  assert.deepEqual(config("port:\nami:\n  host:\ntitle: ~\nservers:\nnodes:\n"), {
    ...config(undefined),
    file: "./nexus.yaml",
  });
});

Deno.test("loadConfig reads durations with and without a unit", () => {
  const interval = (value: string) => config(`polling_interval: ${value}`).pollingIntervalMs;
  assert.deepEqual(["15s", "1m", "24h", "1500ms", "90", "1.5m", "2d"].map(interval), [
    15_000,
    60_000,
    86_400_000,
    1_500,
    90_000,
    90_000,
    172_800_000,
  ]);
  assert.equal(config("unkey_grace_ms: 250").unkeyGraceMs, 250);
  assert.equal(config("unkey_grace_ms: 1s").unkeyGraceMs, 1_000);
  assert.equal(config("link_tx_batch_ms: 0").linkTxBatchMs, 0);
  assert.equal(problems("polling_interval: 0.9").length, 1);
  assert.equal(problems("polling_interval: 8d").length, 1);
  assert.equal(problems("polling_interval: -5s").length, 1);
  assert.equal(problems("polling_interval: 5 fortnights").length, 1);
});

Deno.test("loadConfig freezes what it gives to the last node", () => {
  const loaded = config("nodes: [43732]\nami_host: h\ntls: {cert: a, key: b}");
  const frozen = (value: unknown): boolean =>
    typeof value !== "object" || value === null ||
    (Object.isFrozen(value) && Object.values(value).every(frozen));
  assert.ok(frozen(loaded));
  assert.deepEqual(loaded.tls, { cert: "a", key: "b" });
});

Deno.test("loadConfig notes a login without a password and nothing else", () => {
  const loaded = load("allow_anon_dashboard: false\nauth_rpm: 60\nami_host: h\nmqtt: {broker: mqtt://b}\n");
  assert.ok(loaded.ok);
  assert.deepEqual(loaded.notes, [
    "no password is set for the AMI login of asterisk, set ami.password or AMI_PASSWORD",
  ]);
});

Deno.test("loadConfig gives a configuration or problems for any text and never throws", () => {
  const word = fc.constantFrom(
    ..."port: 80|ami:|  host: x|\thost|- 1998|nodes:|servers:|[|]|{|}|*a|&a|!t|%d|'|\"|: |\n|\r\n|---|<<|? || >| @|#"
      .split("|"),
  );
  const soup = fc.array(fc.oneof(word, fc.string({ unit: "binary", maxLength: 5 })), { maxLength: 40 });
  const check = (text: string) => {
    const loaded = load(text, { NODES: text });
    assert.ok(loaded.ok || loaded.problems.length > 0);
    if (!loaded.ok) {
      for (const problem of loaded.problems) assert.match(formatProblem(problem), /^[^\n]+: [^\n]+$/);
    }
  };
  fc.assert(fc.property(soup.map((parts) => parts.join("")), check), { numRuns: 1_500 });
  for (const text of ["[".repeat(100_000), "{a: ".repeat(30_000), "- ".repeat(50_000), "a".repeat(300_000)]) {
    check(text);
  }
});

Deno.test("loadConfig takes a base path with or without a slash at its end, and nothing that is none", () => {
  for (const [given, expected] of [["/", ""], ["/nexus", "/nexus"], ["/a/nexus/", "/a/nexus"]]) {
    assert.equal(config(`base_path: ${given}\n`).basePath, expected);
  }
  for (
    const wrong of ["nexus", "//evil", "/a//b", "/../x", "/a b", "/%2e", "https://x/y", "/x?y", "/{id}", "/*"]
  ) {
    assert.match(
      problems(`base_path: "${wrong}"\n`)[0] ?? "",
      /base_path, expected a path such as \/nexus/,
      wrong,
    );
  }
});
