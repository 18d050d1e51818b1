import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { AccountFile } from "../../lib/store/mod.ts";
import { BROKER_BOUND_OF } from "../metrics/bounds_table.ts";
import { makeHarness, START_MS } from "./harness.ts";
import { callEvent, linkTx, wholeCall } from "./samples.ts";

const HOUR_MS = 3_600_000;

/** What `calls` of the broker is for these calls when each message arrived once. */
function expected(events: readonly ReturnType<typeof callEvent>[]): readonly string[] {
  return events.map(({ data }) => `${data.call_id} ${data.event} ${data.timestamp}`);
}

Deno.test("MqttPublisher says online, publishes a call as it is told, and says offline at the end", async () => {
  const { clock, broker, publisher, tell, stop } = makeHarness();
  publisher.start();
  await clock.advanceAsync(10);
  strictEqual(broker.retained.get("asterisk/status"), "online");
  const events = wholeCall("1770888509.40", START_MS);
  tell(...events);
  await clock.advanceAsync(100);
  deepStrictEqual(
    broker.arrived.filter(({ topic }) => topic.includes("/call/")),
    events.map(({ data }) => ({
      topic: `asterisk/call/1770888509.40/${data.event}`,
      payload: JSON.stringify(data),
      qos: 1,
      retain: false,
    })),
  );
  strictEqual(publisher.status.outbox, 0);
  ok(await stop() < 1_000);
  strictEqual(broker.retained.get("asterisk/status"), "offline");
  strictEqual(broker.arrived.at(-1)?.payload, "offline");
  strictEqual(publisher.status.state, "stopped");
  strictEqual(clock.pending, 0);
});

Deno.test("MqttPublisher gives the last will to every session it opens", async () => {
  const { clock, broker, publisher, stop } = makeHarness();
  publisher.start();
  await clock.advanceAsync(10);
  broker.cut();
  strictEqual(broker.retained.get("asterisk/status"), "offline");
  await clock.advanceAsync(2_000);
  strictEqual(broker.retained.get("asterisk/status"), "online");
  strictEqual(broker.dials.length, 2);
  for (const { options } of broker.dials) {
    deepStrictEqual(options.will, { topic: "asterisk/status", payload: "offline", qos: 1, retain: true });
    strictEqual(options.clientId, "nexus-test");
  }
  await stop();
});

Deno.test("MqttPublisher loses nothing of an hour without a broker, in order and with the original timestamps", async () => {
  const { clock, broker, publisher, tell, stop } = makeHarness();
  broker.manner = "absent";
  publisher.start();
  const told = [];
  for (let call = 0; call < 600; call++) {
    const events = wholeCall(`${call}.1`, clock.now());
    told.push(...events);
    tell(...events);
    await clock.advanceAsync(HOUR_MS / 600);
  }
  strictEqual(publisher.status.outbox, 1_800);
  broker.manner = "good";
  const backAtMs = clock.now();
  while (publisher.status.outbox > 0) await clock.advanceAsync(1_000);
  ok(clock.now() - backAtMs <= 62_000, "it is dialled at least once a minute");
  const byCall = (lines: readonly string[]) =>
    lines.toSorted((one, two) => parseFloat(one) - parseFloat(two));
  deepStrictEqual(byCall(broker.calls), expected(told));
  strictEqual(publisher.status.dropped, 0);
  const gaps = broker.dials.map(({ atMs }, index) => atMs - (broker.dials[index - 1]?.atMs ?? atMs)).slice(1);
  ok(gaps.every((gap) => gap <= 60_100), `${gaps}`);
  ok((gaps[0] ?? 0) < 1_100 && (gaps[3] ?? 0) > 6_000 && (gaps.at(-1) ?? 0) > 40_000, `${gaps}`);
  await stop();
});

Deno.test("MqttPublisher drops the oldest beyond its bound and counts them", async () => {
  const { clock, broker, publisher, tell, stop } = makeHarness({ outboxLimit: 100 });
  broker.manner = "absent";
  publisher.start();
  await clock.advanceAsync(10);
  const events = Array.from({ length: 250 }, (_, call) => callEvent(`${call}.1`, "hungup", START_MS + call));
  tell(...events);
  strictEqual(publisher.status.outbox, 100);
  strictEqual(publisher.status.dropped, 150);
  const told = new Set(publisher.bounds.map(({ name }) => name));
  deepStrictEqual(Object.values(BROKER_BOUND_OF).filter((name) => !told.has(name)), [], "not to be seen");
  deepStrictEqual(publisher.bounds.find(({ name }) => name === "mqtt_outbox"), {
    name: "mqtt_outbox",
    used: 100,
    limit: 100,
    dropped: 150,
  });
  broker.manner = "good";
  await clock.advanceAsync(5_000);
  deepStrictEqual(broker.calls, expected(events.slice(150)));
  await stop();
});

Deno.test("MqttPublisher keeps a call's order through cuts at any moment, repeating at most the message that was cut", async () => {
  for (let cutAtMs = 0; cutAtMs < 12; cutAtMs++) {
    const { clock, broker, publisher, tell, stop } = makeHarness();
    broker.answerMs = 3;
    publisher.start();
    await clock.advanceAsync(20);
    const events = ["a", "b", "c"].flatMap((call) => wholeCall(call, START_MS));
    tell(...events);
    await clock.advanceAsync(cutAtMs);
    broker.cut();
    await clock.advanceAsync(5_000);
    for (const call of ["a", "b", "c"]) {
      const own = broker.calls.filter((line) => line.startsWith(call));
      const once = own.filter((line, index) => line !== own[index - 1]);
      deepStrictEqual(
        once,
        expected(events.filter(({ data }) => data.call_id === call)),
        `cut at ${cutAtMs} ms`,
      );
      ok(own.length <= 4, `more than one was repeated: ${own.join(", ")}`);
    }
    await stop();
  }
});

Deno.test("MqttPublisher publishes after a restart what waited before it", async () => {
  const directory = await Deno.makeTempDir({ prefix: "nexus-mqtt-" });
  const path = `${directory}/nexus.db`;
  const first = new AccountFile(path);
  const before = makeHarness({ file: first });
  before.broker.manner = "absent";
  before.publisher.start();
  const events = Array.from({ length: 700 }, (_, call) => wholeCall(`${call}.1`, START_MS)).flat();
  before.tell(...events);
  // Nobody stops it: what is on the disk a moment later is what a killed process leaves.
  await before.clock.advanceAsync(1_000);
  const second = new AccountFile(path);
  const after = makeHarness({ file: second });
  after.publisher.start();
  strictEqual(after.publisher.status.outbox, 2_100);
  await after.clock.advanceAsync(5_000);
  deepStrictEqual([...after.broker.calls].sort(), [...expected(events)].sort());
  await after.stop();
  second.close();
  await before.stop();
  first.close();
  const third = new AccountFile(path);
  const last = makeHarness({ file: third });
  last.publisher.start();
  strictEqual(last.publisher.status.outbox, 0);
  await last.stop();
  third.close();
  await Deno.remove(directory, { recursive: true });
});

Deno.test("MqttPublisher leaves nothing of what arrived on the disk when it stops in the midst of a long queue", async () => {
  const file = new AccountFile(":memory:");
  const { clock, broker, publisher, tell, stop } = makeHarness({ file });
  broker.manner = "absent";
  publisher.start();
  for (let call = 0; call < 3_000; call++) tell(callEvent(`${call}.1`, "hungup", START_MS));
  await clock.advanceAsync(900);
  broker.manner = "good";
  broker.answerMs = 60;
  while (broker.calls.length < 100) await clock.advanceAsync(10);
  ok(publisher.status.outbox > 2_500);
  ok(await stop() < 3_000);
  const [row] = file.all("SELECT count(*) AS count FROM mqtt_outbox");
  const left = Number(row?.["count"]);
  // What was under way at the last moment is sent again.
  const arrived = new Set(broker.calls).size;
  ok(
    left >= 3_000 - arrived && left <= 3_000 - arrived + 64,
    `${left} are left of 3,000, ${arrived} arrived`,
  );
  ok(left > 500, "the stop was in the midst of it");
});

Deno.test("MqttPublisher has on the disk what it publishes, written once for all that was read together", async () => {
  const file = new AccountFile(":memory:");
  let writes = 0;
  const transaction = file.transaction.bind(file);
  file.transaction = (action, durable) => (writes++, transaction(action, durable));
  const { clock, publisher, tell, broker, stop } = makeHarness({ file });
  publisher.start();
  await clock.advanceAsync(10);
  const before = writes;
  const onDisk = () => Number(file.all("SELECT count(*) AS count FROM mqtt_outbox")[0]?.["count"]);
  for (let call = 0; call < 20; call++) {
    tell(...wholeCall(`${call}.1`, clock.now()));
    strictEqual(onDisk(), 0, "who tells does not wait for the disk");
    await Promise.resolve();
    deepStrictEqual([onDisk(), broker.calls.length], [3, 3 * call], "nothing is published yet");
    await clock.advanceAsync(500);
    strictEqual(onDisk(), 0, "what arrived is off the disk");
  }
  strictEqual(broker.calls.length, 60);
  strictEqual(writes - before, 40);
  await stop();
});

Deno.test("MqttPublisher does not ask a disk that fails for each message", async () => {
  const file = new AccountFile(":memory:");
  const { clock, publisher, tell, broker, lines, stop } = makeHarness({ file });
  publisher.start();
  await clock.advanceAsync(10);
  const transaction = file.transaction.bind(file);
  let asked = 0;
  file.transaction = () => {
    asked++;
    throw new Error("disk is full");
  };
  for (let call = 0; call < 100; call++) {
    tell(...wholeCall(`${call}.1`, clock.now()));
    await clock.advanceAsync(100);
  }
  ok(asked >= 2 && asked <= 4, `${asked} attempts in 10 s`);
  strictEqual(broker.calls.length, 300, "what is told goes on");
  file.transaction = transaction;
  await clock.advanceAsync(6_000);
  tell(...wholeCall("again.1", clock.now()));
  await clock.advanceAsync(1_000);
  deepStrictEqual(lines.filter((line) => line.includes("messages for the broker")).length, 2);
  strictEqual(publisher.status.outbox, 0);
  await stop();
});

Deno.test("MqttPublisher stops within 5 s whatever the broker does", async () => {
  for (const manner of ["good", "refusing", "absent", "silent", "deaf"] as const) {
    const { clock, broker, publisher, tell, stop } = makeHarness();
    broker.manner = manner === "deaf" ? "good" : manner;
    publisher.start();
    await clock.advanceAsync(50);
    broker.manner = manner;
    tell(...wholeCall("1.1", clock.now()));
    await clock.advanceAsync(1);
    const tookMs = await stop();
    ok(tookMs <= 3_000, `${manner}: ${tookMs} ms`);
    strictEqual(clock.pending, 0, manner);
    const dials = broker.dials.length;
    await clock.advanceAsync(HOUR_MS);
    strictEqual(broker.dials.length, dials, `${manner}: it dialled after its end`);
  }
});

Deno.test("MqttPublisher tries a broker that says nothing again, later and later, one attempt at a time", async () => {
  const { clock, broker, publisher, stop } = makeHarness();
  broker.manner = "silent";
  publisher.start();
  await clock.advanceAsync(10 * 60_000);
  const gaps = broker.dials.map(({ atMs }, index) => atMs - (broker.dials[index - 1]?.atMs ?? atMs)).slice(1);
  // Ten seconds of waiting for an answer, then a second, doubled up to a minute, less up to a fifth.
  gaps.forEach((gap, index) => {
    const mostMs = Math.min(60_000, 1_000 * 2 ** index);
    ok(gap >= 10_000 + 0.8 * mostMs && gap <= 10_001 + mostMs, `gap ${index}: ${gap}`);
  });
  ok(gaps.length >= 10);
  strictEqual(publisher.status.last_error, "no answer in 10 s");
  strictEqual(
    publisher.counters.failures,
    broker.dials.length - Number(publisher.status.state === "connecting"),
  );
  await stop();
});

Deno.test("MqttPublisher gives up a session that leaves messages unanswered, and sends them again", async () => {
  const { clock, broker, publisher, tell, stop } = makeHarness();
  publisher.start();
  await clock.advanceAsync(10);
  broker.manner = "deaf";
  tell(...wholeCall("1.1", clock.now()));
  await clock.advanceAsync(29_000);
  strictEqual(publisher.status.state, "connected");
  broker.manner = "good";
  await clock.advanceAsync(10_000);
  strictEqual(broker.calls.length, 3);
  strictEqual(publisher.counters.connects, 2);
  await stop();
});

Deno.test("MqttPublisher hands no more on than a slow broker takes", async () => {
  const { clock, broker, publisher, tell, stop } = makeHarness();
  broker.answerMs = 200;
  publisher.start();
  await clock.advanceAsync(10);
  for (let call = 0; call < 400; call++) tell(callEvent(`${call}.1`, "hungup", clock.now()));
  await clock.advanceAsync(100);
  ok(broker.calls.length <= 64, `${broker.calls.length}`);
  broker.isFull = true;
  const stood = broker.arrived.length;
  await clock.advanceAsync(1_000);
  strictEqual(broker.arrived.length, stood);
  tell({ kind: "LINK_TX", atMs: 0, data: linkTx("2000") });
  strictEqual(publisher.counters.edgesSkipped, 1);
  broker.isFull = false;
  tell(callEvent("last.1", "hungup", clock.now()));
  await clock.advanceAsync(5_000);
  strictEqual(broker.calls.length, 401);
  await stop();
});

Deno.test("MqttPublisher writes one line for each change of the session, and never a secret", async () => {
  const config = { username: "me", password: "s3cret-word" };
  const { clock, broker, publisher, lines, stop } = makeHarness({ config });
  broker.manner = "refusing";
  publisher.start();
  await clock.advanceAsync(300_000);
  strictEqual(publisher.status.state, "refused");
  match(publisher.status.last_error ?? "", /refused the credentials/);
  strictEqual(lines.length, 1);
  broker.manner = "good";
  await clock.advanceAsync(60_000);
  strictEqual(publisher.status.state, "connected");
  broker.cut();
  await clock.advanceAsync(10_000);
  await stop();
  deepStrictEqual(lines.map((line) => line.replace(/ \{.*/, "")), [
    "warn broker not reached",
    "info broker connected",
    "warn broker lost",
    "info broker connected",
  ]);
  ok(!JSON.stringify([lines, publisher.status]).includes("s3cret-word"));
});
