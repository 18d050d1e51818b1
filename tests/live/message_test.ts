import { deepStrictEqual, notStrictEqual, strictEqual } from "node:assert/strict";
import { linkInfo, linkTx, nodeStatus, talkerEvent } from "../wire/samples.ts";
import { bench, event, OPERATOR } from "./support.ts";

/** A status that counts how often it becomes JSON. */
function countedStatus(ip: string | null) {
  const count = { json: 0 };
  const toJSON = () => {
    count.json++;
    return "counted";
  };
  const name = Object.assign(Object.create({ toJSON }), {});
  return { count, status: { ...nodeStatus({ links: [linkInfo({ ip })] }), name } };
}

Deno.test("StreamMessage is serialised once however many clients get it", () => {
  const { open, publish } = bench({ limits: { perAddress: 500 } });
  for (let client = 0; client < 100; client++) open();
  const { count, status } = countedStatus(null);
  publish(event("STATUS_UPDATE", status));
  strictEqual(count.json, 1);
});

Deno.test("StreamMessage without addresses is the same text for everybody", () => {
  const { open, publish } = bench();
  const ports = [open().port, open({ viewer: OPERATOR }).port];
  const { count, status } = countedStatus(null);
  publish(event("STATUS_UPDATE", status));
  strictEqual(count.json, 1);
  strictEqual(ports[0]?.shared.at(-1), ports[1]?.shared.at(-1));
});

Deno.test("StreamMessage with addresses is serialised once per right to see them", () => {
  const { open, publish } = bench();
  for (let client = 0; client < 5; client++) open();
  for (let client = 0; client < 5; client++) open({ viewer: OPERATOR });
  const { count, status } = countedStatus("192.0.2.7");
  publish(event("STATUS_UPDATE", status));
  strictEqual(count.json, 2);
});

Deno.test("StreamMessage is not serialised when nobody is there, or nobody wants it", () => {
  const { open, publish } = bench();
  const { count, status } = countedStatus(null);
  publish(event("STATUS_UPDATE", status));
  open({ topics: ["links"] });
  open({ nodes: ["2001"] });
  publish(event("STATUS_UPDATE", status));
  strictEqual(count.json, 0);
});

Deno.test("StreamMessage is serialised again for nobody who comes back", () => {
  const { open, publish } = bench();
  const { count, status } = countedStatus(null);
  publish(event("STATUS_UPDATE", status));
  for (let client = 0; client < 5; client++) open({ resume: { epoch: "e1", seq: 0 } });
  strictEqual(count.json, 1);
});

Deno.test("StreamMessage is encoded for SSE once", () => {
  const { open, publish } = bench();
  const ports = [open().port, open().port];
  publish(event("NODE_TX", { node: "1999", keyed: true, at: "2026-02-12T10:30:00.000Z" }));
  const [first, second] = ports.map((port) => port.shared.at(-1)?.sseFrame("e1"));
  strictEqual(first, second);
  strictEqual(
    new TextDecoder().decode(first),
    `id: e1-1\nevent: NODE_TX\ndata: ${ports[0]?.texts.at(-1)}\n\n`,
  );
});

Deno.test("SnapshotCache builds one snapshot for all that come at the same point", () => {
  const { open, publish, source, clock } = bench();
  source.nodes = [nodeStatus()];
  const texts = [open().port, open().port].map((port) => port.shared[1]);
  strictEqual(texts[0], texts[1]);
  strictEqual(source.asked, 1);
  clock.advance(1_000);
  notStrictEqual(open().port.shared[1], texts[0], "a second later its times are too old");
  publish(event("NODE_TX", { node: "1999", keyed: true, at: "2026-02-12T10:30:00.000Z" }));
  open();
  strictEqual(source.asked, 3, "after a change it is built anew");
});

Deno.test("LiveHub gives each topic to those who chose it", () => {
  const published = [
    event("STATUS_UPDATE", nodeStatus()),
    event("NODE_TX", { node: "1999", keyed: true, at: "2026-02-12T10:30:00.000Z" }),
    event("NODE_RX", { node: "1999", keyed: true, at: "2026-02-12T10:30:00.000Z" }),
    event("LINK_ADDED", [linkInfo()]),
    event("LINK_UPDATED", [linkInfo()]),
    event("LINK_REMOVED", [{ local_node: "1999", node: "2000" }]),
    event("LINK_TX", linkTx()),
    event("TALKER_EVENT", talkerEvent()),
    event("AMI_STATUS", { server: "main", state: "connected", attempt: 0, retry_in: null, error: null }),
  ];
  const expected = {
    nodes: ["STATUS_UPDATE", "NODE_TX", "NODE_RX"],
    links: ["LINK_ADDED", "LINK_UPDATED", "LINK_REMOVED", "LINK_TX_BATCH"],
    talkers: ["TALKER_EVENT"],
    ami: ["AMI_STATUS"],
    calls: [],
    pbx: [],
  };
  const { open, publish, clock } = bench();
  const topics = ["nodes", "links", "talkers", "ami", "calls", "pbx"] as const;
  const ports = topics.map((topic) => open({ topics: [topic] }).port);
  for (const port of ports) port.clear();
  publish(...published);
  clock.advance(100);
  topics.forEach((topic, index) => deepStrictEqual(ports[index]?.types, expected[topic], topic));
});

Deno.test("LiveHub gives a client with chosen nodes only their entries, serialised once per choice", () => {
  const { open, publish, clock } = bench();
  const here = [open({ nodes: ["1999"] }).port, open({ nodes: ["1999"] }).port];
  const both = open({ nodes: ["2001", "1999"] }).port;
  const none = open({ nodes: ["3000"] }).port;
  for (const port of [...here, both, none]) port.clear();
  publish(
    event("LINK_TX", linkTx()),
    event("LINK_TX", linkTx({ local_node: "2001" })),
    event("AMI_STATUS", { server: "main", state: "connected", attempt: 0, retry_in: null, error: null }),
  );
  clock.advance(100);
  deepStrictEqual(here[0]?.types, ["AMI_STATUS", "LINK_TX_BATCH"]);
  deepStrictEqual(here[0]?.messages[1]?.data, [linkTx()]);
  strictEqual(here[0]?.shared[1], here[1]?.shared[1]);
  deepStrictEqual(both.messages[1]?.data, [linkTx(), linkTx({ local_node: "2001" })]);
  deepStrictEqual(none.types, ["AMI_STATUS"]);
});

Deno.test("LiveHub masks addresses in the part that a choice of nodes leaves", () => {
  const { open, publish } = bench();
  const anonymous = open({ nodes: ["1999"] }).port;
  const operator = open({ nodes: ["1999"], viewer: OPERATOR }).port;
  publish(event("LINK_ADDED", [linkInfo(), linkInfo({ local_node: "2001", ip: "198.51.100.3" })]));
  deepStrictEqual(anonymous.messages.at(-1)?.data, [linkInfo({ ip: "192.0.*.*" })]);
  deepStrictEqual(operator.messages.at(-1)?.data, [linkInfo()]);
});

Deno.test("LiveHub shows a client with chosen nodes those nodes and their talkers", () => {
  const { open, source } = bench();
  source.nodes = [nodeStatus(), nodeStatus({ node_id: "2001" })];
  source.log = [talkerEvent(), talkerEvent({ local_node: "2001" })];
  const { port } = open({ nodes: ["2001"] });
  deepStrictEqual(port.types, ["WELCOME", "STATUS_UPDATE", "TALKER_LOG_SNAPSHOT"]);
  deepStrictEqual(port.messages[2]?.data, [talkerEvent({ local_node: "2001" })]);
  deepStrictEqual(open({ nodes: ["3000"] }).port.messages.at(-1)?.data, [], "an empty log is an answer too");
});
