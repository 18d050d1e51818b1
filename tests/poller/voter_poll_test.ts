import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { AmiError } from "../../lib/ami/mod.ts";
import { VirtualClock } from "../../lib/clock/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import { createVoterPoller, MAX_VOTER_RECEIVERS, MAX_VOTERS } from "../../lib/poller/mod.ts";
import { FakeAmi } from "./fake_ami.ts";

const ONE = "Response: Success\nNode: 1997\nVoted: North\nClient: North\nIP: 192.0.2.1:1667\nRSSI: 166";
const NO_CHANNEL_DRIVER = "Response: Error\nMessage: Invalid/unknown command: VoterStatus.";

function setUp(discover = true) {
  const clock = new VirtualClock(1_000_000);
  const ami = new FakeAmi();
  const state = { watched: false, changes: 0 };
  const poller = createVoterPoller({
    clock,
    log: silentLogger,
    ami,
    watched: () => state.watched,
    discover,
    onChange: () => void state.changes++,
  });
  /** Answers the question that waits; fails where there is none or another one. */
  const answer = async (text: string) => {
    strictEqual(ami.asked.length, 1);
    ami.asked.splice(0)[0]?.answer(text);
    await clock.advanceAsync(0);
  };
  return { clock, ami, state, poller, answer };
}

Deno.test("createVoterPoller asks once after the login, and then no more while nobody looks", async () => {
  const { clock, ami, state, poller, answer } = setUp();
  poller.resume();
  strictEqual(ami.asked.length, 0, "the links come first");
  await clock.advanceAsync(10_000);
  await answer(ONE);
  deepStrictEqual(poller.known.kind === "known" && poller.known.voters.map(({ voted }) => voted), ["North"]);
  strictEqual(poller.known.kind === "known" && poller.known.atMs, 1_002_000);
  ok(state.changes >= 2);
  await clock.advanceAsync(600_000);
  strictEqual(ami.asked.length, 0);
  strictEqual(clock.pending, 0);
  deepStrictEqual(poller.counters, { answered: 1, failed: 0, badRows: 0 });
});

Deno.test("createVoterPoller without discovery asks nothing until somebody looks", async () => {
  const { clock, ami, poller } = setUp(false);
  poller.resume();
  await clock.advanceAsync(600_000);
  strictEqual(ami.asked.length, 0);
  void poller.look();
  strictEqual(ami.asked.length, 1);
});

Deno.test("createVoterPoller asks once a second while somebody looks, never twice at once", async () => {
  const { clock, ami, state, poller, answer } = setUp();
  state.watched = true;
  poller.resume();
  const askedAtMs: number[] = [];
  for (const answeredAfterMs of [300, 300, 3_000, 300, 999]) {
    strictEqual(ami.asked.length, 1);
    askedAtMs.push(clock.now());
    void poller.look();
    await clock.advanceAsync(answeredAfterMs);
    strictEqual(ami.asked.length, 1, "one question at a time");
    await answer(ONE);
    void poller.look();
    await clock.advanceAsync(Math.max(0, 1_000 - answeredAfterMs));
  }
  deepStrictEqual(askedAtMs.map((atMs) => atMs - 1_000_000), [0, 1_000, 2_000, 5_000, 6_000]);
  strictEqual(ami.asked.length, 1);
  state.watched = false;
  await answer(ONE);
  await clock.advanceAsync(60_000);
  strictEqual(ami.asked.length, 0, "nobody looks any more");
  strictEqual(clock.pending, 0);
});

Deno.test("look resolves with the answer, and at once where what is known is fresh or nothing can be known", async () => {
  const { clock, ami, poller, answer } = setUp();
  await poller.look();
  strictEqual(ami.asked.length, 0, "there is no session");
  poller.resume();
  let looked = 0;
  const look = () => void poller.look().then(() => looked++);
  look();
  look();
  await clock.advanceAsync(500);
  strictEqual(looked, 0);
  await answer(ONE);
  strictEqual(looked, 2, "one answer for both");
  look();
  await clock.advanceAsync(0);
  strictEqual(looked, 3);
  strictEqual(ami.asked.length, 0);
  await clock.advanceAsync(2_000);
  strictEqual(ami.asked.length, 0, "who looked once does not go on");
  look();
  strictEqual(ami.asked.length, 1);
});

Deno.test("createVoterPoller takes a refusal for an Asterisk without voters, until the next login", async () => {
  const { clock, ami, state, poller, answer } = setUp();
  state.watched = true;
  poller.resume();
  await answer(NO_CHANNEL_DRIVER);
  deepStrictEqual(poller.known, { kind: "absent" });
  await poller.look();
  await clock.advanceAsync(600_000);
  strictEqual(ami.asked.length, 0);
  poller.suspend();
  deepStrictEqual(poller.known, { kind: "absent" });
  poller.resume();
  deepStrictEqual(poller.known, { kind: "unknown" });
  await answer(ONE);
  strictEqual(poller.known.kind, "known");
});

Deno.test("createVoterPoller asks seldom where there is no voter, and after a question without an answer", async () => {
  const { clock, ami, state, poller, answer } = setUp();
  state.watched = true;
  poller.resume();
  await answer("Response: Success\nActionID: 1");
  deepStrictEqual(poller.known, { kind: "known", atMs: 1_000_000, voters: [] });
  await clock.advanceAsync(14_999);
  strictEqual(ami.asked.length, 0);
  await clock.advanceAsync(1);
  ami.asked.splice(0)[0]?.fail(new AmiError("timeout", "no answer"));
  await clock.advanceAsync(14_999);
  strictEqual(ami.asked.length, 0);
  strictEqual(poller.known.kind, "known", "what was known stays");
  await clock.advanceAsync(1);
  await answer(ONE);
  deepStrictEqual(poller.counters, { answered: 2, failed: 1, badRows: 0 });
});

Deno.test("createVoterPoller drops an answer of the session before, and asks nothing without one", async () => {
  const { clock, ami, state, poller } = setUp();
  state.watched = true;
  poller.resume();
  const late = ami.asked.splice(0)[0];
  poller.suspend();
  const { changes } = state;
  late?.answer(ONE);
  await clock.advanceAsync(600_000);
  deepStrictEqual(poller.known, { kind: "unknown" });
  strictEqual(state.changes, changes);
  strictEqual(ami.asked.length, 0);
  strictEqual(clock.pending, 0);
});

Deno.test("createVoterPoller keeps so many voters and receivers, and counts what is beyond", async () => {
  const { poller, state, answer } = setUp();
  state.watched = true;
  poller.resume();
  const receivers = (count: number) => Array.from({ length: count }, (_, at) => `Client: R${at}\nRSSI: 1`);
  const voters = Array.from(
    { length: MAX_VOTERS + 2 },
    (_, at) => [`Node: ${at + 1}`, ...receivers(at === 0 ? MAX_VOTER_RECEIVERS + 3 : 1)].join("\n"),
  );
  await answer(["Response: Success", ...voters, "RSSI: x"].join("\n"));
  strictEqual(poller.known.kind === "known" && poller.known.voters.length, MAX_VOTERS);
  deepStrictEqual(poller.bounds, [
    { name: "voters", used: MAX_VOTERS, limit: MAX_VOTERS, dropped: 5 },
    { name: "voter_receivers", used: MAX_VOTER_RECEIVERS, limit: MAX_VOTER_RECEIVERS },
  ]);
  strictEqual(poller.counters.badRows, 1);
  poller.suspend();
});
