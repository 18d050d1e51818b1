import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { AccountFile } from "../../lib/store/mod.ts";
import { makeHarness } from "./harness.ts";

const CHILD = new URL("killed_child.ts", import.meta.url).pathname;

Deno.test("MqttPublisher has after a kill -9 what was told before it, in order", async () => {
  const directory = await Deno.makeTempDir({ prefix: "nexus-mqtt-killed-" });
  const path = `${directory}/nexus.db`;
  const child = new Deno.Command(Deno.execPath(), { args: ["run", "-A", CHILD, path], stdout: "piped" })
    .spawn();
  const reader = child.stdout.getReader();
  strictEqual(new TextDecoder().decode((await reader.read()).value), "told\n");
  child.kill("SIGKILL");
  await child.status;
  await reader.cancel();
  const file = new AccountFile(path);
  const { clock, broker, publisher, stop } = makeHarness({ file });
  publisher.start();
  await clock.advanceAsync(2_000);
  strictEqual(broker.calls.length, 900);
  for (let call = 0; call < 300; call++) {
    const events = broker.calls.filter((line) => line.startsWith(`${call}.1 `)).map((line) =>
      line.split(" ")[1]
    );
    deepStrictEqual(events, ["ringing", "answered", "hungup"]);
  }
  await stop();
  file.close();
  await Deno.remove(directory, { recursive: true });
});
