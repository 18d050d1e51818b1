import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { CALLS_BY_CAUSE_SQL, CALLS_SQL } from "../../lib/store/call_reader.ts";
import { answers, ends, eventsOf, rings, snapshot, storyOf, told } from "./calls_support.ts";
import { open, T0, withFile } from "./events.ts";
import { GROUPS } from "../calls/corpus/groups.ts";
import { TRANSFERS } from "../calls/corpus/transfers.ts";
import type { Store } from "../../lib/store/mod.ts";

const DAY_MS = 86_400_000;

const idsOf = (store: Store, more: Parameters<Store["pastCalls"]>[0]) =>
  store.pastCalls(more).map(({ callId }) => callId);

Deno.test("Store remembers an answered call with its times, its end and its course, before and after writing", () => {
  withFile((path) => {
    const first = open(path);
    const events = eventsOf(storyOf("the caller hangs up"));
    first.give(...events);
    const before = first.store.pastCalls({ limit: 10 });
    const course = first.store.callOf("1770888509.40");
    assert.deepEqual(
      before.map(({ from, to, talkMs, totalMs, cause, causeCode }) => ({
        ...{ from, to, talkMs, totalMs, cause, causeCode },
      })),
      [{
        from: { extension: "100", name: "Front Desk" },
        to: { extension: "101", name: "Alice" },
        talkMs: 32_000,
        totalMs: 36_500,
        cause: "normal_clearing",
        causeCode: 16,
      }],
    );
    assert.deepEqual(course?.events.map(({ event }) => event), ["ringing", "answered", "hungup"]);
    assert.deepEqual(course?.legs.map(({ party, causeCode }) => [party.extension, causeCode]), [
      ["100", 16],
      ["101", 16],
    ]);
    first.store.close();
    const second = open(path, T0 + DAY_MS);
    assert.deepEqual(second.store.callOf("1770888509.40"), course);
    assert.equal(second.store.callOf("1770888509.40", "another"), undefined);
    const { events: _, legs: __, droppedEvents: ___, droppedLegs: ____, ...row } = course ?? assert.fail();
    assert.deepEqual(second.store.pastCalls({ limit: 10 }), [row]);
    assert.deepEqual(before, [course]);
    second.store.close();
  });
});

Deno.test("Store finds a call by whoever was connected in it, and by numbers as people write them", () => {
  const { store, give } = open();
  give(...eventsOf(storyOf("the called transfers blindly", TRANSFERS)));
  store.flush();
  const found = (text: string) => store.pastCalls({ text, limit: 10 }).length;
  assert.equal(found("customer"), 1);
  assert.equal(found("ALICE customer"), 1);
  assert.equal(found("+1 (555) 123-4567"), 1);
  assert.equal(found("bob"), 1);
  assert.equal(found("nobody"), 0);
  assert.equal(found("customer nobody"), 0);
  assert.equal(found("%"), 0);
  assert.equal(found(""), 1);
  store.close();
});

Deno.test("Store finds a call by everybody who was rung for it, waiting or written", () => {
  const { store, give } = open();
  for (const event of eventsOf(storyOf("a ring group that nobody answers", GROUPS))) give(event);
  for (let written = 0; written < 2; written++) {
    for (const text of ["100", "600", "101", "102 bob", "carol"]) {
      assert.equal(store.pastCalls({ text, limit: 9 }).length, 1, text);
    }
    assert.equal(store.pastCalls({ text: "104", limit: 9 }).length, 0);
    store.flush();
  }
  store.close();
});

Deno.test("Store gives past calls by cause, time and page, newest first, those that wait among them", () => {
  const { store, give } = open();
  for (let index = 0; index < 9; index++) {
    const atMs = T0 + index * 1_000;
    const cause = index % 3 === 0 ? "user_busy" : "normal_clearing";
    give(ends(atMs + 500, { callId: `1.${index}`, startedAtMs: atMs, ringingAtMs: null }, { cause }));
    if (index === 6) store.flush();
  }
  give(rings({ callId: "2.1" }));
  assert.deepEqual(idsOf(store, { limit: 3 }), ["1.8", "1.7", "1.6"]);
  assert.deepEqual(idsOf(store, { cause: "user_busy", limit: 9 }), ["1.6", "1.3", "1.0"]);
  assert.deepEqual(idsOf(store, { sinceMs: T0 + 2_000, untilMs: T0 + 4_000, limit: 9 }), ["1.3", "1.2"]);
  const seen: string[] = [];
  for (let after = undefined;;) {
    const page = store.pastCalls({ limit: 2, ...after === undefined ? {} : { after } });
    seen.push(...page.map(({ callId }) => callId));
    after = page.at(-1);
    if (after === undefined) break;
  }
  assert.deepEqual(seen, ["1.8", "1.7", "1.6", "1.5", "1.4", "1.3", "1.2", "1.1", "1.0"]);
  store.close();
});

Deno.test("Store keeps calls of two servers with the same id apart", () => {
  const { store, give } = open();
  give(ends(T0 + 1_000, { server: "b" }), ends(T0 + 1_000, { server: "a", to: { extension: "200" } }));
  store.flush();
  assert.deepEqual(store.pastCalls({ limit: 9 }).map(({ server }) => server), ["b", "a"]);
  assert.equal(store.callOf("1.1", "a")?.to.extension, "200");
  assert.equal(store.callOf("1.1", "b")?.to.extension, "101");
  store.close();
});

Deno.test("Store ends calls as lost whose end nobody saw, no later than they were known to be up", () => {
  withFile((path) => {
    const { clock, give } = open(path);
    give(rings(), answers(T0 + 4_000));
    clock.advance(33_000);
    // No close: the process was killed.
    const { store } = open(path, T0 + DAY_MS);
    const [call] = store.pastCalls({ limit: 9 });
    assert.equal(call?.cause, "lost");
    assert.ok(call.endedAtMs !== null && call.endedAtMs >= T0 + 20_000 && call.endedAtMs <= T0 + 33_000);
    assert.equal(call.talkMs, call.endedAtMs - T0 - 4_000);
    store.close();
  });
});

Deno.test("Store counts no time of a call while its server is away", () => {
  withFile((path) => {
    const { clock, give } = open(path);
    give(rings(), answers(T0 + 1_000));
    clock.advance(5_000);
    const data = { server: "asterisk", state: "retrying", attempt: 1, retry_in: 5, error: null } as const;
    give({ kind: "AMI_STATUS", atMs: clock.now(), data });
    clock.advance(600_000);
    const { store } = open(path, T0 + DAY_MS);
    store.flush();
    const [call] = store.pastCalls({ limit: 9 });
    assert.ok(call?.endedAtMs !== null && (call?.endedAtMs ?? 0) <= T0 + 5_000);
    store.close();
  });
});

Deno.test("Store goes on with a call that outlived a restart, in its row and from its true beginning", () => {
  withFile((path) => {
    const first = open(path);
    first.give(rings(), answers(T0 + 4_000));
    first.store.close();
    const { store, give, clock } = open(path, T0 + 60_000);
    clock.advance(1_000);
    assert.equal(store.pastCalls({ limit: 9 })[0]?.cause, "lost");
    const adopted = { adopted: true, startedAtMs: T0 + 55, answeredAtMs: T0 + 61_000 };
    give(told(snapshot({ ...adopted, state: "held" }), {
      event: "held",
      held_by: { extension: "101" },
    }, T0 + 70_000));
    assert.deepEqual(idsOf(store, { limit: 9 }), [], "it is up");
    const end = { talk_duration_seconds: 39, total_duration_seconds: 39 };
    give(ends(T0 + 100_000, adopted, end));
    const rows = store.pastCalls({ limit: 9 });
    store.flush();
    assert.deepEqual(store.pastCalls({ limit: 9 }).length, 1);
    assert.equal(rows[0]?.startedAtMs, T0);
    assert.equal(rows[0]?.talkMs, 96_000);
    assert.equal(rows[0]?.totalMs, 100_000);
    const events = store.callOf("1.1")?.events.map(({ event }) => event);
    assert.deepEqual(events, ["ringing", "answered", "held", "hungup"]);
    store.close();
  });
});

Deno.test("Store takes an id that comes again for another call, and one that was up for no ended one", () => {
  const { store, give } = open();
  give(rings(), ends(T0 + 5_000));
  store.flush();
  give(
    rings({ startedAtMs: T0 + DAY_MS, adopted: true }),
    ends(T0 + DAY_MS, { startedAtMs: T0 + DAY_MS, adopted: true }),
  );
  store.flush();
  assert.deepEqual(store.pastCalls({ limit: 9 }).map(({ startedAtMs }) => startedAtMs), [T0 + DAY_MS, T0]);
  assert.equal(store.callOf("1.1")?.startedAtMs, T0 + DAY_MS);
  const asked = [T0 - 1, T0, T0 + DAY_MS - 1, T0 + DAY_MS, Infinity];
  const found = () => asked.map((begunByMs) => store.callOf("1.1", undefined, begunByMs)?.startedAtMs);
  assert.deepEqual(found(), [undefined, T0, T0, T0 + DAY_MS, T0 + DAY_MS]);
  give(rings({ startedAtMs: T0 + 2 * DAY_MS }));
  assert.deepEqual(
    found(),
    [undefined, T0, T0, T0 + DAY_MS, T0 + 2 * DAY_MS],
    "the newest waits to be written",
  );
  store.close();
});

Deno.test("Store deletes calls older than retention_days, never one that is up", () => {
  withFile((path) => {
    const old = open(path, T0 - 100 * DAY_MS);
    const at = T0 - 100 * DAY_MS;
    for (let index = 0; index < 700; index++) {
      old.give(ends(at + index, { callId: `1.${index}`, startedAtMs: at + index }));
    }
    old.store.close();
    const { store, clock, give } = open(path);
    give(rings({ callId: "2.1" }, T0 - 95 * DAY_MS), ends(T0, { callId: "2.2" }));
    clock.advance(3_000);
    assert.deepEqual(idsOf(store, { limit: 1_000 }), ["2.2"]);
    assert.equal(store.callOf("2.1")?.endedAtMs, null);
    store.close();
  });
});

Deno.test("Store bounds what it keeps of one call, and says how much it let go", () => {
  const { store, give } = open();
  give(rings(), answers(T0 + 1_000));
  const held = (at: number) =>
    told(snapshot({ state: "held" }), { event: "held", held_by: { extension: "101" } }, at);
  for (let index = 0; index < 150; index++) give(held(T0 + 2_000 + index));
  give(ends(T0 + 9_000, { from: { extension: "1".repeat(5_000), name: "n".repeat(5_000) } }));
  store.flush();
  const call = store.callOf("1.1");
  assert.equal(call?.events.length, 100);
  assert.equal(call.droppedEvents, 53);
  assert.deepEqual([call.events[0]?.event, call.events.at(-1)?.event], ["ringing", "hungup"]);
  assert.equal(call.from.extension.length, 128);
  assert.equal(call.from.name?.length, 128);
  store.close();
});

Deno.test("Store.pastCalls walks an index backwards, without sorting and without reading rows that do not match", () => {
  withFile((path) => {
    open(path).store.close();
    const db = new DatabaseSync(path);
    for (const sql of [CALLS_SQL, CALLS_BY_CAUSE_SQL]) {
      const parameters = Object.fromEntries([...sql.matchAll(/:(\w+)/g)].map(([, name]) => [name, 0]));
      const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(parameters).map(({ detail }) =>
        String(detail)
      );
      assert.equal(plan.length, 1, plan.join("; "));
      assert.match(plan[0] ?? "", /SEARCH calls USING INDEX/);
    }
    db.close();
  });
});
