import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { type ControlAnswer, FavoriteFeed } from "../../lib/client/mod.ts";
import { favoriteActivity as activity } from "./builders.ts";

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
