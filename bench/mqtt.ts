/**
 * What MQTT costs: from an event to a subscriber through a broker beside the program, how many calls a second arrive without loss, and
 * how long the reader of AMI is held up. `MQTT_SECONDS=60` runs the load for a minute.
 */
import { systemClock } from "../lib/clock/mod.ts";
import { silentLogger } from "../lib/log/mod.ts";
import { MqttPublisher } from "../lib/mqtt/mod.ts";
import { AccountFile, MqttTable } from "../lib/store/mod.ts";
import { CREDENTIALS, type Mosquitto, startMosquitto } from "../tests/mqtt/mosquitto.ts";
import { CONFIG, wholeCall } from "../tests/mqtt/samples.ts";
import { subscribe } from "../tests/mqtt/subscriber.ts";
import { type BenchRow, formatRows } from "./row.ts";

const BUDGET_P99_MS = 10;
const PACED_CALLS = 200;
const PACE_MS = 10;

const CALLS_PER_SEC = 1_000;
const LOAD_SEC = Number(Deno.env.get("MQTT_SECONDS") ?? 10);
const TURN_MS = 10;

/** Of a key edge's own budget, at most this for telling a broker. */
const BUDGET_TAKE_US = 60;

/** Measures all three. */
export async function run(): Promise<BenchRow[]> {
  await using broker = await startMosquitto();
  const silent = makePublisher(1);
  const away = takeUs(silent.publisher);
  await silent.stop();
  return [
    await latency(broker),
    await load(broker),
    {
      name: "MQTT, a call's message while the broker is away",
      figure: `${away.toFixed(1)} us of AMI's time`,
      budget: `${BUDGET_TAKE_US} us`,
      ok: away <= BUDGET_TAKE_US,
    },
  ];
}

function makePublisher(port: number) {
  const directory = Deno.makeTempDirSync({ prefix: "nexus-bench-mqtt-" });
  const file = new AccountFile(`${directory}/nexus.db`);
  const publisher = new MqttPublisher({
    config: { ...CONFIG, ...CREDENTIALS, broker: { scheme: "mqtt", host: "127.0.0.1", port, path: "/" } },
    clock: systemClock,
    log: silentLogger,
    title: "Nexus",
    version: "bench",
    hostname: "bench",
    file: new MqttTable(file),
    status: () => undefined,
    nodeIds: () => [],
    talkers: () => [],
  });
  const stop = async () => {
    await publisher.stop();
    file.close();
    await Deno.remove(directory, { recursive: true });
  };
  return { publisher, stop };
}

/** Events at a quiet pace, each told when it happens. */
async function latency(broker: Mosquitto): Promise<BenchRow> {
  const subscriber = await subscribe(broker.plain, "asterisk/call/#");
  const { publisher, stop } = makePublisher(broker.plain);
  publisher.start();
  await until(() => publisher.status.state === "connected");
  const toldAtMs = new Map<string, number>();
  for (let call = 0; call < PACED_CALLS; call++) {
    for (const event of wholeCall(`${call}.1`, call)) {
      toldAtMs.set(`asterisk/call/${call}.1/${event.data.event}`, performance.now());
      publisher.take({ number: 1, event });
      await pause(PACE_MS);
    }
  }
  await subscriber.until("every message", (heard) => heard.length >= 3 * PACED_CALLS);
  const delaysMs = subscriber.heard.map(({ topic, atMs }) => atMs - (toldAtMs.get(topic) ?? 0))
    .sort((one, two) => one - two);
  const p99 = delaysMs[Math.floor(delaysMs.length * 0.99)] ?? Infinity;
  await stop();
  await subscriber.close();
  return {
    name: "MQTT, event to subscriber, 99 of 100",
    figure: `${p99.toFixed(1)} ms`,
    budget: `${BUDGET_P99_MS} ms`,
    ok: p99 <= BUDGET_P99_MS,
  };
}

async function load(broker: Mosquitto): Promise<BenchRow> {
  const subscriber = await subscribe(broker.plain, "asterisk/call/+/hungup");
  const { publisher, stop } = makePublisher(broker.plain);
  publisher.start();
  await until(() => publisher.status.state === "connected");
  const startMs = performance.now();
  let told = 0;
  let most = 0;
  while (told < CALLS_PER_SEC * LOAD_SEC) {
    const due = Math.min(CALLS_PER_SEC * LOAD_SEC, (performance.now() - startMs) / 1_000 * CALLS_PER_SEC);
    for (; told < due; told++) {
      for (const event of wholeCall(`${told}.1`, told)) publisher.take({ number: 1, event });
    }
    most = Math.max(most, publisher.status.outbox);
    await pause(TURN_MS);
  }
  const tookSec = (performance.now() - startMs) / 1_000;
  await until(() => publisher.status.outbox === 0);
  const drainedSec = (performance.now() - startMs) / 1_000 - tookSec;
  await subscriber.until("every call", (heard) => heard.length >= told);
  const lost = told - new Set(subscriber.heard.map(({ topic }) => topic)).size + publisher.status.dropped;
  await stop();
  await subscriber.close();
  return {
    name: `MQTT, ${CALLS_PER_SEC} calls a second for ${LOAD_SEC} s`,
    figure: `${lost} lost, at most ${most} waited, empty after ${drainedSec.toFixed(1)} s`,
    budget: "0 lost",
    ok: lost === 0 && tookSec < LOAD_SEC * 1.05 && drainedSec < 5,
  };
}

/** Microseconds of one `take`, on average, for a publisher without a session. */
function takeUs(publisher: MqttPublisher): number {
  const events = Array.from({ length: 3_000 }, (_, call) => wholeCall(`${call}.1`, call)).flat();
  const startMs = performance.now();
  for (const event of events) publisher.take({ number: 1, event });
  return (performance.now() - startMs) * 1_000 / events.length;
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(5);
}

// deno-lint-ignore no-console
if (import.meta.main) console.log(formatRows(await run()));
