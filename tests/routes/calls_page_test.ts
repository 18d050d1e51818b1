import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { CallsQuery } from "../../lib/store/mod.ts";
import { storedCall } from "../http/samples.ts";
import { snapshot } from "../store/calls_support.ts";
import { SAMPLE_AT, SAMPLE_AT_MS } from "../wire/samples.ts";
import { type Serving, serving } from "./serving.ts";

const NO_COURSE = { events: [], droppedEvents: 0, legs: [], droppedLegs: 0 };

function signedIn(): Serving {
  const site = serving();
  site.services.principal = {
    kind: "session",
    userId: 1,
    username: "viewer",
    role: "viewer",
    nodes: "all",
    sessionId: "s1",
    expiresAtMs: SAMPLE_AT_MS + 60_000,
  };
  return site;
}

async function read(site: Serving, path: string, status = 200): Promise<string> {
  const response = await site.ask(path);
  strictEqual(response.status, status, path);
  match(response.headers.get("Cache-Control") ?? "", /no-store/);
  // What is read on the page: scripts and markup are not.
  return (await response.text()).replace(/<script[^]*?<\/script>/g, "").replace(/<[^>]*>/g, " ").replace(
    /\s+/g,
    " ",
  ).replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
}

Deno.test("GET /calls shows who talks with whom, and who did, without JavaScript", async () => {
  const site = signedIn();
  site.services.up = [snapshot({ state: "held", from: { extension: "777", name: "<b>Ev\u202eil</b>" } })];
  const text = await read(site, "/calls");
  match(text, /&lt;b>Ev.il&lt;\/b> 777|&lt;b&gt;Ev.il&lt;\/b&gt; 777/);
  match(text, /On hold/);
  match(text, /Front Desk 100 .*Alice 101 .*Answered .*0:32/);
  match(text, /1 call, newest first\. Times are UTC/);
  match(text, /Calls Sign|Calls .* Sign out/);
});

Deno.test("GET /calls says what is missing: nobody, nothing found, a server away, nothing recorded", async () => {
  const site = signedIn();
  site.services.callHistory = { ...site.services.callHistory, pastCalls: () => [] };
  match(await read(site, "/calls"), /Nobody is on the phone\. .*No calls yet/);
  match(await read(site, "/calls?q=zzz"), /No call that is up matches\. .*No call found/);
  const [server] = site.services.servers();
  ok(server);
  site.services.servers = () => [{ ...server, state: "retrying" }];
  match(await read(site, "/calls"), /No connection to main: whether calls there are still up is not known/);
  site.services.up = [snapshot({ server: "main", state: "connected", answeredAtMs: SAMPLE_AT_MS })];
  match(await read(site, "/calls"), /Talking since \d{4}-\d\d-\d\d/, "its clock does not run on");
  site.services.up = [snapshot({ server: "another", state: "connected", answeredAtMs: SAMPLE_AT_MS })];
  match(await read(site, "/calls"), /Talking 0:00/);
  site.services.serversWithoutCalls = () => ["hill"];
  match(await read(site, "/calls"), /Nothing is known of calls on hill: an Asterisk older than 12/);
  site.services.up = [];
  match(await read(site, "/calls"), /No call is known of\./);
  const health = site.services.health();
  const database = { state: "failing", since: SAMPLE_AT, error: "disk is full", dropped_writes: 0 } as const;
  site.services.health = () => ({ ...health, database });
  match(await read(site, "/calls"), /Not recorded: the database takes nothing/);
});

Deno.test("GET /calls pages through history", async () => {
  const site = signedIn();
  const many = Array.from(
    { length: 51 },
    (_, index) => storedCall({ callId: `9.${index}`, startedAtMs: 99_000 - index }),
  );
  site.services.callHistory = {
    ...site.services.callHistory,
    pastCalls: ({ limit }) => many.slice(0, limit),
  };
  const page = await (await site.ask("/calls?q=alice")).text();
  match(page, /href="\/calls\?q=alice&(amp;)?cursor=98951%7E9\.49%7Emain"/);
  match(page, /href="\/api\/calls\.csv\?q=alice"/);
  const older = await read(site, "/calls?cursor=98951~9.49~main");
  ok(!older.includes("Nobody is on the phone"), "calls that are up stand on the first page only");
  match(older, /Newest/);
});

Deno.test("GET /calls answers 400 with a page that says what of the address makes no sense", async () => {
  const site = signedIn();
  const asked: CallsQuery[] = [];
  const { callHistory } = site.services;
  site.services.callHistory = {
    ...callHistory,
    pastCalls: (query) => {
      asked.push(query);
      return callHistory.pastCalls(query);
    },
  };
  const whole = await read(site, "/calls");
  ok(!/400|No call ends as|is not a day/.test(whole));
  const text = await read(site, "/calls?cause=%3Ci%3Ebusy&day=2026-02-30&q=alice", 400);
  match(text, /No call ends as “(&lt;|<)i(&gt;|>)busy”\. Calls are shown whatever their result\./);
  match(text, /“2026-02-30” is not a day\. Calls of every day are shown\./);
  match(text, /Front Desk 100 .*Alice 101/, "what remains of the search is answered");
  deepStrictEqual(asked.at(-1), { text: "alice", sinceMs: 0, limit: 51 });
  match(
    await read(site, "/calls?cursor=nonsense", 400),
    /There is no such page of the list\. It begins with/,
  );
  match(await read(site, `/calls?q=${"x".repeat(101)}`, 400), /text to search for is too long/);
  const rare = await (await site.ask("/calls?cause=interworking")).text();
  match(rare, /<option value="interworking" selected[^>]*>Interworking</);
});

Deno.test("GET /calls says of a call that was up already that what came before is not known", async () => {
  const site = signedIn();
  const already = { adopted: true, ringingAtMs: null, answeredAtMs: SAMPLE_AT_MS };
  site.services.up = [snapshot({ ...already, server: "another", state: "connected" })];
  const over = storedCall(already);
  site.services.callHistory = { pastCalls: () => [over], callOf: () => ({ ...over, ...NO_COURSE }) };
  const list = await read(site, "/calls");
  match(list, /Talking at least 0:00/);
  match(list, /Answered at least 0:32/);
  const text = await read(site, "/calls/1999");
  match(text, /Seen first .* Talked at least 0:32/);
  match(text, /The call was up already when Nexus first saw it; what came before is not known/);
  ok(!/ Answered \d{4}-/.test(text));
  const unseen = storedCall({ ...already, cause: "lost", talkMs: 0 });
  site.services.callHistory = { pastCalls: () => [unseen], callOf: () => ({ ...unseen, ...NO_COURSE }) };
  match(await read(site, "/calls"), /End not seen not known/);
  match(await read(site, "/calls/1999"), / Talked not known/);
});

Deno.test("GET /calls/{id} tells the course of a call, and 404 of one that nobody knows", async () => {
  const site = signedIn();
  const text = await read(site, "/calls/1999");
  match(text, /Front Desk → to Alice/);
  match(text, /Talked 0:32/);
  match(text, /Why it ended The call was hung up normally/);
  const unknown = await site.ask("/calls/none");
  strictEqual(unknown.status, 404);
  match(await unknown.text(), /<main/);
});

Deno.test("pages of calls ask strangers to sign in, and tell them neither numbers nor that there is such a page", async () => {
  const site = signedIn();
  site.services.principal = null;
  const asked = await site.ask("/calls?q=alice");
  strictEqual(asked.status, 303);
  strictEqual(asked.headers.get("Location"), "/signin?return=%2Fcalls%3Fq%3Dalice");
  const home = await (await site.ask("/")).text();
  ok(!home.includes("/calls") && !home.includes("calls.css"), "first visits load nothing of it");
});
