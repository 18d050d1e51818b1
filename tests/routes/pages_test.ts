import { doesNotMatch, match, ok, strictEqual } from "node:assert/strict";
import { words } from "../components/render.tsx";
import { fakeServices } from "../http/fake_services.ts";
import { nodeStatus } from "../wire/samples.ts";
import { serving } from "./serving.ts";

Deno.test("GET / is the whole dashboard, with masked addresses and no more of a node than it shows", async () => {
  const services = fakeServices({ title: "Hilltop <Radio> Club", subtitle: "Always & on", demo: true });
  services.shown = services.shown.map((node) => ({
    ...node,
    variables: { WX: "rain", GATE: "ajar" },
    notes: [
      { kind: "weather", text: "rain", seen_at: node.updated_at ?? "" },
      { kind: "disk", text: "7.0G 3% used", seen_at: node.updated_at ?? "" },
    ],
  }));
  const response = await serving(services).ask("/");
  strictEqual(response.status, 200);
  match(response.headers.get("Content-Type") ?? "", /^text\/html/);
  strictEqual(response.headers.get("Cache-Control"), "no-cache");
  const html = await response.text();
  match(html, /^<!DOCTYPE html><html lang="en">/);
  match(html, /<title>Hilltop &lt;Radio> Club<\/title>/);
  match(words(html), /Hilltop <Radio> Club Always & on Demo: simulated traffic/);
  match(html, /data-node="2000"/);
  match(html, /192\.0\.\*\.\*/);
  match(html, /<bdi>rain<\/bdi>/, "what the card tells");
  doesNotMatch(html, /192\.0\.2\.7|"WX"|GATE|ajar|3% used/);
});

Deno.test("GET / loads itself again without JavaScript, and keeps to its content security policy", async () => {
  const response = await serving().ask("/");
  const html = await response.text();
  match(html, /<noscript><meta http-equiv="refresh" content="15"\/?><\/noscript>/);
  doesNotMatch(response.headers.get("Content-Security-Policy") ?? "", /unsafe/);
  doesNotMatch(html, / style=| on[a-z]+="/);
  doesNotMatch(await (await serving().ask("/nothing")).text(), /http-equiv="refresh"/);
});

Deno.test("GET / loads the cards of walls, why there is no node, and choices only where it shows them", async () => {
  const services = fakeServices();
  const isAhead = async (path: string, island = "CardsAhead") =>
    (await (await serving(services).ask(path)).text()).includes(island);
  strictEqual(await isAhead("/", "ChoicesAhead"), false);
  strictEqual(await isAhead(`/?node=${services.shown[0]?.node_id}`, "ChoicesAhead"), true);
  strictEqual(await isAhead("/?server=there-is-none", "ChoicesAhead"), true);
  strictEqual(await isAhead("/"), false);
  strictEqual(await isAhead(`/?node=${services.shown[0]?.node_id}`), false);
  strictEqual(await isAhead("/?wall"), true);
  const [server] = services.servers();
  ok(server);
  services.servers = () => [server, { ...server, server: "hill" }];
  strictEqual(await isAhead("/"), true, "nodes stand under the names of their servers");
  strictEqual(await isAhead("/?node=1999"), false, "in the order in which they were asked for");
  services.servers = () => [server];
  strictEqual(await isAhead("/"), false);
  services.shown = [];
  const html = await (await serving(services).ask("/")).text();
  match(html, /CardsAhead/);
  match(words(html), /No node to show/);
});

Deno.test("GET / tells of a node that was never read", async () => {
  const services = fakeServices();
  services.shown = [nodeStatus({ stale: true, ami: "connecting", updated_at: null, links: [] })];
  match(words(await (await serving(services).ask("/")).text()), /Not read yet\. Connecting to Asterisk/);
});

Deno.test("a page that is not there says so and leads back", async () => {
  const response = await serving().ask("/%3Cscript%3Ealert(1)");
  strictEqual(response.status, 404);
  const html = await response.text();
  match(words(html), /Nothing here There is no page at \/%3Cscript%3Ealert\(1\)\. To the dashboard/);
  doesNotMatch(html, /<script>alert/);
});

Deno.test("a page that fails says where to look and nothing of the fault", async () => {
  const services = fakeServices();
  services.fault = new Error("secret of the inside");
  const response = await serving(services).ask("/", { headers: { "X-Request-ID": "abc-1" } });
  strictEqual(response.status, 500);
  const html = await response.text();
  match(words(html), /That went wrong .* in the log as request abc-1/);
  doesNotMatch(html, /secret of the inside/);
});
