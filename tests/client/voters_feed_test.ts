import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { VotersFeed } from "../../lib/client/mod.ts";
import type { VotersAnswer } from "../../lib/wire/mod.ts";
import { message } from "./builders.ts";
import { Dialler, FakeSocket, SleepyClock } from "./fakes.ts";

const answer = (state: "known" | "absent"): VotersAnswer => ({
  voters: [],
  servers: [{ server: "main", ami: "connected", voters: state }],
  generated_at: "2026-02-12T10:30:00.000Z",
});

function rig() {
  const clock = new SleepyClock(777_000);
  const sockets = new Dialler((url) => new FakeSocket(url));
  const opened: { voter(text: string): void; refused(): void; closed: boolean }[] = [];
  const feed = new VotersFeed(answer("known"), {
    generatedAtMs: 1_000_000,
    epoch: "a",
    seq: 10,
    socketUrl: "ws://nexus.test/ws",
    heartbeatMs: 5_000,
  }, {
    clock,
    openSocket: sockets.dial,
    openEvents: (handlers) => {
      const source = { ...handlers, closed: false };
      opened.push(source);
      return { close: () => void (source.closed = true) };
    },
  });
  const welcome = () =>
    message("WELCOME", { version: "1", seq: 10, user: null, role: "anonymous", epoch: "a" }, 10);
  const alive = () => opened.filter(({ closed }) => !closed).length;
  return { clock, sockets, opened, alive, feed, welcome };
}

Deno.test("VotersFeed follows voters for as long as the page is looked at, and shows what it understands", () => {
  const { clock, sockets, opened, alive, feed } = rig();
  strictEqual(opened.length, 0);
  feed.start();
  feed.start();
  deepStrictEqual([opened.length, alive()], [1, 1]);
  strictEqual(sockets.last.url, "ws://nexus.test/ws?topics=ami&resume=a-10");
  opened[0]?.voter(JSON.stringify(answer("absent")));
  strictEqual(feed.shown.value.servers[0]?.voters, "absent");
  for (const text of ["", "{", "null", '{"voters":[{}],"servers":[],"generated_at":""}']) {
    opened[0]?.voter(text);
  }
  strictEqual(feed.shown.value.servers[0]?.voters, "absent");
  feed.setVisible(false);
  strictEqual(alive(), 0, "nobody looks: Asterisk is left alone");
  feed.setVisible(true);
  deepStrictEqual([opened.length, alive()], [2, 1]);
  feed.stop();
  feed.setVisible(true);
  deepStrictEqual([opened.length, alive(), clock.pending, sockets.alive], [2, 0, 0, 0]);
});

Deno.test("VotersFeed that is refused tries again later, and begins anew after a break", async () => {
  const { clock, sockets, opened, alive, feed, welcome } = rig();
  feed.start();
  opened[0]?.refused();
  strictEqual(alive(), 0);
  feed.setVisible(true);
  strictEqual(opened.length, 1, "not before its time");
  await clock.advance(500);
  deepStrictEqual([opened.length, alive()], [2, 1]);
  sockets.last.open();
  sockets.last.say(welcome());
  strictEqual(opened.length, 2);
  sockets.last.drop();
  await clock.advance(1_000);
  sockets.last.open();
  sockets.last.say(welcome());
  deepStrictEqual([opened.length, alive()], [3, 1]);
  feed.wake(true);
  deepStrictEqual([opened.length, alive()], [4, 1]);
  feed.stop();
  deepStrictEqual([alive(), clock.pending], [0, 0]);
});
