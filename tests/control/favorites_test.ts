import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { VirtualClock } from "../../lib/clock/mod.ts";
import { FavoriteWatch, type StatsAnswer } from "../../lib/control/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import { accountSite, addPeople, bearer, browserOf } from "../routes/accounts.ts";
import { jsonOf } from "../routes/serving.ts";

Deno.test("Favorites are each account's own, everybody's where an admin says so, and go with the account", async () => {
  const site = accountSite();
  await addPeople(site);
  const operator = bearer(await site.token("operator"));
  const elsewhere = bearer(await site.token("elsewhere"));
  const admin = bearer(await site.token("admin"));
  const add = async (who: HeadersInit, body: unknown) => {
    const response = await site.post("/api/favorites", body, who);
    return { status: response.status, data: Object((await jsonOf(response)).data) };
  };
  const shown = async (who: HeadersInit) => {
    const { data } = await jsonOf(await site.ask("/api/favorites", { headers: who }));
    const list: unknown = Reflect.get(Object(data), "favorites");
    return Array.isArray(list) ? list.map(({ node, label, shared }) => [node, label, shared]) : [];
  };
  const remove = async (who: HeadersInit, id: unknown) =>
    (await site.ask(`/api/favorites/${id}`, { method: "DELETE", headers: who })).status;

  const own = await add(operator, { node: "2001", label: "Hub" });
  strictEqual(own.status, 201);
  strictEqual((await add(operator, { node: "2001", label: "The hub" })).status, 201);
  const all = await add(admin, { node: "2000", shared: true });
  strictEqual((await add(operator, { node: "2000", shared: true })).status, 403);
  for (const node of ["20 01", "x", "2001\r\n", ""]) {
    strictEqual((await add(operator, { node })).status, 400, node);
  }

  deepStrictEqual(await shown(operator), [["2000", null, true], ["2001", "The hub", false]]);
  deepStrictEqual(await shown(elsewhere), [["2000", null, true]]);
  const mine = (await jsonOf(await site.ask("/api/favorites", { headers: operator }))).data;
  const id: unknown = Reflect.get(Object(Reflect.get(Object(mine), "favorites")[1]), "id");
  deepStrictEqual([
    await remove(elsewhere, id),
    await remove(operator, all.data.id),
    await remove(operator, "x"),
  ], [
    404,
    403,
    404,
  ]);
  deepStrictEqual([await remove(operator, id), await remove(admin, all.data.id)], [200, 200]);
  deepStrictEqual(await shown(operator), []);
  const acts = site.services.acts.map(({ what, who, result }) => [what, who, result]);
  deepStrictEqual(acts.filter(([what]) => what?.startsWith("config.")), [
    ["config.favorite_added", "admin", "ok"],
    ["config.favorite_added", "operator", "refused"],
    ["config.favorite_deleted", "operator", "refused"],
    ["config.favorite_deleted", "admin", "ok"],
  ]);
  site.close();
});

Deno.test("what favourites are doing is told to operators of them, and asked only where it is configured and looked at", async () => {
  const site = accountSite();
  await addPeople(site);
  const operator = bearer(await site.token("operator"));
  const read = async (who: HeadersInit = {}) => {
    const response = await site.ask("/api/favorites/activity", { headers: who });
    return { status: response.status, data: Object((await jsonOf(response)).data) };
  };
  await (await site.post("/api/favorites", { node: "2001", label: "Hub" }, operator)).body?.cancel();
  strictEqual((await read()).status, 401);
  strictEqual((await read(bearer(await site.token("viewer")))).status, 403);
  deepStrictEqual((await read(operator)).data, { enabled: false, fault: null, activity: [] });

  const clock = new VirtualClock(Date.UTC(2026, 10, 20, 10));
  const asked: string[] = [];
  const ask = (node: string) => {
    asked.push(node);
    return Promise.resolve<StatsAnswer>({ kind: "unlisted" });
  };
  const favoriteWatch = new FavoriteWatch({ ask, clock, log: silentLogger });
  Object.assign(site.services, { favoriteWatch });
  const { get } = await browserOf(site, "operator");
  const html = await (await get("/")).text();
  match(html, /Not read yet/);
  await clock.advanceAsync(60_000);
  strictEqual(asked.length, 0, "a page alone is no look");
  const { enabled, activity } = (await read(operator)).data;
  deepStrictEqual([enabled, activity.length, activity[0]?.node, activity[0]?.state], [
    true,
    1,
    "2001",
    "unknown",
  ]);
  await clock.advanceAsync(1_000);
  deepStrictEqual(asked, ["2001"]);
  strictEqual((await read(operator)).data.activity[0]?.state, "unlisted");
  deepStrictEqual((await read(bearer(await site.token("elsewhere")))).data.activity, []);
  favoriteWatch.stop();
  site.close();
});
