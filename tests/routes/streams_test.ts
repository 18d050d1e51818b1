import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { parseEnvelope } from "../../lib/wire/mod.ts";
import { fakeServices } from "../http/fake_services.ts";
import { event } from "../live/support.ts";
import { SAMPLE_AT } from "../wire/samples.ts";
import { jsonOf, type Serving, serving } from "./serving.ts";

const keyed = (number: number) => ({
  number,
  event: event("NODE_TX", { node: "1999", keyed: number % 2 === 1, at: SAMPLE_AT }),
});

/** The whole web on a free port. */
class Listening implements AsyncDisposable {
  readonly #server: Deno.HttpServer<Deno.NetAddr>;

  constructor(readonly web: Serving = serving()) {
    this.#server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, web.handler);
  }

  get host(): string {
    return `127.0.0.1:${this.#server.addr.port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.web.services.live.stop();
    await this.#server.shutdown();
  }
}

/** Collects the texts of a socket until there are `count`, then closes it. */
function texts(url: string, count: number): Promise<string[]> {
  const socket = new WebSocket(url);
  const found: string[] = [];
  return new Promise((resolve, reject) => {
    socket.onerror = () => reject(new Error(`open a WebSocket, refused: ${url}`));
    socket.onmessage = ({ data }) => {
      found.push(String(data));
      if (found.length === count) socket.close();
    };
    socket.onclose = () => resolve(found);
  });
}

/** The headers and status of an upgrade request, made by hand so that every header can be chosen. */
async function upgrade(host: string, path: string, headers: Record<string, string>): Promise<string> {
  const [hostname = "", port] = host.split(":");
  const connection = await Deno.connect({ hostname, port: Number(port) });
  const all = {
    "Host": host,
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`).join("");
  await connection.write(new TextEncoder().encode(`GET ${path} HTTP/1.1\r\n${lines}\r\n`));
  const decoder = new TextDecoder();
  let text = "";
  const chunk = new Uint8Array(8_192);
  while (!text.includes("\r\n\r\n")) {
    text += decoder.decode(chunk.subarray(0, await connection.read(chunk) ?? 0));
  }
  connection.close();
  return text;
}

Deno.test("GET /ws welcomes, shows what was chosen, and goes on where a client was", async () => {
  await using listening = new Listening();
  const types = (found: string[]) => found.map((text) => parseEnvelope(text)?.messageType);
  deepStrictEqual(types(await texts(`ws://${listening.host}/ws?topics=nodes&node=1999`, 2)), [
    "WELCOME",
    "STATUS_UPDATE",
  ]);
  listening.web.services.live.take(keyed(1));
  const back = await texts(`ws://${listening.host}/ws?topics=nodes&resume=e1-0`, 2);
  deepStrictEqual(types(back), ["WELCOME", "NODE_TX"]);
  strictEqual(back.some((text) => text.includes("192.0.2.7")), false);
});

Deno.test("GET /ws/nodes/{id} shows the node", async () => {
  await using listening = new Listening();
  const [text = ""] = await texts(`ws://${listening.host}/ws/nodes/1999`, 1);
  const message = JSON.parse(text);
  deepStrictEqual(Object.keys(message), ["1999"]);
  deepStrictEqual(
    [message["1999"].status, message["1999"].WX, message["1999"].remote_nodes[0].ip],
    ["online", "rain", "192.0.*.*"],
  );
});

Deno.test("GET /ws refuses foreign pages and broken upgrades before it upgrades", async () => {
  await using listening = new Listening(serving(fakeServices({ allowedOrigins: ["https://club.example"] })));
  const { host } = listening;
  const status = async (headers: Record<string, string>, path = "/ws") =>
    (await upgrade(host, path, headers)).split(" ")[1];
  strictEqual(await status({}), "101");
  strictEqual(await status({ Origin: `http://${host}` }), "101");
  strictEqual(await status({ Origin: "https://club.example" }), "101");
  strictEqual(await status({ Origin: "https://evil.example" }), "403");
  strictEqual(await status({ Origin: "null" }), "403");
  strictEqual(await status({ Origin: "https://evil.example" }, "/ws/nodes/1999"), "403");
  strictEqual(await status({}, "/ws/nodes/1998"), "404");
  strictEqual(await status({ Connection: "keep-alive" }), "400");
  strictEqual(
    (await upgrade(host, "/ws", { "X-Request-ID": "w1" })).toLowerCase().includes("x-request-id: w1"),
    true,
  );
});

Deno.test("GET /api/events streams uncompressed, resumes by header or parameter, and forgets who leaves", async () => {
  await using listening = new Listening();
  const { live } = listening.web.services;
  live.take(keyed(1));
  live.take(keyed(2));
  const read = async (query: string, headers: Record<string, string>, until: string) => {
    const response = await fetch(`http://${listening.host}/api/events${query}`, { headers });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    while (!text.includes(until)) text += (await reader?.read())?.value ?? "";
    await reader?.cancel();
    return { text, headers: response.headers };
  };
  const fresh = await read("?topics=talkers", { "Accept-Encoding": "gzip" }, "TALKER_LOG_SNAPSHOT");
  strictEqual(fresh.text.startsWith("retry: 2000\n\nid: e1-2\nevent: WELCOME\n"), true);
  strictEqual(fresh.text.includes("STATUS_UPDATE"), false);
  deepStrictEqual(
    ["Content-Encoding", "Content-Type", "Cache-Control", "X-Accel-Buffering"].map((name) =>
      fresh.headers.get(name)
    ),
    [null, "text/event-stream; charset=utf-8", "no-cache, no-transform", "no"],
  );
  strictEqual(fresh.headers.has("X-Request-ID"), true);
  const ids = ({ text }: { text: string }) => [...text.matchAll(/^id: (.*)$/gm)].map(([, id]) => id);
  deepStrictEqual(ids(await read("", { "Last-Event-ID": "e1-1" }, "id: e1-2")), ["e1-1", "e1-2"]);
  deepStrictEqual(ids(await read("?lastEventId=e1-1", {}, "id: e1-2")), ["e1-1", "e1-2"]);
  deepStrictEqual(ids(await read("?resume=e1-0", { "Last-Event-ID": "e1-1" }, "id: e1-2")), ["e1-1", "e1-2"]);
  const foreign = await read("", { "Last-Event-ID": "what is this" }, "TALKER_LOG_SNAPSHOT");
  strictEqual(
    foreign.text.includes("STATUS_UPDATE"),
    true,
    "a header that is not understood is no place to resume",
  );
  for (let number = 3; live.counters.clients > 0; number++) {
    live.take(keyed(number)); // the runtime notices a closed connection when it writes
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
});

Deno.test("GET /api/events is refused 503 when there are too many", async () => {
  const { ask } = serving(fakeServices({}, { limits: { total: 0 } }));
  const response = await ask("/api/events");
  strictEqual(response.status, 503);
  strictEqual(response.headers.get("Retry-After"), "30");
  deepStrictEqual((await jsonOf(response)).ok, false);
});

Deno.test("HEAD over a socket tells the length that GET has", async () => {
  await using listening = new Listening();
  const url = `http://${listening.host}/api/version`;
  const get = await fetch(url);
  const head = await fetch(url, { method: "HEAD" });
  strictEqual(await head.text(), "");
  strictEqual(head.headers.get("Content-Length"), String((await get.arrayBuffer()).byteLength));
});
