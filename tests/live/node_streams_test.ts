import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { ANONYMOUS, nodeObject } from "../../lib/live/mod.ts";
import type { LinkInfo, NodeStatus } from "../../lib/wire/mod.ts";
import { linkInfo, linkTx, nodeStatus, SAMPLE_AT, SAMPLE_AT_MS } from "../wire/samples.ts";
import { type Bench, bench, event, FakePort, OPERATOR } from "./support.ts";

const at = (deltaMs: number) => new Date(SAMPLE_AT_MS + deltaMs).toISOString();

Deno.test("nodeObject has the shape that per-node clients read", () => {
  const status = nodeStatus({
    tx_keyed: true,
    variables: { cpu_temp: "45.2", cpu_up: "Up 4 days", cpu_load: "0.5", OTHER: "x" },
    links: [linkInfo({ last_heard_at: at(-3_400) })],
  });
  deepStrictEqual(nodeObject(status, SAMPLE_AT_MS), {
    status: "online",
    cos_keyed: 0,
    tx_keyed: 1,
    cpu_temp: "45.2",
    cpu_up: "Up 4 days",
    cpu_load: "0.5",
    ALERT: null,
    WX: null,
    DISK: null,
    remote_nodes: [{
      node: "2000",
      info: "W1AW Repeater Newington",
      ip: "192.0.2.7",
      direction: "OUT",
      elapsed: "00:12:01",
      link: "ESTABLISHED",
      keyed: "no",
      last_keyed: "3",
      mode: "T",
    }],
  });
});

Deno.test("nodeObject tells odd links plainly", () => {
  const row = (fields: Partial<LinkInfo>) =>
    nodeObject(nodeStatus({ links: [linkInfo(fields)] }), SAMPLE_AT_MS).remote_nodes[0];
  strictEqual(row({ current_tx: true, last_heard_at: SAMPLE_AT })?.keyed, "yes");
  strictEqual(row({ current_tx: true, last_heard_at: at(-9_000) })?.last_keyed, "0");
  strictEqual(row({ last_heard_at: null })?.last_keyed, "-1");
  strictEqual(row({ last_heard_at: at(5_000) })?.last_keyed, "0", "a clock that runs ahead");
  strictEqual(row({ elapsed_seconds: 508_332 })?.elapsed, "141:12:12");
  strictEqual(row({ elapsed_seconds: 59.9 })?.elapsed, "00:00:59");
  const unknown = row({
    callsign: null,
    description: null,
    location: null,
    ip: null,
    direction: null,
    mode: null,
    elapsed_seconds: null,
  });
  deepStrictEqual([unknown?.info, unknown?.ip, unknown?.direction, unknown?.mode, unknown?.elapsed], [
    "",
    "",
    "",
    "",
    "",
  ]);
});

Deno.test("nodeObject takes markup out of what operators' scripts put into variables", () => {
  const variables = {
    ALERT: "<span style='color:red'><b>[Tornado Watch]</b></span>",
    WX: "<script>alert(1)</script>",
    DISK: "<b></b>",
    cpu_temp: "a <img src=x onerror=alert(1)",
  };
  const object = nodeObject(nodeStatus({ variables, stale: true }), SAMPLE_AT_MS);
  deepStrictEqual(
    [object.ALERT, object.WX, object.DISK, object.cpu_temp, object.status],
    ["[Tornado Watch]", "alert(1)", null, "a", "offline"],
  );
});

/** A hub with one watched node, and how to change that node with the event that tells it. */
function watching(): Bench & { port: FakePort; show(status: NodeStatus): void } {
  const made = bench();
  made.source.nodes = [nodeStatus({ links: [linkInfo()] }), nodeStatus({ node_id: "2001" })];
  const port = new FakePort();
  made.hub.openNode(port, "1999", ANONYMOUS, "192.0.2.1");
  const show = (status: NodeStatus) => {
    made.source.nodes = [status];
    made.publish(event("STATUS_UPDATE", status));
    made.clock.advance(100);
  };
  return { ...made, port, show };
}

Deno.test("NodeStreams sends the whole object on connect, and again only when something changed", () => {
  const { port, show } = watching();
  deepStrictEqual(port.texts.map((text) => Object.keys(JSON.parse(text))), [["1999"]]);
  const link = linkInfo();
  show(nodeStatus({ links: [link] }));
  show(nodeStatus({ links: [{ ...link, elapsed_seconds: 800 }], uptime_sec: 90_000 }));
  strictEqual(port.texts.length, 1, "time alone is no change");
  const changes: Partial<LinkInfo>[] = [{ mode: "R" }, { link_state: "CONNECTING" }, { current_tx: true }, {
    node: "2002",
  }];
  changes.forEach((fields, index) => {
    show(nodeStatus({ links: [{ ...link, ...fields }] }));
    strictEqual(port.texts.length, index + 2, JSON.stringify(fields));
  });
  show(nodeStatus({ rx_keyed: true }));
  show(nodeStatus({ rx_keyed: true, variables: { WX: "rain" } }));
  strictEqual(port.texts.length, 7);
});

Deno.test("NodeStreams gathers a burst of events into one message, and leaves other nodes alone", () => {
  const { port, publish, clock, source } = watching();
  const asked = source.asked;
  publish(event("STATUS_UPDATE", nodeStatus({ node_id: "2001", rx_keyed: true })));
  clock.advance(1_000);
  strictEqual(source.asked, asked, "nobody watches that node");
  source.nodes = [nodeStatus({ links: [linkInfo({ current_tx: true })], tx_keyed: true })];
  publish(
    event("LINK_TX", linkTx()),
    event("NODE_TX", { node: "1999", keyed: true, at: SAMPLE_AT }),
    event("LINK_UPDATED", [linkInfo({ current_tx: true })]),
  );
  clock.advance(100);
  strictEqual(port.texts.length, 2);
});

Deno.test("NodeStreams masks addresses for those without a session", () => {
  const { hub, port } = watching();
  const operator = new FakePort();
  hub.openNode(operator, "1999", OPERATOR, "192.0.2.1");
  strictEqual(port.texts[0]?.includes('"ip":"192.0.*.*"'), true);
  strictEqual(operator.texts[0]?.includes('"ip":"192.0.2.7"'), true);
});

Deno.test("NodeStreams tells a node that goes offline with its server", () => {
  const { port, source, publish, clock } = watching();
  source.nodes = [nodeStatus({ stale: true, ami: "retrying" })];
  publish(event("AMI_STATUS", { server: "main", state: "retrying", attempt: 1, retry_in: 15, error: null }));
  clock.advance(100);
  strictEqual(JSON.parse(port.texts.at(-1) ?? "")["1999"].status, "offline");
});

Deno.test("NodeStreams gives a lagging client the newest object once it is empty", () => {
  const made = bench({ bounds: { maxBytes: 100 } });
  made.source.nodes = [nodeStatus()];
  const port = Object.assign(new FakePort(), { stuck: true });
  made.hub.openNode(port, "1999", ANONYMOUS, "192.0.2.1");
  for (let round = 0; round < 20; round++) {
    made.source.nodes = [nodeStatus({ rx_keyed: round % 2 === 0 })];
    made.publish(event("STATUS_UPDATE", nodeStatus()));
    made.clock.advance(100);
  }
  strictEqual(port.texts.length < 5, true);
  port.drain();
  port.clear();
  made.source.nodes = [nodeStatus({ tx_keyed: true })];
  made.clock.advance(250);
  deepStrictEqual(port.texts.map((text) => JSON.parse(text)["1999"].tx_keyed), [1]);
});

Deno.test("NodeStreams counts its clients and forgets them", () => {
  const made = bench({ limits: { perAddress: 1 } });
  made.source.nodes = [nodeStatus()];
  const session = made.hub.openNode(new FakePort(), "1999", ANONYMOUS, "192.0.2.1");
  strictEqual(made.hub.openNode(new FakePort(), "1999", ANONYMOUS, "192.0.2.1"), undefined);
  strictEqual(made.hub.counters.clients, 1);
  session?.end();
  session?.end();
  strictEqual(made.hub.counters.clients, 0);
  const asked = made.source.asked;
  made.publish(event("STATUS_UPDATE", nodeStatus({ rx_keyed: true })));
  made.clock.advance(1_000);
  deepStrictEqual([made.source.asked, made.clock.pending], [asked, 0]);
});

Deno.test("NodeStreams closes the stream of a node that is gone, and no other", () => {
  const { hub, port, source, clock } = watching();
  hub.start();
  const other = new FakePort();
  hub.openNode(other, "2001", ANONYMOUS, "192.0.2.1");
  clock.advance(2_000);
  const closes = () => [port, other].map(({ closed }) => closed?.code ?? null);
  deepStrictEqual(closes(), [null, null]);
  source.nodes = [nodeStatus({ node_id: "2001" })];
  clock.advance(2_000);
  deepStrictEqual(closes(), [4404, null]);
  strictEqual(hub.counters.clients, 1);
  hub.stop();
});
