import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { linkInfo, nodeStatus } from "../wire/samples.ts";
import { type Bench, bench, event } from "./support.ts";

const edge = (keyed: boolean) => event("NODE_TX", { node: "1999", keyed, at: "2026-02-12T10:30:00.000Z" });

/** A hub with one client that stopped reading and had its bound of waiting bytes reached. */
function lagging(bytes = 500): Bench & ReturnType<Bench["open"]> {
  const made = bench({ bounds: { maxBytes: bytes } });
  const client = made.open();
  client.port.clear();
  client.port.stuck = true;
  for (let count = 0; client.port.bufferedBytes <= bytes + 1_000; count++) {
    made.publish(edge(count % 2 === 0));
    if (count > 100) break;
  }
  return { ...made, ...client };
}

Deno.test("Outlet drops what a lagging client would get, and sends one snapshot when it is empty again", () => {
  const { port, publish, source, clock, hub } = lagging();
  const waiting = port.texts.length;
  source.nodes = [nodeStatus({ links: [linkInfo()] })];
  for (let count = 0; count < 50; count++) publish(edge(true));
  strictEqual(port.texts.length, waiting, "nothing more is handed over");
  port.drain();
  port.clear();
  clock.advance(250);
  deepStrictEqual(port.types, ["STATUS_UPDATE", "TALKER_LOG_SNAPSHOT"]);
  deepStrictEqual(port.seqs, [hub.seq, hub.seq]);
  strictEqual(hub.counters.resnapshots, 1);
  publish(edge(false));
  deepStrictEqual(port.types.slice(2), ["NODE_TX"]);
  clock.advance(60_000);
  strictEqual(hub.counters.resnapshots, 1, "once");
  strictEqual(clock.pending, 0, "nobody is looked at any more");
});

Deno.test("Outlet catches up at once where the port tells that it drained", () => {
  const { port, session, hub } = lagging();
  port.clear();
  session.drained();
  strictEqual(port.texts.length, 0, "something waits still");
  port.drain();
  session.drained();
  session.drained();
  deepStrictEqual(port.types, ["TALKER_LOG_SNAPSHOT"]);
  strictEqual(hub.counters.resnapshots, 1);
});

Deno.test("Outlet closes a client that takes nothing for 30 s, not one that takes a little", () => {
  const { port, clock, hub, open } = lagging();
  const other = open({ address: "192.0.2.2" }).port;
  for (let second = 0; second < 60; second++) {
    clock.advance(1_000);
    port.bufferedBytes--;
  }
  strictEqual(port.closed, null, "it moves, slowly");
  clock.advance(30_250);
  deepStrictEqual(port.closed, { code: 1013, reason: "too slow: nothing was taken for too long" });
  deepStrictEqual([hub.counters.closedStuck, hub.counters.clients], [1, 1]);
  strictEqual(other.closed, null);
  strictEqual(clock.pending, 0);
});

Deno.test("Outlet that lags is noticed by nobody else", () => {
  const made = bench({ bounds: { maxBytes: 500 } });
  const slow = made.open();
  const quick = made.open();
  slow.port.stuck = true;
  slow.port.clear();
  quick.port.clear();
  for (let count = 0; count < 200; count++) made.publish(edge(true));
  strictEqual(quick.port.texts.length, 200);
  strictEqual(slow.port.texts.length < 20, true);
  deepStrictEqual(quick.port.seqs, Array.from({ length: 200 }, (_, index) => index + 1));
});

Deno.test("Outlet bounds the number of waiting messages where bytes are few", () => {
  const { open, publish } = bench({ bounds: { maxMessages: 10 } });
  const { port } = open();
  port.clear();
  port.bufferedBytes = 1;
  for (let count = 0; count < 50; count++) publish(edge(true));
  strictEqual(port.texts.length <= 10, true);
  const reading = open().port;
  for (let count = 0; count < 50; count++) publish(edge(true));
  strictEqual(reading.texts.length > 50, true, "a client whose port is empty never lags");
});

Deno.test("Outlet lets a snapshot be bigger than the bound without lagging for ever", () => {
  const { open, publish, source, hub } = bench({ bounds: { maxBytes: 500 } });
  source.nodes = [
    nodeStatus({ links: Array.from({ length: 20 }, (_, at) => linkInfo({ node: `20${at}` })) }),
  ];
  const port = open().port;
  const slow = open({ port: Object.assign(port, { stuck: true }), address: "192.0.2.2" }).port;
  publish(edge(true));
  strictEqual(slow.types.at(-1), "NODE_TX");
  strictEqual(hub.counters.resnapshots, 0);
});

Deno.test("Outlet drops answers to a client that sends and does not read", () => {
  const { port, session } = lagging();
  const waiting = port.texts.length;
  for (let count = 0; count < 100; count++) session.reply("PONG", {});
  strictEqual(port.texts.length, waiting);
});

Deno.test("Outlet forgets a client that left while it lagged", () => {
  const { port, session, clock, hub } = lagging();
  session.end();
  port.drain();
  port.clear();
  clock.advance(60_000);
  deepStrictEqual([port.texts.length, port.closed, clock.pending], [0, null, 0]);
  strictEqual(hub.counters.clients, 0);
});
