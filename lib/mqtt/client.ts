import { createConnection, isIP } from "node:net";
import { connect as connectTls } from "node:tls";
import type { Duplex } from "node:stream";
// @ts-types="./package.d.ts"
import clientModule from "mqtt/lib/client";
// @ts-types="./package.d.ts"
import { streamBuilder } from "mqtt/lib/connect/ws";
import type { ClientOptions, MqttClient } from "./package.d.ts";
import { describeEnd } from "./reasons.ts";
import type { OpenSession, SessionEnd, SessionOptions } from "./session.ts";

/** The package's entrance brings dialers along that are not needed: the client has none of its own. */
const Client = "default" in clientModule ? clientModule.default : clientModule;

/** A broker that is silent for half as long again is gone. */
const KEEPALIVE_SEC = 30;

/** Longer than the link waits, whose limit counts. */
const CONNECT_LIMIT_MS = 30_000;

/** What is written and not taken by the socket; beyond, nothing more is handed on. */
const FULL_BYTES = 262_144;

/**
 * Opens a session by the MQTT package, which is loaded with this module and only where a broker is configured. One client is one
 * session: it never dials again by itself and queues nothing, so that what waits is in one place.
 */
export const openSession: OpenSession = (options, events) => {
  let end: SessionEnd | null = null;
  const client = new Client((self) => openStream(self, options), clientOptions(options));
  client.on("connect", () => events.connected());
  client.on("error", (error) => end ??= describeEnd(error));
  client.on("close", () => {
    // The package forgets its own timers only when it is told to end.
    client.end(true);
    events.ended(end ?? { refused: false, reason: "broker closed the connection" });
    events = MUTE;
  });
  return {
    publish: ({ topic, payload, qos, retain }, done) =>
      void client.publish(topic, payload, { qos, retain }, (error) => done(error ? error.message : null)),
    get isFull() {
      return client.stream.writableLength > FULL_BYTES;
    },
    end: () => void client.end(false),
    destroy: () => void client.end(true),
  };
};

const MUTE = { connected: () => undefined, ended: () => undefined };

function clientOptions({ clientId, username, password, will }: SessionOptions): ClientOptions {
  return {
    clientId,
    ...(username === null ? {} : { username }),
    ...(password === null ? {} : { password }),
    ...(will === null ? {} : { will }),
    protocolVersion: 4,
    clean: true,
    keepalive: KEEPALIVE_SEC,
    reconnectPeriod: 0,
    queueQoSZero: false,
    timerVariant: "native",
    connectTimeout: CONNECT_LIMIT_MS,
    // Else it makes 65,536 buffers beforehand, one for every number of two bytes: 30 MB.
    writeCache: false,
  };
}

/** Small packets leave at once: to gather them would cost up to 40 ms for the broker's acknowledgement of the one before. */
function openStream(client: MqttClient, options: SessionOptions): Duplex {
  const { scheme, host, port, path, ca, cert, key } = options;
  const files = {
    ...(ca === null ? {} : { ca }),
    ...(cert === null ? {} : { cert }),
    ...(key === null ? {} : { key }),
  };
  if (scheme === "mqtt") return createConnection({ host, port }).setNoDelay(true);
  // An address is no name that a broker with several certificates could choose by.
  const named = isIP(host) === 0 ? { servername: host } : {};
  if (scheme === "mqtts") return connectTls({ host, port, ...named, ...files }).setNoDelay(true);
  const hostname = host.includes(":") ? `[${host}]` : host;
  return streamBuilder(client, {
    ...clientOptions(options),
    protocol: scheme,
    hostname,
    port,
    path,
    ...files,
  });
}
