import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { extensionOf } from "../../lib/mqtt/extensions.ts";
import { AccountFile } from "../../lib/store/mod.ts";
import { type Harness, makeHarness, START_MS } from "./harness.ts";
import { brokenRules } from "./home_assistant.ts";
import { callEvent, nodeStatus } from "./samples.ts";

const ON = { discovery: true } as const;
const DAY_MS = 86_400_000;

const configs = ({ broker }: Harness) =>
  [...broker.retained.keys()].filter((topic) => topic.endsWith("/config")).sort();

const announced = (harness: Harness, topic: string) =>
  JSON.parse(harness.broker.retained.get(topic) ?? "null");

/** Two nodes and a call from 1986 to 21. */
async function populated(options: Parameters<typeof makeHarness>[0] = {}): Promise<Harness> {
  const harness = makeHarness({ config: ON, ...options });
  for (const node of ["1998", "1999"]) harness.nodes.set(node, nodeStatus(node));
  harness.publisher.start();
  await harness.clock.advanceAsync(10);
  harness.tell(
    ...["1998", "1999"].map((node) => ({ kind: "STATUS_UPDATE", atMs: 0, data: nodeStatus(node) }) as const),
    callEvent("7.1", "ringing", START_MS),
  );
  await harness.clock.advanceAsync(2_000);
  return harness;
}

const ALL = [
  "homeassistant/binary_sensor/nexus-test/status/config",
  "homeassistant/binary_sensor/nexus-test_node_1998/keyed/config",
  "homeassistant/binary_sensor/nexus-test_node_1999/keyed/config",
  "homeassistant/sensor/nexus-test_extension_1986/state/config",
  "homeassistant/sensor/nexus-test_extension_21/state/config",
  "homeassistant/sensor/nexus-test_node_1998/last_talker/config",
  "homeassistant/sensor/nexus-test_node_1998/links/config",
  "homeassistant/sensor/nexus-test_node_1999/last_talker/config",
  "homeassistant/sensor/nexus-test_node_1999/links/config",
];

Deno.test("MqttPublisher announces bridge, nodes and extensions as Home Assistant asks", async () => {
  const harness = await populated();
  deepStrictEqual(configs(harness), ALL);
  const messages = harness.broker.arrived.filter(({ topic }) => topic.endsWith("/config"));
  for (const message of messages) deepStrictEqual(brokenRules(message), [], message.topic);
  const ids = ALL.map((topic) => announced(harness, topic).unique_id);
  strictEqual(new Set(ids).size, ids.length);
  for (const topic of ALL) {
    const { state_topic, availability_topic, availability, availability_mode } = announced(harness, topic);
    ok(harness.broker.retained.has(state_topic), `nothing is retained at ${state_topic}`);
    if (topic.includes("/status/")) {
      deepStrictEqual([availability_topic, availability], [undefined, undefined]);
    } else if (topic.includes("_node_")) {
      const heard = "{{ 'offline' if value_json.stale else 'online' }}";
      deepStrictEqual(availability, [
        { topic: "asterisk/status" },
        { topic: state_topic, value_template: heard },
      ]);
      strictEqual(availability_mode, "all");
      strictEqual(JSON.parse(harness.broker.retained.get(state_topic) ?? "").stale, false);
    } else strictEqual(availability_topic, "asterisk/status");
  }
  strictEqual(
    announced(harness, ALL[1] ?? "").device.via_device,
    announced(harness, ALL[0] ?? "").device.identifiers[0],
  );
  await harness.stop();
});

Deno.test("brokenRules says what Home Assistant would refuse", () => {
  const good = {
    topic: "homeassistant/sensor/a/b/config",
    qos: 1,
    retain: true,
    payload: JSON.stringify({
      state_topic: "a",
      unique_id: "x",
      device: { identifiers: ["d"], name: "n" },
      origin: { name: "o" },
    }),
  } as const;
  deepStrictEqual(brokenRules(good), []);
  const changed = (fields: object) =>
    brokenRules({ ...good, payload: JSON.stringify({ ...JSON.parse(good.payload), ...fields }) });
  match(changed({ state_topic: "a/#" }).join(), /state_topic/);
  match(changed({ device: {} }).join(), /identifiers/);
  match(changed({ options: ["a"] }).join(), /enum/);
  match(changed({ device_class: "enum", options: ["a"], unit_of_measurement: "x" }).join(), /neither/);
  match(changed({ entity_category: "config" }).join(), /entity_category/);
  match(changed({ payload_on: "ON" }).join(), /no key payload_on/);
  match(changed({ availability: [{ topic: "a/#" }] }).join(), /availability cannot be/);
  match(changed({ availability: [{ value_template: "x" }] }).join(), /availability cannot be/);
  match(changed({ availability: [{ topic: "a" }], availability_topic: "b" }).join(), /exclude/);
  deepStrictEqual(changed({ availability: [{ topic: "a", value_template: "{{ x }}" }] }), []);
  match(brokenRules({ ...good, topic: "homeassistant/sensor/a.b/c/config" }).join(), /no topic/);
  match(brokenRules({ ...good, retain: false }).join(), /retained/);
});

Deno.test("MqttPublisher announces nothing while discovery is off, and takes away what was announced before", async () => {
  const file = new AccountFile(":memory:");
  const before = await populated({ file });
  const { broker, clock } = before;
  await before.stop();
  const after = makeHarness({ file, broker, clock });
  after.nodes.set("1999", nodeStatus("1999"));
  after.publisher.start();
  after.tell({ kind: "STATUS_UPDATE", atMs: 0, data: nodeStatus("1999") });
  await clock.advanceAsync(200_000);
  deepStrictEqual([...broker.retained.keys()].sort(), ["asterisk/node/1999/state", "asterisk/status"]);
  await after.stop();
  const last = makeHarness({ file, broker, clock });
  const arrived = broker.arrived.length;
  last.publisher.start();
  await clock.advanceAsync(1_000);
  strictEqual(
    broker.arrived.slice(arrived).filter(({ payload }) => payload === "").length,
    0,
    "it is taken away once",
  );
  await last.stop();
});

Deno.test("MqttPublisher takes away a node that is gone, also one that went while it was off, but not before it knows", async () => {
  const file = new AccountFile(":memory:");
  const first = await populated({ file });
  const { broker, clock } = first;
  first.nodes.delete("1998");
  await clock.advanceAsync(200_000);
  deepStrictEqual(configs(first), ALL.filter((topic) => !topic.includes("1998")));
  ok(!broker.retained.has("asterisk/node/1998/state"));
  await first.stop();

  let isUp = false;
  const second = makeHarness({ config: ON, file, broker, clock, areServersUp: () => isUp });
  second.publisher.start();
  await clock.advanceAsync(400_000);
  ok(configs(second).some((topic) => topic.includes("1999")), "a server that is away keeps its nodes");
  isUp = true;
  await clock.advanceAsync(200_000);
  ok(!configs(second).some((topic) => topic.includes("_node_")));
  await second.stop();
});

Deno.test("MqttPublisher remembers extensions over a restart and takes them away after a week without a call", async () => {
  const file = new AccountFile(":memory:");
  const first = await populated({ file });
  const { broker, clock } = first;
  await first.stop();
  const second = makeHarness({ config: ON, file, broker, clock });
  second.publisher.start();
  await clock.advanceAsync(1_000);
  strictEqual(JSON.parse(broker.retained.get("asterisk/extension/21/state") ?? "{}").state, "idle");
  clock.advance(3 * DAY_MS);
  await clock.advanceAsync(1_000);
  second.tell(callEvent("8.1", "ringing", clock.now()));
  clock.advance(5 * DAY_MS);
  await clock.advanceAsync(1_000);
  ok(configs(second).some((topic) => topic.includes("extension_21")));
  clock.advance(3 * DAY_MS);
  await clock.advanceAsync(1_000);
  ok(!configs(second).some((topic) => topic.includes("extension")));
  ok(!broker.retained.has("asterisk/extension/21/state"));
  second.tell(callEvent("9.1", "ringing", clock.now()));
  await clock.advanceAsync(1_000);
  ok(configs(second).some((topic) => topic.includes("extension_21")), "it comes back with its next call");
  await second.stop();
});

Deno.test("MqttPublisher tells what an extension does through a call", async () => {
  const harness = makeHarness({ config: ON });
  const { publisher, clock, broker, tell } = harness;
  publisher.start();
  await clock.advanceAsync(10);
  const states = async (event: "ringing" | "answered" | "hungup", call: string) => {
    tell(callEvent(call, event, clock.now()));
    await clock.advanceAsync(100);
    return ["1986", "21"].map((extension) =>
      JSON.parse(broker.retained.get(`asterisk/extension/${extension}/state`) ?? "{}").state
    );
  };
  deepStrictEqual(await states("ringing", "1.1"), ["calling", "ringing"]);
  deepStrictEqual(await states("answered", "1.1"), ["in_call", "in_call"]);
  deepStrictEqual(await states("ringing", "2.1"), ["in_call", "in_call"], "the first call counts more");
  deepStrictEqual(await states("hungup", "1.1"), ["calling", "ringing"]);
  deepStrictEqual(await states("hungup", "2.1"), ["idle", "idle"]);
  await harness.stop();
});

Deno.test("extensionOf knows phones of this exchange from trunks and numbers outside", () => {
  for (
    const [channel, number, expected] of [
      ["PJSIP/21-0000002a", "21", "21"],
      ["SIP/21-00a", "21", "21"],
      ["IAX2/21-1234", "21", "21"],
      ["PJSIP/trunk-0000002a", "49891234", null],
      ["PJSIP/21-0000002a", "22", null],
      ["Local/21@internal-00000001;1", "21", null],
      ["PJSIP/21-0000002a", "", null],
      ["nonsense", "nonsense", null],
    ] as const
  ) strictEqual(extensionOf(channel, number), expected, channel);
});
