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
  match(html, /href="\?wall&amp;node=1998"[^>]*>Wall view/);
  const missing = await (await serving(threeNodes()).ask("/nothing?wall")).text();
  match(missing, /<body data-view="page"/);
  match(missing, /site-head/);
});

function twoServers() {
  const services = threeNodes();
  services.shown = services.shown.map((node) => ({
    ...node,
    server: node.node_id === "43732" ? "Hill & dale" : "home",
  }));
  const [one] = services.servers();
  if (one === undefined) throw new Error("copy a server, there is none");
  services.servers = () => ["home", "Hill & dale"].map((server) => ({ ...one, server }));
  return services;
}

const headingsOf = (html: string) =>
  [...html.matchAll(/<h2 id="server-\d+"[^>]*>(.*?)<\/h2>/g)].map(([, inner]) => words(inner ?? ""));

Deno.test("GET / groups the nodes of several servers under their names, and leads to each server", async () => {
  const html = await (await serving(twoServers()).ask("/")).text();
  deepStrictEqual(headingsOf(html), ["home", "Hill & dale"]);
  deepStrictEqual(cardsOf(html), ["1998", "1999", "43732"]);
  match(html, /<h3 id="node-1998"/);
  match(html, /<a href="\?server=Hill\+%26\+dale" aria-current="false">/);
  const one = await htmlOf("");
  deepStrictEqual(headingsOf(one), [], "one server needs no name");
  doesNotMatch(one, /class="server-choice"|<h3 id="node-/);
});

Deno.test("GET /?server= shows the nodes and the connection of that server alone", async () => {
  const html = await (await serving(twoServers()).ask("/?server=Hill+%26+dale&filter=a")).text();
  deepStrictEqual(cardsOf(html), ["43732"]);
  doesNotMatch(html, /71998|Name of 1999/, "nor what other nodes heard");
  strictEqual(html.split('data-ami="').length - 1, 1, "connections of other servers");
  match(html, /<a href="\?filter=a" aria-current="false">All servers/);
  match(html, /<a href="\?server=Hill\+%26\+dale&amp;filter=a" aria-current="true">/);
  match(html, /<input type="hidden" name="server" value="Hill &amp; dale"/, "the form keeps it");
  const wall = await (await serving(twoServers()).ask("/?wall&server=home")).text();
  deepStrictEqual(cardsOf(wall), ["1998", "1999"]);
});

Deno.test("GET /?server= of a server that is not there says so and shows no node", async () => {
  const html = await (await serving(twoServers()).ask("/?server=nowhere")).text();
  deepStrictEqual(cardsOf(html), []);
  match(words(html), /There is no server nowhere here/);
  doesNotMatch(html, /71998/);
});

Deno.test("GET /?node= lists only the servers of these nodes", async () => {
  const html = await (await serving(twoServers()).ask("/?node=1999")).text();
  strictEqual(html.split('data-ami="').length - 1, 1);
  const both = await (await serving(twoServers()).ask("/?node=43732,1999")).text();
  deepStrictEqual(cardsOf(both), ["43732", "1999"], "in the order asked for, not by server");
  match(words(both), /on server Hill & dale/);
});

Deno.test("GET / marks as current only the link to the dashboard itself", async () => {
  const html = await htmlOf("?sort=-total&span=10");
  const current = [...html.matchAll(/<a ([^>]*aria-current="(?:page|true)"[^>]*)>/g)].map(([, tag]) =>
    tag ?? ""
  );
  strictEqual(current.filter((tag) => tag.includes('aria-current="page"')).length, 1);
  strictEqual(current.length, 2, `the site's name and the span: ${current}`);
});
