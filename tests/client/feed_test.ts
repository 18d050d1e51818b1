import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { DashboardFeed } from "../../lib/client/mod.ts";
import type { HealthReading } from "../../lib/client/status_reading.ts";
import { ago, edge, link, message, NOW_MS, server, snapshot, status, talk } from "./builders.ts";
import { Dialler, FakeEvents, FakeSocket, SleepyClock } from "./fakes.ts";

const welcome = (epoch: string, seq: number, seconds = 0) =>
  message("WELCOME", { version: "1.0.0", seq, user: null, role: "anonymous", epoch }, seq, seconds);
const heartbeat = (seq: number, seconds: number) => message("HEARTBEAT", {}, seq, seconds);

const kindOf = (feed: DashboardFeed): string => feed.nexus.value.kind;

function rig(fields: Parameters<typeof snapshot>[0] = {}) {
  // The browser's wall clock is years off, its monotonic clock starts anywhere.
  const clock = new SleepyClock(777_000);
  const sockets = new Dialler((url) => new FakeSocket(url));
  const events = new Dialler((url) => new FakeEvents(url));
  const asked = { health: 0, nodes: 0 };
  const answers: { health: HealthReading | undefined; nodeIds: ReadonlySet<string> | undefined } = {
    health: undefined,
    nodeIds: undefined,
  };
  const feed = new DashboardFeed(
    snapshot(fields),
    { socketUrl: "ws://nexus.test/ws", eventsUrl: "http://nexus.test/api/events", heartbeatMs: 5_000 },
    {
      clock,
      openSocket: sockets.dial,
      openEvents: events.dial,
      readHealth: () => (asked.health++, Promise.resolve(answers.health)),
      readNodeIds: () => (asked.nodes++, Promise.resolve(answers.nodeIds)),
    },
  );
  const open = (seconds = 0) => {
    sockets.last.open();
    events.last.open();
    sockets.last.say(welcome("a", 10, seconds));
    events.last.say(welcome("a", 10, seconds));
  };
  return { clock, sockets, events, asked, answers, feed, open };
}

Deno.test("DashboardFeed begins as rendered and goes live with both streams, resuming at the page's place", () => {
  const { feed, sockets, events, open, clock } = rig();
  strictEqual(kindOf(feed), "rendered");
  feed.start();
  feed.start();
  deepStrictEqual([sockets.made.length, events.made.length], [1, 1]);
  strictEqual(sockets.last.url, "ws://nexus.test/ws?topics=links,nodes&resume=a-10");
  strictEqual(events.last.url, "http://nexus.test/api/events?topics=talkers,ami&resume=a-10");
  strictEqual(kindOf(feed), "reconnecting");
  open();
  strictEqual(kindOf(feed), "live");
  feed.stop();
  strictEqual(kindOf(feed), "rendered");
  deepStrictEqual([clock.pending, sockets.alive, events.alive], [0, 0, 0]);
});

Deno.test("DashboardFeed tells the page once per frame, however many messages come", () => {
  const { feed, sockets, open, clock } = rig({ nodes: [status([link("2000")])] });
  const seen: number[] = [];
  const stop = feed.model.subscribe((shown) => {
    seen.push(shown.nodes.get("1999")?.links.get("2000")?.endedTotalTxSeconds ?? -1);
  });
  feed.start();
  open();
  clock.advance(16);
  seen.length = 0;
  for (let seq = 1; seq <= 100; seq++) {
    sockets.last.say(message("LINK_TX", edge("2000", seq % 2 ? "START" : "STOP", seq, seq), 10 + seq));
  }
  deepStrictEqual(seen, []);
  clock.advance(16);
  deepStrictEqual(seen, [100]);
  stop();
  feed.stop();
});

Deno.test("DashboardFeed keeps the server's time, whatever the browser's clock says, and only while it is visible", () => {
  const { feed, sockets, open, clock } = rig();
  strictEqual(feed.now.value, NOW_MS);
  feed.start();
  open();
  clock.advance(3_000);
  sockets.last.say(heartbeat(11, 3));
  strictEqual(feed.now.value, NOW_MS + 3_000);
  feed.setVisible(false);
  clock.advance(2_000);
  strictEqual(feed.now.value, NOW_MS + 3_000, "a hidden page moves no timers");
  feed.setVisible(true);
  strictEqual(feed.now.value, NOW_MS + 5_000);
  feed.stop();
});

Deno.test("DashboardFeed says that Nexus is away two seconds after the last stream broke, and since when", () => {
  const { feed, sockets, events, open, clock } = rig();
  feed.start();
  open();
  clock.advance(1_000);
  sockets.last.say(heartbeat(11, 1));
  sockets.failure = events.failure = new Error("refused");
  sockets.last.drop();
  strictEqual(kindOf(feed), "reconnecting", "one stream is left");
  events.last.drop();
  clock.advance(1_000);
  strictEqual(kindOf(feed), "reconnecting");
  clock.advance(1_100);
  const state = feed.nexus.value;
  deepStrictEqual([state.kind, state.kind === "away" && state.lastMessageAtMs], ["away", NOW_MS + 1_000]);
  sockets.failure = events.failure = null;
  clock.advance(15_000);
  sockets.last.open();
  events.last.open();
  sockets.last.say(welcome("a", 12, 18));
  strictEqual(kindOf(feed), "live");
  feed.stop();
});

Deno.test("DashboardFeed says that Nexus is silent when the heartbeats stay away, and takes it back", () => {
  const { feed, sockets, open, clock } = rig();
  feed.start();
  open();
  clock.advance(9_000);
  strictEqual(kindOf(feed), "silent");
  sockets.last.say(heartbeat(11, 9));
  strictEqual(kindOf(feed), "live");
  feed.stop();
});

Deno.test("DashboardFeed lets the event stream carry the links where a WebSocket cannot get through", () => {
  const { feed, sockets, events, clock, open } = rig();
  feed.start();
  open();
  sockets.failure = new Error("no upgrade");
  sockets.last.drop();
  for (let second = 1; second <= 10; second++) {
    clock.advance(1_000);
    events.last.say(heartbeat(10, second));
  }
  strictEqual(events.last.query.get("topics"), "links,nodes,talkers,ami");
  strictEqual(events.last.query.get("resume"), null, "everything of the new topics is wanted");
  events.last.open();
  strictEqual(kindOf(feed), "live");
  sockets.failure = null;
  for (let second = 11; second <= 45; second++) {
    clock.advance(1_000);
    if (sockets.last.readyState === 0 && !sockets.last.closed) sockets.last.open();
    for (const stream of [sockets.last, events.last]) stream.say(heartbeat(10, second));
  }
  strictEqual(events.last.query.get("topics"), "talkers,ami");
  deepStrictEqual([sockets.alive, events.alive], [1, 1]);
  feed.stop();
});

Deno.test("DashboardFeed takes nothing from the run before once a new run said welcome", async () => {
  const { feed, sockets, events, open, clock, asked, answers } = rig({
    nodes: [status(), status([], { node_id: "1998" })],
  });
  answers.nodeIds = new Set(["1999"]);
  feed.start();
  open();
  sockets.last.say(welcome("b", 1));
  events.last.say(message("TALKER_EVENT", talk("2000", 0, null), 11)); // still of run a
  await clock.advanceAsync(20);
  strictEqual(feed.model.value.epoch, "b");
  strictEqual(feed.model.value.talkers.length, 0);
  deepStrictEqual([...feed.model.value.nodes.keys()], ["1999"], "a node that is gone goes");
  strictEqual(asked.nodes, 1);
  feed.stop();
});

Deno.test("DashboardFeed asks for servers and database on a welcome and every 30 s, and prefers newer messages", async () => {
  const { feed, sockets, events, open, clock, asked, answers } = rig();
  const database = { state: "failing", since: ago(0), error: "disk full", dropped_writes: 1 } as const;
  answers.health = { servers: [server({ state: "connecting" })], database };
  feed.start();
  open(6);
  strictEqual(asked.health, 1, "two welcomes at once are one question");
  const retrying = { server: "home", state: "retrying", attempt: 1, retry_in: 15, error: "gone" } as const;
  events.last.say(message("AMI_STATUS", retrying, 11));
  await clock.advanceAsync(20);
  strictEqual(feed.model.value.servers.get("home")?.state, "retrying", "the answer was overtaken");
  strictEqual(feed.model.value.database.state, "failing");
  await clock.advanceAsync(1_000);
  strictEqual(asked.health, 2);
  await clock.advanceAsync(20);
  strictEqual(feed.model.value.servers.get("home")?.state, "connecting");
  for (let second = 2; second <= 32; second++) {
    await clock.advanceAsync(1_000);
    for (const stream of [sockets.last, events.last]) stream.say(heartbeat(11, second));
  }
  strictEqual(asked.health, 3);
  feed.stop();
});

Deno.test("DashboardFeed goes on after the back-forward cache where it stopped", () => {
  const { feed, sockets, open, clock } = rig();
  feed.start();
  open();
  sockets.last.say(heartbeat(42, 1));
  feed.stop();
  clock.advance(600_000);
  strictEqual(sockets.made.length, 1, "a stopped feed dials nothing");
  feed.start();
  strictEqual(sockets.last.query.get("resume"), "a-42");
  strictEqual(kindOf(feed), "reconnecting", "Nexus was not away, the page was");
  strictEqual(feed.now.value, NOW_MS, "times stand until it is known what was missed");
  open(601);
  deepStrictEqual([kindOf(feed), feed.now.value], ["live", NOW_MS + 601_000]);
  feed.stop();
  strictEqual(clock.pending, 0);
});

Deno.test("DashboardFeed catches up after a sleep without saying that Nexus was away, unless it is", async () => {
  const { feed, sockets, open, clock, asked } = rig();
  feed.start();
  open();
  await clock.advanceAsync(20);
  strictEqual(asked.health, 0, "the page itself is as new");
  sockets.last.say(heartbeat(11, 1));
  feed.setVisible(false);
  clock.sleep(300_000);
  feed.setVisible(true);
  const shownAtMs = feed.now.value;
  deepStrictEqual([kindOf(feed), sockets.made.length], ["reconnecting", 2], "dialled at once");
  strictEqual(asked.health, 1, "the database has no message of its own");
  clock.advance(500);
  strictEqual(feed.now.value, shownAtMs);
  open(301);
  deepStrictEqual([kindOf(feed), feed.now.value >= NOW_MS + 301_000], ["live", true]);
  clock.sleep(300_000);
  feed.wake(false);
  strictEqual(kindOf(feed), "reconnecting");
  clock.advance(3_000);
  strictEqual(kindOf(feed), "away", "two seconds are enough");
  feed.stop();
});

Deno.test("DashboardFeed finds out about both streams when one is lost just after it woke up, and not otherwise", () => {
  const { feed, sockets, events, open, clock } = rig();
  feed.start();
  open();
  sockets.last.drop();
  clock.advance(500);
  deepStrictEqual([sockets.made.length, events.made.length], [2, 1]);
  sockets.last.open();
  feed.wake(false);
  sockets.last.drop();
  deepStrictEqual(events.made.length, 2, "what broke one broke the other");
  clock.advance(500);
  open();
  deepStrictEqual([kindOf(feed), sockets.alive, events.alive], ["live", 1, 1]);
  const made = events.made.length;
  feed.wake(false);
  feed.stop();
  deepStrictEqual([events.made.length, sockets.alive, events.alive, clock.pending], [made, 0, 0, 0]);
});

Deno.test("DashboardFeed tells a hidden page of changes at once, as its timers may be a minute late", () => {
  const { feed, sockets, open, clock } = rig({ nodes: [status([link("2000")])] });
  feed.start();
  open();
  clock.advance(1_000);
  const keyed = () => feed.model.value.nodes.get("1999")?.links.get("2000")?.keyedSinceMs !== null;
  feed.setVisible(false);
  sockets.last.say(message("LINK_TX", edge("2000", "START", 1, 0), 11));
  strictEqual(keyed(), true, "without a frame");
  sockets.last.say(message("LINK_TX", edge("2000", "STOP", 2, 1), 12));
  strictEqual(keyed(), true, "but not with every message");
  clock.advance(16);
  strictEqual(keyed(), false);
  feed.stop();
});
