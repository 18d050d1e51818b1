import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert/strict";
import { words } from "../components/render.tsx";
import { fakeServices } from "../http/fake_services.ts";
import { linkInfo, nodeStatus, SAMPLE_AT, SAMPLE_AT_MS } from "../wire/samples.ts";
import { isNetworkTree } from "../../lib/wire/mod.ts";
import { jsonOf, serving } from "./serving.ts";

const MINUTE_MS = 60_000;

const FLAGS = {
  transmitter: "disabled",
  time_out_timer: "enabled",
  time_out_timer_state: "armed",
  identifier_state: "queued_for_cleanup",
  scheduler: "enabled",
  incoming_connections: null,
  linking_commands: "enabled",
  user_functions: "enabled",
  autopatch: "enabled",
  autopatch_state: "down",
  parrot: "enabled",
  telemetry: "follows",
  tail: "standard",
} as const;

const COUNTERS = {
  keyups_today: 5,
  keyups_total: 1234,
  kerchunks_today: 1,
  kerchunks_total: null,
  time_outs_total: 0,
  tx_today_seconds: 31.464,
  tx_total_seconds: 36_000,
};

async function pageOf(services = fakeServices(), path = "/nodes/1999") {
  const response = await serving(services).ask(path);
  return { response, html: await response.text() };
}

Deno.test("GET /nodes/{id} names the node in its title and leads back to the dashboard", async () => {
  const { response, html } = await pageOf();
  strictEqual(response.status, 200);
  strictEqual(response.headers.get("Cache-Control"), "no-cache");
  match(html, /<title>Node 1999 Hilltop, Nexus<\/title>/);
  strictEqual(html.split("<title>").length, 2);
  match(html, /<noscript><meta http-equiv="refresh" content="15"/);
  match(html, /<a href="\/"[^>]*>Dashboard<\/a>/);
  match(html, /class="sort-link" href="\?sort=node"/);
  match(html, /aria-current="page">Node 1999</);
  match(html, /data-node="2000"/);
  match(html, /192\.0\.\*\.\*/);
  doesNotMatch(html, /192\.0\.2\.7/);
  doesNotMatch(html, / style=| on[a-z]+="/);
});

Deno.test("GET /nodes/{id} tells in words how the node is set, and says what is not known", async () => {
  const services = fakeServices();
  services.detail = {
    ...services.detail,
    flags: FLAGS,
    flags_at: SAMPLE_AT,
    counters: COUNTERS,
    counters_at: SAMPLE_AT,
  };
  const text = words((await pageOf(services)).html);
  match(
    text,
    /Status As of now Transmitter Disabled Time-out timer Enabled, running Identification Due when traffic ends/,
  );
  match(text, /Scheduler Enabled Incoming connections Not known Autopatch Enabled, down Parrot On/);
  match(text, /Key-ups 5 1234 Transmit time 0:31 10:00:00 Kerchunks 1 Not known Time-outs – 0/);
  const nothing = words((await pageOf()).html);
  match(nothing, /Asterisk has not told yet how this node is set Transmitter Not known/);
  match(nothing, /Key-ups Not known Not known/);
  doesNotMatch(nothing, /Enabled|Disabled|NaN|undefined/);
});

Deno.test("GET /nodes/{id} shows the network by hop, and finds in it without JavaScript", async () => {
  const services = fakeServices();
  const far = Array.from(
    { length: 300 },
    (_, index) => ({ node: String(50_000 + index), mode: "T" as const }),
  );
  services.shown = [nodeStatus({ links: [linkInfo()], network: [{ node: "2000", mode: "T" }, ...far] })];
  const { html } = await pageOf(services);
  match(words(html), /301 nodes: 1 at hop 1, 300 further away/);
  match(words(html), /Network As of 2026-02-12 10:30:00 UTC /);
  match(words(html), /Hop 1 2000 W1AW Repeater, Newington Transceive 300 nodes behind 2000, hop not known/);
  match(html, /<details class="tree-far"><summary>300 nodes/);
  const found = await pageOf(services, "/nodes/1999?q=50123");
  match(words(found.html), /1 of 301 found for “50123”/);
  match(found.html, /<details class="tree-far" open><summary>1 node behind/);
  match(found.html, /name="q" value="50123"/);
  match(found.html, /class="sort-link" href="\?q=50123&amp;sort=node"/);
  const sorted = await pageOf(services, "/nodes/1999?sort=-heard&q=50123");
  match(sorted.html, /<input type="hidden" name="sort" value="-heard"/);
  match(sorted.html, /<a class="button" href="\?sort=-heard#network"/);
  doesNotMatch(found.html, />50122</);
  const none = await pageOf(services, "/nodes/1999?q=%22%3E%3Cscript%3E");
  match(words(none.html), /0 of 301 found for “"><script>”.*No node of the network fits/);
  doesNotMatch(none.html, /"><script>/);
});

Deno.test("GET /nodes/{id} shows sessions, transmissions by link and days from the database", async () => {
  const services = fakeServices();
  const at = (minute: number) => SAMPLE_AT_MS - minute * MINUTE_MS;
  services.sessions = [
    { localNode: "1999", node: "2000", connectedAtMs: at(30), endedAtMs: null, txMs: 65_000 },
    { localNode: "1999", node: "KF8S", connectedAtMs: at(90), endedAtMs: at(60), txMs: 0 },
  ];
  const row = { localNode: "1999", callsign: null, description: null };
  services.transmissions = [
    { ...row, node: "1999", startedAtMs: at(1), endedAtMs: null },
    { ...row, node: "2000", callsign: "W1AW", startedAtMs: at(5), endedAtMs: at(5) + 400 },
    { ...row, node: "2000", callsign: "W1AW", startedAtMs: at(9), endedAtMs: at(8) },
  ];
  services.days = [{ localNode: "1999", node: "2000", day: "2026-02-12", txMs: 125_000, count: 2 }];
  const text = words((await pageOf(services)).html);
  match(text, /2000 W1AW 2026-02-12 10:00 until now, 30 min, talked 1:05/);
  match(text, /KF8S 2026-02-12 09:00 to 2026-02-12 09:30, 30 min, talked 0:00/);
  match(text, /Local receiver 1 transmission, last 2026-02-12 10:29 2026-02-12 10:29:00 1:00, talks now/);
  match(text, /2 transmissions, last 2026-02-12 10:25 2026-02-12 10:25:00 0\.4 s 2026-02-12 10:21:00 1:00/);
  match(text, /2026-02-12 2:05 2× Sessions/);
  match(
    words((await pageOf()).html),
    /Nobody has talked in these 14 days.*No session is remembered.*Nobody has been heard/,
  );
});

Deno.test("GET /nodes/{id} shows variables as text, by name", async () => {
  const services = fakeServices();
  const evil = `<img src=x onerror=alert(1)>`;
  services.shown = [nodeStatus({ variables: { WX: "", [evil]: evil, ALERT: "storm" } })];
  const { html } = await pageOf(services);
  doesNotMatch(html, /<img src=x/);
  const text = words(html);
  match(text, /Variables <img src=x onerror=alert\(1\)> <img src=x onerror=alert\(1\)> ALERT storm WX empty/);
});

Deno.test("GET /nodes/{id} answers 404 and names the node that is not here", async () => {
  const { response, html } = await pageOf(fakeServices(), "/nodes/%3Cb%3E77");
  strictEqual(response.status, 404);
  match(words(html), /No node <b>77 here .* local node <b>77\./);
  match(html, /<title>No node &lt;b>77, Nexus<\/title>/);
  match(html, /href="\/"[^>]*>To the dashboard/);
  match(html, /<form class="lookup-form"[^>]* action="\/lookup"/);
  match(html, /name="q" value="&lt;b>77"/);
  doesNotMatch(html, /<b>77/);
});

Deno.test("GET / leads from each node to its page", async () => {
  match(await (await serving().ask("/")).text(), /<a class="node-id node-page-link" href="nodes\/1999"/);
});

Deno.test("GET /api/nodes/{id}/detail tells what is known, with a validator, and refuses unknown nodes", async () => {
  const services = fakeServices();
  const { ask } = serving(services);
  const response = await ask("/api/nodes/1999/detail");
  deepStrictEqual((await jsonOf(response)).data, { node_id: "1999", ...services.detail });
  const tag = response.headers.get("ETag") ?? "";
  strictEqual((await ask("/api/nodes/1999/detail", { headers: { "If-None-Match": tag } })).status, 304);
  services.detail = { ...services.detail, flags: FLAGS, counters: COUNTERS };
  strictEqual((await ask("/api/nodes/1999/detail", { headers: { "If-None-Match": tag } })).status, 200);
  strictEqual((await ask("/api/nodes/2000/detail")).status, 404);
});

Deno.test("GET /api/nodes/{id}/network tells the tree that the page shows, and refuses unknown nodes", async () => {
  const services = fakeServices();
  services.shown = [
    nodeStatus({ links: [linkInfo()], network: [{ node: "2000", mode: "T" }, { node: "2001", mode: "R" }] }),
  ];
  const { ask } = serving(services);
  const { data } = await jsonOf(await ask("/api/nodes/1999/network"));
  strictEqual(isNetworkTree(data), true);
  const name = { callsign: "W1AW", description: "Repeater", location: "Newington" };
  const unnamed = { callsign: null, description: null, location: null };
  deepStrictEqual(data, {
    branches: [{
      node: "2000",
      mode: "T",
      ...name,
      local: false,
      hop: 1,
      connecting: false,
      branches: [],
      behind: [{ node: "2001", mode: "R", ...unnamed, local: false }],
    }],
    unplaced: [],
    hops: [1],
    unknown: 1,
  });
  strictEqual((await ask("/api/nodes/2000/network")).status, 404);
});

Deno.test("GET /api/nodes/{id}/history is bounded, has every day, and is rate limited", async () => {
  const services = fakeServices({ publicStatsRpm: 3 });
  const { ask } = serving(services);
  const data = (await jsonOf(await ask("/api/nodes/1999/history?limit=5"))).data;
  deepStrictEqual(services.asked.at(-1), {
    sinceMs: SAMPLE_AT_MS - 7 * 86_400_000,
    localNode: "1999",
    limit: 5,
  });
  const days = typeof data === "object" && data !== null && "days" in data ? data.days : null;
  ok(Array.isArray(days));
  deepStrictEqual([days.length, days[0], days[13]], [
    14,
    { day: "2026-02-12", tx_seconds: 0, count: 0 },
    { day: "2026-01-30", tx_seconds: 0, count: 0 },
  ]);
  strictEqual((await ask("/api/nodes/1999/history?limit=501")).status, 400);
  strictEqual((await ask("/api/nodes/77/history")).status, 404);
  strictEqual((await ask("/api/nodes/1999/history")).status, 200);
  strictEqual((await ask("/api/nodes/1999/history")).status, 429);
});
