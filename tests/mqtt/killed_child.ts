/**
 * Tells calls to a publisher and says of each message on the standard output that it was told, until it is killed. Arguments: the
 * database, and the port of a broker, 1 for none.
 */
import { systemClock } from "../../lib/clock/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import { MqttPublisher } from "../../lib/mqtt/mod.ts";
import { AccountFile, MqttTable } from "../../lib/store/mod.ts";
import { CREDENTIALS } from "./mosquitto.ts";
import { CONFIG, wholeCall } from "./samples.ts";

const [path = "", port = "1"] = Deno.args;
const publisher = new MqttPublisher({
  config: { ...CONFIG, ...CREDENTIALS, broker: { ...CONFIG.broker, port: Number(port) } },
  clock: systemClock,
  log: silentLogger,
  title: "Nexus",
  version: "0.0.0",
  hostname: "hut",
  file: new MqttTable(new AccountFile(path)),
  status: () => undefined,
  nodeIds: () => [],
  talkers: () => [],
});
publisher.start();

const encoder = new TextEncoder();
let call = 0;
systemClock.every(1, () => {
  if (port !== "1" && publisher.status.state !== "connected") return;
  const callId = `${call++}.1`;
  for (const event of wholeCall(callId, call)) publisher.take({ number: 1, event });
  // What is read together is told together; then it counts as told.
  queueMicrotask(() => void Deno.stdout.writeSync(encoder.encode(`${callId}\n`)));
});
