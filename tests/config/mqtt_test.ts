import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { config, problems } from "./load.ts";

const mqtt = (text: string) => config(`mqtt: {${text}}`).mqtt;
const fault = (text: string) => problems(`mqtt: {${text}}`).join("\n");

Deno.test("loadConfig gives a broker with the documented defaults, and none without an address", () => {
  strictEqual(mqtt("username: me, qos: 2"), null);
  deepStrictEqual(mqtt("broker: 'mqtt://broker'"), {
    broker: { scheme: "mqtt", host: "broker", port: 1_883, path: "/" },
    clientId: null,
    topicPrefix: "asterisk",
    username: null,
    password: null,
    ca: null,
    cert: null,
    key: null,
    qos: 1,
    discovery: false,
    discoveryPrefix: "homeassistant",
  });
});

Deno.test("loadConfig takes a broker's address apart, name and password out of it", () => {
  for (
    const [address, scheme, host, port, path] of [
      ["mqtts://b", "mqtts", "b", 8_883, "/"],
      ["ws://b/mqtt?x=1", "ws", "b", 80, "/mqtt?x=1"],
      ["wss://b.example:9001", "wss", "b.example", 9_001, "/"],
      ["mqtt://[::1]:1884", "mqtt", "::1", 1_884, "/"],
      ["mqtt://192.0.2.1/", "mqtt", "192.0.2.1", 1_883, "/"],
    ] as const
  ) deepStrictEqual(mqtt(`broker: '${address}'`)?.broker, { scheme, host, port, path }, address);
  const inside = mqtt("broker: 'mqtt://me:p%40ss@b'");
  deepStrictEqual([inside?.username, inside?.password, inside?.broker.host], ["me", "p@ss", "b"]);
  const beside = mqtt("broker: 'mqtt://me:one@b', username: you, password: two");
  deepStrictEqual([beside?.username, beside?.password], ["you", "two"]);
});

Deno.test("loadConfig refuses an address that is none, without showing it", () => {
  for (
    const address of [
      "b",
      "tcp://u:s3cret@b",
      "http://u:s3cret@b",
      "mqtt://",
      "mqtt://b/path",
      "mqtt://b:99999",
      "mqtt://u:%zz@b",
    ]
  ) {
    const text = fault(`broker: '${address}'`);
    match(
      text,
      /mqtt\.broker, expected an address that begins with mqtt:\/\/, mqtts:\/\/, ws:\/\/ or wss:\/\//,
      address,
    );
    ok(!text.includes("s3cret"));
  }
});

Deno.test("loadConfig refuses wildcards, slashes and empty levels in the prefixes", () => {
  for (const prefix of ["a/b", "/a", "a/", "+", "a+", "#", "a#b", "$SYS"]) {
    match(
      fault(`broker: 'mqtt://b', topic_prefix: '${prefix}'`),
      /mqtt\.topic_prefix, expected one word.*without \/ \+ or #/,
      prefix,
    );
  }
  for (const prefix of ["a//b", "/a", "a/", "a/+", "#", "$a"]) {
    match(
      fault(`broker: 'mqtt://b', discovery_prefix: '${prefix}'`),
      /mqtt\.discovery_prefix, expected levels/,
      prefix,
    );
  }
  strictEqual(mqtt("broker: 'mqtt://b', topic_prefix: 'pbx 2'")?.topicPrefix, "pbx 2");
  strictEqual(
    mqtt("broker: 'mqtt://b', discovery_prefix: home/assistant")?.discoveryPrefix,
    "home/assistant",
  );
});

Deno.test("loadConfig refuses half a client certificate, TLS files without TLS, and a password for nobody", () => {
  match(fault("broker: 'mqtts://b', cert: c"), /mqtt\.cert is given alone, expected mqtt\.key as well/);
  match(fault("broker: 'mqtts://b', key: k"), /mqtt\.key is given alone, expected mqtt\.cert as well/);
  match(
    fault("broker: 'mqtt://b', ca: c"),
    /mqtt\.ca is given, expected mqtt\.broker with mqtts:\/\/ or wss:\/\//,
  );
  match(
    fault("broker: 'mqtt://b', password: s3cret"),
    /mqtt\.password is given alone, expected mqtt\.username as well/,
  );
  strictEqual(fault("broker: 'wss://b', ca: a, cert: c, key: k, username: u, password: p"), "");
});
