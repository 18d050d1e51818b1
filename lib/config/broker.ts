import { type Kind, scalar } from "./kinds.ts";
import type { Report } from "./problems.ts";
import type { Row } from "./rows.ts";
import type { Given } from "./scope.ts";
import type { Settings } from "./settings.ts";
import type { BrokerScheme, MqttConfig } from "./types.ts";

/** Where a broker listens when its address names no port. */
const PORTS: Readonly<Record<BrokerScheme, number>> = { mqtt: 1_883, mqtts: 8_883, ws: 80, wss: 443 };

/** An address as it was written, taken apart; name and password out of it, if there were any. */
export interface BrokerAddress {
  readonly broker: MqttConfig["broker"];
  readonly username: string | null;
  readonly password: string | null;
}

/** The address of an MQTT broker. What is written may hold a password, so it is shown nowhere. */
export const brokerAddress: Kind<BrokerAddress> = scalar(
  "an address that begins with mqtt://, mqtts://, ws:// or wss://, like mqtt://192.0.2.10:1883",
  (given) => {
    const url = URL.parse(given);
    const scheme = schemeOf(url?.protocol);
    if (!url || !scheme || url.hostname === "" || url.hash !== "" || /[\s%]/.test(url.hostname)) {
      return undefined;
    }
    const isSocket = scheme === "mqtt" || scheme === "mqtts";
    const path = `${url.pathname || "/"}${url.search}`;
    const [username, password] = [plainText(url.username), plainText(url.password)];
    if ((isSocket && path !== "/") || username === undefined || password === undefined) return undefined;
    // A socket is opened to an IPv6 address without its brackets.
    const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
    const port = url.port === "" ? PORTS[scheme] : Number(url.port);
    return port > 0 ? { broker: { scheme, host, port, path }, username, password } : undefined;
  },
);

function schemeOf(protocol: string | undefined): BrokerScheme | undefined {
  const schemes: readonly BrokerScheme[] = ["mqtt", "mqtts", "ws", "wss"];
  return schemes.find((scheme) => protocol === `${scheme}:`);
}

/** `null` where nothing is written, undefined where it cannot be read. */
function plainText(encoded: string): string | null | undefined {
  try {
    return encoded === "" ? null : decodeURIComponent(encoded);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

const MAX_TOPIC_LEVEL = 100; // characters; a broker refuses topics beyond 65,535 bytes, people much earlier
// deno-lint-ignore no-control-regex
const UNFIT = /[+#\u0000-\u001f\u007f]/;

function isLevel(level: string): boolean {
  return level !== "" && level.length <= MAX_TOPIC_LEVEL && !UNFIT.test(level);
}

/** The first level of every topic: one level, which no subscriber takes for a wildcard and no broker for its own. */
export const topicPrefix: Kind<string> = scalar(
  `one word for the first level of topics, at most ${MAX_TOPIC_LEVEL} characters, without / + or # and not beginning with $`,
  (given) => isLevel(given) && !given.includes("/") && !given.startsWith("$") ? given : undefined,
);

/** The first levels of the topics that Home Assistant looks for devices under. */
export const discoveryPrefix: Kind<string> = scalar(
  "levels joined by /, none of them empty, without + or # and not beginning with $",
  (given) =>
    given.length <= MAX_TOPIC_LEVEL && !given.startsWith("$") && given.split("/").every(isLevel)
      ? given
      : undefined,
);

/** The rows that a broker is configured by. */
export interface MqttRows {
  readonly mqttBroker: Row<BrokerAddress>;
  readonly mqttClientId: Row<string>;
  readonly mqttTopicPrefix: Row<string>;
  readonly mqttUsername: Row<string>;
  readonly mqttPassword: Row<string>;
  readonly mqttCa: Row<string>;
  readonly mqttCert: Row<string>;
  readonly mqttKey: Row<string>;
  readonly mqttQos: Row<number>;
  readonly mqttDiscovery: Row<boolean>;
  readonly mqttDiscoveryPrefix: Row<string>;
}

/** Reports what does not fit together: half a client certificate, files of TLS without TLS, a password for nobody. */
export function checkMqtt(rows: MqttRows, settings: Settings, given: Given, report: Report): void {
  const origin = (row: Row<unknown>) => given.get(row.path)?.origin;
  const [cert, key, broker] = [origin(rows.mqttCert), origin(rows.mqttKey), origin(rows.mqttBroker)];
  if (cert && !key) report(cert, "mqtt.key", "mqtt.cert is given alone, expected mqtt.key as well");
  if (key && !cert) report(key, "mqtt.cert", "mqtt.key is given alone, expected mqtt.cert as well");
  const address = settings.optional(rows.mqttBroker);
  if (!broker || !address) return;
  const isPlain = address.broker.scheme === "mqtt" || address.broker.scheme === "ws";
  for (const row of isPlain ? [rows.mqttCa, rows.mqttCert, rows.mqttKey] : []) {
    const at = origin(row);
    if (at) report(at, row.path, `${row.path} is given, expected mqtt.broker with mqtts:// or wss://`);
  }
  const password = origin(rows.mqttPassword);
  if (password && (settings.optional(rows.mqttUsername) ?? address.username) === null) {
    report(password, "mqtt.username", "mqtt.password is given alone, expected mqtt.username as well");
  }
}

/** `null` while no broker is given. */
export function buildMqtt(rows: MqttRows, settings: Settings): MqttConfig | null {
  const address = settings.optional(rows.mqttBroker);
  if (address === null) return null;
  const qos = settings.value(rows.mqttQos);
  return {
    broker: address.broker,
    clientId: settings.optional(rows.mqttClientId),
    topicPrefix: settings.value(rows.mqttTopicPrefix),
    username: settings.optional(rows.mqttUsername) ?? address.username,
    password: settings.optional(rows.mqttPassword) ?? address.password,
    ca: settings.optional(rows.mqttCa),
    cert: settings.optional(rows.mqttCert),
    key: settings.optional(rows.mqttKey),
    qos: qos === 0 ? 0 : qos === 2 ? 2 : 1,
    discovery: settings.value(rows.mqttDiscovery),
    discoveryPrefix: settings.value(rows.mqttDiscoveryPrefix),
  };
}
