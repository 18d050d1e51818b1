import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { CallsFeed } from "../../lib/client/mod.ts";
import type { CallPayload } from "../../lib/wire/mod.ts";
import { message } from "./builders.ts";
import { Dialler, FakeSocket, SleepyClock } from "./fakes.ts";

const welcome = (epoch: string, seq: number) =>
  message("WELCOME", { version: "1.0.0", seq, user: "sam", role: "viewer", epoch }, seq);

const RINGING: CallPayload = {
  event: "ringing",
  description: "",
  call_id: "1.1",
  from: { extension: "100" },
  to: { extension: "101" },
  timestamp: "2026-02-12T10:30:00.000Z",
};

function rig() {
  const clock = new SleepyClock(777_000);
  const sockets = new Dialler((url) => new FakeSocket(url));
  const reads = { count: 0, kind: "read" as "read" | "gone" | "failed" };
  const feed = new CallsFeed<number>(0, {
    generatedAtMs: 1_000_000,
    epoch: "a",
    seq: 10,
    socketUrl: "ws://nexus.test/ws",
    heartbeatMs: 5_000,
  }, {
    clock,
    openSocket: sockets.dial,
    read: () => {
      const value = ++reads.count;
      return Promise.resolve(reads.kind === "read" ? { kind: "read", value } : { kind: reads.kind });
    },
  });
  const open = () => {
    sockets.last.open();
    sockets.last.say(welcome("a", 10));
  };
  return { clock, sockets, reads, feed, open, kind: () => feed.nexus.value.kind };
}

Deno.test("CallsFeed reads anew when something happens to a call, once a second however much does", async () => {
  const { clock, sockets, reads, feed, open } = rig();
  feed.start();
  open();
  strictEqual(sockets.last.url, "ws://nexus.test/ws?topics=calls,ami&resume=a-10");
  await clock.advance(900);
  strictEqual(reads.count, 0, "what was rendered is as of now");
  for (let seq = 11; seq < 40; seq++) sockets.last.say(message("CALL_STATE", RINGING, seq, 1));
  await clock.advance(250);
  deepStrictEqual([reads.count, feed.shown.value], [1, 1]);
  for (let seq = 40; seq < 60; seq++) sockets.last.say(message("CALL_STATE", RINGING, seq, 1));
  await clock.advance(500);
  strictEqual(reads.count, 1);
  await clock.advance(600);
  strictEqual(reads.count, 2);
  feed.stop();
  deepStrictEqual([clock.pending, sockets.alive], [0, 0]);
});

Deno.test("CallsFeed asks at once for another search, and keeps what it shows where that brings nothing", async () => {
  const { clock, reads, feed, open } = rig();
  feed.start();
  open();
  feed.ask();
  await clock.advance(1);
  deepStrictEqual([feed.shown.value, feed.reading.value], [1, "read"]);
  reads.kind = "failed";
  feed.ask();
  await clock.advance(1);
  deepStrictEqual([feed.shown.value, feed.reading.value], [1, "failed"]);
  feed.stop();
});

Deno.test("CallsFeed says that Nexus is away, lets the clock stand, and reads what it missed when Nexus is back", async () => {
  const { clock, sockets, reads, feed, open, kind } = rig();
  feed.start();
  open();
  await clock.advance(8_000);
  strictEqual(kind(), "silent");
  sockets.last.drop();
  await clock.advance(4_000);
  strictEqual(kind(), "away");
  sockets.last.open();
  sockets.last.say(welcome("b", 1));
  await clock.advance(1_200);
  strictEqual(kind(), "live");
  strictEqual(reads.count, 1);
  feed.stop();
});
