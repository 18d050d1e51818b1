import type { Clock } from "../clock/mod.ts";
import type { MqttConfig } from "../config/mod.ts";
import { probeBroker } from "../mqtt/mod.ts";
import { bad, type Finding, good } from "./check_finding.ts";

const SUBJECT = "MQTT broker";

/** Opens a session with the broker, once, and closes it. Never throws; the server's own session stays. */
export async function checkBroker(config: MqttConfig, clock: Clock): Promise<Finding> {
  const answer = await probeBroker(config, Deno.hostname(), clock);
  const user = config.username === null ? "without a name" : `as ${config.username}`;
  const tls = config.broker.scheme === "mqtts" || config.broker.scheme === "wss"
    ? ", its certificate is good"
    : "";
  if (answer.ok) return good(SUBJECT, `${answer.broker}, connected ${user}${tls}`);
  return answer.refused ? bad(SUBJECT, `${answer.broker}, ${user}: ${answer.reason}`) : bad(
    SUBJECT,
    `${answer.broker}, check mqtt.broker, the network and that the broker runs: ${answer.reason}`,
  );
}
