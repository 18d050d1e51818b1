// What is used of the package `mqtt`. Its own types bring those of Node along, which are not Deno's and would count everywhere.
import type { Duplex } from "node:stream";

/** A last will. */
export interface Will {
  topic: string;
  payload: string;
  qos: 0 | 1 | 2;
  retain: boolean;
}

/** Options of a client, and of the stream of a WebSocket. */
export interface ClientOptions {
  clientId: string;
  username?: string;
  password?: string;
  will?: Will;
  protocolVersion: 4;
  clean: boolean;
  keepalive: number;
  /** 0: never by itself. */
  reconnectPeriod: number;
  queueQoSZero: boolean;
  timerVariant: "native";
  /** Whether packets are written with buffers made beforehand. */
  writeCache: boolean;
  /** Milliseconds until a CONNACK. */
  connectTimeout: number;
  protocol?: "ws" | "wss";
  hostname?: string;
  port?: number;
  path?: string;
  ca?: string;
  cert?: string;
  key?: string;
}

/** The client's module, as Deno or as the bundler gives it. */
declare const clientModule: typeof MqttClient | { readonly default: typeof MqttClient };
export default clientModule;

/** A client; it dials when it is made. */
export class MqttClient {
  constructor(openStream: (client: MqttClient) => Duplex, options: ClientOptions);
  readonly stream: Duplex;
  on(event: "connect" | "close", listener: () => void): this;
  on(event: "error", listener: (error: Error) => void): this;
  publish(
    topic: string,
    payload: string,
    options: { qos: 0 | 1 | 2; retain: boolean },
    done: (error?: Error) => void,
  ): this;
  end(force?: boolean): this;
}

/** Opens a WebSocket as a stream. */
export function streamBuilder(client: MqttClient, options: ClientOptions): Duplex;
