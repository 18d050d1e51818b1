import assert from "node:assert/strict";
import fc from "fast-check";
import { MAX_PROBLEMS } from "../../lib/config/problems.ts";
import { problems } from "./load.ts";

const FILE = "./nexus.yaml";

Deno.test("loadConfig names an unknown key, its line and the nearest known key", () => {
  assert.deepEqual(problems("port: 80\nami:\n  hots: x\n"), [
    `${FILE}:3:3: unknown key "ami.hots", the nearest known key is "ami.host"`,
  ]);
  const nearest = (text: string) => /unknown key .* is "(.*)"$/m.exec(problems(text).join("\n"))?.[1];
  assert.equal(nearest("prot: 80"), "port");
  assert.equal(nearest("AMI_HOST: x"), "ami.host");
  assert.equal(nearest("ami-secrte: x"), "ami.secret");
  assert.equal(nearest("retention: 5"), "retention_days");
  assert.equal(nearest("ami:\n  polling_interval: 5"), "polling_interval");
  assert.equal(nearest("servers: [{name: a, hots: b}]"), "host");
  assert.equal(nearest("nodes: [{nodeid: 1}]"), "node_id");
});

Deno.test("loadConfig reports every problem at once, each with line and column", () => {
  const text = [
    "port: banana",
    "titel: x",
    "ami:",
    "  tls: maybe",
    "  auth: [md5]",
    "log: loud",
    "nodes: [1998, 01999, x, 1998]",
    "unkey_grace_ms: 2h",
  ].join("\n");
  assert.deepEqual(problems(text, { PUBLIC_STATS_RPM: "many" }), [
    `${FILE}:1:7: port, expected a port from 1 to 65535: "banana"`,
    `${FILE}:2:1: unknown key "titel", the nearest known key is "title"`,
    `${FILE}:4:8: ami.tls, expected true or false: "maybe"`,
    `${FILE}:5:9: ami.auth, expected one of md5, plain, auto: a list`,
    `${FILE}:6:6: log, expected a block of keys, indented, on the lines below it`,
    `${FILE}:7:15: nodes[1], expected a node number of 1 to 10 digits that does not begin with 0: "01999"`,
    `${FILE}:7:22: nodes[2], expected a node number of 1 to 10 digits that does not begin with 0: "x"`,
    `${FILE}:7:25: nodes, expected each once: "1998"`,
    `${FILE}:8:17: unkey_grace_ms, expected a duration from 0ms to 10s like 500ms, 15s, 1m, 24h or a number of milliseconds: "2h"`,
    `environment PUBLIC_STATS_RPM: public_stats_rpm, expected a whole number from 1 to 1000000: "many"`,
  ]);
});

Deno.test("loadConfig reports tabs where they stand and still reads the rest", () => {
  assert.deepEqual(problems("ami:\n\thost: h\n\tprot: 5\nlog:\n  \tlevel: loud\nport: x\n"), [
    `${FILE}:2:1: indentation has a tab, expected spaces`,
    `${FILE}:3:1: indentation has a tab, expected spaces`,
    `${FILE}:3:2: unknown key "ami.prot", the nearest known key is "ami.port"`,
    `${FILE}:5:3: indentation has a tab, expected spaces`,
    `${FILE}:5:11: log.level, expected one of debug, info, warn, error: "loud"`,
    `${FILE}:6:7: port, expected a port from 1 to 65535: "x"`,
  ]);
  assert.deepEqual(problems("port:\t8080\t# fine\n\t\n\t# fine too\n"), []);
});

Deno.test("loadConfig reports a key that is given twice in any spelling", () => {
  assert.deepEqual(problems("port: 1\nport: 2"), [
    `${FILE}:2:1: port is given twice, expected once: first at ${FILE}:1:1`,
  ]);
  assert.deepEqual(problems("ami:\n  host: a\nami_host: b"), [
    `${FILE}:3:1: ami.host is given twice, expected once: first at ${FILE}:2:3`,
  ]);
  assert.deepEqual(problems("ami: {password: a, secret: b}").length, 1);
  assert.deepEqual(problems("ami: {host: a}\nami: {port: 1}"), [
    `${FILE}:2:1: ami is given twice, expected once: first at ${FILE}:1:1`,
  ]);
  assert.deepEqual(problems(undefined, { AMI_PASSWORD: "a", AMI_SECRET: "b" }), [
    "environment AMI_SECRET: ami.password is given twice, expected once: also AMI_PASSWORD",
  ]);
  assert.deepEqual(problems("servers: [{name: a, secret: x, password: y}]"), [
    `${FILE}:1:32: servers[0].ami.password is given twice, expected once: first at ${FILE}:1:21`,
  ]);
  assert.deepEqual(problems("ami: {secret: a}", { AMI_PASSWORD: "b" }), []);
});

Deno.test("loadConfig reports what does not fit together", () => {
  assert.deepEqual(problems("tls: {cert: a}"), [
    `${FILE}:1:13: tls.cert is given alone, expected tls.key as well`,
  ]);
  assert.deepEqual(problems(undefined, { TLS_KEY: "a" }), [
    "environment TLS_KEY: tls.key is given alone, expected tls.cert as well",
  ]);
  assert.deepEqual(problems("ami: {retry_interval: 2m}"), [
    `${FILE}:1:23: ami.retry_interval is longer than ami.retry_max, expected at most that`,
  ]);
  assert.deepEqual(problems("servers: [{host: h, retry_max: 1s}]").length, 1);
});

Deno.test("loadConfig shows no secret, whatever is wrong with it", () => {
  const secret = "hunter2hunter2";
  const texts = [
    `ami: {password: [${secret}]}`,
    `ami: {password: {${secret}: 1}}`,
    `ami:\n  password: *${secret}`,
    `ami:\n  password: @${secret}`,
    `ami:\n  password: !${secret}`,
    `ami:\n  password: "${secret}`,
    `ami:\n  password ${secret}\n  host: h`,
    `ami:\n  password:${secret}\n  host: h`,
    `ami:\n  host: h\n  password:${secret}\n`,
    `ami_password=${secret}\nport: 5`,
    `ami_password=${secret}`,
    `ami: {password: ${secret}, secret: ${secret}}`,
    `ami:\n  password:\n${secret}\n`,
    `jwt_secret: ${secret}`,
    `mqtt: {password: [${secret}], broker: ["mqtt://u:${secret}@h"]}`,
    `servers: [{password: [${secret}]}]`,
    `ami:\n  password: "${secret}\\q"`,
    `ami:\n  password: "a\\n${secret}"`,
    `ami:\n  password: a: ${secret}`,
  ];
  for (const text of texts) {
    const found = problems(text);
    assert.ok(found.length > 0, text);
    assert.ok(!found.join("\n").includes(secret), `${text}\n${found.join("\n")}`);
  }
  const env = problems(undefined, { JWT_SECRET: secret, AMI_PASSWORD: `${secret}\n` });
  assert.equal(env.length, 2);
  assert.ok(!env.join("\n").includes(secret));
});

Deno.test("loadConfig keeps at most MAX_PROBLEMS problems", () => {
  const many = Array.from({ length: 500 }, (_, index) => `key${index}: 1`).join("\n");
  assert.equal(problems(many).length, MAX_PROBLEMS);
});

Deno.test("loadConfig points at the line of a fault wherever it stands", () => {
  fc.assert(fc.property(fc.nat(50), fc.nat(6), (above, blanks) => {
    const text = "# note\n".repeat(above) + `port:${" ".repeat(blanks + 1)}x\n`;
    assert.deepEqual(problems(text), [
      `${FILE}:${above + 1}:${blanks + 7}: port, expected a port from 1 to 65535: "x"`,
    ]);
  }));
});

Deno.test("loadConfig wants a token where the counters are for those who have it", () => {
  assert.deepEqual(problems("metrics:\n  access: token\n"), [
    `${FILE}:2:11: metrics.access is token, expected metrics.token as well`,
  ]);
  assert.deepEqual(problems("metrics:\n  access: token\n  token: a-token-of-some-length\n"), []);
});

Deno.test("loadConfig refuses a jwt_secret that is short, of few characters, or that everybody knows", () => {
  for (
    const bad of [
      "x".repeat(31),
      "a".repeat(64),
      "change-me-change-me-change-me-change-me",
      "your-256-bit-secret-your-256-bit-secret",
      "my-super-secret-key-for-signing-tokens-42",
      "0123456789abcdef0123456789abcdef",
    ]
  ) assert.equal(problems(`jwt_secret: "${bad}"`).length, 1, bad);
  assert.deepEqual(problems('jwt_secret: "uG7wqv0Lr2Zt5mXb9cKd1nPf8hQj3sVyT6zA"'), []);
});

Deno.test("loadConfig lets no key reach a prototype, and no alias grow without end", () => {
  const laughs = Array.from(
    { length: 9 },
    (_, at) => `x${at + 1}: &x${at + 1} [${`*x${at}, `.repeat(9)}*x${at}]`,
  );
  for (
    const text of [
      "__proto__: {polluted: true}",
      "__proto__:\n  port: 1\n",
      "constructor: {prototype: {polluted: true}}",
      "ami: {__proto__: {polluted: true, host: evil}}",
      "servers: [{name: a, host: b, __proto__: {polluted: true}}]",
      "nodes: [{node_id: 1999, __proto__: {polluted: true}}]",
      "commands: [{name: a, run: rpt cmd 1 status 1 0, __proto__: {role: viewer}}]",
      "astdb: {overrides: {__proto__: {callsign: evil}}}",
      "astdb: {overrides: {constructor: {prototype: {polluted: true}}}}",
      "toString: 1\nhasOwnProperty: 2\n",
      "base: &a {polluted: true}\n__proto__: *a\n",
      "? {__proto__: 1}\n: 2",
      ["title: &x0 [lol]", ...laughs].join("\n"),
      `title: ${"[".repeat(20_000)}`,
    ]
  ) {
    assert.ok(problems(text).length > 0, text.slice(0, 80));
    assert.equal(Reflect.get({}, "polluted"), undefined);
    assert.equal(Reflect.get([], "polluted"), undefined);
    assert.equal(String({}), "[object Object]");
  }
});
