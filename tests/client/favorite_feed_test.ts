import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { VirtualClock } from "../../lib/clock/mod.ts";
import { type ControlAnswer, FavoriteFeed, favoriteWords, whileSeen } from "../../lib/client/mod.ts";
import type { FavoriteActivity } from "../../lib/wire/mod.ts";

const NOW_MS = Date.UTC(2026, 10, 20, 10);

function activity(fields: Partial<FavoriteActivity> = {}): FavoriteActivity {
  return {
    node: "2000",
    state: "active",
    links: 12,
    tx_percent: 8.4,
    tx_of_seconds: 540,
    reported_at: new Date(NOW_MS - 3_600_000).toISOString(),
    read_at: new Date(NOW_MS - 20_000).toISOString(),
    ...fields,
  };
}

const words = (fields: Partial<FavoriteActivity>, nowMs = NOW_MS) => {
  const { state, word, facts, age } = favoriteWords(activity(fields), nowMs);
  return [state, `${word} ${facts} ${age}`.replaceAll("\u00a0", " ")];
};

Deno.test("favoriteWords tells what a favourite is doing, and as of when", () => {
  const facts = "12 links, on the air 8.4 % of 9 min";
  deepStrictEqual(words({}), ["active", `Active ${facts} read 20 s ago`]);
  deepStrictEqual(words({ state: "keyed" }), ["keyed", `Keyed ${facts} read 20 s ago`]);
  deepStrictEqual(words({ links: 1, tx_percent: null }), ["active", "Active 1 link read 20 s ago"]);
  deepStrictEqual(words({ links: null, tx_percent: null }), ["active", "Active  read 20 s ago"]);
  deepStrictEqual(words({ state: "offline" }), ["offline", "Offline silent for 59 min read 20 s ago"]);
  deepStrictEqual(words({ state: "offline", reported_at: null }), ["offline", "Offline  read 20 s ago"]);
  deepStrictEqual(words({ state: "unlisted" }), ["unlisted", "Not public no statistics "]);
  deepStrictEqual(words({ state: "unknown" }), ["unknown", "Not read yet  "]);
  deepStrictEqual(favoriteWords(undefined, NOW_MS).word, "Not read yet");
});

Deno.test("favoriteWords calls nobody keyed by what was read a minute ago, and no age negative", () => {
  deepStrictEqual(words({ state: "keyed", links: null, tx_percent: null }, NOW_MS + 41_000), [
    "active",
    "Was keyed  read 1 min ago",
  ]);
  deepStrictEqual(words({ links: null, tx_percent: null }, NOW_MS - 60_000)[1], "Active  read just now");
});

Deno.test("FavoriteFeed reads what favourites are doing, one request at a time, and keeps it when that fails", async () => {
  const waiting: ((answer: ControlAnswer) => void)[] = [];
  const asked: string[] = [];
  const feed = new FavoriteFeed({ enabled: true, fault: null, activity: [activity()] }, (method, path) => {
    asked.push(`${method} ${path}`);
    return new Promise((resolve) => void waiting.push(resolve));
  });
  const answer = async (given: ControlAnswer) => {
    const reading = feed.read();
    waiting.at(-1)?.(given);
    await reading;
    return [feed.activity.value.get("2000")?.state, feed.fault.value];
  };
  strictEqual(feed.activity.value.get("2000")?.links, 12);
  const keyed = { enabled: true, fault: null, activity: [activity({ state: "keyed" })] };
  const reading = feed.read();
  await feed.read();
  deepStrictEqual(asked, ["GET /favorites/activity"]);
  waiting[0]?.({ ok: true, data: keyed });
  await reading;
  strictEqual(feed.activity.value.get("2000")?.state, "keyed");
  deepStrictEqual(await answer({ ok: true, data: { ...keyed, fault: "busy" } }), ["keyed", "busy"]);
  deepStrictEqual(await answer({ ok: false, message: "away" }), ["keyed", "away"]);
  for (const data of [null, {}, { ...keyed, activity: [{ node: "2000" }] }]) {
    deepStrictEqual(await answer({ ok: true, data }), ["keyed", "the answer was not understood"]);
  }
  deepStrictEqual(await answer({ ok: true, data: { ...keyed, activity: [] } }), [undefined, null]);
});

Deno.test("whileSeen acts at once and again while something is seen, and never otherwise", () => {
  const clock = new VirtualClock(0);
  let tell = (_isSeen: boolean) => {};
  let [acts, isWatched] = [0, true];
  const end = whileSeen(
    (told) => {
      tell = told;
      return () => void (isWatched = false);
    },
    5_000,
    () => acts++,
    (periodMs, act) => {
      const timer = clock.every(periodMs, act);
      return () => timer.cancel();
    },
  );
  const after = (ms: number) => {
    clock.advance(ms);
    return acts;
  };
  strictEqual(after(60_000), 0);
  tell(true);
  tell(true);
  strictEqual(after(0), 1);
  strictEqual(after(10_000), 3);
  tell(false);
  tell(false);
  strictEqual(after(60_000), 3);
  tell(true);
  strictEqual(after(4_999), 4);
  end();
  deepStrictEqual([after(60_000), clock.pending, isWatched], [4, 0, false]);
});
