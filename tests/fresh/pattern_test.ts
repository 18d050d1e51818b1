import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { compareRoutePaths, pathToPattern } from "../../lib/fresh/pattern.ts";

// docs/latest/concepts/file-routing.md, the table of file names; packages/fresh/src/router.ts, pathToPattern
const PATTERNS: readonly (readonly [string, string])[] = [
  ["index", "/"],
  ["about", "/about"],
  ["blog/index", "/blog"],
  ["blog/[slug]", "/blog/:slug"],
  ["blog/[slug]/comments", "/blog/:slug/comments"],
  ["old/[...path]", "/old/:path*"],
  ["docs/[[version]]/index", "/docs{/:version}?"],
  ["[[name]]", "/{:name}?"],
  ["(admin)/index", "/"],
  ["(admin)/[[id]]", "/{:id}?"],
  ["shop/(offers)/today", "/shop/today"],
  ["[id]@[host]", "/:id@:host"],
  ["v[major]-x", "/v:major-x"],
];

for (const [path, pattern] of PATTERNS) {
  Deno.test(`pathToPattern gives ${pattern} for ${path}`, () => strictEqual(pathToPattern(path), pattern));
}

Deno.test("pathToPattern keeps groups when asked, for the tree of folders", () => {
  strictEqual(pathToPattern("(admin)/users", { keepGroups: true }), "/(admin)/users");
});

for (const path of ["[a][b]", "x-[[id]]", "[[id]]-x", "[id", "id]", "[]"]) {
  Deno.test(`pathToPattern refuses ${path} and names it`, () => {
    throws(
      () => pathToPattern(path),
      (error) => error instanceof SyntaxError && error.message.endsWith(`: ${path}`),
    );
  });
}

// packages/fresh/src/fs_routes.ts, sortRoutePaths: what applies to others first, then the more specific first
Deno.test("compareRoutePaths puts what applies to a folder first and catch-alls last", () => {
  const inOrder = [
    "/_app",
    "/_middleware",
    "/_404",
    "/_layout",
    "/_500",
    "/index",
    "/about",
    "/blog/_middleware",
    "/blog/index",
    "/blog/[slug]-draft",
    "/blog/[slug]/comments",
    "/blog/[slug]",
    "/blog/[...rest]",
    "/(group)/contact",
    "/[id]",
    "/[...path]",
  ];
  deepStrictEqual(inOrder.toReversed().sort(compareRoutePaths), inOrder);
});

Deno.test("compareRoutePaths puts nested files before the file of the same name", () => {
  deepStrictEqual(["/api/nodes", "/api/nodes/[id]"].sort(compareRoutePaths), [
    "/api/nodes/[id]",
    "/api/nodes",
  ]);
});
