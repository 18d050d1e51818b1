import { deepStrictEqual, doesNotMatch, match, strictEqual } from "node:assert/strict";
import { words } from "../components/render.tsx";
import { fakeServices } from "../http/fake_services.ts";
import { linkInfo, nodeStatus, SAMPLE_AT } from "../wire/samples.ts";
import { jsonOf, serving } from "./serving.ts";

const BADGE = "/embed/nodes/1999/badge.svg";
const CARD = "/embed/nodes/1999";

function policyOf(response: Response): string {
  return response.headers.get("Content-Security-Policy") ?? "";
}

Deno.test("only /embed may be shown in frames of other sites", async () => {
  const { ask } = serving();
  for (const path of [CARD, `${CARD}?theme=dark`, BADGE, "/embed/nodes/1"]) {
    const response = await ask(path);
    match(policyOf(response), /; frame-ancestors \*$/, path);
    strictEqual(response.headers.get("Cross-Origin-Resource-Policy"), "cross-origin");
    doesNotMatch(policyOf(response), /unsafe/);
  }
  for (const path of ["/", "/api/status", "/health", "/nothing", "/embedded", "/api/embed/", "/?a=/embed/"]) {
    const response = await ask(path);
    match(policyOf(response), /; frame-ancestors 'none'$/, path);
    strictEqual(response.headers.get("Cross-Origin-Resource-Policy"), "same-origin", path);
  }
});

Deno.test("GET /embed/nodes/{id} is a whole small page: who, lamps, who talks, how many links", async () => {
  const services = fakeServices({ title: "Club" });
  const response = await serving(services).ask(CARD);
  strictEqual(response.status, 200);
  const html = await response.text();
  match(html, /^<!DOCTYPE html><html lang="en" class="embed">/);
  match(html, /<title>Node 1999, Club<\/title>/);
  match(html, /<noscript><meta http-equiv="refresh" content="30"\/?><\/noscript>/);
  match(html, /<a href="\/nodes\/1999" target="_blank" rel="noopener"/);
  match(
    words(html),
    /1999 Hilltop \(opens the whole page\) As of loading TX Idle RX Idle Quiet\. .* 1 adjacent, 1 in the network/,
  );
  doesNotMatch(html, /site-head|skip-link|192\.0\.2\.7|"WX"/);
  doesNotMatch(html, / style=| on[a-z]+="/);
});

Deno.test("GET /embed/nodes/{id} names who talks and is honest about its age", async () => {
  const services = fakeServices();
  const talking = linkInfo({ current_tx: true, current_tx_since: SAMPLE_AT, callsign: "W1AW" });
  services.shown = [nodeStatus({ links: [talking], tx_keyed: true })];
  const { ask } = serving(services);
  match(words(await (await ask(CARD)).text()), /TX Transmitting RX Idle W1AW through 2000 0:00/);
  services.shown = [nodeStatus({ links: [talking], stale: true, ami: "retrying" })];
  await services.clock.advance(180_000);
  const stale = await (await ask(CARD)).text();
  match(words(stale), /As of 3 min ago\. Asterisk is away/);
  match(stale, /data-old="yes"/);
  doesNotMatch(words(stale), /through 2000/);
});

Deno.test("GET /embed/nodes/{id} takes a theme, and anything else for the viewer's own", async () => {
  const { ask } = serving();
  match(await (await ask(`${CARD}?theme=dark`)).text(), /<html lang="en" class="embed" data-theme="dark">/);
  match(await (await ask(`${CARD}?theme=light`)).text(), /data-theme="light"/);
  const darkOf = async (query: string) =>
    /embed-dark\.css[^>]*media="([^"]*)"/.exec(await (await ask(CARD + query)).text())?.[1];
  deepStrictEqual([await darkOf(""), await darkOf("?theme=light"), await darkOf("?theme=dark")], [
    "screen and (prefers-color-scheme: dark)",
    undefined,
    "screen",
  ]);
  for (const theme of ["auto", "", '"><script>', "dark&theme=light"]) {
    const html = await (await ask(`${CARD}?theme=${theme}`)).text();
    doesNotMatch(html.replace('data-theme="dark"', ""), /data-theme|"><script>"/);
  }
});

Deno.test("GET /embed/nodes/{id} says in the frame that there is no such node, or too many requests", async () => {
  const { ask } = serving(fakeServices({ publicStatsRpm: 2 }));
  const unknown = await ask("/embed/nodes/%3Cb%3E");
  strictEqual(unknown.status, 404);
  match(words(await unknown.text()), /There is no such node here/);
  strictEqual((await ask(CARD)).status, 200);
  const refused = await ask(CARD);
  strictEqual(refused.status, 429);
  strictEqual(refused.headers.get("Retry-After"), "30");
  match(words(await refused.text()), /Too many requests\. Try again in 30 s/);
  strictEqual((await ask(CARD, {}, "198.51.100.9")).status, 200, "other addresses go on");
});

Deno.test("GET badge.svg is a picture with a tag that is asked for again after 15 s", async () => {
  const services = fakeServices();
  const { ask } = serving(services);
  const response = await ask(BADGE);
  strictEqual(response.status, 200);
  strictEqual(response.headers.get("Content-Type"), "image/svg+xml; charset=utf-8");
  strictEqual(response.headers.get("Cache-Control"), "max-age=15");
  match(await response.text(), /<title>N0CALL 1999: quiet, 1 link<\/title>/);
  const tag = response.headers.get("ETag") ?? "";
  match(tag, /^"[\w-]{27}"$/);
  strictEqual((await ask(BADGE, { headers: { "If-None-Match": tag } })).status, 304);
  services.shown = [nodeStatus({ tx_keyed: true })];
  strictEqual((await ask(BADGE, { headers: { "If-None-Match": tag } })).status, 200);
});

Deno.test("GET badge.svg takes a label and a style, and refuses what is none", async () => {
  const { ask } = serving();
  const svg = await (await ask(`${BADGE}?label=Our%20%3Cnet%3E&style=square`)).text();
  match(svg, /<title>Our &lt;net&gt;: quiet, 1 link<\/title>.*rx="0"/);
  const faults = [["label", ""], ["label", "x".repeat(41)], ["label", "a%0Ab"], ["style", "round"], [
    "logo",
    "x",
  ]];
  for (const [field, value] of faults) {
    const response = await ask(`${BADGE}?${field}=${value}`);
    strictEqual(response.status, 400, `${field}=${value}`);
    match(JSON.stringify(await jsonOf(response)), new RegExp(`"field":"${field}"`));
  }
});

Deno.test("GET badge.svg shows refusals as pictures", async () => {
  const { ask } = serving(fakeServices({ publicStatsRpm: 1 }));
  const unknown = await ask("/embed/nodes/%3Cscript%3E/badge.svg");
  strictEqual(unknown.status, 404);
  const svg = await unknown.text();
  match(svg, /<title>Node: unknown node<\/title>/);
  doesNotMatch(svg, /script/);
  const refused = await ask(BADGE);
  strictEqual(refused.status, 429);
  strictEqual(refused.headers.get("Retry-After"), "60");
  strictEqual(refused.headers.get("Cache-Control"), "no-store");
  match(await refused.text(), /busy, try later/);
});
