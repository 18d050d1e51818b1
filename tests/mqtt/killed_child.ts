/** Tells 300 calls to a publisher whose broker is not there, says so a moment later, and lives until it is killed. */
import { systemClock } from "../../lib/clock/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import { MqttPublisher } from "../../lib/mqtt/mod.ts";
import { AccountFile, MqttTable } from "../../lib/store/mod.ts";
import { CONFIG, wholeCall } from "./samples.ts";

const publisher = new MqttPublisher({
  config: { ...CONFIG, broker: { ...CONFIG.broker, port: 1 } },
  clock: systemClock,
  log: silentLogger,
  title: "Nexus",
  version: "0.0.0",
  hostname: "hut",
  file: new MqttTable(new AccountFile(Deno.args[0] ?? "")),
  status: () => undefined,
  nodeIds: () => [],
  talkers: () => [],
});
publisher.start();
for (let call = 0; call < 300; call++) {
  for (const event of wholeCall(`${call}.1`, call)) publisher.take({ number: 1, event });
}
systemClock.after(500, () => void Deno.stdout.writeSync(new TextEncoder().encode("told\n")));
