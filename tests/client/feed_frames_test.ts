import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { DashboardFeed } from "../../lib/client/mod.ts";
import { VirtualClock } from "../../lib/clock/mod.ts";
import { edge, link, message, snapshot, status } from "./builders.ts";
import { Dialler, FakeEvents, FakeSocket } from "./fakes.ts";

/** A page whose screen draws when the test says so. */
function rig() {
  const clock = new VirtualClock(5_000);
  const sockets = new Dialler((url) => new FakeSocket(url));
  const frames = new Set<() => void>();
  const feed = new DashboardFeed(
    snapshot({ nodes: [status([link("2000")])] }),
    { socketUrl: "ws://nexus.test/ws", eventsUrl: "http://nexus.test/api/events", heartbeatMs: 5_000 },
    {
      clock,
      openSocket: sockets.dial,
      openEvents: (url) => new FakeEvents(url),
      readHealth: () => Promise.resolve(undefined),
      readNodeIds: () => Promise.resolve(undefined),
      nextFrame: (callback) => {
        frames.add(callback);
        return { cancel: () => void frames.delete(callback) };
      },
    },
  );
  const draw = () => {
    for (const callback of [...frames]) {
      frames.delete(callback);
      callback();
    }
  };
  feed.start();
  sockets.last.open();
  const welcome = { version: "1.0.0", seq: 10, user: null, role: "anonymous", epoch: "a" } as const;
  sockets.last.say(message("WELCOME", welcome, 10));
  const total = () => feed.model.value.nodes.get("1999")?.links.get("2000")?.endedTotalTxSeconds;
  const key = (seq: number) => sockets.last.say(message("LINK_TX", edge("2000", "STOP", 0, seq), seq));
  return { clock, feed, frames, draw, total, key };
}

Deno.test("DashboardFeed tells a visible page with the next frame, once, however long that takes", () => {
  const { clock, feed, frames, draw, total, key } = rig();
  for (let seq = 11; seq <= 60; seq++) key(seq);
  clock.advance(500);
  deepStrictEqual([total(), frames.size], [0, 1], "no timer renders what is not drawn");
  draw();
  deepStrictEqual([total(), frames.size], [60, 0]);
  key(61);
  clock.advance(99);
  strictEqual(frames.size, 0, "what follows at once comes together");
  key(62);
  clock.advance(1);
  draw();
  strictEqual(total(), 62);
  clock.advance(100);
  key(63);
  strictEqual(frames.size, 1, "after a rest the next frame has it");
  draw();
  strictEqual(total(), 63);
  feed.stop();
});

Deno.test("DashboardFeed tells a hidden page without frames, and leaves none behind when it stops", () => {
  const { clock, feed, frames, total, key } = rig();
  feed.setVisible(false);
  key(11);
  clock.advance(1_000);
  strictEqual(total(), 11);
  feed.setVisible(true);
  clock.advance(100);
  key(12);
  strictEqual(frames.size, 1);
  feed.stop();
  deepStrictEqual([frames.size, clock.pending], [0, 0]);
});
