import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { systemClock } from "../../lib/clock/mod.ts";
import {
  acceptNodeSocket,
  acceptWebSocket,
  ANONYMOUS,
  createLiveHub,
  EVERYTHING,
  type LiveHub,
  type LiveHubOptions,
  parseResume,
  sseResponse,
} from "../../lib/live/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import { type Envelope, parseEnvelope } from "../../lib/wire/mod.ts";
import { linkInfo, linkTx, nodeStatus, SAMPLE_AT } from "../wire/samples.ts";
import { event, FakeSource } from "./support.ts";

const keyed = { number: 1, event: event("NODE_TX", { node: "1999", keyed: true, at: SAMPLE_AT }) };

/** A server on a free port whose hub the test drives; everything is closed at the end of the test. */
class Served implements AsyncDisposable {
  readonly source = new FakeSource();
  readonly hub: LiveHub;
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #clients: Client[] = [];

  constructor(options: Partial<LiveHubOptions> = {}) {
    this.source.nodes = [nodeStatus({ links: [linkInfo()] })];
    this.hub = createLiveHub({
      clock: systemClock,
      log: silentLogger,
      snapshot: this.source,
      version: "0.1.0",
      heartbeatIntervalMs: 60_000,
      linkTxBatchMs: 5,
      ...options,
    });
    this.#server = Deno.serve(
      { port: 0, hostname: "127.0.0.1", onListen: () => {} },
      (request) => this.#answer(request),
    );
  }

  get url(): string {
    return `127.0.0.1:${this.#server.addr.port}`;
  }

  async connect(path: string): Promise<Client> {
    const client = new Client(`ws://${this.url}${path}`);
    this.#clients.push(client);
    await client.opened;
    return client;
  }

  /** A WebSocket client that reads only when told to. */
  async connectRaw(): Promise<Deno.TcpConn> {
    const raw = await Deno.connect({ hostname: "127.0.0.1", port: this.#server.addr.port });
    const head = "GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n";
    const key = "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    await raw.write(new TextEncoder().encode(head + key));
    return raw;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.hub.stop();
    await Promise.all(this.#clients.map((client) => client.closed));
    await this.#server.shutdown();
  }

  #answer(request: Request): Response {
    const url = new URL(request.url);
    const common = { hub: this.hub, clock: systemClock, viewer: ANONYMOUS, address: "192.0.2.1" };
    if (url.pathname === "/node") return acceptNodeSocket(request, { ...common, nodeId: "1999" });
    const stream = {
      ...common,
      subscription: EVERYTHING,
      resume: parseResume(url.searchParams.get("resume") ?? ""),
    };
    if (url.pathname === "/ws") return acceptWebSocket(request, stream);
    return sseResponse(stream) ?? new Response(null, { status: 503 });
  }
}

/** A WebSocket whose messages can be waited for. */
class Client {
  readonly socket: WebSocket;
  readonly opened: Promise<void>;
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly texts: string[] = [];
  #wake: () => void = () => {};

  constructor(url: string) {
    this.socket = new WebSocket(url);
    const opened = Promise.withResolvers<void>();
    const closed = Promise.withResolvers<{ code: number; reason: string }>();
    this.opened = opened.promise;
    this.closed = closed.promise;
    this.socket.onopen = () => opened.resolve();
    this.socket.onclose = ({ code, reason }) => {
      closed.resolve({ code, reason });
      this.#wake();
    };
    this.socket.onmessage = ({ data }) => {
      this.texts.push(String(data));
      this.#wake();
    };
  }

  send(message: unknown): void {
    this.socket.send(typeof message === "string" ? message : JSON.stringify(message));
  }

  /** The first `count` messages, once they are there. */
  async first(count: number): Promise<readonly string[]> {
    while (this.texts.length < count) await new Promise<void>((resolve) => this.#wake = resolve);
    return this.texts.slice(0, count);
  }

  /** As `first`, as envelopes. */
  async envelopes(count: number): Promise<readonly Envelope[]> {
    return (await this.first(count)).flatMap((text) => parseEnvelope(text) ?? []);
  }

  async types(count: number): Promise<readonly string[]> {
    return (await this.envelopes(count)).map((envelope) => envelope.messageType);
  }
}

Deno.test("acceptWebSocket welcomes, shows the state, then changes, and answers a ping", async () => {
  await using served = new Served();
  const client = await served.connect("/ws");
  deepStrictEqual(await client.types(3), ["WELCOME", "STATUS_UPDATE", "TALKER_LOG_SNAPSHOT"]);
  served.hub.take(keyed);
  client.send({ type: "ping" });
  const all = await client.envelopes(5);
  deepStrictEqual(all.slice(3).map(({ messageType, seq }) => [messageType, seq]), [["NODE_TX", 1], [
    "PONG",
    1,
  ]]);
});

Deno.test("acceptWebSocket lets a client choose, change its mind, and come back where it was", async () => {
  await using served = new Served();
  const client = await served.connect("/ws");
  client.send({ type: "subscribe", topics: ["talkers"] });
  client.send({ type: "ping" });
  await client.first(4);
  served.hub.take(keyed);
  client.send({ type: "subscribe", topics: ["nodes"], nodes: ["1999"] });
  deepStrictEqual((await client.types(5)).slice(3), ["PONG", "STATUS_UPDATE"]);
  client.socket.close();
  await client.closed;
  const back = await served.connect(`/ws?resume=${served.hub.epoch}-0`);
  deepStrictEqual(await back.types(2), ["WELCOME", "NODE_TX"]);
});

Deno.test("acceptWebSocket answers what it does not understand, ten times, then closes 1008", async () => {
  await using served = new Served();
  const client = await served.connect("/ws");
  const bad = [
    "",
    "{",
    "null",
    '{"type":"publish"}',
    '{"type":"subscribe","topics":["x"]}',
    '{"type":"unsubscribe","nodes":["1999"]}',
  ];
  for (const text of bad) client.send(text);
  client.socket.send(new Uint8Array([1, 2, 3]));
  for (let count = bad.length + 1; count < 12; count++) client.send("again");
  const { code, reason } = await client.closed;
  deepStrictEqual([code, reason], [1008, "too many messages that are not understood"]);
  const errors = client.texts.filter((text) => text.includes('"messageType":"ERROR"'));
  strictEqual(errors.length, 10);
  strictEqual(served.hub.counters.badMessages, 10);
  deepStrictEqual(parseEnvelope(errors[0] ?? "")?.data, {
    code: "bad_message",
    message: "message not understood, expected subscribe, unsubscribe or ping",
  });
});

Deno.test("acceptWebSocket closes a client that sends too much at once or too often", async () => {
  await using served = new Served();
  const big = await served.connect("/ws");
  big.send({ type: "ping", padding: "x".repeat(4_096) });
  strictEqual((await big.closed).code, 1009);
  const flood = await served.connect("/ws");
  for (let count = 0; count < 150; count++) flood.send({ type: "ping" });
  strictEqual((await flood.closed).code, 1008);
  strictEqual(flood.texts.filter((text) => text.includes("PONG")).length, 100);
});

Deno.test("acceptWebSocket closes 1013 at the connection limit and 1001 when the server stops", async () => {
  await using served = new Served({ limits: { perAddress: 1 } });
  const first = await served.connect("/ws");
  await first.first(1);
  const second = await served.connect("/ws");
  deepStrictEqual(await second.closed, { code: 1013, reason: "too many connections" });
  const third = await served.connect("/node");
  strictEqual((await third.closed).code, 1013);
  served.hub.stop();
  deepStrictEqual(await first.closed, { code: 1001, reason: "server stops" });
  strictEqual(served.hub.counters.clients, 0);
});

Deno.test("acceptWebSocket forgets a client whose connection breaks", async () => {
  await using served = new Served();
  const raw = await served.connectRaw();
  await until(() => served.hub.counters.clients === 1);
  raw.close();
  await until(() => {
    served.hub.take(keyed);
    return served.hub.counters.clients === 0;
  });
});

Deno.test("acceptWebSocket sends one snapshot to a peer that stopped reading, when it reads again", async () => {
  await using served = new Served({ bounds: { maxBytes: 100_000 } });
  const reading = await served.connect("/ws");
  const raw = await served.connectRaw();
  await until(() => served.hub.counters.clients === 2);
  const big = nodeStatus({ variables: { padding: "x".repeat(200_000) } });
  const sent = () => reading.texts.filter((text) => text.includes("padding")).length;
  for (let count = 1; count <= 60; count++) {
    served.hub.take({ number: count, event: event("STATUS_UPDATE", big) });
    await until(() => sent() === count);
  }
  strictEqual(served.hub.counters.resnapshots, 0);
  const rest = new Uint8Array(65_536);
  while (served.hub.counters.resnapshots === 0) await raw.read(rest);
  strictEqual(served.hub.counters.closedStuck, 0);
  raw.close();
  await until(() => {
    served.hub.take(keyed);
    return served.hub.counters.clients === 1;
  });
});

Deno.test("acceptNodeSocket shows one node, what changes in it, and answers a ping", async () => {
  await using served = new Served();
  const client = await served.connect("/node");
  const [first = ""] = await client.first(1);
  strictEqual(JSON.parse(first)["1999"].remote_nodes[0].keyed, "no");
  served.hub.take({ number: 1, event: event("LINK_TX", linkTx()) });
  served.source.nodes = [nodeStatus({ links: [linkInfo({ current_tx: true })] })];
  strictEqual(JSON.parse((await client.first(2))[1] ?? "")["1999"].remote_nodes[0].keyed, "yes");
  client.send({ type: "ping" });
  strictEqual((await client.first(3))[2], '{"type":"pong"}');
  for (let count = 0; count < 10; count++) client.send("x");
  strictEqual((await client.closed).code, 1008);
});

Deno.test("sseResponse streams over a socket and is forgotten when the client goes", async () => {
  await using served = new Served();
  const response = await fetch(`http://${served.url}/sse`);
  strictEqual(response.headers.get("Content-Encoding"), null);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!text.includes("TALKER_LOG_SNAPSHOT")) text += (await reader?.read())?.value ?? "";
  served.hub.take(keyed);
  while (!text.includes("NODE_TX")) text += (await reader?.read())?.value ?? "";
  await reader?.cancel();
  await until(() => served.hub.counters.clients === 0);
});

/** Waits until the condition holds. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
