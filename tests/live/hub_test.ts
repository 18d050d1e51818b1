import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { linkInfo, linkTx, nodeStatus, SAMPLE_CALLS, talkerEvent } from "../wire/samples.ts";
import { bench, event, FakePort, OPERATOR } from "./support.ts";
import { ANONYMOUS, EVERYTHING, type LiveSession } from "../../lib/live/mod.ts";

const keyed = (node: string, on = true) =>
  event("NODE_TX", { node, keyed: on, at: "2026-02-12T10:30:00.000Z" });

Deno.test("LiveHub welcomes a client, shows every node and the log, then changes", () => {
  const { source, open, publish, hub } = bench();
  source.nodes = [nodeStatus(), nodeStatus({ node_id: "2001" })];
  source.log = [talkerEvent()];
  publish(keyed("1999"));
  const { port } = open();
  publish(keyed("1999", false));
  deepStrictEqual(port.types, [
    "WELCOME",
    "STATUS_UPDATE",
    "STATUS_UPDATE",
    "TALKER_LOG_SNAPSHOT",
    "NODE_TX",
  ]);
  deepStrictEqual(port.seqs, [1, 1, 1, 1, 2]);
  deepStrictEqual(port.messages[0]?.data, {
    version: "0.1.0",
    seq: 1,
    user: null,
    role: "anonymous",
    epoch: "e1",
  });
  strictEqual(hub.seq, 2);
  for (const text of port.texts) {
    strictEqual(/^\{"messageType":"\w+","seq":\d,"timestamp":\d+,"data":/.test(text), true, text);
  }
});

Deno.test("LiveHub numbers messages by one, and those for one client alone not at all", () => {
  const { open, publish } = bench();
  const { port, session } = open();
  port.clear();
  publish(keyed("1999"));
  session.reply("PONG", {});
  session.reply("ERROR", { code: "bad_message", message: "no" });
  publish(keyed("1999", false));
  deepStrictEqual(port.types, ["NODE_TX", "PONG", "ERROR", "NODE_TX"]);
  deepStrictEqual(port.seqs, [1, 1, 1, 2]);
});

Deno.test("LiveHub gathers key edges from the first on, in order, and sends them once", () => {
  const { open, publish, clock } = bench();
  const { port } = open();
  port.clear();
  publish(event("LINK_TX", linkTx()));
  clock.advance(99);
  publish(event("LINK_TX", linkTx({ kind: "STOP" })), event("LINK_TX", linkTx({ node: "2001" })));
  deepStrictEqual(port.types, []);
  clock.advance(1);
  deepStrictEqual(port.messages.map((message) => message.data), [[
    linkTx(),
    linkTx({ kind: "STOP" }),
    linkTx({ node: "2001" }),
  ]]);
  clock.advance(1_000);
  deepStrictEqual(port.types, ["LINK_TX_BATCH"]);
  deepStrictEqual(port.seqs, [1]);
});

Deno.test("LiveHub sends each edge at once when batching is off", () => {
  const { open, publish } = bench({ linkTxBatchMs: 0 });
  const { port } = open();
  port.clear();
  publish(event("LINK_TX", linkTx()), event("LINK_TX", linkTx({ kind: "STOP" })));
  deepStrictEqual(port.types, ["LINK_TX", "LINK_TX"]);
  deepStrictEqual(port.seqs, [1, 2]);
});

Deno.test("LiveHub gives raw clients edges and the others batches, in one numbered stream", () => {
  const { open, publish, clock } = bench();
  const raw = open({ raw: true }).port;
  const other = open().port;
  raw.clear();
  other.clear();
  publish(event("LINK_TX", linkTx()), keyed("1999"));
  clock.advance(100);
  publish(keyed("1999", false));
  deepStrictEqual(raw.messages.map((message) => [message.messageType, message.seq]), [
    ["LINK_TX", 1],
    ["NODE_TX", 2],
    ["NODE_TX", 4],
  ]);
  deepStrictEqual(other.messages.map((message) => [message.messageType, message.seq]), [
    ["NODE_TX", 2],
    ["LINK_TX_BATCH", 3],
    ["NODE_TX", 4],
  ]);
});

Deno.test("LiveHub sends waiting edges before a message about the same node's links", () => {
  for (
    const after of [
      event("LINK_REMOVED", [{ local_node: "1999", node: "2000" }]),
      event("LINK_ADDED", [linkInfo()]),
      event("LINK_UPDATED", [linkInfo()]),
      event("STATUS_UPDATE", nodeStatus()),
    ]
  ) {
    const { open, publish, clock } = bench();
    const { port } = open();
    port.clear();
    publish(event("LINK_TX", linkTx({ kind: "STOP" })), after);
    deepStrictEqual(port.types, ["LINK_TX_BATCH", after.kind]);
    clock.advance(1_000);
    strictEqual(port.texts.length, 2, "the batch goes out once");
  }
});

Deno.test("LiveHub lets edges wait while another node's links change", () => {
  const { open, publish } = bench();
  const { port } = open();
  port.clear();
  publish(event("LINK_TX", linkTx()), event("LINK_REMOVED", [{ local_node: "2001", node: "2000" }]));
  deepStrictEqual(port.types, ["LINK_REMOVED"]);
});

Deno.test("LiveHub gives a client that comes back what it missed", () => {
  const { open, publish, source } = bench();
  source.nodes = [nodeStatus()];
  publish(keyed("1999"), keyed("1999", false), keyed("1999"), event("TALKER_EVENT", talkerEvent()));
  const { port } = open({ resume: { epoch: "e1", seq: 1 } });
  deepStrictEqual(port.types, ["WELCOME", "NODE_TX", "NODE_TX", "TALKER_EVENT"]);
  deepStrictEqual(port.seqs, [1, 2, 3, 4], "the welcome stands where the client left off");
  const chosen = open({ resume: { epoch: "e1", seq: 1 }, topics: ["talkers"] }).port;
  deepStrictEqual(chosen.types, ["WELCOME", "TALKER_EVENT"]);
  const upToDate = open({ resume: { epoch: "e1", seq: 4 } }).port;
  deepStrictEqual(upToDate.types, ["WELCOME"]);
});

Deno.test("LiveHub gives a snapshot to a client that comes back from elsewhere or too late", () => {
  const { open, publish, source } = bench({ ringSize: 3 });
  source.nodes = [nodeStatus()];
  for (let count = 0; count < 5; count++) publish(keyed("1999"));
  const types = (epoch: string, seq: number) => open({ resume: { epoch, seq } }).port.types;
  deepStrictEqual(types("e1", 2), ["WELCOME", "NODE_TX", "NODE_TX", "NODE_TX"], "the last that is kept");
  const snapshot = ["WELCOME", "STATUS_UPDATE", "TALKER_LOG_SNAPSHOT"];
  deepStrictEqual(types("e1", 1), snapshot, "one too far back");
  deepStrictEqual(types("e1", 6), snapshot, "a number that was never given");
  deepStrictEqual(types("e2", 5), snapshot, "another run");
});

Deno.test("LiveHub bounds what it keeps by rough memory too", () => {
  const { open, publish } = bench({ ringBytes: 2_000 });
  const big = Array.from({ length: 3 }, (_, index) => linkInfo({ node: `200${index}` }));
  publish(event("LINK_ADDED", big), keyed("1999"), keyed("1999", false));
  strictEqual(open({ resume: { epoch: "e1", seq: 1 } }).port.texts.length, 3);
  strictEqual(open({ resume: { epoch: "e1", seq: 0 } }).port.types.includes("LINK_ADDED"), false);
});

Deno.test("LiveHub replays single edges only from where they were numbered", () => {
  const { open, publish, clock } = bench();
  publish(event("LINK_TX", linkTx()));
  clock.advance(100);
  const first = open({ raw: true, resume: { epoch: "e1", seq: 0 } }).port;
  deepStrictEqual(first.types, ["WELCOME", "TALKER_LOG_SNAPSHOT"], "its edge was never numbered");
  publish(event("LINK_TX", linkTx({ kind: "STOP" })));
  const second = open({ raw: true, resume: { epoch: "e1", seq: 1 } }).port;
  deepStrictEqual(second.types, ["WELCOME", "LINK_TX"]);
});

Deno.test("LiveHub leaves no edge out for the first client that wants them one by one", () => {
  const { open, publish, source } = bench();
  source.nodes = [nodeStatus()];
  publish(event("LINK_TX", linkTx()));
  const { port } = open({ raw: true, resume: { epoch: "e1", seq: 0 } });
  deepStrictEqual(
    port.types,
    ["WELCOME", "STATUS_UPDATE", "TALKER_LOG_SNAPSHOT"],
    "the waiting edge had no number",
  );
});

Deno.test("LiveHub shows a client that missed messages the state of links and servers too", () => {
  const { open, publish, source } = bench();
  source.nodes = [nodeStatus()];
  publish(event("AMI_STATUS", { server: "main", state: "retrying", attempt: 1, retry_in: 15, error: null }));
  deepStrictEqual(open().port.types, ["WELCOME", "STATUS_UPDATE", "TALKER_LOG_SNAPSHOT"]);
  deepStrictEqual(open({ topics: ["links"] }).port.types, ["WELCOME"]);
  const lost = { epoch: "gone", seq: 1 };
  deepStrictEqual(open({ topics: ["links"], resume: lost }).port.types, ["WELCOME", "STATUS_UPDATE"]);
  deepStrictEqual(open({ topics: ["ami"], resume: lost }).port.types, ["WELCOME", "AMI_STATUS"]);
});

Deno.test("LiveHub sends a heartbeat only to those who got nothing for its interval", () => {
  const { open, publish, clock, hub } = bench();
  hub.start();
  const all = open().port;
  const quiet = open({ topics: ["ami"] }).port;
  all.clear();
  quiet.clear();
  for (let round = 0; round < 4; round++) {
    clock.advance(5_000);
    publish(event("STATUS_UPDATE", nodeStatus()));
  }
  deepStrictEqual([...new Set(all.types)], ["STATUS_UPDATE"]);
  deepStrictEqual(all.seqs, [1, 2, 3, 4], "a heartbeat for some alone takes no number");
  strictEqual(quiet.types.length >= 2, true);
  deepStrictEqual([...new Set(quiet.types)], ["HEARTBEAT"]);
  all.clear();
  quiet.clear();
  clock.advance(30_000);
  deepStrictEqual(all.seqs, [5, 6, 7, 8, 9], "a heartbeat for everybody does");
  deepStrictEqual([...new Set(all.types)], ["HEARTBEAT"]);
  hub.stop();
  strictEqual(clock.pending, 0);
});

Deno.test("LiveHub refuses clients above a limit and counts them", () => {
  const { open, hub } = bench({ limits: { perAddress: 2, total: 3 } });
  const refused = (address: string) => hub.open(new FakePort(), EVERYTHING, ANONYMOUS, address) === undefined;
  const first = open({ address: "192.0.2.1" });
  open({ address: "192.0.2.1" });
  strictEqual(refused("192.0.2.1"), true, "a third of one address");
  open({ address: "192.0.2.2" });
  strictEqual(refused("192.0.2.3"), true, "a fourth in all");
  deepStrictEqual([hub.counters.clients, hub.counters.refused], [3, 2]);
  first.session.end();
  first.session.end();
  strictEqual(hub.counters.clients, 2, "ending twice counts once");
  strictEqual(refused("192.0.2.1"), false);
});

Deno.test("LiveHub counts the machine's own address only in all", () => {
  const { open, hub } = bench({ limits: { perAddress: 1, total: 4 } });
  for (const address of ["127.0.0.1", "127.0.0.1", "::1", "::1"]) open({ address });
  strictEqual(hub.open(new FakePort(), EVERYTHING, ANONYMOUS, "127.0.0.1"), undefined);
});

Deno.test("LiveHub closes everybody on stop and leaves no timer", () => {
  const { open, publish, hub, clock } = bench();
  hub.start();
  const { port } = open();
  const node = new FakePort();
  hub.openNode(node, "1999", ANONYMOUS, "192.0.2.1");
  publish(event("LINK_TX", linkTx()));
  hub.stop();
  deepStrictEqual(port.closed, { code: 1001, reason: "server stops" });
  deepStrictEqual(node.closed, { code: 1001, reason: "server stops" });
  strictEqual(hub.counters.clients, 0);
  strictEqual(clock.pending, 0);
  strictEqual(hub.open(new FakePort(), EVERYTHING, ANONYMOUS, "192.0.2.1"), undefined);
});

Deno.test("LiveHub survives a client that ends while it is being sent to", () => {
  const { hub, publish } = bench();
  const opened: LiveSession[] = [];
  const port = new FakePort();
  const send = port.send.bind(port);
  port.send = (...args) => {
    send(...args);
    opened[0]?.end();
  };
  const session = hub.open(port, EVERYTHING, ANONYMOUS, "192.0.2.1");
  if (session) opened.push(session);
  port.clear();
  publish(keyed("1999"), keyed("1999", false));
  strictEqual(port.texts.length, 1);
  strictEqual(hub.counters.clients, 0);
});

Deno.test("LiveHub shows addresses to those with a session only", () => {
  const { open, publish, source } = bench();
  source.nodes = [nodeStatus({ links: [linkInfo()] })];
  const anonymous = open().port;
  const operator = open({ viewer: OPERATOR }).port;
  publish(event("LINK_ADDED", [linkInfo()]), event("STATUS_UPDATE", nodeStatus({ links: [linkInfo()] })));
  strictEqual(anonymous.texts.some((text) => text.includes("192.0.2.7")), false);
  strictEqual(anonymous.texts.filter((text) => text.includes("192.0.*.*")).length, 3);
  strictEqual(operator.texts.filter((text) => text.includes("192.0.2.7")).length, 3);
  deepStrictEqual(anonymous.seqs, operator.seqs);
});

Deno.test("LiveHub tells of calls to those with a session only, also to who comes back", () => {
  const { open, publish } = bench();
  const [ringing] = SAMPLE_CALLS;
  if (ringing === undefined) throw new Error("no sample");
  const anonymous = open().port;
  const operator = open({ viewer: OPERATOR }).port;
  const elsewhere = open({ viewer: OPERATOR, topics: ["links"] }).port;
  publish(event("CALL_STATE", ringing));
  const back = open({ resume: { epoch: "e1", seq: 0 } }).port;
  const told = (port: typeof anonymous) => port.texts.filter((text) => text.includes(ringing.call_id)).length;
  deepStrictEqual([anonymous, operator, elsewhere, back].map(told), [0, 1, 0, 0]);
});

Deno.test("LiveHub.watched is true for the nodes that a client's choice has in it, for as long as it is there", () => {
  const { hub, open } = bench();
  strictEqual(hub.watched("1998"), false);
  const { session } = open({ nodes: ["1998"] });
  deepStrictEqual([hub.watched("1998"), hub.watched("1999")], [true, false]);
  session.end();
  strictEqual(hub.watched("1998"), false);
  const everything = open();
  strictEqual(hub.watched("1999"), true, "who chose nothing watches all");
  everything.session.end();
  strictEqual(hub.watched("1999"), false);
  const calls = open({ topics: ["calls", "ami"] });
  strictEqual(hub.watched("1999"), false, "who follows calls looks at no node");
  calls.session.end();
  const talkers = open({ topics: ["talkers"], nodes: ["1999"] });
  deepStrictEqual([hub.watched("1998"), hub.watched("1999")], [false, true]);
  talkers.session.end();
});
