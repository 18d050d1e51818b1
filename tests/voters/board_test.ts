import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { VirtualClock } from "../../lib/clock/mod.ts";
import type { VotersKnown } from "../../lib/poller/mod.ts";
import type { VoterInstance, VoterReceiverRow } from "../../lib/rpt/mod.ts";
import { maskVoters, VoterBoard, type VoterSource } from "../../lib/voters/mod.ts";
import { type AmiState, isVotersAnswer } from "../../lib/wire/mod.ts";

const START_MS = Date.UTC(2026, 10, 21, 9, 0, 0);

function receiver(name: string, rssi: number, fields: Partial<VoterReceiverRow> = {}): VoterReceiverRow {
  return {
    name,
    connected: true,
    mix: false,
    dynamic: false,
    timing: "none",
    ip: "192.0.2.7",
    rssi,
    ...fields,
  };
}

interface FakeSource extends VoterSource {
  known: VotersKnown;
  state: AmiState;
  looks: number;
  /** Resolves looks; absent: they resolve at once. */
  hold?: Promise<void>;
}

function source(name: string): FakeSource {
  const fake: FakeSource = {
    name,
    known: { kind: "unknown" },
    state: "connected",
    looks: 0,
    status: () => ({ state: fake.state }),
    voters: {
      get known() {
        return fake.known;
      },
      look() {
        fake.looks++;
        return fake.hold ?? Promise.resolve();
      },
    },
  };
  return fake;
}

function setUp() {
  const clock = new VirtualClock(START_MS);
  const sources = [source("hill"), source("sea")] as const;
  const board = new VoterBoard({
    clock,
    sources,
    nameOf: (node) =>
      node === "1997" ? { name: null, callsign: "W1AW", description: "Hill", location: null } : undefined,
  });
  const tell = (of: FakeSource, ...voters: VoterInstance[]) => {
    of.known = { kind: "known", atMs: clock.now(), voters };
    board.changed();
  };
  const watcher = () => {
    const seen = { changes: 0, checks: 0, ends: 0 };
    return {
      seen,
      changed: () => void seen.changes++,
      check: () => void seen.checks++,
      end: () => void seen.ends++,
    };
  };
  return { clock, hill: sources[0], sea: sources[1], board, tell, watcher };
}

Deno.test("VoterBoard tells how each receiver stands, by name and marks", () => {
  const { board, hill, tell } = setUp();
  strictEqual(board.hasVoters, false);
  tell(hill, {
    node: "1997",
    voted: "North",
    receivers: [
      receiver("Main", 99, { timing: "active_master" }),
      receiver("North", 155),
      receiver("North", 12, { connected: false }),
      receiver("South", 0),
      receiver("Gone", 88, { connected: false, ip: null, mix: true }),
    ],
  });
  strictEqual(board.hasVoters, true);
  deepStrictEqual([board.has("1997"), board.has("1998")], [true, false]);
  const answer = board.answer();
  ok(isVotersAnswer(answer));
  const [voter] = answer.voters;
  deepStrictEqual({ ...voter, receivers: [] }, {
    node: "1997",
    server: "hill",
    name: null,
    callsign: "W1AW",
    description: "Hill",
    location: null,
    voted: "North",
    voted_since: "2026-11-21T09:00:00.000Z",
    receivers: [],
    updated_at: "2026-11-21T09:00:00.000Z",
    stale: false,
  });
  const quiet = { mix: false, timing: "none", ip: "192.0.2.7", last_heard_at: null };
  deepStrictEqual(voter?.receivers, [
    {
      ...quiet,
      name: "Main",
      state: "receiving",
      rssi: 99,
      timing: "active_master",
      last_heard_at: "2026-11-21T09:00:00.000Z",
    },
    { ...quiet, name: "North", state: "voted", rssi: 155, last_heard_at: "2026-11-21T09:00:00.000Z" },
    { ...quiet, name: "North", state: "away", rssi: null },
    { ...quiet, name: "South", state: "quiet", rssi: 0 },
    { ...quiet, name: "Gone", state: "away", rssi: null, ip: null, mix: true },
  ]);
  deepStrictEqual(answer.servers, [
    { server: "hill", ami: "connected", voters: "known" },
    { server: "sea", ami: "connected", voters: "unknown" },
  ]);
  deepStrictEqual(maskVoters(answer).voters[0]?.receivers.map(({ ip }) => ip), [
    "192.0.*.*",
    "192.0.*.*",
    "192.0.*.*",
    "192.0.*.*",
    null,
  ]);
});

Deno.test("VoterBoard tells of the receiver that is voted although it counts as not connected", () => {
  const { board, hill, tell } = setUp();
  const receivers = [receiver("North", 155, { connected: false })];
  tell(hill, { node: "1", voted: "North", receivers });
  strictEqual(board.answer().voters[0]?.receivers[0]?.state, "voted");
  tell(hill, { node: "1", voted: "Unlisted", receivers });
  strictEqual(board.answer().voters[0]?.receivers[0]?.state, "away");
  strictEqual(board.answer().voters[0]?.voted, "Unlisted");
});

Deno.test("VoterBoard remembers who was heard when, also of answers that nobody read", () => {
  const { clock, board, hill, tell } = setUp();
  const say = (voted: string | null, north: number, south: number) =>
    tell(hill, { node: "1", voted, receivers: [receiver("North", north), receiver("South", south)] });
  const seen = () => {
    const [voter] = board.answer().voters;
    const second = (at: string | null | undefined) => at ? (Date.parse(at) - START_MS) / 1_000 : null;
    return [second(voter?.voted_since), ...voter?.receivers.map((each) => second(each.last_heard_at)) ?? []];
  };
  say(null, 0, 0);
  deepStrictEqual(seen(), [null, null, null]);
  clock.advance(1_000);
  say("North", 90, 20);
  clock.advance(1_000);
  say("North", 80, 0);
  clock.advance(1_000);
  say("North", 85, 0);
  deepStrictEqual(seen(), [1, 3, 1]);
  clock.advance(1_000);
  say("South", 0, 60);
  deepStrictEqual(seen(), [4, 3, 4]);
  clock.advance(1_000);
  say(null, 0, 0);
  deepStrictEqual(seen(), [null, 3, 4]);
});

Deno.test("VoterBoard tells when what it tells is old", () => {
  const { clock, board, hill, tell } = setUp();
  tell(hill, { node: "1", voted: null, receivers: [] });
  const isStale = () => board.answer().voters[0]?.stale;
  clock.advance(6_000);
  strictEqual(isStale(), false);
  clock.advance(1);
  strictEqual(isStale(), true);
  tell(hill, { node: "1", voted: null, receivers: [] });
  hill.state = "retrying";
  strictEqual(isStale(), true);
  deepStrictEqual(board.answer().servers[0], { server: "hill", ami: "retrying", voters: "known" });
});

Deno.test("VoterBoard tells voters of several servers, or those of some nodes, and which servers have none", () => {
  const { board, hill, sea, tell } = setUp();
  const voter = (node: string) => ({ node, voted: null, receivers: [] });
  tell(hill, voter("1997"), voter("1996"));
  tell(sea, voter("2001"));
  deepStrictEqual(board.answer().voters.map(({ node, server }) => `${server} ${node}`), [
    "hill 1997",
    "hill 1996",
    "sea 2001",
  ]);
  deepStrictEqual(board.answer(["2001", "5"]).voters.map(({ node }) => node), ["2001"]);
  sea.known = { kind: "absent" };
  tell(hill);
  deepStrictEqual(board.answer().servers.map(({ voters }) => voters), ["none", "absent"]);
  strictEqual(board.hasVoters, false);
});

Deno.test("VoterBoard has servers asked for as long as somebody watches", () => {
  const { clock, board, hill, sea, watcher } = setUp();
  strictEqual(board.watched, false);
  const [one, other] = [watcher(), watcher()];
  const watch = board.watch(one, "192.0.2.1");
  deepStrictEqual([board.watched, hill.looks, sea.looks], [true, 1, 1]);
  const second = board.watch(other, "192.0.2.1");
  deepStrictEqual(board.bounds.map(({ name, used }) => [name, used]), [
    ["voter_streams", 2],
    ["voter_streams_per_address", 2],
  ]);
  board.changed();
  board.changed();
  strictEqual(one.seen.changes, 0, "servers answer at the same moments");
  clock.advance(50);
  strictEqual(one.seen.changes, 1);
  clock.advance(2_950);
  deepStrictEqual(one.seen, { changes: 1, checks: 3, ends: 0 });
  watch?.stop();
  watch?.stop();
  clock.advance(1_000);
  deepStrictEqual([one.seen.checks, other.seen.checks, board.watched], [3, 4, true]);
  second?.stop();
  deepStrictEqual([board.watched, clock.pending, board.bounds[0]?.used], [false, 0, 0]);
});

Deno.test("VoterBoard lets so many of an address watch, and ends them when it stops", () => {
  const { board, clock, watcher } = setUp();
  const watchers = Array.from({ length: 17 }, watcher);
  const watches = watchers.map((each) => board.watch(each, "192.0.2.1"));
  strictEqual(watches.filter((watch) => watch === null).length, 1);
  ok(board.watch(watcher(), "192.0.2.2"));
  board.stop();
  deepStrictEqual(watchers.map(({ seen }) => seen.ends), [...Array(16).fill(1), 0]);
  strictEqual(clock.pending, 0);
  strictEqual(board.watch(watcher(), "192.0.2.3"), null);
});

Deno.test("look waits for the servers, but not for one that does not answer", async () => {
  const { clock, board, hill } = setUp();
  await board.look();
  strictEqual(clock.pending, 0);
  hill.hold = new Promise(() => {});
  let looked = false;
  const looking = board.look().then(() => void (looked = true));
  await clock.advanceAsync(1_499);
  strictEqual(looked, false);
  await clock.advanceAsync(1);
  await looking;
  strictEqual(clock.pending, 0);
});
