import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import {
  type DashboardViewOptions,
  DEFAULT_VIEW,
  formatView,
  parseView,
  type SpanMinutes,
  viewOver,
} from "../../lib/client/mod.ts";

function parse(query: string): DashboardViewOptions {
  return parseView(new URL(`http://localhost/nexus/${query}`));
}

Deno.test("parseView gives the dashboard as it is by itself when there is no query", () => {
  deepStrictEqual(parse(""), {
    wall: false,
    nodes: [],
    servers: [],
    filter: "",
    spanMinutes: 30,
    sort: null,
  });
  deepStrictEqual(parse(""), DEFAULT_VIEW);
  deepStrictEqual(parse("?utm_source=club&__proto__=1&constructor"), DEFAULT_VIEW);
});

Deno.test("parseView reads every option", () => {
  deepStrictEqual(parse("?wall&node=43732&server=hill&filter=w1+abc&span=120&sort=-heard"), {
    wall: true,
    nodes: ["43732"],
    servers: ["hill"],
    filter: "w1 abc",
    spanMinutes: 120,
    sort: { column: "heard", descending: true },
  });
  deepStrictEqual(parse("?sort=node").sort, { column: "node", descending: false });
});

Deno.test("parseView takes the wall as a name alone or as 1, and nothing else", () => {
  for (const query of ["?wall", "?wall=", "?wall=1", "?node=1999&wall"]) strictEqual(parse(query).wall, true);
  for (const query of ["?wall=0", "?wall=yes", "?walls", "?WALL"]) strictEqual(parse(query).wall, false);
});

Deno.test("parseView takes nodes repeated or joined by commas, each once, without what is none", () => {
  deepStrictEqual(parse("?node=43732&node=1999,43732").nodes, ["43732", "1999"]);
  deepStrictEqual(parse("?node=,,1999,").nodes, ["1999"]);
  deepStrictEqual(parse("?node=").nodes, []);
  deepStrictEqual(parse(`?node=${"9".repeat(65)},1999%00`).nodes, []);
  strictEqual(parse(`?node=${Array.from({ length: 300 }, (_, index) => index).join()}`).nodes.length, 100);
});

Deno.test("parseView takes servers by name, repeated, each once, without what is no name", () => {
  deepStrictEqual(parse("?server=hill&server=a,b&server=hill").servers, ["hill", "a,b"]);
  deepStrictEqual(parse("?server=&server=%20").servers, []);
  deepStrictEqual(parse(`?server=${"a".repeat(101)}&server=a%00b`).servers, []);
});

Deno.test("viewOver writes a view and leaves what is no part of it as it is", () => {
  const view = { ...DEFAULT_VIEW, sort: { column: "total", descending: true } };
  strictEqual(viewOver("?q=hub+2&sort=node&q=x", view), "?sort=-total&q=hub+2&q=x");
  strictEqual(viewOver("?sort=node&filter=a&server=b", DEFAULT_VIEW), "");
  strictEqual(viewOver("?q=1", DEFAULT_VIEW), "?q=1");
});

Deno.test("parseView falls back where a value is bad", () => {
  for (
    const query of ["?span=31", "?span=", "?span=1e1", "?span=30.0", "?sort=", "?sort=--a", "?sort=a%20b"]
  ) {
    deepStrictEqual(parse(query), DEFAULT_VIEW, query);
  }
  deepStrictEqual(parse(`?filter=${"a".repeat(101)}`), DEFAULT_VIEW);
  deepStrictEqual(parse("?filter=a%00b"), DEFAULT_VIEW);
});

Deno.test("formatView writes what differs from the default, in one order", () => {
  strictEqual(formatView(DEFAULT_VIEW), "");
  strictEqual(formatView({ ...DEFAULT_VIEW, wall: true }), "?wall");
  strictEqual(
    formatView({
      wall: true,
      nodes: ["43732", "1999"],
      servers: ["Hill Top, N", "home"],
      filter: "a&b",
      spanMinutes: 10,
      sort: { column: "heard", descending: true },
    }),
    "?wall&node=43732,1999&server=Hill+Top,+N&server=home&filter=a%26b&span=10&sort=-heard",
  );
});

Deno.test("parseView reads whatever formatView wrote", () => {
  const node = fc.string({ unit: "binary", minLength: 1, maxLength: 20 })
    .filter((text) => text.isWellFormed() && /^[^\p{Cc},]+$/u.test(text));
  const server = fc.string({ unit: "binary", minLength: 1, maxLength: 20 })
    .filter((text) => text.isWellFormed() && text.trim() !== "" && !/\p{Cc}/u.test(text));
  const options = fc.record({
    wall: fc.boolean(),
    nodes: fc.uniqueArray(node, { maxLength: 5 }),
    servers: fc.uniqueArray(server, { maxLength: 5 }),
    filter: fc.string({ maxLength: 50 }).filter((text) => !/\p{Cc}/u.test(text)),
    spanMinutes: fc.constantFrom<SpanMinutes>(10, 30, 120),
    sort: fc.option(fc.record({
      column: fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9_]{0,31}$/),
      descending: fc.boolean(),
    }, { noNullPrototype: true })),
  }, { noNullPrototype: true });
  fc.assert(fc.property(options, (view) => deepStrictEqual(parse(formatView(view)), view)));
});

Deno.test("parseView never throws, whatever the query", () => {
  fc.assert(fc.property(fc.webQueryParameters(), fc.string(), (query, text) => {
    const view = parse(`?${query}`);
    deepStrictEqual(parse(formatView(view)), view);
    parse(`?node=${encodeURIComponent(text.toWellFormed())}&sort=${query}`);
  }));
});
