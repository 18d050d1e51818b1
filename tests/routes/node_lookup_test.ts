import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { fakeServices } from "../http/fake_services.ts";
import { jsonOf, serving } from "./serving.ts";
import { SAMPLE_AT } from "../wire/samples.ts";

Deno.test("GET /api/node-lookup finds nodes and marks those that are linked now", async () => {
  const { ask } = serving();
  const answer = await ask("/api/node-lookup?q=%20w1%20");
  strictEqual(answer.status, 200);
  deepStrictEqual(await jsonOf(answer), {
    ok: true,
    data: {
      q: "w1",
      limit: 25,
      results: [{
        node: "2000",
        callsign: "W1AW",
        description: "Repeater",
        location: null,
        kind: "allstar",
        linked_to: ["1999"],
      }],
      more: false,
      directory: { source: "download", rows: 40_000, imported_at: SAMPLE_AT },
    },
  });
});

Deno.test("GET /api/node-lookup is bounded and says when there is more", async () => {
  const { ask } = serving();
  const { data } = await jsonOf(await ask("/api/node-lookup?q=many&limit=2"));
  const { results, more, limit } = data as { results: { node: string }[]; more: boolean; limit: number };
  deepStrictEqual([results.map(({ node }) => node), more, limit], [["5000", "5001"], true, 2]);
});

Deno.test("GET /api/node-lookup finds nothing without a query, and asks nobody", async () => {
  const services = fakeServices();
  const searched: string[] = [];
  const { directory } = services;
  Object.defineProperty(services, "directory", {
    value: { status: directory.status, search: (query: string) => void searched.push(query) },
  });
  const { data } = await jsonOf(await serving(services).ask("/api/node-lookup"));
  deepStrictEqual([(data as { results: unknown[] }).results, searched], [[], []]);
});

Deno.test("GET /api/node-lookup refuses bad parameters and too many requests", async () => {
  const { ask } = serving(fakeServices({ publicStatsRpm: 10 }));
  for (
    const [query, field] of [
      ["q=", "q"],
      [`q=${"x".repeat(101)}`, "q"],
      ["q=a%0Ab", "q"],
      ["q=a&q=b", "q"],
      ["limit=0", "limit"],
      ["limit=1001", "limit"],
      ["what=1", "what"],
    ] as const
  ) {
    const answer = await ask(`/api/node-lookup?${query}`);
    strictEqual(answer.status, 400, query);
    strictEqual(((await jsonOf(answer)).error as { field: string }).field, field);
  }
  let status = 200;
  for (let count = 0; count < 40 && status === 200; count++) {
    const answer = await ask("/api/node-lookup?q=w1aw");
    status = answer.status;
    await answer.body?.cancel();
  }
  strictEqual(status, 429);
});

Deno.test("GET /lookup is a whole page without JavaScript: a form, and what it found", async () => {
  const { ask } = serving();
  const html = await (await ask("/lookup?q=W1")).text();
  match(
    html,
    /<form[^>]* method="get"[^>]* action="\/lookup"|<form[^>]* action="\/lookup"[^>]* method="get"/,
  );
  match(html, /<title>Find a node - Nexus<\/title>/);
  match(html, /name="q" value="W1"/);
  match(html, /<bdi class="callsign">W1AW<\/bdi>/);
  match(html, /href="\/nodes\/1999"[^>]*>Linked to (<!-- -->)?1999</);
  match(html, /role="status">1 node</);
});

Deno.test("GET /lookup says what it stands on, and when nothing is found, with what was typed as text", async () => {
  const { ask } = serving();
  match(await (await ask("/lookup")).text(), /40,000 nodes are in the directory as of 20\d\d-\d\d-\d\d\./);
  const html = await (await ask("/lookup?q=%3Cscript%3Ealert(1)%3C/script%3E")).text();
  match(html, /Nothing found for &#8220;&lt;script/);
  ok(!html.includes("<script>alert"));
});

Deno.test("GET /lookup answers 429 with a word when an address searches too often", async () => {
  const { ask } = serving(fakeServices({ publicStatsRpm: 1 }));
  let last = await ask("/lookup?q=w1aw");
  for (let count = 0; count < 5 && last.status === 200; count++) {
    await last.body?.cancel();
    last = await ask("/lookup?q=w1aw");
  }
  strictEqual(last.status, 429);
  match(await last.text(), /Too many searches from here/);
  const start = await ask("/lookup");
  strictEqual(start.status, 200);
  await start.body?.cancel();
});
