import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { NodeFeed } from "../../lib/client/mod.ts";
import { edge, link, message, NOW_MS, snapshot, status, talk } from "./builders.ts";
import { Dialler, FakeSocket, SleepyClock } from "./fakes.ts";

const welcome = (epoch: string, seq: number) =>
  message("WELCOME", { version: "1.0.0", seq, user: null, role: "anonymous", epoch }, seq);

function rig(nodeId = "1999") {
  const clock = new SleepyClock(777_000);
  const sockets = new Dialler((url) => new FakeSocket(url));
  const feed = new NodeFeed(
    snapshot({ nodes: [status([link("2000")])] }),
    nodeId,
    { socketUrl: "ws://nexus.test/ws", heartbeatMs: 5_000 },
    { clock, openSocket: sockets.dial },
  );
  const open = () => {
    sockets.last.open();
    sockets.last.say(welcome("a", 10));
  };
  return { clock, sockets, feed, open, kind: () => feed.nexus.value.kind };
}

Deno.test("NodeFeed follows one node over one socket, from where the page was rendered", () => {
  const { feed, sockets, open, kind, clock } = rig("1999 & co");
  strictEqual(kind(), "rendered");
  feed.start();
  feed.start();
  deepStrictEqual(sockets.made.map(({ url }) => url), [
    "ws://nexus.test/ws?topics=nodes,links,talkers,ami&resume=a-10&node=1999%20%26%20co",
  ]);
  open();
  strictEqual(kind(), "live");
  feed.stop();
  strictEqual(kind(), "rendered");
  deepStrictEqual([clock.pending, sockets.alive], [0, 0]);
});

Deno.test("NodeFeed shows what its node does, and nothing of a run that is over", () => {
  const { feed, sockets, open } = rig();
  feed.start();
  open();
  const keyedSince = () => feed.model.value.nodes.get("1999")?.links.get("2000")?.keyedSinceMs;
  sockets.last.say(message("LINK_TX", edge("2000", "START", 1, 0), 11, 1));
  strictEqual(keyedSince(), NOW_MS + 1_000);
  sockets.last.say(message("TALKER_EVENT", talk("2000", 1, null), 12, 1));
  strictEqual(feed.model.value.talkers.length, 1);
  sockets.last.say(welcome("b", 3));
  strictEqual(feed.model.value.epoch, "b");
  strictEqual(keyedSince(), NOW_MS + 1_000, "what was known stays until the new run tells");
  feed.stop();
});

Deno.test("NodeFeed tells that Nexus is silent or away with the age of its last word, and comes back", async () => {
  const { feed, sockets, open, kind, clock } = rig();
  feed.start();
  open();
  await clock.advance(8_000);
  strictEqual(kind(), "silent");
  sockets.last.say(message("HEARTBEAT", {}, 11, 8));
  strictEqual(kind(), "live");
  sockets.last.drop();
  strictEqual(kind(), "reconnecting");
  await clock.advance(2_500);
  const away = feed.nexus.value;
  strictEqual(away.kind === "away" && away.lastMessageAtMs, NOW_MS + 8_000);
  await clock.advance(10_000);
  open();
  strictEqual(kind(), "live");
  feed.stop();
});

Deno.test("NodeFeed moves no time while it is out of sight, and catches up when it is seen again", async () => {
  const { feed, open, clock } = rig();
  feed.start();
  open();
  feed.setVisible(false);
  const before = feed.now.value;
  await clock.advance(3_000);
  strictEqual(feed.now.value, before);
  feed.setVisible(true);
  strictEqual(feed.now.value >= NOW_MS + 3_000, true);
  feed.stop();
});

Deno.test("NodeFeed lets times stand still after a sleep until it caught up, then shows the server's time", async () => {
  const { feed, sockets, open, clock, kind } = rig();
  feed.start();
  open();
  const before = feed.now.value;
  clock.sleep(300_000);
  feed.wake(true);
  deepStrictEqual([feed.now.value, kind()], [before, "reconnecting"]);
  strictEqual(feed.serverNow() - before, 300_000);
  sockets.last.open();
  sockets.last.say({ ...welcome("a", 10), timestamp: NOW_MS + 300_000 });
  strictEqual(kind(), "live");
  strictEqual(feed.now.value - before, 300_000);
  strictEqual(sockets.alive, 1);
  await clock.advance(1_000);
  strictEqual(feed.now.value - before, 301_000);
  feed.stop();
});
