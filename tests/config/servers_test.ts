import assert from "node:assert/strict";
import { config, problems } from "./load.ts";

Deno.test("loadConfig takes what a server does not say from ami, and from the environment", () => {
  const text = [
    "ami:",
    "  username: nexus",
    "  keepalive: 10s",
    "servers:",
    "  - {name: hub, host: 192.0.2.1, secret: one, nodes: [1998, {node_id: 1999, name: Hill, polling_interval: 30}]}",
    "  - {name: hill, host: 192.0.2.2, port: 5039, tls: true, keepalive: 1m}",
  ].join("\n");
  const { servers } = config(text, { AMI_PASSWORD: "shared" });
  const shown = servers.map(({ name, host, port, username, password, tls, keepaliveMs }) =>
    [name, host, port, username, password, tls, keepaliveMs].join(" ")
  );
  assert.deepEqual(shown, [
    "hub 192.0.2.1 5038 nexus one false 10000",
    "hill 192.0.2.2 5039 nexus shared true 60000",
  ]);
  assert.deepEqual(servers[0]?.nodes, [
    { nodeId: "1998", name: null, pollingIntervalMs: null },
    { nodeId: "1999", name: "Hill", pollingIntervalMs: 30_000 },
  ]);
  assert.deepEqual(servers[1]?.nodes, []);
});

Deno.test("loadConfig reads nodes as a list, a single number, and NODES=1998,1999", () => {
  const ids = (text: string | undefined, env: Record<string, string> = {}) =>
    config(text, { AMI_HOST: "h", ...env }).servers[0]?.nodes.map((node) => node.nodeId);
  assert.deepEqual(ids("nodes: [1998, '1999']"), ["1998", "1999"]);
  assert.deepEqual(ids("nodes: 43732"), ["43732"]);
  assert.deepEqual(ids("nodes:\n  - 43732\n  - {node_id: 3507690}"), ["43732", "3507690"]);
  assert.deepEqual(ids("nodes: 5", { NODES: "1998, 1999" }), ["1998", "1999"]);
  assert.deepEqual(ids(undefined, { NODES: "[1998, {node_id: 7, name: X}]" }), ["1998", "7"]);
  assert.deepEqual(ids("servers: [{host: h, nodes: [5]}]\nnodes: [6]"), ["5"]);
  assert.deepEqual(ids("servers: [{host: h}]\nnodes: [6]"), ["6"]);
});

Deno.test("loadConfig refuses node numbers outside their grammar", () => {
  for (const bad of ["0", "007", "-5", "1.5", "1e3", "0x10", "12345678901", "KF8S", "1_000", "[1]", "~"]) {
    assert.equal(problems(`nodes: [${bad}]`).length, 1, bad);
  }
  assert.equal(problems("nodes: [{name: x}]").length, 1);
  assert.equal(problems(undefined, { NODES: "1998,x" }).length, 1);
  assert.ok(problems(undefined, { NODES: "[1998" }).length > 0);
});

Deno.test("loadConfig reads SERVERS from the environment in brackets", () => {
  const { servers } = config(undefined, { SERVERS: "[{name: a, host: h1}, {name: b, host: h2, secret: x}]" });
  assert.deepEqual(servers.map(({ name, host, password }) => [name, host, password]), [
    ["a", "h1", ""],
    ["b", "h2", "x"],
  ]);
  assert.deepEqual(problems(undefined, { SERVERS: "hub" }), [
    'environment SERVERS: servers[0], expected a block of keys: "hub"',
  ]);
});

Deno.test("loadConfig wants a name of its own for each of several servers", () => {
  assert.deepEqual(problems("servers: [{name: a}, {name: a}]"), [
    './nexus.yaml:1:22: servers, expected each once: "a"',
  ]);
  assert.deepEqual(problems("servers: [{host: a}, {name: b}]"), [
    "./nexus.yaml:1:11: servers, expected a name for each where there are several",
  ]);
  assert.deepEqual(problems("servers: [{name: a}, {name: b}]\nnodes: [5]"), [
    "./nexus.yaml:2:8: nodes, expected under each of the servers where there are several",
  ]);
  assert.deepEqual(problems("servers: [{name: a, port: 70000, enabled: true}]").length, 2);
});

Deno.test("loadConfig believes only addresses as proxies", () => {
  const good = ["127.0.0.1", "::1", "10.0.0.0/8", "fd00::/8"];
  assert.deepEqual(config(`trusted_proxies: ${JSON.stringify(good)}`).trustedProxies, good);
  assert.deepEqual(config(undefined, { TRUSTED_PROXIES: "127.0.0.1, ::1" }).trustedProxies, [
    "127.0.0.1",
    "::1",
  ]);
  for (const bad of ["proxy", "1.2.3", "256.1.1.1", "10.0.0.0/33", "::1/129", ":::", "[a]", "{a: b}"]) {
    assert.equal(problems(`trusted_proxies: [${bad.startsWith(":") ? `"${bad}"` : bad}]`).length, 1, bad);
  }
});
