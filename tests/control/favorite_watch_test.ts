import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { VirtualClock } from "../../lib/clock/mod.ts";
import { FavoriteWatch, MAX_WATCHED, type StatsAnswer } from "../../lib/control/mod.ts";
import { readNodeStats } from "../../lib/control/node_stats.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import { statsOf } from "./stats_service.ts";

const START_MS = Date.UTC(2026, 10, 20, 10);

const FAILED: StatsAnswer = { kind: "failed", why: "status 502" };

/** A watch over statistics that answer as the test wants; `asked` has when, in seconds, and about whom. */
function setUp(answer: (node: string) => StatsAnswer | Promise<StatsAnswer> = found) {
  const clock = new VirtualClock(START_MS);
  const asked: [number, string][] = [];
  const state = { answer };
  const watch = new FavoriteWatch({
    clock,
    log: silentLogger,
    ask: async (node) => {
      asked.push([(clock.now() - START_MS) / 1_000, node]);
      return await state.answer(node);
    },
  });
  /** Somebody looks for so long, as a page does. */
  const lookFor = async (seconds: number, nodes: readonly string[]) => {
    for (let at = 0; at < seconds; at += 5) {
      watch.look(nodes);
      await clock.advanceAsync(5_000);
    }
  };
  return { clock, asked, state, watch, lookFor };
}

function found(node: string, data: Readonly<Record<string, unknown>> = {}, updatedAt?: string): StatsAnswer {
  const stats = readNodeStats(statsOf(node, data, updatedAt), node);
  ok(stats);
  return { kind: "stats", stats, atMs: START_MS };
}

const NODES = ["2000", "2001", "2002", "2003", "2004", "2005", "2006"];

Deno.test("FavoriteWatch asks about favourites in turn while they are looked at, one every three seconds", async () => {
  const { asked, clock, lookFor, watch } = setUp();
  await clock.advanceAsync(60_000);
  strictEqual(asked.length, 0, "nobody looked");
  await lookFor(60, NODES);
  deepStrictEqual(asked.slice(0, 9).map(([at]) => at), [60, 63, 66, 69, 72, 75, 78, 81, 84]);
  deepStrictEqual(asked.slice(0, 9).map(([, node]) => node), [...NODES, "2000", "2001"]);
  // The last look counts for a while, then it is over, and nothing waits.
  await clock.advanceAsync(600_000);
  ok(asked.length <= 20 + 7, `${asked.length}`);
  ok(asked.every(([at], index) => index === 0 || at - asked[index - 1]![0] >= 3));
  ok((asked.at(-1)?.[0] ?? 0) <= 60 + 55 + 20);
  strictEqual(watch.known(NODES).activity.every(({ state }) => state === "active"), true);
});

Deno.test("FavoriteWatch asks about one favourite no more often than every fifteen seconds", async () => {
  const { asked, lookFor } = setUp();
  await lookFor(60, ["2000"]);
  deepStrictEqual(asked.map(([at]) => at), [0, 15, 30, 45, 60]);
});

Deno.test("FavoriteWatch asks one after the other where answers take long", async () => {
  const waiting: ((answer: StatsAnswer) => void)[] = [];
  const { asked, lookFor } = setUp(() => new Promise((resolve) => void waiting.push(resolve)));
  await lookFor(30, NODES);
  strictEqual(asked.length, 1);
  waiting[0]?.(found("2000"));
  await lookFor(5, NODES);
  deepStrictEqual(asked.map(([, node]) => node), ["2000", "2001"]);
});

Deno.test("FavoriteWatch tells what each favourite is doing, and asks nothing of numbers that are not public", async () => {
  const day = "2026-11-19T10:00:00.000000Z";
  const { asked, watch, lookFor } = setUp((node) => {
    if (node === "2001") return found(node, { keyed: true, links: [] });
    // Keyed a day ago, and nothing since then; registered lately all the same.
    if (node === "2002") return found(node, { keyed: true }, day);
    if (node === "2005") return found(node, { keyed: true }, "2026-11-20T09:57:30.000000Z");
    if (node === "2003") return { kind: "unlisted" };
    if (node !== "2004") return found(node);
    const stats = readNodeStats({ ...statsOf(node, { keyed: true }, day), node: { name: node } }, node);
    return stats ? { kind: "stats", stats, atMs: START_MS } : FAILED;
  });
  const nodes = ["2000", "2001", "2002", "2003", "2004", "2005", "1999", "3066366", "1000000000"];
  deepStrictEqual(watch.known(nodes).activity.map(({ state }) => state), [
    ...Array(6).fill("unknown"),
    ...Array(3).fill("unlisted"),
  ]);
  await lookFor(20, nodes);
  const { enabled, fault, activity } = watch.known(nodes);
  deepStrictEqual([enabled, fault], [true, null]);
  deepStrictEqual(activity.map(({ node, state, links }) => [node, state, links]), [
    ["2000", "active", 2],
    ["2001", "keyed", 0],
    ["2002", "active", 2],
    ["2003", "unlisted", null],
    ["2004", "offline", 2],
    ["2005", "active", 2],
    ["1999", "unlisted", null],
    ["3066366", "unlisted", null],
    ["1000000000", "unlisted", null],
  ]);
  const [first] = activity;
  deepStrictEqual([first?.tx_percent, first?.tx_of_seconds, first?.reported_at], [
    0.3,
    409_053,
    "2026-11-20T09:59:00.000Z",
  ]);
  match(first?.read_at ?? "", /^2026-11-20T10:00:\d\d\.000Z$/);
  // What is not listed is not asked about again for long.
  await lookFor(300, nodes);
  strictEqual(asked.filter(([, node]) => node === "2003").length, 1);
});

Deno.test("FavoriteWatch leaves the service alone after failures, longer each time, and keeps what it knows", async () => {
  const { asked, state, watch, lookFor } = setUp();
  await lookFor(15, ["2000"]);
  state.answer = () => FAILED;
  await lookFor(1_200, ["2000", "2001"]);
  const gaps = asked.slice(1).map(([at], index) => at - asked[index]![0]);
  deepStrictEqual(gaps.slice(2, 8), [15, 30, 60, 120, 240, 300]);
  strictEqual(watch.known([]).fault, "ask the public statistics, status 502: tried again after 300 s");
  strictEqual(watch.known(["2000"]).activity[0]?.state, "active");
  state.answer = found;
  await lookFor(330, ["2000", "2001"]);
  deepStrictEqual([watch.known([]).fault, watch.known(["2001"]).activity[0]?.state], [null, "active"]);
});

Deno.test("FavoriteWatch waits a minute and more after too many requests, and as long as the service says", async () => {
  const { asked, state, watch, lookFor } = setUp(() => ({ kind: "busy", retryMs: null }));
  await lookFor(1_300, ["2000"]);
  deepStrictEqual(asked.map(([at]) => at), [0, 60, 180, 420, 900]);
  state.answer = () => ({ kind: "busy", retryMs: 3_600_000 });
  await lookFor(300, ["2000"]);
  strictEqual(asked.length, 6);
  match(watch.known([]).fault ?? "", /too many requests from this address: tried again after 3600 s$/);
  await lookFor(3_400, ["2000"]);
  strictEqual(asked.length, 6);
  await lookFor(200, ["2000"]);
  strictEqual(asked.length, 7);
});

Deno.test("FavoriteWatch holds so many favourites, those that are looked at first", async () => {
  const { asked, clock, watch } = setUp();
  const many = (from: number) => Array.from({ length: MAX_WATCHED }, (_, index) => String(from + index));
  watch.look(many(10_000));
  watch.look(["2000"]);
  deepStrictEqual(watch.bound, { name: "favorites_watched", used: MAX_WATCHED, limit: MAX_WATCHED });
  strictEqual(watch.known(["2000"]).activity[0]?.state, "unknown");
  await clock.advanceAsync(60_000);
  const before = asked.length;
  strictEqual(asked.some(([, node]) => node === "2000"), false);
  watch.look(["2000"]);
  await clock.advanceAsync(5_000);
  deepStrictEqual(asked.slice(before).map(([, node]) => node), ["2000"]);
  strictEqual(watch.bound.used, MAX_WATCHED);
});

Deno.test("FavoriteWatch asks nothing once it is stopped, whatever is under way", async () => {
  const { asked, clock, lookFor, watch } = setUp();
  await lookFor(5, NODES);
  const before = asked.length;
  watch.stop();
  await lookFor(60, NODES);
  deepStrictEqual([asked.length, clock.pending], [before, 0]);
});
