import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { rememberedSort, sortCookie } from "../../lib/client/mod.ts";

const byTotal = { column: "total", descending: true };

Deno.test("rememberedSort finds the order among other cookies", () => {
  deepStrictEqual(rememberedSort("a=1; nexus_sort=-total; b=2"), byTotal);
  deepStrictEqual(rememberedSort("nexus_sort=node"), { column: "node", descending: false });
});

Deno.test("rememberedSort is null for no order and for what is none", () => {
  for (
    const cookies of [null, "", "a=-total", "xnexus_sort=node", "nexus_sort=", "nexus_sort=--a", "nexus_sort"]
  ) {
    strictEqual(rememberedSort(cookies), null, String(cookies));
  }
});

Deno.test("sortCookie is read back, stays below the base path and is not sent by other sites", () => {
  const cookie = sortCookie(byTotal, "/radio");
  deepStrictEqual(rememberedSort(cookie), byTotal);
  match(cookie, /; path=\/radio\/; max-age=\d+; samesite=lax$/);
  match(sortCookie(byTotal, ""), /; path=\/;/);
});
