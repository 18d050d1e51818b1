import { deepStrictEqual } from "node:assert/strict";
import { favoriteWords } from "../../lib/client/mod.ts";
import type { FavoriteActivity } from "../../lib/wire/mod.ts";
import { FAVORITE_AT_MS as NOW_MS, favoriteActivity as activity } from "./builders.ts";

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
