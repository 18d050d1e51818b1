import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { reconnectDelayMs } from "../../lib/client/backoff.ts";
import { type ConnectionState, LiveEvents, LiveSocket } from "../../lib/client/mod.ts";
import { type Envelope, parseEnvelope } from "../../lib/wire/mod.ts";
import { message } from "./builders.ts";
import { Dialler, FakeEvents, FakeSocket, SleepyClock } from "./fakes.ts";

const welcome = (epoch: string, seq: number) =>
  message("WELCOME", { version: "1", seq, user: null, role: "anonymous", epoch }, seq);

function rig(resume: { epoch: string; seq: number } | null = { epoch: "a", seq: 10 }) {
  const clock = new SleepyClock(0);
  const sockets = new Dialler((url) => new FakeSocket(url));
  const events = new Dialler((url) => new FakeEvents(url));
  const states: ConnectionState[] = [];
  const messages: [Envelope | null, string][] = [];
  const options = {
    url: "ws://nexus.test/ws",
    topics: ["links", "nodes"],
    resume,
    silenceMs: 12_500,
    clock,
    parse: parseEnvelope,
    handlers: {
      state: (state: ConnectionState) => void states.push(state),
      message: (envelope: Envelope | null, epoch: string) => void messages.push([envelope, epoch]),
    },
  };
  const socket = new LiveSocket(options, sockets.dial);
  const source = new LiveEvents({ ...options, url: "http://nexus.test/api/events" }, events.dial, [
    "WELCOME",
    "HEARTBEAT",
  ]);
  const kinds = () => states.map((state) => state.kind);
  return { clock, sockets, events, states, messages, socket, source, kinds };
}

Deno.test("reconnectDelayMs doubles from half a second to fifteen and jitters by half", () => {
  deepStrictEqual([0, 1, 2, 3, 4, 5, 6, 99].map((attempt) => reconnectDelayMs(attempt, 1)), [
    500,
    1000,
    2000,
    4000,
    8000,
    15_000,
    15_000,
    15_000,
  ]);
  strictEqual(reconnectDelayMs(3, 0), 2000);
});

Deno.test("LiveSocket resumes at the page's place, then at the last message it took", () => {
  const { sockets, socket, clock, messages } = rig();
  socket.start();
  strictEqual(sockets.last.query.get("resume"), "a-10");
  strictEqual(sockets.last.query.get("topics"), "links,nodes");
  sockets.last.open();
  sockets.last.say(welcome("a", 90));
  sockets.last.say(message("HEARTBEAT", {}, 57));
  sockets.last.drop();
  clock.advance(500);
  strictEqual(sockets.last.query.get("resume"), "a-57", "what the welcome counts was not taken yet");
  sockets.last.open();
  sockets.last.say(welcome("b", 3));
  sockets.last.drop();
  clock.advance(1000);
  strictEqual(sockets.last.query.get("resume"), null, "nothing of the new run was taken");
  sockets.last.open();
  sockets.last.say(message("HEARTBEAT", {}, 4));
  deepStrictEqual(messages.map(([envelope, epoch]) => [envelope?.messageType, epoch]), [
    ["WELCOME", "a"],
    ["HEARTBEAT", "a"],
    ["WELCOME", "b"],
    ["HEARTBEAT", "b"],
  ]);
  socket.stop();
  strictEqual(clock.pending, 0);
});

Deno.test("LiveSocket goes through its states and waits longer each time nobody answers", () => {
  const { sockets, socket, clock, states, kinds } = rig();
  socket.start();
  socket.start();
  strictEqual(sockets.made.length, 1, "a second start dials nothing");
  const delays: number[] = [];
  for (let attempt = 0; attempt < 7; attempt++) {
    sockets.last.drop();
    const state = states.at(-1);
    if (state?.kind !== "waiting") throw new Error(`expected to wait: ${state?.kind}`);
    delays.push(state.retryAtMs - clock.now());
    clock.advanceTo(state.retryAtMs);
  }
  for (const [attempt, delayMs] of delays.entries()) {
    const full = Math.min(15_000, 500 * 2 ** attempt);
    ok(delayMs >= full / 2 && delayMs <= full, `attempt ${attempt}: ${delayMs}`);
  }
  deepStrictEqual(kinds().slice(0, 4), ["connecting", "waiting", "connecting", "waiting"]);
  strictEqual(sockets.alive, 1);
  socket.stop();
  strictEqual(sockets.alive, 0);
  strictEqual(clock.pending, 0);
});

Deno.test("LiveSocket begins with the shortest delay again only after a session that held", () => {
  const { sockets, socket, clock, states } = rig();
  const delay = () => {
    const state = states.at(-1);
    return state?.kind === "waiting" ? state.retryAtMs - clock.now() : NaN;
  };
  socket.start();
  for (let attempt = 0; attempt < 4; attempt++) {
    sockets.last.open();
    sockets.last.drop();
    clock.advance(delay());
  }
  sockets.last.open();
  clock.advance(4_999);
  sockets.last.drop();
  ok(delay() > 2_000, `closed too soon: ${delay()}`);
  clock.advance(delay());
  sockets.last.open();
  clock.advance(5_000);
  sockets.last.drop();
  ok(delay() <= 500, `held: ${delay()}`);
  socket.stop();
});

Deno.test("LiveSocket gives up an endpoint that does not answer and one that fell silent", () => {
  const { sockets, socket, clock, states } = rig();
  socket.start();
  clock.advance(10_000);
  const first = states.at(-1);
  strictEqual(first?.kind === "waiting" && first.reason, "no answer in 10 s");
  strictEqual(sockets.alive, 0);
  clock.advance(500);
  sockets.last.open();
  clock.advance(12_000);
  sockets.last.say(message("HEARTBEAT", {}, 11));
  clock.advance(12_499);
  strictEqual(socket.state.kind, "open");
  clock.advance(1);
  strictEqual(socket.state.kind, "waiting");
  strictEqual(sockets.alive, 0);
  socket.stop();
});

Deno.test("LiveSocket listens to one socket only, whatever the closed ones still say", () => {
  const { sockets, socket, clock, messages } = rig();
  socket.start();
  sockets.last.open();
  sockets.last.drop();
  clock.advance(500);
  const [old] = sockets.made;
  old?.say(message("HEARTBEAT", {}, 99));
  old?.drop();
  old?.open();
  deepStrictEqual([messages.length, sockets.made.length, sockets.alive], [0, 2, 1]);
  socket.stop();
  sockets.last.say(message("HEARTBEAT", {}, 99));
  strictEqual(messages.length, 0);
});

Deno.test("LiveSocket hands on what it does not know as null and ignores what is no text", () => {
  const { sockets, socket, messages } = rig();
  socket.start();
  sockets.last.open();
  for (const text of ["{", '{"messageType":"NEWS","seq":1,"timestamp":2,"data":{}}', ""]) {
    sockets.last.sayText(text);
  }
  sockets.last.sayText(new ArrayBuffer(2));
  deepStrictEqual(messages, [[null, "a"], [null, "a"], [null, "a"]]);
  socket.stop();
});

Deno.test("LiveSocket tries again when the browser refuses to make a socket", () => {
  const { sockets, socket, clock, states } = rig();
  sockets.failure = new Error("blocked");
  socket.start();
  const state = states.at(-1);
  strictEqual(state?.kind === "waiting" && state.reason, "blocked");
  sockets.failure = null;
  clock.advance(500);
  strictEqual(sockets.made.length, 1);
  socket.stop();
});

Deno.test("LiveSocket on waking up dials at once while waiting, and asks for an answer while open", () => {
  const { sockets, socket, clock, kinds } = rig();
  socket.check();
  strictEqual(sockets.made.length, 0, "stopped stays stopped");
  socket.start();
  sockets.last.drop();
  socket.check();
  strictEqual(sockets.made.length, 2);
  sockets.last.open();
  clock.advance(1_000);
  socket.check();
  deepStrictEqual(sockets.last.sent, ['{"type":"ping"}']);
  clock.advance(100);
  sockets.last.say(message("PONG", {}, 11));
  clock.advance(900);
  strictEqual(socket.state.kind, "open");
  socket.check();
  clock.advance(399);
  strictEqual(sockets.made.length, 2);
  clock.advance(1);
  deepStrictEqual([sockets.made.length, sockets.alive], [3, 2], "no answer: another is dialled beside");
  deepStrictEqual(kinds().at(-1), "connecting");
  sockets.last.open();
  deepStrictEqual([sockets.alive, socket.state.kind], [1, "open"], "which takes the place of the dead one");
  sockets.made[1]?.say(message("PONG", {}, 12));
  strictEqual(sockets.last.closed, false, "and keeps it");
  socket.stop();
  strictEqual(clock.pending, 0);
});

Deno.test("LiveSocket on waking up keeps a stream that is only slow to answer", () => {
  const { sockets, socket, clock, messages } = rig();
  socket.start();
  sockets.last.open();
  socket.check();
  clock.advance(400);
  deepStrictEqual([sockets.made.length, sockets.alive], [2, 2]);
  const [slow, other] = sockets.made;
  slow?.say(message("PONG", {}, 11));
  deepStrictEqual([slow?.closed, other?.closed, socket.state.kind], [false, true, "open"]);
  other?.open();
  other?.say(message("HEARTBEAT", {}, 12));
  deepStrictEqual(messages.map(([envelope]) => envelope?.messageType), ["PONG"], "nothing is taken twice");
  clock.advance(12_500);
  strictEqual(socket.state.kind, "waiting", "its silence is noticed as ever");
  socket.stop();
});

Deno.test("LiveSocket on waking up tries again soon while the network is not there yet, and no longer than that", () => {
  const { sockets, socket, clock, states } = rig();
  const waitMs = () => {
    const state = states.at(-1);
    return state?.kind === "waiting" ? state.retryAtMs - clock.now() : NaN;
  };
  const fail = () => {
    sockets.last.drop();
    const delayMs = waitMs();
    clock.advance(delayMs);
    return delayMs;
  };
  socket.start();
  for (let attempt = 0; attempt < 8; attempt++) fail();
  ok(fail() >= 7_500, "it has been away for long");
  sockets.last.drop();
  const wokeAtMs = clock.now();
  const before = sockets.made.length;
  socket.check();
  strictEqual(sockets.made.length, before + 1, "at once");
  while (clock.now() - wokeAtMs < 5_000) ok(fail() <= 500, `${clock.now() - wokeAtMs} ms after waking up`);
  const delays = [fail(), fail(), fail(), fail(), fail(), fail()];
  ok((delays.at(-1) ?? 0) >= 7_500, `spares a server that stays away: ${delays}`);
  socket.stop();
  strictEqual(clock.pending, 0);
});

Deno.test("LiveSocket on waking up dials beside a dial that hangs, and takes the first that opens", () => {
  const { sockets, socket, clock } = rig();
  socket.start();
  clock.advance(700);
  deepStrictEqual(sockets.made.length, 1, "not without need");
  socket.check();
  clock.advance(0);
  deepStrictEqual([sockets.made.length, sockets.alive], [2, 2], "it hung long enough");
  clock.advance(9_299);
  deepStrictEqual([sockets.made.length, sockets.alive, socket.state.kind], [2, 2, "connecting"]);
  clock.advance(1);
  deepStrictEqual([sockets.alive, socket.state.kind], [0, "waiting"], "both had their time");
  socket.check();
  clock.advance(699);
  deepStrictEqual([sockets.made.length, sockets.alive], [3, 1]);
  clock.advance(1);
  deepStrictEqual([sockets.made.length, sockets.alive], [4, 2]);
  sockets.last.drop();
  deepStrictEqual([sockets.alive, socket.state.kind], [1, "connecting"], "one is left");
  sockets.made[2]?.open();
  deepStrictEqual([sockets.alive, socket.state.kind], [1, "open"]);
  socket.stop();
  deepStrictEqual([sockets.alive, clock.pending], [0, 0]);
});

Deno.test("LiveSocket is as quick after the back-forward cache as after waking up", () => {
  const { sockets, socket, clock } = rig();
  clock.advance(1);
  socket.start();
  sockets.last.open();
  socket.stop();
  clock.sleep(60_000);
  socket.start();
  for (let attempt = 0; attempt < 5; attempt++) {
    sockets.last.drop();
    clock.advance(500);
    strictEqual(sockets.made.length, attempt + 3);
  }
  socket.stop();
});

Deno.test("LiveSocket on waking up goes on with what it has when no other can be made", () => {
  const { sockets, socket, clock } = rig();
  socket.start();
  sockets.last.open();
  socket.check();
  sockets.failure = new Error("blocked");
  clock.advance(400);
  deepStrictEqual([sockets.alive, socket.state.kind], [1, "connecting"]);
  sockets.last.say(message("PONG", {}, 11));
  strictEqual(socket.state.kind, "open");
  socket.stop();
  strictEqual(clock.pending, 0);
});

Deno.test("LiveSocket on waking up after a long silence does not wait for an answer", () => {
  const { sockets, socket, clock } = rig();
  socket.start();
  sockets.last.open();
  clock.sleep(60_000);
  socket.check();
  deepStrictEqual([sockets.made.length, sockets.alive], [2, 1]);
  socket.check();
  strictEqual(sockets.made.length, 2, "what is being dialled goes on");
  socket.check(true);
  deepStrictEqual([sockets.made.length, sockets.alive], [3, 1], "but not over a network that is gone");
  socket.stop();
});

Deno.test("LiveSocket with other topics dials anew and asks for everything", () => {
  const { sockets, socket } = rig();
  socket.start();
  sockets.last.open();
  socket.setTopics(["links", "nodes"]);
  strictEqual(sockets.made.length, 1, "the same topics change nothing");
  socket.setTopics(["links", "nodes", "ami"]);
  deepStrictEqual([sockets.made.length, sockets.alive], [2, 1]);
  deepStrictEqual([...sockets.last.query], [["topics", "links,nodes,ami"]]);
  socket.stop();
});

Deno.test("LiveEvents closes a source at its first error and dials with the place to resume at", () => {
  const { events, source, clock } = rig();
  source.start();
  events.last.open();
  events.last.say(welcome("a", 12));
  events.last.say(message("HEARTBEAT", {}, 12));
  events.last.drop();
  strictEqual(events.alive, 0, "the browser's own retry is not wanted");
  clock.advance(500);
  strictEqual(events.last.query.get("resume"), "a-12");
  source.stop();
  strictEqual(clock.pending, 0);
});

Deno.test("LiveEvents on waking up dials anew only when it may be dead", () => {
  const { events, source, clock } = rig();
  source.start();
  events.last.open();
  clock.advance(6_000);
  source.check();
  strictEqual(events.made.length, 1);
  clock.advance(1);
  source.check();
  strictEqual(events.made.length, 2);
  events.last.open();
  source.check(true);
  deepStrictEqual([events.made.length, events.alive], [3, 1], "a new network kills old streams");
  source.stop();
});
