import { deepStrictEqual, ok } from "node:assert/strict";
import { AccountFile, MqttTable } from "../../lib/store/mod.ts";
import { CREDENTIALS, startMosquitto } from "./mosquitto.ts";
import { makeHarness } from "./harness.ts";
import { sleep, systemClock } from "../../lib/clock/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import { MqttPublisher } from "../../lib/mqtt/mod.ts";
import { CONFIG } from "./samples.ts";
import { subscribe } from "./subscriber.ts";

const CHILD = new URL("killed_child.ts", import.meta.url).pathname;

/** Kills a process that tells calls as soon as it has told so many; gives the calls that it said were told. */
async function killed(path: string, port: number, atLeast: number): Promise<readonly string[]> {
  const args = ["run", "-A", CHILD, path, String(port)];
  const child = new Deno.Command(Deno.execPath(), { args, stdout: "piped" }).spawn();
  let said = "";
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    said += chunk;
    if (said.split("\n").length > atLeast) child.kill("SIGKILL");
  }
  await child.status;
  return said.split("\n").slice(0, -1);
}

/** Whether what was heard of a call is whole; what a broker got just before the kill can come again. */
function isWhole(heard: readonly string[], callId: string): boolean {
  const events = heard.filter((line) => line.startsWith(`${callId} `)).map((line) => line.split(" ")[1]);
  const first = [...new Set(events)];
  return first.join() === "ringing,answered,hungup" && events.at(-1) === "hungup";
}

async function withDatabase(act: (path: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir({ prefix: "nexus-mqtt-killed-" });
  try {
    await act(`${directory}/nexus.db`);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test("MqttPublisher has after a kill -9 everything that was told before it, in order", () =>
  withDatabase(async (path) => {
    const told = await killed(path, 1, 300);
    ok(told.length >= 300);
    const file = new AccountFile(path);
    const { clock, broker, publisher, stop } = makeHarness({ file });
    publisher.start();
    await clock.advanceAsync(2_000);
    for (const callId of told) {
      const events = broker.calls.filter((line) => line.startsWith(`${callId} `));
      deepStrictEqual(events.map((line) => line.split(" ")[1]), ["ringing", "answered", "hungup"], callId);
    }
    await stop();
    file.close();
  }));

Deno.test("MqttPublisher that is killed in the midst of publishing loses nothing, and ends with the end of each call", () =>
  withDatabase(async (path) => {
    await using broker = await startMosquitto();
    const subscriber = await subscribe(broker.plain, "asterisk/call/#");
    const told = await killed(path, broker.plain, 150);
    ok(told.length >= 150);
    const file = new AccountFile(path);
    const publisher = new MqttPublisher({
      config: { ...CONFIG, ...CREDENTIALS, broker: { ...CONFIG.broker, port: broker.plain } },
      ...{ clock: systemClock, log: silentLogger, title: "Nexus", version: "0.0.0", hostname: "hut" },
      file: new MqttTable(file),
      status: () => undefined,
      nodeIds: () => [],
      talkers: () => [],
    });
    publisher.start();
    const lines = () =>
      subscriber.heard.map(({ topic }) => topic.replace("asterisk/call/", "").replace("/", " "));
    while (publisher.status.state !== "connected" || publisher.status.outbox > 0) {
      await sleep(systemClock, 5);
    }
    await subscriber.until("the end of every call", (heard) => {
      const ended = new Set(heard.map(({ topic }) => topic));
      return told.every((id) => ended.has(`asterisk/call/${id}/hungup`));
    });
    const heard = lines();
    deepStrictEqual(told.filter((callId) => !isWhole(heard, callId)), []);
    await publisher.stop();
    await subscriber.close();
    file.close();
  }));
