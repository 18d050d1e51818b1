import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { makeHarness } from "./harness.ts";
import { linkTx, nodeStatus } from "./samples.ts";

Deno.test("MqttPublisher tells key edges at once, under a topic that no name can break", async () => {
  const { clock, broker, publisher, tell, stop } = makeHarness();
  publisher.start();
  await clock.advanceAsync(10);
  tell({ kind: "LINK_TX", atMs: 0, data: linkTx("2000") }, {
    kind: "LINK_TX",
    atMs: 0,
    data: linkTx("W1/#+ x"),
  });
  const edges = broker.arrived.filter(({ topic }) => topic.endsWith("/tx"));
  deepStrictEqual(edges, [
    {
      topic: "asterisk/node/1999/link/2000/tx",
      payload: JSON.stringify(linkTx("2000")),
      qos: 0,
      retain: false,
    },
    {
      topic: "asterisk/node/1999/link/W1____x/tx",
      payload: JSON.stringify(linkTx("W1/#+ x")),
      qos: 0,
      retain: false,
    },
  ]);
  broker.cut();
  tell({ kind: "LINK_TX", atMs: 0, data: linkTx("2000") });
  strictEqual(publisher.counters.edgesSkipped, 1);
  await clock.advanceAsync(5_000);
  strictEqual(broker.arrived.filter(({ topic }) => topic.endsWith("/tx")).length, 2);
  await stop();
});

Deno.test("MqttPublisher tells no transmission that was over before it was heard of, and no edge twice or alone", async () => {
  const { clock, broker, publisher, tell, stop } = makeHarness();
  publisher.start();
  await clock.advanceAsync(10);
  const edge = (node: string, kind: "START" | "STOP", agoMs: number) =>
    tell({
      kind: "LINK_TX",
      atMs: clock.now(),
      data: { ...linkTx(node), kind, at: new Date(clock.now() - agoMs).toISOString() },
    });
  const told = async () => {
    await clock.advanceAsync(1);
    const edges = broker.arrived.filter(({ topic }) => topic.endsWith("/tx"));
    return edges.map(({ topic, payload }) => `${topic.split("/").at(-2)} ${JSON.parse(payload).kind}`);
  };
  // What a server remembers at its first answer.
  for (const node of ["1", "2"]) {
    edge(node, "START", 400_000);
    edge(node, "STOP", 391_000);
  }
  edge("3", "STOP", 60_000);
  deepStrictEqual(await told(), []);
  strictEqual(publisher.counters.edgesSkipped, 5);
  // Keyed since long ago, and still: its end is told whenever it comes.
  edge("4", "START", 60_000);
  deepStrictEqual(await told(), ["4 START"]);
  edge("4", "STOP", 20_000);
  deepStrictEqual(await told(), ["4 START", "4 STOP"]);
  edge("4", "STOP", 20_000);
  deepStrictEqual((await told()).length, 2);
  // A poll found it over just now.
  edge("5", "START", 14_000);
  edge("5", "STOP", 4_000);
  edge("6", "START", 4_000);
  edge("6", "STOP", 100);
  deepStrictEqual((await told()).slice(2), ["5 START", "5 STOP", "6 START", "6 STOP"]);
  await stop();
});

Deno.test("MqttPublisher retains a node's state, gathered to one message a second", async () => {
  const talkers = [{
    at: "2026-02-12T10:29:00.000Z",
    kind: "TX_STOP",
    local_node: "1999",
    node: "2000",
    callsign: "W1AW",
    description: null,
    duration: 5,
  }] as const;
  const { clock, broker, publisher, nodes, tell, stop } = makeHarness({ talkers });
  nodes.set("1999", nodeStatus("1999"));
  publisher.start();
  await clock.advanceAsync(10);
  const states = () => broker.arrived.filter(({ topic }) => topic === "asterisk/node/1999/state");
  for (let edge = 1; edge <= 40; edge++) {
    const keyed = edge % 2 === 1;
    nodes.set("1999", nodeStatus("1999", { rx_keyed: keyed }));
    tell({ kind: "NODE_RX", atMs: clock.now(), data: { node: "1999", keyed, at: "" } });
    await clock.advanceAsync(75);
  }
  await clock.advanceAsync(2_000);
  ok(states().length >= 2 && states().length <= 5, `${states().length}`);
  ok(states().every(({ retain, qos }) => retain && qos === 1));
  deepStrictEqual(JSON.parse(states().at(-1)?.payload ?? ""), {
    node: "1999",
    server: "main",
    ami: "connected",
    keyed: false,
    rx_keyed: false,
    tx_keyed: false,
    links: 0,
    num_links: 3,
    last_talker: { node: "2000", name: "W1AW", at: "2026-02-12T10:28:55.000Z", talking: false },
    stale: false,
    updated_at: "2026-01-01T00:00:00.000Z",
  });
  const stood = states().length;
  tell({ kind: "STATUS_UPDATE", atMs: 0, data: nodeStatus("1999") });
  await clock.advanceAsync(2_000);
  strictEqual(states().length, stood, "what did not change is not told again");
  broker.retained.clear();
  broker.cut();
  await clock.advanceAsync(3_000);
  ok(broker.retained.has("asterisk/node/1999/state"), "a broker that forgot is told again");
  await stop();
});
