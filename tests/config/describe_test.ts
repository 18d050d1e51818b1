import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { loadConfig } from "../../lib/config/mod.ts";
import { KEY_ROWS } from "../../lib/config/mod.ts";

const FILE = `title: Hilltop
ami:
  host: 192.0.2.5
  password: hunter2-hunter2
trusted_proxies: [127.0.0.1, 10.0.0.0/8]
servers:
  - name: hill
    host: 192.0.2.6
    secret: another-secret
  - name: dale
    nodes: [1999]
`;

function described(file: string, env: Readonly<Record<string, string>> = {}, port?: string) {
  const loaded = loadConfig({
    file: "nexus.yaml",
    readFile: () => file,
    env: (name) => env[name],
    ...(port === undefined ? {} : { flags: { port } }),
  });
  ok(loaded.ok, JSON.stringify(loaded));
  return { entries: loaded.describe(), secrets: loaded.secrets() };
}

Deno.test("loadConfig describes every setting with the line, variable or flag that it came from", () => {
  const { entries } = described(FILE, { SUBTITLE: "of the valley", AMI_PORT: "5039" }, "0");
  const of = (key: string) => {
    const found = entries.find((each) => each.key === key);
    return found && [found.value, found.source, found.place];
  };
  deepStrictEqual(of("title"), ["Hilltop", "file", "nexus.yaml:1"]);
  deepStrictEqual(of("subtitle"), ["of the valley", "environment", "SUBTITLE"]);
  deepStrictEqual(of("ami.port"), ["5039", "environment", "AMI_PORT"]);
  deepStrictEqual(of("port"), ["0", "flag", "--port"]);
  deepStrictEqual(of("retention_days"), ["90", "default", null]);
  deepStrictEqual(of("trusted_proxies"), ["127.0.0.1, 10.0.0.0/8", "file", "nexus.yaml:5"]);
  deepStrictEqual(of("servers[0].host"), ["192.0.2.6", "file", "nexus.yaml:8"]);
  deepStrictEqual(of("servers[1].nodes"), ["1999", "file", "nexus.yaml:11"]);
  const keys = entries.map(({ key }) => key.replace(/[[.].*/, ""));
  for (const { path } of KEY_ROWS) ok(keys.includes(path.replace(/[[.].*/, "")), path);
});

Deno.test("loadConfig describes no secret, wherever it was given", () => {
  const env = {
    JWT_SECRET: "k".repeat(1) + "9f8e7d6c5b4a39281706f5e4d3c2b1a0zyxwv",
    METRICS_TOKEN: "token-of-the-metrics",
  };
  const { entries, secrets } = described(FILE, env);
  const all = JSON.stringify(entries);
  for (const secret of ["hunter2", "another-secret", "9f8e7d", "token-of-the"]) {
    ok(!all.includes(secret), secret);
  }
  const hidden = entries.filter(({ secret, set }) => secret && set).map(({ key }) => key);
  deepStrictEqual(hidden, ["jwt_secret", "ami.password", "servers[0].secret", "metrics.token"]);
  deepStrictEqual(
    [...secrets].sort(),
    [env.JWT_SECRET, "another-secret", "hunter2-hunter2", env.METRICS_TOKEN].sort(),
  );
});

Deno.test("loadConfig hides a list that was given as one text, which may hold passwords", () => {
  const servers = "[{name: a, host: 192.0.2.7, password: in-the-environment}]";
  const { entries } = described("title: x\n", { SERVERS: servers });
  strictEqual(JSON.stringify(entries).includes("in-the-environment"), false);
  const entry = entries.find(({ key }) => key === "servers");
  deepStrictEqual([entry?.value, entry?.secret, entry?.place], [null, true, "SERVERS"]);
});
