import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { VirtualClock } from "../../lib/clock/mod.ts";
import { ConnectionGuard } from "../../lib/guard/mod.ts";
import { createLogger, type LogRecord } from "../../lib/log/mod.ts";
import { GUARD_BOUND_OF } from "../metrics/bounds_table.ts";
import { openHouse, TIMES, until } from "./house.ts";

const GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

Deno.test("ConnectionGuard ends who sends no request, or headers too slowly, and nobody else", async () => {
  const house = openHouse();
  const silent = await house.connect();
  const slow = await house.connect();
  const good = await house.connect();
  await good.say(GET);
  await good.hear("ok");
  await slow.say("GET / HTTP/1.1\r\nHost: x\r\n");
  for (let second = 0; second < 6; second++) {
    await slow.say("X-More: 1\r\n");
    house.clock.advance(1_000);
  }
  strictEqual(house.bound("connections").used, 3);
  house.clock.advance(6_000);
  strictEqual(await silent.hear(), "");
  strictEqual(await slow.hear(), "");
  deepStrictEqual(house.bound("connections"), { used: 1, dropped: 0 });
  strictEqual(house.bound("connections_asking_nothing").dropped, 2);
  for (const name of Object.values(GUARD_BOUND_OF)) strictEqual(house.bound(name).used, 1, name);
  await good.say(GET);
  match(await good.hear("ok"), /^HTTP\/1\.1 200/);
  house.clock.advance(TIMES.idleMs - 1_000);
  await good.say(GET);
  match(await good.hear("ok"), /^HTTP\/1\.1 200/);
  await until("it is over", () => house.bound("connections_asking_nothing").used === 1);
  house.clock.advance(TIMES.idleMs);
  await until("it is ended", () => {
    house.clock.advance(1_000);
    return house.bound("connections").used === 0;
  });
  strictEqual(await good.hear(), "");
  // Who was idle did nothing wrong.
  strictEqual(house.bound("connections_asking_nothing").dropped, 2);
  deepStrictEqual(house.lines.map(({ fields }) => fields.reason), ["no request came in time"]);
  await house.close();
});

Deno.test("ConnectionGuard ends who sends a body too slowly, and the handler learns of it", async () => {
  const ended = Promise.withResolvers<string>();
  const house = openHouse({
    async handler(request) {
      await request.text().then(() => ended.resolve("whole"), () => ended.resolve("cut off"));
      return new Response("done");
    },
  });
  const slow = await house.connect();
  await slow.say("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\na");
  await until("the request began", () => house.bound("connections_asking_nothing").used === 0);
  for (let second = 0; second < 29; second++) {
    await slow.say("a");
    house.clock.advance(1_000);
  }
  strictEqual(house.bound("connections").used, 1);
  house.clock.advance(2_000);
  strictEqual(await slow.hear(), "");
  strictEqual(await ended.promise, "cut off");
  match(String(house.lines[0]?.fields.reason), /body came too slowly/);
  await house.close();
});

Deno.test("ConnectionGuard lets a slow handler answer, and ends who takes nothing of what it asked for", async () => {
  const answer = Promise.withResolvers<Response>();
  const house = openHouse({ handler: () => answer.promise });
  const lazy = await house.connect();
  await lazy.say(GET);
  await until("the request began", () => house.bound("connections_asking_nothing").used === 0);
  house.clock.advance(600_000);
  strictEqual(house.bound("connections").used, 1);
  answer.resolve(new Response(new Uint8Array(60_000_000)));
  await until("it is ended", () => {
    house.clock.advance(20_000);
    return house.bound("connections").used === 0;
  });
  await house.close();
});

Deno.test("ConnectionGuard never ends streams and WebSockets for being quiet", async () => {
  const more = Promise.withResolvers<void>();
  async function* stream() {
    yield new TextEncoder().encode("data: first\n\n");
    await more.promise;
    yield new TextEncoder().encode("data: last\n\n");
  }
  const house = openHouse({
    handler(request) {
      if (request.headers.has("Upgrade")) {
        const { socket, response } = Deno.upgradeWebSocket(request);
        socket.onmessage = ({ data }) => socket.send(`heard ${data}`);
        return Promise.resolve(response);
      }
      const headers = { "Content-Type": "text/event-stream" };
      return Promise.resolve(new Response(ReadableStream.from(stream()), { headers }));
    },
  });
  const socket = new WebSocket(`ws://127.0.0.1:${house.port}/`);
  await new Promise((resolve) => socket.onopen = resolve);
  const events = await house.connect();
  await events.say(GET);
  match(await events.hear("first"), /data: first/);
  house.clock.advance(200_000);
  const heard = new Promise<string>((resolve) => socket.onmessage = ({ data }) => resolve(String(data)));
  socket.send("after minutes");
  strictEqual(await heard, "heard after minutes");
  more.resolve();
  match(await events.hear("last"), /data: last/);
  strictEqual(house.bound("connections").used, 2);
  const closed = new Promise((resolve) => socket.onclose = resolve);
  socket.close();
  await closed;
  await house.close();
});

Deno.test("ConnectionGuard lets one address have its share, others theirs, and those that many share as many as there are", async () => {
  const house = openHouse({ perAddress: 20, total: 100 });
  const first = await house.connect();
  await first.say(GET);
  await first.hear("ok");
  const crowd = await house.crowd(60);
  deepStrictEqual(house.bound("connections_per_address"), { used: 20, dropped: 41 });
  house.who = "somebody else";
  const other = await house.connect();
  await other.say(GET);
  match(await other.hear("ok"), /^HTTP\/1\.1 200/);
  // The newest of those that ask for nothing gave way.
  await first.say(GET);
  match(await first.hear("ok"), /^HTTP\/1\.1 200/);
  house.who = null;
  const shared = await house.crowd(30);
  strictEqual(house.bound("connections").used, 51);
  strictEqual(house.lines.length, 1);
  for (const wire of [...crowd, ...shared, other, first]) wire.close();
  await until("all are forgotten", () => {
    house.clock.advance(250);
    return house.bound("connections").used === 0;
  });
  strictEqual(house.bound("connections_per_address").used, 0);
  await house.close();
});

Deno.test("ConnectionGuard has who asks for nothing give way, the oldest first, when there are too many in all", async () => {
  const house = openHouse({ perAddress: 1_000, total: 30 });
  house.who = null;
  const asking = await house.connect();
  await asking.say(GET);
  await asking.hear("ok");
  const [oldest] = await house.crowd(1);
  await house.crowd(28);
  const late = await house.connect();
  await late.say(GET);
  match(await late.hear("ok"), /^HTTP\/1\.1 200/);
  house.clock.advance(1_200);
  strictEqual(await oldest?.hear(), "");
  await asking.say(GET);
  match(await asking.hear("ok"), /^HTTP\/1\.1 200/);
  ok(house.bound("connections").dropped > 0);
  strictEqual(house.bound("connections").used, 30);
  await house.close();
});

Deno.test("ConnectionGuard says in one line that it can do nothing where the C library cannot be reached", () => {
  const lines: LogRecord[] = [];
  const log = createLogger("http", { level: "info", now: () => 0, sink: (line) => void lines.push(line) });
  const clock = new VirtualClock(0);
  const limits = { perAddress: 1, total: 1 };
  const guard = new ConnectionGuard({ native: null, limits, times: TIMES, groupOf: (a) => a, clock, log });
  const handler = () => Promise.resolve(new Response());
  strictEqual(guard.watching(handler), handler);
  guard.start(8080);
  deepStrictEqual([lines.length, guard.isOn, guard.bounds, clock.pending], [1, false, [], 0]);
  match(lines[0]?.message ?? "", /neither limited nor timed/);
  guard.stop();
});
