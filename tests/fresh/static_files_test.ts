import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { App, staticFiles } from "fresh";
import { virtualSite } from "./virtual_site.ts";

const FILES = [
  { name: "/style.css", contentType: "text/css; charset=utf-8", hash: "aa", content: "body{}" },
  { name: "/img/a%2C%20b.svg", contentType: "image/svg+xml; charset=utf-8", hash: "bb", content: "<svg/>" },
  {
    name: "/_fresh/js/build1/boot.js",
    contentType: "text/javascript; charset=utf-8",
    hash: "cc",
    content: "1",
    immutable: true,
  },
].map((file) => ({ ...file, filePath: `static${file.name}` }));

function site(basePath = "") {
  const app = new App({ basePath }).use(staticFiles()).get("/page", () => new Response("page"))
    .notFound(() => new Response("not here", { status: 404 }));
  return virtualSite({ app, files: FILES });
}

const NOT_AT_ALL = "no-cache, no-store, max-age=0, must-revalidate";
const FOR_EVER = "public, max-age=31536000, immutable";

/** Path, status, type, caching, body. */
const ANSWERS: readonly (readonly [string, number, string | null, string | null, string])[] = [
  ["/style.css", 200, "text/css; charset=utf-8", NOT_AT_ALL, "body{}"],
  ["/style.css?__frsh_c=build1", 200, "text/css; charset=utf-8", FOR_EVER, "body{}"],
  ["/img/a%2C%20b.svg", 200, "image/svg+xml; charset=utf-8", NOT_AT_ALL, "<svg/>"],
  ["/img/a,%20b.svg", 200, "image/svg+xml; charset=utf-8", NOT_AT_ALL, "<svg/>"],
  ["/_fresh/js/build1/boot.js", 200, "text/javascript; charset=utf-8", FOR_EVER, "1"],
  ["/page", 200, "text/plain;charset=UTF-8", null, "page"],
  ["/favicon.ico", 404, null, null, ""],
];

// packages/fresh/src/middlewares/static_files.ts; docs/latest/concepts/static-files.md
for (const [path, status, type, caching, body] of ANSWERS) {
  Deno.test(`staticFiles answers ${path} with ${status}`, async () => {
    const response = await site().fetch(path);
    const { headers } = response;
    deepStrictEqual(
      [response.status, headers.get("content-type"), headers.get("cache-control"), await response.text()],
      [status, type, caching, body],
    );
  });
}

Deno.test("staticFiles sends 304 when the browser has the file, and the file when it has another", async () => {
  const ask = async (tag: string) => {
    const response = await site().fetch("/style.css", { headers: { "If-None-Match": tag } });
    return [response.status, response.headers.get("etag"), await response.text()];
  };
  deepStrictEqual(await ask('W/"aa"'), [304, 'W/"aa"', ""]);
  deepStrictEqual(await ask('"aa"'), [304, 'W/"aa"', ""]);
  deepStrictEqual(await ask('W/"zz", W/"aa"'), [304, 'W/"aa"', ""]);
  deepStrictEqual(await ask('W/"zz"'), [200, 'W/"aa"', "body{}"]);
});

Deno.test("staticFiles sends no tag with what is kept for ever by its name, and never answers 304 for it", async () => {
  for (const path of ["/style.css?__frsh_c=build1", "/_fresh/js/build1/boot.js"]) {
    const { status, headers } = await site().fetch(path, { headers: { "If-None-Match": 'W/"aa", W/"cc"' } });
    deepStrictEqual([status, headers.get("etag"), headers.get("vary")], [200, null, null], path);
    strictEqual(headers.get("cache-control"), FOR_EVER);
  }
});

Deno.test("staticFiles answers HEAD with the length and no body", async () => {
  const response = await site().fetch("/style.css", { method: "HEAD" });
  deepStrictEqual(
    [response.status, response.headers.get("content-length"), await response.text()],
    [200, "6", ""],
  );
});

Deno.test("staticFiles refuses other methods", async () => {
  const response = await site().fetch("/style.css", { method: "POST" });
  deepStrictEqual([response.status, response.headers.get("allow")], [405, "GET, HEAD"]);
});

Deno.test("staticFiles sends a URL of another build to the file of this one", async () => {
  const response = await site().fetch("/style.css?a=1&__frsh_c=old");
  deepStrictEqual([response.status, response.headers.get("location")], [307, "/style.css?a=1"]);
});

for (
  const path of [
    "/../deno.json",
    "/%2e%2e/deno.json",
    "/img/..%2f..%2fdeno.json",
    "/img/..%5cdeno.json",
    "//style.css%00",
    "/style.css%00.txt",
    "/%ff",
    "/static/style.css",
    "/img",
    "/img/",
  ]
) {
  Deno.test(`staticFiles serves nothing for ${path}`, async () => {
    const response = await site().fetch(path);
    deepStrictEqual([response.status, await response.text()], [404, "not here"]);
  });
}

Deno.test("staticFiles answers 404 for a file that another build has removed, as for one that never was", async () => {
  const [gone] = FILES;
  const site = virtualSite({
    app: new App().use(staticFiles()).notFound(() => new Response("not here", { status: 404 })),
    files: gone ? [gone] : [],
    read: () => Deno.readFile("no such folder/style.css"),
  });
  const response = await site.fetch("/style.css");
  deepStrictEqual([response.status, await response.text()], [404, "not here"]);
  deepStrictEqual(site.errors.map(String), ["HttpError"]);
});

Deno.test("staticFiles serves below the base path only", async () => {
  strictEqual(await site("/ui").text("/ui/style.css"), "body{}");
  strictEqual((await site("/ui").fetch("/style.css")).status, 404);
});

// The same content in two forms: which one is sent depends on what the client takes.
Deno.test("staticFiles sends the compressed form to who names Brotli, and never to others", async () => {
  const file = {
    name: "/big.css",
    filePath: "static/big.css",
    brotliPath: "static/big.css.br",
    contentType: "text/css; charset=utf-8",
    hash: "dd",
    content: "body{}",
    compressed: "br bytes",
  };
  const packed = virtualSite({ app: new App().use(staticFiles()), files: [file] });
  const answer = async (accepted: string | null, init: RequestInit = {}) => {
    const headers = accepted === null ? undefined : { "Accept-Encoding": accepted };
    const response = await packed.fetch("/big.css", { ...init, headers });
    const { headers: sent } = response;
    return [sent.get("content-encoding"), sent.get("content-length"), await response.text()];
  };
  deepStrictEqual(await answer("gzip, deflate, br, zstd"), ["br", "8", "br bytes"]);
  deepStrictEqual(await answer("br", { method: "HEAD" }), ["br", "8", ""]);
  for (const accepted of [null, "gzip", "*", "br;q=0", "brotli"]) {
    deepStrictEqual(await answer(accepted), [null, "6", "body{}"], String(accepted));
  }
  const { headers } = await packed.fetch("/big.css");
  deepStrictEqual([headers.get("vary"), headers.get("etag")], ["If-None-Match, Accept-Encoding", 'W/"dd"']);
  const lasting = await packed.fetch("/big.css?__frsh_c=build1");
  deepStrictEqual([lasting.headers.get("vary"), lasting.headers.get("etag")], ["Accept-Encoding", null]);
  strictEqual(
    (await site().fetch("/style.css", { headers: { "Accept-Encoding": "br" } })).headers.get("vary"),
    "If-None-Match",
  );
});
