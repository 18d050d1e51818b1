import { deepStrictEqual, ok } from "node:assert/strict";
import { importsOf, readSources } from "../source_imports.ts";
import * as runtime from "fresh/runtime";
import * as server from "fresh";

const ROOT = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");

// docs/latest/advanced/api-reference.md and packages/fresh/src/mod.ts
const SERVER_NAMES = [
  [
    "App",
    "staticFiles",
    "createDefine",
    "page",
    "HttpError",
    "cors",
    "csrf",
    "csp",
    "trailingSlashes",
    "ipFilter",
  ],
  ["Context", "FreshContext", "PageProps", "Middleware", "MiddlewareFn", "HandlerFn", "HandlerByMethod"],
  [
    "RouteHandler",
    "PageResponse",
    "RouteConfig",
    "LayoutConfig",
    "Define",
    "FreshConfig",
    "ResolvedFreshConfig",
  ],
  [
    "ListenOptions",
    "Island",
    "Method",
    "RouteData",
    "Lazy",
    "MaybeLazy",
    "CORSOptions",
    "CsrfOptions",
    "CSPOptions",
  ],
  ["WebSocketHandlers", "WebSocketUpgradeOptions", "IpFilterOptions", "IpFilterRules"],
].flat();

// docs/latest/advanced/api-reference.md and packages/fresh/src/runtime/shared.ts
const RUNTIME_NAMES = [
  "IS_BROWSER",
  "asset",
  "assetSrcSet",
  "Partial",
  "PartialProps",
  "Head",
  "HeadProps",
  "HttpError",
];

const NAMES: Readonly<Record<string, readonly string[]>> = {
  "fresh": SERVER_NAMES,
  "fresh/runtime": RUNTIME_NAMES,
};

Deno.test("pages, islands and rooms import only names that Fresh 2.3 documents", async () => {
  const sources = await readSources(ROOT, [
    "main.ts",
    "fresh.config.ts",
    "routes",
    "islands",
    "components",
    "lib",
  ]);
  const unknown: string[] = [];
  let count = 0;
  for (const [path, source] of sources) {
    for (const { from, names } of importsOf(source)) {
      const known = NAMES[from];
      if (known === undefined) continue;
      count++;
      if (names.length === 0) unknown.push(`${path}: everything of ${from}`);
      unknown.push(
        ...names.filter((name) => !known.includes(name)).map((name) => `${path}: ${name} of ${from}`),
      );
    }
  }
  deepStrictEqual(unknown, []);
  ok(count > 0);
});

Deno.test("the stand-in exports only names that Fresh 2.3 has", () => {
  deepStrictEqual(Object.keys(server).filter((name) => !SERVER_NAMES.includes(name)), []);
  deepStrictEqual(Object.keys(runtime).filter((name) => !RUNTIME_NAMES.includes(name)), []);
});
