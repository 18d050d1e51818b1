import { deepStrictEqual, doesNotMatch, match, strictEqual } from "node:assert/strict";
import type { VotersKnown } from "../../lib/poller/mod.ts";
import { isVotersAnswer } from "../../lib/wire/mod.ts";
import type { FakeServices } from "../http/fake_services.ts";
import { accountSite, addPeople, bearer } from "./accounts.ts";
import { jsonOf, serving } from "./serving.ts";

/** What `GET /api/voters` tells of receivers: state, signal and address. */
async function receiversOf(response: Response): Promise<readonly string[]> {
  const { data } = await jsonOf(response);
  if (!isVotersAnswer(data)) throw new Error(`read voters, the answer is none: ${JSON.stringify(data)}`);
  return data.voters.flatMap(({ receivers }) =>
    receivers.map(({ name, state, rssi, ip }) => `${name} ${state} ${rssi} ${ip}`)
  );
}

/** Tells whoever watches that something is new. */
function tell({ voters, clock }: FakeServices): void {
  voters.changed();
  clock.advance(50);
}

/** Reads a stream event by event. */
function eventsOf(response: Response) {
  const reader = (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return {
    /** The next event with data, or nothing once the stream has ended. */
    async next(): Promise<string | null> {
      for (;;) {
        const end = text.indexOf("\n\n");
        const event = end < 0 ? null : text.slice(0, end);
        if (event !== null) text = text.slice(end + 2);
        if (event?.includes("data:")) return event;
        if (event !== null) continue;
        const { value, done } = await reader.read();
        if (done) return null;
        text += value;
      }
    },
    cancel: () => reader.cancel(),
  };
}

Deno.test("GET /api/voters asks and tells every voter, addresses masked for who did not sign in", async () => {
  const { ask, services } = serving();
  deepStrictEqual(await receiversOf(await ask("/api/voters")), [
    "Main receiving 99 192.0.*.*",
    "North voted 166 192.0.*.*",
    "Ferry away null 192.0.*.*",
  ]);
  strictEqual(services.voterLooks, 1);
  deepStrictEqual(await receiversOf(await ask("/api/voters?node=1999,5")).then(({ length }) => length), 3);
  deepStrictEqual(await receiversOf(await ask("/api/voters?node=5")), []);
  const one = await jsonOf(await ask("/api/voters/1999"));
  match(JSON.stringify(one), /"node":"1999","server":"main",.*"voted":"North"/);
  const none = await ask("/api/voters/5");
  strictEqual(none.status, 404);
  match(await none.text(), /find a voter, unknown: 5/);
});

Deno.test("GET /api/voters shows addresses to who signed in", async () => {
  const site = accountSite();
  await addPeople(site);
  const headers = bearer(await site.token("viewer"));
  deepStrictEqual(await receiversOf(await site.ask("/api/voters", { headers })), [
    "Main receiving 99 192.0.2.7",
    "North voted 166 192.0.2.7",
    "Ferry away null 192.0.2.7",
  ]);
  site.close();
});

Deno.test("/api/voters/events tells voters as they change, and has them asked for as long as it is read", async () => {
  const { ask, services } = serving();
  strictEqual(services.voters.watched, false);
  const response = await ask("/api/voters/events?node=1999");
  strictEqual(response.headers.get("Content-Type"), "text/event-stream; charset=utf-8");
  strictEqual(services.voters.watched, true);
  const events = eventsOf(response);
  match(await events.next() ?? "", /^event: voter\ndata: \{"voters":\[\{"node":"1999",.*"192\.0\.\*\.\*"/);
  services.voterKnown = { kind: "absent" };
  tell(services);
  match(await events.next() ?? "", /"voters":\[\],"servers":\[\{"server":"main",.*"voters":"absent"\}\]/);
  await events.cancel();
  strictEqual(services.voters.watched, false);
  strictEqual(services.voters.bounds[0]?.used, 0);
});

Deno.test("/api/voters/events sends its client away to come back, ends with the server and refuses too many", async () => {
  const { ask, services } = serving();
  const events = eventsOf(await ask("/api/voters/events"));
  let count = 0;
  while (await events.next() !== null) {
    count++;
    tell(services);
  }
  strictEqual(count, 120);
  strictEqual(services.voters.watched, false);

  const open = await Promise.all(Array.from({ length: 16 }, () => ask("/api/voters/events")));
  const refused = await ask("/api/voters/events");
  deepStrictEqual([refused.status, refused.headers.get("Retry-After")], [503, "30"]);
  await refused.body?.cancel();
  const head = await ask("/api/voters/events", { method: "HEAD" });
  strictEqual(head.status, 200);
  services.voters.stop();
  for (const response of open) match(await response.text(), /event: voter\n/);
  strictEqual(services.voters.bounds[0]?.used, 0);
});

Deno.test("/api/voters/events holds back what a client does not take, and gives it the newest later", async () => {
  const { ask, services } = serving();
  const response = await ask("/api/voters/events");
  await services.clock.advanceAsync(0);
  const voted = (name: string): VotersKnown => ({
    kind: "known",
    atMs: services.clock.now(),
    voters: [{ node: "1999", voted: name, receivers: [] }],
  });
  for (let at = 0; at < 100; at++) {
    services.voterKnown = voted(`R${at}`);
    tell(services);
  }
  const events = eventsOf(response);
  let last = "", count = 0;
  while (!last.includes('"voted":"R99"')) {
    last = await events.next() ?? "";
    count++;
  }
  strictEqual(count < 90, true, `${count} of 100 were sent`);
  await events.cancel();
});

Deno.test("/api/voters/events gives up a client that takes nothing for half a minute", async () => {
  const { ask, services } = serving();
  const response = await ask("/api/voters/events");
  await services.clock.advanceAsync(0);
  for (let at = 0; at < 100; at++) tell(services);
  await services.clock.advanceAsync(24_000);
  strictEqual(services.voters.watched, true);
  await services.clock.advanceAsync(6_000);
  strictEqual(services.voters.watched, false);
  await response.body?.cancel().catch(() => undefined); // it ended with an error
});

Deno.test("/api/voters/events ends within a second of the session that it was opened with", async () => {
  const site = accountSite();
  await addPeople(site);
  const token = await site.token("viewer");
  const events = eventsOf(await site.ask("/api/voters/events", { headers: bearer(token) }));
  match(await events.next() ?? "", /"192\.0\.2\.7"/);
  const { users } = site.services.auth;
  users.signOutEverywhere({ principal: "console", name: "x", from: "x" }, users.find("viewer").id, true);
  await site.services.clock.advanceAsync(1_000);
  strictEqual(await events.next(), null);
  site.close();
});

Deno.test("/voters shows every voter, with words for each state, and is in the menu where there is one", async () => {
  const { ask, services } = serving();
  const text = await (await ask("/voters")).text();
  match(text, /<h2 id="voter-1999">/);
  match(text, /<span>Voted:<\/span> <b title="North"><bdi>North<\/bdi><\/b> <span>for /);
  match(text, /role="meter"[^>]*aria-valuenow="166"[^>]*aria-valuetext="166 of 255"/);
  for (const word of ["Voted", "Receiving", "Not connected", "Timing source"]) match(text, RegExp(word));
  match(text, /192\.0\.\*\.\*/);
  doesNotMatch(text, /192\.0\.2\.7/);
  doesNotMatch(text, /style="/);
  match(text, /<noscript>\s*<meta http-equiv="refresh"/);
  match(await (await ask("/")).text(), /<a class="site-link" href="\/voters">Voters<\/a>/);
  match(
    await (await ask("/nodes/1999")).text(),
    /href="\/voters\/1999">\s*Which of its receivers is voted\s*<\/a>/,
  );
  services.voterKnown = { kind: "known", atMs: services.clock.now(), voters: [] };
  services.clock.advance(1_000);
  const none = await (await ask("/voters")).text();
  match(none, /There is no voter\./);
  match(none, /chan_voter is loaded, and voter\.conf names none/);
  doesNotMatch(none, /class="site-link" href="\/voters"/);
  doesNotMatch(await (await ask("/nodes/1999")).text(), /receivers is voted/);
});

Deno.test("/voters writes signals as the address says, else as the cookie remembers", async () => {
  const { ask } = serving();
  const values = async (path: string, cookie = "") => {
    const text = await (await ask(path, { headers: { cookie } })).text();
    // A character that is no letter may be written as it is or by its number.
    return [...text.matchAll(/class="receiver-value"[^>]*>([^<]+)</g)].map(([, value = ""]) =>
      value.replace("&#8211;", "–").replace(/&#160;|\u00a0/, " ").replace(/&#8199;|\u2007/g, "")
    );
  };
  deepStrictEqual(await values("/voters"), ["99", "166", "–"]);
  deepStrictEqual(await values("/voters?signal=percent"), ["39 %", "65 %", "–"]);
  deepStrictEqual(await values("/voters", "a=b; nexus_signal=percent"), ["39 %", "65 %", "–"]);
  deepStrictEqual(await values("/voters?signal=number", "nexus_signal=percent"), ["99", "166", "–"]);
  deepStrictEqual(await values("/voters?signal=loud", "nexus_signal=<b>"), ["99", "166", "–"]);
});

Deno.test("/voters says why what it shows is old, and what it does not know yet", async () => {
  const { ask, services } = serving();
  services.voterServerState = "retrying";
  const text = await (await ask("/voters")).text();
  match(text, /data-stale="yes"/);
  match(text, /No connection to main\. This was so/);
  match(text, /role="status">Voter 1999 is not up to date: No connection to main</);
  services.voterKnown = { kind: "unknown" };
  match(await (await ask("/voters")).text(), /No connection to main: whether it has a voter is not known/);
  services.voterServerState = "connected";
  const asking = await ask("/voters/1999");
  strictEqual(asking.status, 200);
  match(await asking.text(), /No voter is known yet\..*Asking main for its voters/s);
});

Deno.test("/voters/{id} shows one voter, and 404 where there is none", async () => {
  const { ask, services } = serving();
  const good = await ask("/voters/1999");
  strictEqual(good.status, 200);
  match(await good.text(), /<title>Voter 1999 [^<]+<\/title>/);
  const other = await ask("/voters/5%22%3E%3Cb%3E");
  strictEqual(other.status, 404);
  const text = await other.text();
  match(text, /has no voter/);
  doesNotMatch(text, /"><b>/);
  services.voterKnown = { kind: "absent" };
  match(await (await ask("/voters/1999")).text(), /its Asterisk runs without chan_voter/);
});
