import { deepStrictEqual, notStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { VirtualClock } from "../../lib/clock/mod.ts";
import { finishResponse, SharedPages, type SharedPagesOptions } from "../../lib/http/mod.ts";

const URL_ = "http://nexus:8080/";
const plain = new Request(URL_, { headers: { "Accept-Encoding": "identity" } });
const gzip = new Request(URL_, { headers: { "Accept-Encoding": "gzip, deflate" } });
const brotli = new Request(URL_, { headers: { "Accept-Encoding": "gzip, deflate, br" } });

/** Pages on a clock that stands still, of a state whose number a test can change. */
function sharing(options: Partial<SharedPagesOptions> = {}) {
  const clock = new VirtualClock(0);
  const state = { version: 1, made: 0 };
  const pages = new SharedPages({ clock, version: () => state.version, ...options });
  const page = (init: ResponseInit = {}) => () => {
    const headers = { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-cache" };
    return Promise.resolve(new Response(`<p>${++state.made}</p>`, { headers, ...init }));
  };
  const textOf = async (key: string, init?: ResponseInit) =>
    await (await pages.answer(key, plain, page(init))).text();
  return { clock, state, pages, page, textOf };
}

Deno.test("SharedPages gives the page of the first to everybody with the same key, and to nobody else", async () => {
  const { textOf } = sharing();
  strictEqual(await textOf("/"), "<p>1</p>");
  strictEqual(await textOf("/"), "<p>1</p>");
  strictEqual(await textOf("/?wall"), "<p>2</p>");
  strictEqual(await textOf("/"), "<p>1</p>");
});

Deno.test("SharedPages makes a page anew when anybody was told of something, and when it is 100 ms old", async () => {
  const { clock, state, textOf } = sharing();
  strictEqual(await textOf("/"), "<p>1</p>");
  state.version++;
  strictEqual(await textOf("/"), "<p>2</p>");
  clock.advance(99);
  strictEqual(await textOf("/"), "<p>2</p>");
  clock.advance(1);
  strictEqual(await textOf("/"), "<p>3</p>");
  clock.advance(99);
  strictEqual(
    await textOf("/"),
    "<p>3</p>",
    "its age counts from its making, not from the last time it was given",
  );
});

Deno.test("SharedPages keeps nothing that was being made while something changed", async () => {
  const { state, pages, textOf } = sharing();
  const held = Promise.withResolvers<Response>();
  const slow = pages.answer("/", plain, () => held.promise);
  state.version++;
  strictEqual(await textOf("/"), "<p>1</p>");
  held.resolve(new Response("old", { headers: { "Content-Type": "text/html" } }));
  strictEqual(await (await slow).text(), "old");
  strictEqual(await textOf("/"), "<p>1</p>");
});

Deno.test("SharedPages renders once for those who come at the same time", async () => {
  const { state, pages, page } = sharing();
  const answers = await Promise.all([plain, gzip, plain].map((each) => pages.answer("/", each, page())));
  strictEqual(state.made, 1);
  deepStrictEqual(answers.map(({ headers }) => headers.get("Content-Encoding")), [null, "gzip", null]);
  strictEqual(await answers[0]?.text(), "<p>1</p>");
  const bytes = new Uint8Array(await answers[1]?.arrayBuffer() ?? new ArrayBuffer());
  strictEqual(new TextDecoder().decode(gunzipSync(bytes)), "<p>1</p>");
});

Deno.test("SharedPages gives Brotli to those who take it, from the same page", async () => {
  const { state, pages, page } = sharing();
  const [small, other] = await Promise.all([brotli, gzip].map((each) => pages.answer("/", each, page())));
  strictEqual(state.made, 1);
  deepStrictEqual([small, other].map((each) => each?.headers.get("Content-Encoding")), ["br", "gzip"]);
  const bytes = new Uint8Array(await small?.arrayBuffer() ?? new ArrayBuffer());
  strictEqual(new TextDecoder().decode(brotliDecompressSync(bytes)), "<p>1</p>");
});

Deno.test("SharedPages shares neither errors nor what is for one client", async () => {
  const { pages, textOf } = sharing();
  const setCookie = { headers: { "Content-Type": "text/html", "Set-Cookie": "a=1" } };
  strictEqual(await textOf("/", setCookie), "<p>1</p>");
  strictEqual(
    await textOf("/", { headers: { "Content-Type": "text/html", "Cache-Control": "no-store" } }),
    "<p>2</p>",
  );
  strictEqual(await textOf("/", { status: 404 }), "<p>3</p>");
  const failing = pages.answer("/", plain, () => Promise.reject(new Error("no page")));
  const waiting = textOf("/");
  await rejects(failing, /no page/);
  strictEqual(await waiting, "<p>4</p>", "who waited for it renders for himself");
  deepStrictEqual(pages.bounds.map(({ used }) => used), [0, 0]);
});

Deno.test("SharedPages holds so many pages and so many bytes, and says so", async () => {
  const few = sharing({ maxPages: 2 });
  for (const key of ["a", "b", "c"]) await few.textOf(key);
  deepStrictEqual(few.pages.bounds, [
    { name: "shared_pages", used: 2, limit: 2, dropped: 1 },
    { name: "shared_pages_bytes", used: 16, limit: 1_048_576 },
  ]);
  strictEqual(await few.textOf("c"), "<p>3</p>");
  strictEqual(await few.textOf("a"), "<p>4</p>", "the oldest gave way");
  const small = sharing({ maxBytes: 10 });
  for (const key of ["a", "b"]) await small.textOf(key);
  deepStrictEqual(small.pages.bounds.map(({ used }) => used), [1, 8]);
  await (await small.pages.answer("b", gzip, small.page())).arrayBuffer();
  deepStrictEqual(small.pages.bounds.map(({ used }) => used), [0, 0], "compressed bytes count too");
});

Deno.test("SharedPages gives each its own headers, and the nonce that is in the bytes", async () => {
  const { pages } = sharing();
  const render = () => {
    const page = new Response("<p>", { headers: { "Content-Type": "text/html" } });
    return Promise.resolve(Object.defineProperty(page, Symbol.for("__freshNonce"), { value: "n0nce" }));
  };
  const finished = async (requestId: string) =>
    await finishResponse(
      { request: gzip, url: new URL(URL_), requestId },
      await pages.answer("/", gzip, render),
    );
  const [one, other] = [await finished("r1"), await finished("r2")];
  notStrictEqual(one.headers.get("X-Request-ID"), other.headers.get("X-Request-ID"));
  for (const { headers } of [one, other]) {
    strictEqual(headers.get("Content-Security-Policy")?.includes("'nonce-n0nce'"), true);
    strictEqual(headers.get("Content-Encoding"), "gzip");
    strictEqual(headers.get("Vary"), "Accept-Encoding");
  }
});
