import type { MqttConfig } from "../config/mod.ts";
import type { SessionOptions } from "./session.ts";
import { statusTopic } from "./topics.ts";

/** The broker's address as it may be shown: without name and password. */
export function brokerName({ broker: { scheme, host, port, path } }: MqttConfig): string {
  const shown = host.includes(":") ? `[${host}]` : host;
  return `${scheme}://${shown}:${port}${path === "/" ? "" : path.split("?", 1)[0]}`;
}

/** The client id that is configured, or one that two machines do not share. */
export function clientIdOf({ clientId }: MqttConfig, hostname: string): string {
  return clientId ?? `nexus-${hostname}`;
}

/**
 * What a session is opened with. Files of TLS are read anew for each, so that a renewed certificate counts. Errors: rejects with one
 * line that names the key and the file.
 */
export async function sessionOptions(config: MqttConfig, clientId: string): Promise<SessionOptions> {
  const { broker, username, password, topicPrefix, qos } = config;
  const willQos = qos === 0 ? 1 : qos;
  return {
    ...broker,
    clientId,
    username,
    password,
    ca: await readFile("mqtt.ca", config.ca),
    cert: await readFile("mqtt.cert", config.cert),
    key: await readFile("mqtt.key", config.key),
    will: { topic: statusTopic(topicPrefix), payload: "offline", qos: willQos, retain: true },
  };
}

async function readFile(key: string, path: string | null): Promise<string | null> {
  try {
    return path === null ? null : await Deno.readTextFile(path);
  } catch (error) {
    const reason = error instanceof Deno.errors.NotFound
      ? "there is no such file"
      : error instanceof Error
      ? error.name
      : "unknown error";
    throw new Error(`read ${key}, ${reason}: ${path}`, { cause: error });
  }
}
