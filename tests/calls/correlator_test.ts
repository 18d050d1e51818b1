import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { type CallChange, createCorrelator, lostCall } from "../../lib/calls/mod.ts";
import { Pbx, STORY_START_MS, storyEvent } from "./corpus/pbx.ts";
import { ALICE, BOB, DESK, lines, talking } from "./corpus/story.ts";
import { checkRules } from "./rules.ts";
import { Truth } from "./truth.ts";

/** Plays on an exchange; what is told, and the correlator afterwards. */
function played(play: (pbx: Pbx) => void, maxCalls?: number) {
  const pbx = new Pbx();
  play(pbx);
  const correlator = createCorrelator({ server: "main", maxCalls });
  const changes: CallChange[] = [];
  for (const event of pbx.events) changes.push(...correlator.apply(event, event.atMs));
  return { pbx, correlator, changes };
}

Deno.test("Correlator ends a call as lost when the server has none of its channels any more", () => {
  const { pbx, correlator } = played((pbx) => {
    talking(pbx, DESK, ALICE, 3);
    pbx.wait(10);
  });
  const atMs = STORY_START_MS + 60_000;
  deepStrictEqual(lines(correlator.reconcile({ askedAtMs: atMs, channels: [] }, atMs)), [
    // How long they talked after they were last heard of, nobody knows.
    "hungup 100 Front Desk > 101 Alice lost 0 talk 0 total 3",
  ]);
  strictEqual(correlator.counters.lostCalls, 1);
  deepStrictEqual(correlator.calls(), []);
  // What comes too late brings nothing back.
  const late = pbx.events.filter(({ name }) => name !== "Newchannel");
  deepStrictEqual(late.flatMap((event) => [...correlator.apply(event, atMs)]), []);
  deepStrictEqual(correlator.calls(), []);
});

Deno.test("Correlator counts talk until the server last had the call", () => {
  const { pbx, correlator } = played((pbx) => {
    talking(pbx, DESK, ALICE, 3);
  });
  const truth = new Truth();
  for (const event of pbx.events) truth.happened(event);
  const askedAtMs = STORY_START_MS + 63_000;
  deepStrictEqual(correlator.reconcile(truth.answer(askedAtMs), askedAtMs), []);
  const laterMs = askedAtMs + 60_000;
  deepStrictEqual(lines(correlator.reconcile({ askedAtMs: laterMs, channels: [] }, laterMs)), [
    "hungup 100 Front Desk > 101 Alice lost 0 talk 60 total 63",
  ]);
});

Deno.test("Correlator keeps a channel that came after the server was asked", () => {
  const { correlator } = played((pbx) => {
    pbx.wait(1);
    talking(pbx, DESK, ALICE, 3);
  });
  const answer = { askedAtMs: STORY_START_MS + 500, channels: [] };
  deepStrictEqual(correlator.reconcile(answer, STORY_START_MS + 5_000), []);
  deepStrictEqual(correlator.calls().map(({ state }) => state), ["connected"]);
});

Deno.test("Correlator does not adopt a channel that hung up while the server was asked", () => {
  const pbx = new Pbx();
  const { caller, called } = talking(pbx, DESK, ALICE, 3);
  const truth = new Truth();
  for (const event of pbx.events) truth.happened(event);
  const answer = truth.answer(STORY_START_MS + 4_000);
  pbx.endCall(caller, called);
  const correlator = createCorrelator({ server: "main" });
  for (const event of pbx.events) correlator.apply(event, event.atMs);
  deepStrictEqual(correlator.reconcile(answer, STORY_START_MS + 5_000), []);
  deepStrictEqual(correlator.calls(), []);
});

Deno.test("Correlator ends what one answer had and the next, asked for at once, has not", () => {
  const pbx = new Pbx();
  talking(pbx, DESK, ALICE, 3);
  const truth = new Truth();
  for (const event of pbx.events) truth.happened(event);
  const correlator = createCorrelator({ server: "main" });
  const [askedAtMs, atMs] = [STORY_START_MS + 4_000, STORY_START_MS + 4_020];
  deepStrictEqual(correlator.reconcile(truth.answer(askedAtMs), atMs), []);
  strictEqual(correlator.calls().length, 1);
  const changes = correlator.reconcile({ askedAtMs: atMs, channels: [] }, atMs + 20);
  deepStrictEqual(lines(changes), ["hungup 100 Front Desk > 101 Alice lost 0 talk 0 total 0"]);
  const [call] = changes.map((change) => change.call);
  ok(call?.endedAtMs && call.endedAtMs >= call.startedAtMs, "it ends no earlier than it began");
  strictEqual(correlator.counters.channels, 0);
});

Deno.test("Correlator passes by all of a channel whose Hangup came first, and takes its id when it is used again", () => {
  const pbx = new Pbx();
  const caller = pbx.incoming(DESK, "101");
  pbx.state(caller, "Up");
  pbx.hangup(caller, 16);
  const correlator = createCorrelator({ server: "main" });
  const apply = (events: typeof pbx.events) => {
    for (const event of events) correlator.apply(event, event.atMs);
    return correlator.counters.channels;
  };
  strictEqual(apply([...pbx.events.slice(-1), ...pbx.events.slice(0, -1)]), 0);
  strictEqual(apply(pbx.events.slice(0, -1)), 1);
  strictEqual(apply(pbx.events.slice(-1)), 0);
});

Deno.test("Correlator adopts a call that is up, marks it, and tells its end", () => {
  const pbx = new Pbx();
  const { caller, called } = talking(pbx, DESK, ALICE, 3);
  const truth = new Truth();
  for (const event of pbx.events) truth.happened(event);
  const heard = pbx.events.length;
  pbx.wait(20);
  pbx.endCall(caller, called);
  const correlator = createCorrelator({ server: "main" });
  const atMs = STORY_START_MS + 13_000;
  deepStrictEqual(correlator.reconcile(truth.answer(atMs), atMs), []);
  const [call] = correlator.calls();
  deepStrictEqual([call?.state, call?.adopted, call?.from, call?.to], [
    "connected",
    true,
    { extension: "100", name: "Front Desk" },
    { extension: "101", name: "Alice" },
  ]);
  strictEqual(correlator.counters.adoptedCalls, 1);
  const changes = pbx.events.slice(heard).flatMap((event) => [...correlator.apply(event, event.atMs)]);
  deepStrictEqual(lines(changes), ["hungup 100 Front Desk > 101 Alice normal_clearing 16 talk 10 total 10"]);
  strictEqual(changes[0]?.call.adopted, true);
});

Deno.test("Correlator tells no answer of a call whose beginning it did not hear", () => {
  const pbx = new Pbx();
  const { caller, called } = talking(pbx, DESK, ALICE, 3);
  const heard = pbx.events.findIndex(({ name }) => name === "BridgeCreate");
  pbx.wait(5);
  pbx.endCall(caller, called);
  const correlator = createCorrelator({ server: "main" });
  const changes = pbx.events.slice(heard).flatMap((event) => [...correlator.apply(event, event.atMs)]);
  deepStrictEqual(lines(changes), ["hungup 100 Front Desk > 101 Alice normal_clearing 16 talk 5 total 5"]);
  strictEqual(changes[0]?.call.adopted, true);
});

Deno.test("Correlator tells of an answer that came while nobody listened", () => {
  const pbx = new Pbx();
  const caller = pbx.incoming(DESK, "101");
  const called = pbx.dialOne(caller, ALICE);
  pbx.ring(called);
  const heard = pbx.events.length;
  pbx.wait(4);
  pbx.answer(called);
  const truth = new Truth();
  for (const event of pbx.events) truth.happened(event);
  const correlator = createCorrelator({ server: "main" });
  for (const event of pbx.events.slice(0, heard)) correlator.apply(event, event.atMs);
  const atMs = STORY_START_MS + 9_000;
  deepStrictEqual(lines(correlator.reconcile(truth.answer(atMs), atMs)), [
    "answered 100 Front Desk > 101 Alice after 9",
  ]);
  deepStrictEqual(correlator.reconcile(truth.answer(atMs + 1), atMs + 1), []);
});

Deno.test("Correlator takes the time of events from the server where it gives it", () => {
  const pbx = new Pbx();
  const { caller, called } = talking(pbx, DESK, ALICE, 4);
  pbx.wait(6);
  pbx.endCall(caller, called);
  const correlator = createCorrelator({ server: "main" });
  // All come at once, an hour late, from a server whose clock is right.
  const changes = pbx.events.flatMap((event) => {
    const timed = storyEvent(event.name, [
      ["Timestamp", (event.atMs / 1_000).toFixed(6)],
      ...event.headers,
    ], event.atMs);
    return [...correlator.apply(timed, STORY_START_MS + 3_600_000)];
  });
  deepStrictEqual(lines(changes), [
    "ringing 100 Front Desk > 101 Alice",
    "answered 100 Front Desk > 101 Alice after 4",
    "hungup 100 Front Desk > 101 Alice normal_clearing 16 talk 6 total 10",
  ]);
  strictEqual(changes[0]?.payload.timestamp, "2026-02-12T10:30:00.000Z");
});

Deno.test("Correlator makes topics of ids whatever a system's name holds", () => {
  const pbx = new Pbx({ prefix: "büro/+#-1770888509" });
  talking(pbx, DESK, ALICE);
  const correlator = createCorrelator({ server: "main" });
  const changes = pbx.events.flatMap((event) => [...correlator.apply(event, event.atMs)]);
  strictEqual(changes[0]?.payload.call_id, "b_ro___-1770888509.40");
});

Deno.test("Correlator holds as many calls as it may, and ends the oldest as lost", () => {
  const { correlator, changes } = played((pbx) => {
    for (const phone of [ALICE, BOB, DESK]) talking(pbx, phone, ALICE, 1);
  }, 2);
  deepStrictEqual(lines(changes).filter((line) => line.startsWith("hungup")), [
    "hungup(40) 101 Alice > 101 Alice lost 0 talk 1 total 2",
  ]);
  const { calls, evictedCalls } = correlator.counters;
  deepStrictEqual({ calls, evictedCalls }, { calls: 2, evictedCalls: 1 });
});

Deno.test("Correlator leaves out channels beyond its bound, and counts them", () => {
  const pbx = new Pbx();
  talking(pbx, DESK, ALICE);
  talking(pbx, BOB, ALICE);
  const correlator = createCorrelator({ server: "main", maxChannels: 3 });
  for (const event of pbx.events) correlator.apply(event, event.atMs);
  strictEqual(correlator.counters.channels, 3);
  strictEqual(correlator.counters.refusedChannels > 0, true);
});

Deno.test("Correlator keeps a bounded timeline of a caller who waits long", () => {
  const { correlator } = played((pbx) => {
    const caller = pbx.incoming(DESK, "602");
    pbx.about("QueueCallerJoin", caller, ["Queue", "support"]);
    for (let round = 0; round < 200; round++) {
      const leg = pbx.dialOne(caller, round % 2 === 0 ? ALICE : BOB);
      pbx.ring(leg);
      pbx.wait(15);
      pbx.dialEnd(leg, "NOANSWER");
      pbx.hangup(leg, 0);
    }
  });
  const [call] = correlator.calls();
  deepStrictEqual([call?.legs.length, call?.droppedLegs, call?.queue], [64, 137, "support"]);
  deepStrictEqual(call?.legs[0]?.role, "caller", "who calls stays");
});

Deno.test("Correlator.calls shows who, whom, since when, and the timeline of legs", () => {
  const { correlator } = played((pbx) => {
    const caller = pbx.incoming(DESK, "600");
    const [alice, bob] = pbx.dial(caller, ALICE, BOB);
    if (!alice || !bob) return;
    pbx.ring(alice, bob);
    pbx.wait(2);
    pbx.answer(bob, [alice]);
    pbx.wait(3);
    pbx.about("Hold", bob);
  });
  const [call] = correlator.calls();
  const at = (seconds: number) => STORY_START_MS + seconds * 1_000;
  deepStrictEqual([call?.state, call?.sinceMs, call?.ringingAtMs, call?.answeredAtMs], [
    "held",
    at(5),
    at(0),
    at(2),
  ]);
  deepStrictEqual(call?.to, { extension: "102", name: "Bob", group: "600" });
  deepStrictEqual(
    call?.legs.map((
      { party, role, technology, ringingAtMs, answeredAtMs, endedAtMs, causeCode },
    ) => [party.extension, role, technology, ringingAtMs, answeredAtMs, endedAtMs, causeCode]),
    [
      ["100", "caller", "PJSIP", null, at(2), null, null],
      ["101", "called", "PJSIP", at(0), null, at(2), 26],
      ["102", "called", "PJSIP", at(0), at(2), null, null],
    ],
  );
});

Deno.test("Correlator passes by what is none of calls", () => {
  const correlator = createCorrelator({ server: "main" });
  for (const name of ["VarSet", "RTCPSent", "RTCPReceived", "Cdr", "DeviceStateChange", "", "constructor"]) {
    const event = { name, get: () => assertUnread(name) };
    deepStrictEqual(correlator.apply(event, STORY_START_MS), []);
  }
});

function assertUnread(name: string): never {
  throw new Error(`no header of ${name} is to be read`);
}

Deno.test("lostCall ends a call of an earlier run by the rules, as far as it was known to go", () => {
  for (const [name, ringSeconds] of [["answered", 3], ["ringing", null]] as const) {
    const { correlator, changes } = played((pbx) => {
      if (ringSeconds !== null) return void talking(pbx, DESK, ALICE, ringSeconds);
      const caller = pbx.incoming(DESK, "101");
      pbx.ring(pbx.dialOne(caller, ALICE));
    });
    const [call] = correlator.calls();
    if (call === undefined) throw new Error(`play ${name}, there is no call`);
    const seenAtMs = STORY_START_MS + 10_000;
    const nowMs = STORY_START_MS + 3_600_000;
    const end = lostCall({ ...call, state: "ended", endedAtMs: seenAtMs }, nowMs);
    checkRules([...changes, end], name);
    strictEqual(end.payload.timestamp, new Date(nowMs).toISOString());
    deepStrictEqual(lines([end]), [
      ringSeconds === null
        ? "hungup 100 Front Desk > 101 Alice lost 0 talk 0 total 10"
        : "hungup 100 Front Desk > 101 Alice lost 0 talk 7 total 10",
    ]);
  }
});
