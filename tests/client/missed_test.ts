import { deepStrictEqual, ok } from "node:assert/strict";
import { DashboardFeed, modelFromSnapshot } from "../../lib/client/mod.ts";
import type { DomainEvent, NodeStatus, Topic } from "../../lib/wire/mod.ts";
import { type Bench, bench, event, FakePort, openClient } from "../live/support.ts";
import { linkInfo, nodeStatus, SAMPLE_AT, SAMPLE_AT_MS } from "../wire/samples.ts";
import { snapshot } from "./builders.ts";
import { Dialler, FakeEvents, FakeSocket, SleepyClock } from "./fakes.ts";

/** So much is missed: far more than the server keeps for clients that come back. */
const MISSED_EVENTS = 10_000;

/** A page between two looks: longer than any stream lives without a word. */
const ASLEEP_MS = 300_000;

const TOPICS: readonly Topic[] = ["nodes", "links", "talkers", "ami"];

/** What the server said to one stream of the page, handed on as long as that stream is there. */
class Wire extends FakePort {
  constructor(private readonly hear: (text: string, messageType: string) => void) {
    super();
  }

  override send(...[text, seq, messageType, shared]: Parameters<FakePort["send"]>): void {
    super.send(text, seq, messageType, shared);
    this.hear(text, messageType);
  }
}

/** A page on its own clock, whose streams are those of a hub. */
function rig(made: Bench) {
  const clock = new SleepyClock(55_000);
  const wires: Wire[] = [];
  const sessions: { end(): void }[] = [];
  const connect = (transport: FakeSocket | FakeEvents, hear: (text: string, messageType: string) => void) => {
    const asked = (transport.query.get("topics") ?? "").split(",");
    const topics = TOPICS.filter((topic) => asked.includes(topic));
    const [epoch = "", seq = ""] = (transport.query.get("resume") ?? "").split("-");
    const wire = new Wire((text, type) => transport.closed || hear(text, type));
    transport.open();
    const resume = epoch === "" ? undefined : { epoch, seq: Number(seq) };
    sessions.push(openClient(made.hub, { topics, port: wire, resume }).session);
    wires.push(wire);
  };
  const sockets = new Dialler((url) => new FakeSocket(url));
  const events = new Dialler((url) => new FakeEvents(url));
  const feed = new DashboardFeed(
    snapshot({
      epoch: made.hub.epoch,
      seq: made.hub.seq,
      generatedAtMs: SAMPLE_AT_MS,
      nodes: made.source.nodes,
    }),
    { socketUrl: "ws://nexus.test/ws", eventsUrl: "http://nexus.test/e", heartbeatMs: 5_000 },
    {
      clock,
      openSocket: sockets.dial,
      openEvents: events.dial,
      readHealth: () => Promise.resolve(undefined),
      readNodeIds: () => Promise.resolve(undefined),
    },
  );
  /** Connects what the page dialled last. */
  const answer = () => {
    connect(sockets.last, (data) => sockets.last.sayText(data));
    connect(events.last, (data, type) => events.last.dispatchEvent(new MessageEvent(type, { data })));
  };
  return {
    clock,
    feed,
    sockets,
    events,
    wires,
    answer,
    hangUp: () => sessions.forEach((each) => each.end()),
  };
}

/** One change of a node with up to seven links, and the event that tells it. */
function change(count: number, node: NodeStatus): { readonly node: NodeStatus; readonly told: DomainEvent } {
  const id = String(2_000 + count % 7);
  const link = node.links.find((each) => each.node === id);
  const others = node.links.filter((each) => each.node !== id);
  if (link && count % 11 === 0) {
    return {
      node: { ...node, links: others },
      told: event("LINK_REMOVED", [{ local_node: "1999", node: id }]),
    };
  }
  if (!link) {
    const added = linkInfo({ local_node: "1999", node: id, total_tx_seconds: count, current_tx: false });
    return { node: { ...node, links: [...others, added] }, told: event("LINK_ADDED", [added]) };
  }
  const edged = { ...link, current_tx: !link.current_tx, total_tx_seconds: count };
  const { local_node, last_tx_start, last_tx_end } = edged;
  const kind = edged.current_tx ? "START" : "STOP";
  const edge = { local_node, node: id, kind, at: SAMPLE_AT, last_tx_start, last_tx_end } as const;
  return {
    node: { ...node, links: [...others, edged] },
    told: event("LINK_TX", { ...edge, total_tx_seconds: count }),
  };
}

function happen(made: Bench, count: number): void {
  for (let at = 0; at < count; at++) {
    const [before] = made.source.nodes;
    if (!before) return;
    const { node, told } = change(at, before);
    made.source.nodes = [node];
    made.publish(told);
    if (at % 50 === 0) made.clock.advance(ASLEEP_MS / count * 50);
  }
  made.clock.advance(100);
}

const linksOf = (model: ReturnType<typeof modelFromSnapshot>) =>
  [...model.nodes.get("1999")?.links.values() ?? []]
    .map((link) => [link.node, link.keyedSinceMs !== null, link.endedTotalTxSeconds > 0])
    .sort();

Deno.test("a page that slept five minutes and missed 10,000 events shows the truth again, and never said that Nexus was away", () => {
  const made = bench();
  made.source.nodes = [nodeStatus({ node_id: "1999", links: [] })];
  const { clock, feed, sockets, wires, answer, hangUp } = rig(made);
  const stood = new Set<string>();
  feed.start();
  answer();
  feed.nexus.subscribe(({ kind }) => stood.add(kind));
  happen(made, 30);
  clock.advance(16);
  const start = sockets.last.query.get("resume");
  hangUp();
  clock.sleep(ASLEEP_MS);
  happen(made, MISSED_EVENTS);
  feed.wake(false);
  deepStrictEqual(sockets.made.length, 2, "it dials at once");
  ok(sockets.last.query.get("resume") !== start, "from the last message it took");
  answer();
  clock.advance(16);
  const resumed = wires.slice(-2).flatMap((wire) => wire.types);
  deepStrictEqual(resumed.toSorted(), ["STATUS_UPDATE", "TALKER_LOG_SNAPSHOT", "WELCOME", "WELCOME"]);
  const truth = modelFromSnapshot(snapshot({ generatedAtMs: made.clock.now(), nodes: made.source.nodes }));
  ok(linksOf(truth).some(([, isKeyed]) => isKeyed), "there is something to be right about");
  deepStrictEqual(linksOf(feed.model.value), linksOf(truth));
  deepStrictEqual(feed.nexus.value.kind, "live");
  deepStrictEqual([...stood].toSorted(), ["live", "reconnecting"]);
  feed.stop();
  hangUp();
});
