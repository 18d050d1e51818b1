import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { type Clock, systemClock } from "../../lib/clock/mod.ts";
import type { MqttConfig } from "../../lib/config/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import { MqttPublisher, probeBroker } from "../../lib/mqtt/mod.ts";
import { AccountFile, MqttTable } from "../../lib/store/mod.ts";
import type { DomainEvent } from "../../lib/wire/mod.ts";
import { eventually } from "../support/server_process.ts";
import { notingClock } from "../support/waits.ts";
import { startCuttingProxy } from "./cutting_proxy.ts";
import { CREDENTIALS, type Mosquitto, startMosquitto } from "./mosquitto.ts";
import { CONFIG, wholeCall } from "./samples.ts";
import { type Heard, subscribe } from "./subscriber.ts";

/**
 * Waits between attempts are 400 times as short, and a session of some milliseconds is one that held: a second until the next try is
 * too long for a test. The limit for an answer stays.
 */
const HASTE = 400;
const STARTED_AT_MS = systemClock.now();
const HASTY: Clock = {
  ...systemClock,
  now: () => STARTED_AT_MS + (systemClock.now() - STARTED_AT_MS) * HASTE,
  after: (delayMs, callback) => {
    const isWait = delayMs >= 500 && delayMs !== 10_000;
    return systemClock.after(isWait ? delayMs / HASTE : delayMs, callback);
  },
};

function makePublisher(config: Partial<MqttConfig>, clock: Clock = systemClock) {
  const file = new AccountFile(":memory:");
  const publisher = new MqttPublisher({
    config: { ...CONFIG, ...CREDENTIALS, ...config },
    clock,
    log: silentLogger,
    title: "Nexus",
    version: "0.0.0",
    hostname: "hut",
    file: new MqttTable(file),
    status: () => undefined,
    nodeIds: () => [],
    talkers: () => [],
  });
  return {
    publisher,
    tell: (events: readonly DomainEvent[]) => {
      for (const event of events) publisher.take({ number: 1, event });
    },
    stop: async () => {
      await publisher.stop();
      file.close();
    },
  };
}

const at = (scheme: MqttConfig["broker"]["scheme"], port: number) => ({
  broker: { scheme, host: "127.0.0.1", port, path: "/" },
});

const ofCall = (heard: readonly Heard[], call: string) =>
  heard.filter(({ topic }) => topic.startsWith(`asterisk/call/${call}/`));

async function until(what: string, isSo: () => boolean): Promise<void> {
  await eventually(what, () => Promise.resolve(isSo() || undefined), { everyMs: 5 });
}

Deno.test("MqttPublisher with a real broker", async (t) => {
  await using broker = await startMosquitto();
  const { ca, cert, key, strange } = broker.files;

  const ways: Readonly<Record<string, Partial<MqttConfig>>> = {
    "mqtt://": at("mqtt", broker.plain),
    "mqtts:// with its authority": { ...at("mqtts", broker.tls), ca },
    "mqtts:// with a client certificate": { ...at("mqtts", broker.mutual), ca, cert, key },
    "ws://": at("ws", broker.ws),
    "wss:// with its authority": { ...at("wss", broker.wss), ca },
  };
  for (const [way, config] of Object.entries(ways)) {
    await t.step(`publishes a call over ${way}`, async () => {
      const subscriber = await subscribe(broker.plain);
      const { publisher, tell, stop } = makePublisher(config);
      publisher.start();
      const events = wholeCall("1770888509.40", 1_770_888_509_400);
      tell(events);
      await subscriber.until("hungup", (heard) => ofCall(heard, "1770888509.40").length === 3);
      deepStrictEqual(
        ofCall(subscriber.heard, "1770888509.40").map(({ topic, payload, qos, retain }) => ({
          topic,
          payload,
          qos,
          retain,
        })),
        events.map(({ data }) => ({
          topic: `asterisk/call/1770888509.40/${data.event}`,
          payload: JSON.stringify(data),
          qos: 1,
          retain: false,
        })),
      );
      await stop();
      await subscriber.until("offline", (heard) => heard.at(-1)?.payload === "offline");
      const status = subscriber.heard.filter(({ topic }) => topic === "asterisk/status").map(({ payload }) =>
        payload
      );
      deepStrictEqual(status.slice(-2), ["online", "offline"]);
      await subscriber.close();
    });
  }

  await t.step("says what is wrong, without the password, and stops at once", async () => {
    const faults: readonly (readonly [Partial<MqttConfig>, RegExp, string])[] = [
      [{ ...at("mqtt", broker.plain), password: "wr0ng-word" }, /refused.*mqtt\.username/, "refused"],
      [{ ...at("mqtts", broker.tls), ca: strange }, /check mqtt\.ca/, "retrying"],
      [{ ...at("mqtts", broker.tls) }, /check mqtt\.ca/, "retrying"],
      [
        { ...at("mqtts", broker.tls), ca: "/nowhere/ca.crt" },
        /read mqtt\.ca, there is no such file: \/nowhere/,
        "retrying",
      ],
      [at("mqtt", 1), /nothing listens there/, "retrying"],
    ];
    for (const [config, reason, state] of faults) {
      const clock = notingClock();
      const { publisher, tell, stop } = makePublisher(config, clock);
      publisher.start();
      tell(wholeCall("1.1", 0));
      await until(String(reason), () => publisher.status.last_error !== null);
      match(publisher.status.last_error ?? "", reason);
      strictEqual(publisher.status.state, state);
      ok(!/s3cret|wr0ng/.test(JSON.stringify(publisher.status)));
      clock.forget();
      await stop();
      strictEqual(clock.waitedMs, 0, "it waited for something when it stopped");
    }
  });

  await t.step("probeBroker tells how a broker answers", async () => {
    const probe = (config: Partial<MqttConfig>) =>
      probeBroker({ ...CONFIG, ...CREDENTIALS, ...config }, "hut", systemClock);
    deepStrictEqual(await probe(at("mqtt", broker.plain)), {
      ok: true,
      broker: `mqtt://127.0.0.1:${broker.plain}`,
    });
    const refused = await probe({ ...at("mqtt", broker.plain), username: null, password: null });
    ok(!refused.ok && refused.refused);
    const missing = await probe({ ...at("mqtts", broker.tls), ca: "/nowhere" });
    ok(!missing.ok && missing.reason.includes("mqtt.ca"));
  });

  await t.step("publishes what a broker missed that was restarted, and is retained again", async () => {
    const { publisher, tell, stop } = makePublisher(at("mqtt", broker.plain), HASTY);
    publisher.start();
    await until("connected", () => publisher.status.state === "connected");
    await (await subscribe(broker.plain, "#", "keeper")).close();
    await broker.stop();
    await until("lost", () => publisher.status.state !== "connected");
    tell(wholeCall("away.1", 5_000));
    strictEqual(publisher.status.outbox, 3);
    await broker.start();
    const subscriber = await subscribe(broker.plain, "#", "keeper");
    await subscriber.until("the call", (heard) => ofCall(heard, "away.1").length === 3);
    deepStrictEqual(
      ofCall(subscriber.heard, "away.1").map(({ payload }) => JSON.parse(payload).timestamp),
      wholeCall("away.1", 5_000).map(({ data }) => data.timestamp),
    );
    await until("empty", () => publisher.status.outbox === 0);
    await subscriber.close();
    const late = await subscribe(broker.plain, "asterisk/status");
    await late.until(
      "online",
      (heard) => heard.some(({ payload, retain }) => payload === "online" && retain),
    );
    await late.close();
    await stop();
  });

  await t.step("loses nothing when the connection is cut after any number of bytes", () => cuts(broker));
});

/** Bytes between one cut and the next: no divisor of a message's length, so that cuts fall everywhere. */
const CUT_STEP = 67;
/** CONNECT, `online`, and two calls of three messages. */
const CUT_TO = 1_650;

async function cuts(broker: Mosquitto): Promise<void> {
  const proxy = startCuttingProxy(broker.plain);
  const subscriber = await subscribe(broker.plain);
  const { publisher, tell, stop } = makePublisher(at("mqtt", proxy.port), HASTY);
  proxy.cutNextAfter(3);
  publisher.start();
  for (let bytes = 1; bytes < CUT_TO; bytes += CUT_STEP) {
    const calls = [`${bytes}.a`, `${bytes}.b`];
    await until("connected", () => publisher.status.state === "connected");
    tell(calls.flatMap((call) => wholeCall(call, bytes)));
    await until(`nothing waits after a cut at ${bytes}`, () => publisher.status.outbox === 0);
    for (const call of calls) {
      await subscriber.until(
        call,
        (heard) => ofCall(heard, call).some(({ topic }) => topic.endsWith("/hungup")),
      );
      const came = ofCall(subscriber.heard, call).map(({ payload }) => payload);
      const once = came.filter((payload, index) => payload !== came[index - 1]);
      deepStrictEqual(
        once,
        wholeCall(call, bytes).map(({ data }) => JSON.stringify(data)),
        `cut at ${bytes}`,
      );
    }
    const { failures } = publisher.counters;
    proxy.cutNextAfter(bytes + CUT_STEP);
    proxy.cutAll();
    await until("cut", () => publisher.counters.failures > failures);
  }
  const points = Math.ceil(CUT_TO / CUT_STEP);
  ok(proxy.cuts >= points, `${proxy.cuts} cuts at ${points} points`);
  await stop();
  await subscriber.close();
  await proxy.close();
}
