import { deepStrictEqual } from "node:assert/strict";
import { DashboardFeed } from "../../lib/client/mod.ts";
import { snapshot } from "./builders.ts";
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
