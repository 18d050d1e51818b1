import { CREDENTIALS } from "./mosquitto.ts";

/** One message as it came. */
export interface Heard {
  readonly topic: string;
  readonly payload: string;
  readonly qos: number;
  readonly retain: boolean;
  readonly atMs: number;
}

/** Somebody who hears everything: MQTT 3.1.1 by hand, so that what was published is not read by what published it. */
export interface Subscriber {
  readonly heard: readonly Heard[];
  /** Waits until `enough` of what was heard. Errors: rejects after a minute with what there was. */
  until(what: string, enough: (heard: readonly Heard[]) => boolean): Promise<void>;
  close(): Promise<void>;
}

const encoder = new TextEncoder();

/**
 * Connects and subscribes at QoS 1; resolves when the broker said yes. The broker keeps what comes for a `keeper` while he is away.
 */
export async function subscribe(port: number, filter = "#", keeper?: string): Promise<Subscriber> {
  const connection = await Deno.connect({ port, hostname: "127.0.0.1" });
  const heard: Heard[] = [];
  const subscribed = Promise.withResolvers<void>();
  const waiting = new Set<() => void>();
  const send = (type: number, ...parts: readonly Uint8Array[]) => connection.write(packet(type, parts));
  await send(
    0x10,
    text("MQTT"),
    new Uint8Array([4, keeper === undefined ? 0b1100_0010 : 0b1100_0000, 0, 0]),
    ...[keeper ?? `listener-${crypto.randomUUID()}`, CREDENTIALS.username, CREDENTIALS.password].map(text),
  );
  await send(0x82, new Uint8Array([0, 1]), text(filter), new Uint8Array([1]));
  const reading = readPackets(connection, (type, body) => {
    if (type >> 4 === 9) subscribed.resolve();
    if (type >> 4 !== 3) return;
    const { message, id } = readPublish(type, body);
    heard.push(message);
    if (id) void send(0x40, id).catch(() => undefined);
    for (const look of waiting) look();
  });
  await subscribed.promise;
  return {
    heard,
    until: (what, enough) =>
      new Promise((resolve, reject) => {
        const limit = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`${what} was not heard in a minute, only ${JSON.stringify(heard.slice(-20))}`));
        }, 60_000);
        const look = () => {
          if (!enough(heard)) return;
          clearTimeout(limit);
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    close: async () => {
      connection.close();
      await reading;
    },
  };
}

function text(value: string): Uint8Array {
  const bytes = encoder.encode(value);
  return new Uint8Array([bytes.length >> 8, bytes.length & 255, ...bytes]);
}

function packet(type: number, parts: readonly Uint8Array[]): Uint8Array {
  const body = parts.flatMap((part) => [...part]);
  const length = body.length < 128 ? [body.length] : [body.length & 127 | 128, body.length >> 7];
  return new Uint8Array([type, ...length, ...body]);
}

function readPublish(type: number, body: Uint8Array): { message: Heard; id: Uint8Array | null } {
  const decoder = new TextDecoder();
  const qos = type >> 1 & 3;
  const end = 2 + ((body[0] ?? 0) << 8 | (body[1] ?? 0));
  const payload = body.subarray(end + (qos > 0 ? 2 : 0));
  return {
    message: {
      topic: decoder.decode(body.subarray(2, end)),
      payload: decoder.decode(payload),
      qos,
      retain: (type & 1) === 1,
      atMs: performance.now(),
    },
    id: qos > 0 ? body.slice(end, end + 2) : null,
  };
}

async function readPackets(
  connection: Deno.TcpConn,
  take: (type: number, body: Uint8Array) => void,
): Promise<void> {
  let pending = new Uint8Array();
  try {
    for await (const chunk of connection.readable) {
      const joined = new Uint8Array(pending.length + chunk.length);
      joined.set(pending);
      joined.set(chunk, pending.length);
      pending = joined;
      for (let next = header(pending); next && pending.length >= next.end; next = header(pending)) {
        take(pending[0] ?? 0, pending.slice(next.start, next.end));
        pending = pending.slice(next.end);
      }
    }
  } catch (error) {
    // Closed by us, or by a broker that was stopped.
    if (!(error instanceof Error)) throw error;
  }
}

/** Where the body begins and ends; undefined while the header is not whole. */
function header(bytes: Uint8Array): { readonly start: number; readonly end: number } | undefined {
  let length = 0;
  for (let index = 1; index < Math.min(5, bytes.length); index++) {
    const byte = bytes[index] ?? 0;
    length |= (byte & 127) << 7 * (index - 1);
    if (byte < 128) return { start: index + 1, end: index + 1 + length };
  }
  return undefined;
}
