import { deepStrictEqual, doesNotMatch, match, strictEqual } from "node:assert/strict";
import { words } from "../components/render.tsx";
import { fakeServices } from "../http/fake_services.ts";
import { linkInfo, nodeStatus, talkerEvent } from "../wire/samples.ts";
import { serving } from "./serving.ts";

function threeNodes() {
  const services = fakeServices();
  services.shown = ["1998", "1999", "43732"].map((node_id) =>
    nodeStatus({ node_id, name: `Name of ${node_id}`, links: [linkInfo({ local_node: node_id })] })
  );
  services.talkers = ["1998", "1999"].map((local_node) =>
    talkerEvent({ local_node, node: `7${local_node}`, callsign: null, description: null })
  );
  return services;
}

async function htmlOf(query: string): Promise<string> {
  const response = await serving(threeNodes()).ask(`/${query}`);
  strictEqual(response.status, 200);
  return await response.text();
}

function cardsOf(html: string): readonly string[] {
  return [...html.matchAll(/aria-labelledby="node-([^"]+)"/g)].map(([, nodeId]) => nodeId ?? "");
}

Deno.test("GET /?node= shows these local nodes alone, in the order asked for", async () => {
  const html = await htmlOf("?node=43732,1998");
  deepStrictEqual(cardsOf(html), ["43732", "1998"]);
  doesNotMatch(html, /Name of 1999/);
  match(html, /71998/);
  doesNotMatch(html, /71999/, "nor what other nodes heard");
  deepStrictEqual(cardsOf(await htmlOf("?node=1999&node=1998")), ["1999", "1998"]);
  deepStrictEqual(cardsOf(await htmlOf("")), ["1998", "1999", "43732"]);
});

Deno.test("GET /?node= of a node that is not there says so, with 200, for it may come", async () => {
  const html = await htmlOf("?node=%3Cb%3E99999");
  deepStrictEqual(cardsOf(html), []);
  match(words(html), /There is no local node <b>99999 here/);
  doesNotMatch(html, /<b>99999/);
});

Deno.test("GET /?wall is the wall as the server renders it: strip and cards, nothing to click", async () => {
  const html = await htmlOf("?wall&node=1998");
  match(html, /<body data-view="wall"/);
  match(html, /<section class="on-air"[^>]*data-size="wall"/);
  deepStrictEqual(cardsOf(html), ["1998"]);
  const body = html.slice(html.indexOf("<body"), html.indexOf("<script", html.indexOf("<body")))
    .replace(/<section class="timeline.*?<\/section>/s, "");
  doesNotMatch(body, /<(a|button|input|header class="site-head|footer)\b/);
  match(html, /<h1 class="sr-only">Nexus<\/h1>/);
  match(html, /http-equiv="refresh"/, "and it loads itself again without JavaScript");
});

Deno.test("GET / leads to the wall of what it shows, and other pages know no wall", async () => {
  const html = await htmlOf("?node=1998");
  match(html, /<body data-view="page"/);
  match(html, /href="\/\?wall&amp;node=1998"[^>]*>Wall view/);
  const missing = await (await serving(threeNodes()).ask("/nothing?wall")).text();
  match(missing, /<body data-view="page"/);
  match(missing, /site-head/);
});
