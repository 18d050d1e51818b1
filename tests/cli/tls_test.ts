import { deepStrictEqual, match, ok, rejects, strictEqual, throws } from "node:assert/strict";
import { Listener } from "../../lib/cli/listener.ts";
import { readTlsPair, TlsWatch } from "../../lib/cli/tls_watch.ts";
import { systemClock, VirtualClock } from "../../lib/clock/mod.ts";
import { createLogger, type LogRecord } from "../../lib/log/mod.ts";
import { type CertificatePair, makeCertificate } from "../ami/support/certificate.ts";

const START_MS = Date.UTC(2026, 5, 1);
const DAY_MS = 86_400_000;
const GET = new TextEncoder().encode("GET / HTTP/1.1\r\nHost: x\r\n\r\n");

/** A directory whose `live` points at one of others, as tools that renew certificates lay it out. */
class Renewing {
  #count = 0;

  private constructor(readonly directory: string) {}

  static async create(): Promise<Renewing> {
    return new Renewing(await Deno.makeTempDir({ prefix: "nexus-tls-" }));
  }

  get tls() {
    return { cert: `${this.directory}/live/cert.pem`, key: `${this.directory}/live/key.pem` };
  }

  /** Points at another pair, in one step. */
  async put({ cert, key }: CertificatePair): Promise<void> {
    const archive = `${this.directory}/${++this.#count}`;
    await Deno.mkdir(archive);
    await Deno.writeTextFile(`${archive}/cert.pem`, cert);
    await Deno.writeTextFile(`${archive}/key.pem`, key);
    await Deno.symlink(archive, `${this.directory}/next`);
    await Deno.rename(`${this.directory}/next`, `${this.directory}/live`);
  }

  async remove(): Promise<void> {
    await Deno.remove(this.directory, { recursive: true });
  }
}

function noting(clock: VirtualClock) {
  const lines: LogRecord[] = [];
  const sink = (line: LogRecord) => void lines.push(line);
  return { lines, log: createLogger("http", { level: "info", now: () => clock.now(), sink }) };
}

/** A client that believes this certificate only, and asked for the page. */
async function asking(port: number, caCert: string): Promise<Deno.TlsConn> {
  const conn = await Deno.connectTls({ hostname: "127.0.0.1", port, caCerts: [caCert] });
  try {
    await conn.write(GET);
    return conn;
  } catch (error) {
    conn.close();
    throw error;
  }
}

async function hear(conn: Deno.TlsConn, wanted: string): Promise<string> {
  const buffer = new Uint8Array(4_096);
  let text = "";
  while (!text.includes(wanted)) {
    const count = await conn.read(buffer);
    if (count === null) throw new Error(`hear ${wanted}, it ended after: ${text}`);
    text += new TextDecoder().decode(buffer.subarray(0, count));
  }
  return text;
}

Deno.test("Listener shows a renewed certificate to new connections while an old stream goes on, and keeps it when the next is broken", async () => {
  const [first, second, third] = await Promise.all([makeCertificate(), makeCertificate(), makeCertificate()]);
  const files = await Renewing.create();
  await files.put(first);
  const clock = new VirtualClock(START_MS);
  const { lines, log } = noting(clock);
  const streams = new Set<ReadableStreamDefaultController<Uint8Array>>();
  const tell = (text: string) => {
    for (const stream of streams) stream.enqueue(new TextEncoder().encode(`data: ${text}\n\n`));
  };
  const handler = () => {
    let own: ReadableStreamDefaultController<Uint8Array>;
    const body = new ReadableStream<Uint8Array>({
      start: (stream) => void streams.add(own = stream),
      cancel: () => void streams.delete(own),
    });
    return Promise.resolve(new Response(body, { headers: { "Content-Type": "text/event-stream" } }));
  };
  const pair = readTlsPair(files.tls);
  const config = { host: "127.0.0.1", port: 0, tls: files.tls };
  const listener = new Listener(config, pair, {
    handler,
    clock: systemClock,
    log,
    onListening: () => undefined,
  });
  const watch = new TlsWatch({ tls: files.tls, clock, log, take: (next) => listener.renew(next) }, pair);
  watch.start();
  const { port } = listener;

  const old = await asking(port, first.cert);
  await hear(old, "\r\n\r\n");
  await files.put(second);
  await watch.look();
  // Every new connection, not one of two.
  for (let attempt = 0; attempt < 6; attempt++) {
    (await asking(port, second.cert)).close();
    await rejects(asking(port, first.cert), /certificate|UnknownIssuer|invalid/i);
  }
  tell("still here");
  match(await hear(old, "still here"), /data: still here/);

  await Deno.writeTextFile(files.tls.cert, third.cert.slice(0, 300));
  await watch.look();
  await Deno.writeTextFile(files.tls.cert, third.cert);
  await watch.look(); // the key is still the second's
  await Deno.remove(files.tls.key);
  await watch.look();
  (await asking(port, second.cert)).close();
  deepStrictEqual(lines.splice(0).map(({ level }) => level), ["info", "error", "error", "error"]);

  await Deno.writeTextFile(files.tls.key, third.key);
  await watch.look();
  const last = await asking(port, third.cert);
  await hear(last, "\r\n\r\n");
  tell("good bye");
  match(await hear(old, "good bye"), /data: good bye/);
  match(await hear(last, "good bye"), /data: good bye/);
  watch.stop();
  for (const stream of streams) stream.close();
  old.close();
  last.close();
  await listener.close();
  deepStrictEqual(lines.map(({ message }) => message), ["certificate renewed, new connections get it"]);
  strictEqual(clock.pending, 0);
  await files.remove();
});

/** Asks for a WebSocket; the key is that of RFC 6455, section 1.3, and so is the answer to it. */
const UPGRADE = new TextEncoder().encode([
  "GET /ws HTTP/1.1",
  "Host: x",
  "Connection: Upgrade",
  "Upgrade: websocket",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
  "",
  "",
].join("\r\n"));

Deno.test("Listener carries a WebSocket over TLS, and ends it in words if at all when the certificate is renewed", async () => {
  const [first, second] = await Promise.all([makeCertificate(), makeCertificate()]);
  const files = await Renewing.create();
  await files.put(first);
  const { log } = noting(new VirtualClock(START_MS));
  const opened = Promise.withResolvers<WebSocket>();
  const handler = (request: Request) => {
    if (request.headers.get("Upgrade") === null) return Promise.resolve(new Response("live"));
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.onopen = () => opened.resolve(socket);
    return Promise.resolve(response);
  };
  const listener = new Listener({ host: "127.0.0.1", port: 0, tls: files.tls }, readTlsPair(files.tls), {
    handler,
    clock: systemClock,
    log,
    onListening: () => undefined,
  });
  const client = await Deno.connectTls({ hostname: "127.0.0.1", port: listener.port, caCerts: [first.cert] });
  await client.write(UPGRADE);
  match(await hear(client, "\r\n\r\n"), /^HTTP\/1\.1 101 [\s\S]*s3pPLMBiTxaQ9kYGzzhZRbK\+xOo=/);
  const socket = await opened.promise;
  socket.send("keyed");
  match(await hear(client, "keyed"), /keyed/);
  await files.put(second);
  await listener.renew(readTlsPair(files.tls));
  (await asking(listener.port, second.cert)).close();
  // Where the runtime ends it, then in words: going away (1001, RFC 6455), on which a page connects anew.
  if (socket.readyState === WebSocket.OPEN) socket.send("still here");
  const answer = new Uint8Array(64);
  const count = await client.read(answer) ?? 0;
  const isToldToGo = answer[0] === 0x88 && answer[2] === 0x03 && answer[3] === 0xe9;
  ok(isToldToGo || new TextDecoder().decode(answer).includes("still here"), `${answer.subarray(0, count)}`);
  client.close();
  await listener.close();
  await files.remove();
});

Deno.test("Listener says which port is taken, or that certificate and key do not belong together", async () => {
  const clock = new VirtualClock(START_MS);
  const { log } = noting(clock);
  const options = {
    handler: () => Promise.resolve(new Response()),
    clock,
    log,
    onListening: () => undefined,
  };
  const tls = { cert: "cert.pem", key: "key.pem" };
  const pair = await makeCertificate();
  const listener = new Listener({ host: "127.0.0.1", port: 0, tls }, pair, options);
  const taken = { host: "127.0.0.1", port: listener.port };
  throws(() => new Listener({ ...taken, tls }, pair, options), /choose another with --port/);
  throws(() => new Listener({ ...taken, tls: null }, null, options), /choose another with --port/);
  const { key } = await makeCertificate();
  const unlike = { cert: pair.cert, key };
  throws(() => new Listener({ host: "127.0.0.1", port: 0, tls }, unlike, options), /tls\.cert and tls\.key/);
  await listener.close();
});

Deno.test("TlsWatch warns a fortnight before the certificate ends, once a day", async () => {
  const files = await Renewing.create();
  await files.put(await makeCertificate("260620"));
  const clock = new VirtualClock(START_MS);
  const { lines, log } = noting(clock);
  const watch = new TlsWatch({ tls: files.tls, clock, log, take: () => undefined }, readTlsPair(files.tls));
  strictEqual(watch.expiresAtMs, Date.UTC(2026, 5, 20));
  watch.start();
  clock.advance(4 * DAY_MS);
  strictEqual(lines.length, 0);
  clock.advance(DAY_MS + 60_000);
  deepStrictEqual(lines.map(({ message }) => message), ["certificate ends soon, renew it"]);
  clock.advance(DAY_MS);
  strictEqual(lines.length, 2);
  await files.put(await makeCertificate());
  await watch.look();
  clock.advance(30 * DAY_MS);
  deepStrictEqual(lines.slice(2).map(({ level }) => level), ["info"]);
  watch.stop();
  await files.remove();
});
