import { deepStrictEqual } from "node:assert/strict";
import { DashboardFeed } from "../../lib/client/mod.ts";
import { message, snapshot, status } from "./builders.ts";
import { Dialler, FakeEvents, FakeSocket, SleepyClock } from "./fakes.ts";

function queriesOf(nodes: readonly string[]): readonly URLSearchParams[] {
  const sockets = new Dialler((url) => new FakeSocket(url));
  const events = new Dialler((url) => new FakeEvents(url));
  const addresses = { socketUrl: "ws://nexus.test/ws", eventsUrl: "http://nexus.test/api/events" };
  const feed = new DashboardFeed(snapshot(), { ...addresses, heartbeatMs: 5_000, nodes }, {
    clock: new SleepyClock(0),
    openSocket: sockets.dial,
    openEvents: events.dial,
    readHealth: () => Promise.resolve(undefined),
    readNodeIds: () => Promise.resolve(undefined),
  });
  feed.start();
  feed.stop();
  return [sockets.last.query, events.last.query];
}

Deno.test("DashboardFeed asks both streams for the nodes that the page shows, and for all by asking for none", () => {
  for (const query of queriesOf(["43732", "my node&x=1"])) {
    deepStrictEqual(query.getAll("node"), ["43732,my node&x=1"]);
    deepStrictEqual(query.get("resume"), "a-10");
  }
  for (const query of queriesOf([])) deepStrictEqual(query.has("node"), false);
});

/** A live page of two nodes; `tell` lets seconds pass in which the status of these comes every five. */
function liveRig(nodeIds: ReadonlySet<string>) {
  const clock = new SleepyClock(0);
  const sockets = new Dialler((url) => new FakeSocket(url));
  const events = new Dialler((url) => new FakeEvents(url));
  const asked = { nodes: 0 };
  const nodes = ["1999", "1998"].map((node_id) => status([], { node_id, name: `N${node_id}` }));
  const addresses = { socketUrl: "ws://nexus.test/ws", eventsUrl: "http://nexus.test/e", heartbeatMs: 5_000 };
  const feed = new DashboardFeed(snapshot({ nodes }), addresses, {
    clock,
    openSocket: sockets.dial,
    openEvents: events.dial,
    readHealth: () => Promise.resolve(undefined),
    readNodeIds: () => (asked.nodes++, Promise.resolve(nodeIds)),
  });
  feed.start();
  sockets.last.open();
  events.last.open();
  let seq = 10;
  let second = 0;
  const tell = async (seconds: number, ...told: readonly string[]) => {
    for (const end = second + seconds; second < end;) {
      second += 5;
      clock.advance(5_000);
      for (const node_id of told) {
        sockets.last.say(message("STATUS_UPDATE", status([], { node_id }), ++seq, second));
      }
      await Promise.resolve();
      await Promise.resolve();
    }
    clock.advance(16);
  };
  return { feed, asked, tell };
}

Deno.test("DashboardFeed takes away a node that is no longer told of, and remembers that it went", async () => {
  const { feed, asked, tell } = liveRig(new Set(["1999"]));
  await tell(20, "1999", "1998");
  deepStrictEqual([asked.nodes, feed.model.value.nodes.size], [0, 2]);
  await tell(40, "1999");
  deepStrictEqual([...feed.model.value.nodes.keys()], ["1999"]);
  deepStrictEqual(feed.model.value.gone.map(({ nodeId, name }) => [nodeId, name]), [["1998", ""]]);
  deepStrictEqual(asked.nodes, 1);
  feed.stop();
});

Deno.test("DashboardFeed keeps a node that is only late, and does not ask all the time", async () => {
  const { feed, asked, tell } = liveRig(new Set(["1999", "1998"]));
  await tell(100, "1999");
  deepStrictEqual([feed.model.value.nodes.size, feed.model.value.gone], [2, []]);
  deepStrictEqual(asked.nodes <= 4 && asked.nodes > 0, true, `asked ${asked.nodes} times`);
  feed.stop();
});
