import { match, notStrictEqual, strictEqual } from "node:assert/strict";
import { SharedPages } from "../../lib/http/mod.ts";
import { linkInfo, nodeStatus, talkerEvent } from "../wire/samples.ts";
import { type AccountSite, accountSite, addPeople, bearer } from "./accounts.ts";

/** The whole web, with pages shared as the running program does; the clock stands still. */
function sharingSite(): AccountSite {
  const site = accountSite();
  const { clock, live } = site.services;
  Object.assign(site.services, { sharedPages: new SharedPages({ clock, version: () => live.changes }) });
  return site;
}

/** Changes what the nodes show, of which nobody is told. */
function rename(site: AccountSite, callsign: string): void {
  site.services.shown = [nodeStatus({ links: [linkInfo({ callsign })] })];
}

async function pageOf(site: AccountSite, path = "/", headers: HeadersInit = {}): Promise<string> {
  return await (await site.ask(path, { headers })).text();
}

Deno.test("GET / is made once for those who ask at the same time, and anew when anybody was told of a change", async () => {
  const site = sharingSite();
  const first = await site.ask("/");
  rename(site, "N0NEW");
  const second = await site.ask("/");
  const html = await first.text();
  strictEqual(await second.text(), html);
  notStrictEqual(second.headers.get("X-Request-ID"), first.headers.get("X-Request-ID"));
  strictEqual(second.headers.get("Content-Security-Policy"), first.headers.get("Content-Security-Policy"));
  site.services.live.take({ number: 1, event: { kind: "TALKER_EVENT", atMs: 0, data: talkerEvent() } });
  match(await pageOf(site), /N0NEW/);
});

Deno.test("GET / is shared by nobody who sees another page", async () => {
  const site = sharingSite();
  await addPeople(site);
  const shared = await pageOf(site);
  rename(site, "N0NEW");
  strictEqual(await pageOf(site), shared);
  match(await pageOf(site, "/", { cookie: "nexus_sort=-total" }), /N0NEW/);
  for (const path of ["/?wall", "/?node=1999", "/?x=1", "/?node=1999&x=1", "/nodes/1999"]) {
    match(await pageOf(site, path), /N0NEW/, path);
  }
  const own = await site.ask("/", { headers: bearer(await site.token("viewer")) });
  match(own.headers.get("Cache-Control") ?? "", /private/);
  match(await own.text(), /N0NEW/);
  strictEqual(await pageOf(site), shared, "what others got has not taken its place");
});

Deno.test("GET / is made anew when the first account is there, or the database fails, though no stream tells", async () => {
  const site = sharingSite();
  await pageOf(site);
  rename(site, "N0NEW");
  await addPeople(site);
  match(await pageOf(site), /N0NEW/);
  rename(site, "N0MORE");
  const { health } = site.services;
  const database = { ...health().database, state: "failing" };
  Object.assign(site.services, { health: () => ({ ...health(), database }) });
  match(await pageOf(site), /N0MORE/);
});

Deno.test("GET / with an address that nobody links to leaves nothing behind", async () => {
  const site = sharingSite();
  for (let at = 0; at < 5; at++) await pageOf(site, `/?x=${at}`);
  strictEqual(site.services.sharedPages?.bounds[0]?.used, 0);
  await pageOf(site, "/?wall");
  strictEqual(site.services.sharedPages?.bounds[0]?.used, 1);
});
