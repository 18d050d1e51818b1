import { deepStrictEqual, match, notStrictEqual, strictEqual } from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { acceptsGzip, finishResponse, json, ok } from "../../lib/http/mod.ts";

async function finish(
  response: Response,
  init: RequestInit = {},
  url = "http://nexus:8080/api/x",
): Promise<Response> {
  return await finishResponse(
    { request: new Request(url, init), url: new URL(url), requestId: "r1" },
    response,
  );
}

const long = () => ok({ text: "x".repeat(2_000) });

Deno.test("finishResponse gives every answer its id and the security headers", async () => {
  for (const response of [ok(1), new Response(null, { status: 404 }), Response.redirect("http://nexus/")]) {
    const { headers } = await finish(response);
    strictEqual(headers.get("X-Request-ID"), "r1");
    strictEqual(headers.get("X-Content-Type-Options"), "nosniff");
    strictEqual(headers.get("Referrer-Policy"), "same-origin");
    strictEqual(headers.get("Cross-Origin-Opener-Policy"), "same-origin");
    strictEqual(headers.has("Permissions-Policy"), true);
    strictEqual(
      headers.get("Content-Security-Policy"),
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' " +
        "ws://nexus:8080 wss://nexus:8080; font-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; " +
        "frame-ancestors 'none'",
    );
  }
});

Deno.test("finishResponse lets parts of pages load nothing when they are opened by themselves", async () => {
  const policyOf = async (type: string, path: string) => {
    const response = new Response("x", { headers: { "Content-Type": type } });
    return (await finish(response, {}, `http://nexus:8080${path}`)).headers.get("Content-Security-Policy");
  };
  const nothing = "default-src 'none'; frame-ancestors 'none'";
  const script = "text/javascript; charset=utf-8";
  for (
    const [type, path] of [["text/css", "/styles.css"], ["image/svg+xml", "/icon.svg"], [
      script,
      "/_fresh/js/1/a.js",
    ]]
  ) {
    strictEqual(await policyOf(type ?? "", path ?? ""), nothing, path);
  }
  // What the worker may load is told by its own answer.
  match(await policyOf(script, "/sw.js") ?? "", /connect-src 'self'/);
  match(await policyOf("text/html", "/") ?? "", /script-src 'self'/);
  match(await policyOf("image/svg+xml", "/embed/nodes/1/badge.svg") ?? "", /frame-ancestors \*$/);
});

Deno.test("finishResponse lets the inline scripts of a rendered page run, and no others", async () => {
  const page = new Response("<p>", { headers: { "Content-Type": "text/html" } });
  Object.defineProperty(page, Symbol.for("__freshNonce"), { value: "n0nce" });
  const policy = (await finish(page)).headers.get("Content-Security-Policy") ?? "";
  strictEqual(policy.includes("script-src 'self' 'nonce-n0nce';"), true);
  strictEqual(policy.includes("unsafe"), false);
});

Deno.test("finishResponse leaves a finished answer alone", async () => {
  const once = await finish(ok(1));
  strictEqual(await finish(once), once);
});

Deno.test("finishResponse answers 304 to who has the content already", async () => {
  const first = await finish(ok([1, 2]));
  const tag = first.headers.get("ETag") ?? "";
  strictEqual(/^"[\w-]{27}"$/.test(tag), true, tag);
  for (const known of [tag, `W/${tag}`, `"other", ${tag}`, "*"]) {
    const again = await finish(ok([1, 2]), { headers: { "If-None-Match": known } });
    strictEqual(again.status, 304, known);
    strictEqual(await again.text(), "");
    strictEqual(again.headers.get("ETag"), tag);
    strictEqual(again.headers.has("Content-Type"), false);
    strictEqual(again.headers.get("X-Request-ID"), "r1");
  }
  for (const other of ['"other"', "", tag.slice(1), "W/"]) {
    strictEqual((await finish(ok([1, 2]), { headers: { "If-None-Match": other } })).status, 200, other);
  }
  strictEqual((await finish(ok([1, 3]), { headers: { "If-None-Match": tag } })).status, 200, "other content");
  strictEqual((await finish(json({}, 400), { headers: { "If-None-Match": "*" } })).status, 400);
  const post = await finish(ok([1, 2]), { method: "POST", headers: { "If-None-Match": tag } });
  strictEqual(post.status, 200, "not a reading method");
});

Deno.test("finishResponse tags content that differs only in when it was made the same, weakly", async () => {
  const made = async (at: string, total: number) =>
    (await finish(ok({ stats: [{ total }], generated_at: at }))).headers.get("ETag") ?? "";
  const tag = await made("2026-02-12T10:30:00.000Z", 1);
  strictEqual(tag.startsWith('W/"'), true);
  strictEqual(await made("2026-02-12T10:31:00.000Z", 1), tag);
  notStrictEqual(await made("2026-02-12T10:30:00.000Z", 2), tag);
});

Deno.test("finishResponse compresses text from 1 KiB on for who takes it", async () => {
  const plain = await finish(long());
  strictEqual(plain.headers.get("Content-Encoding"), null);
  strictEqual(plain.headers.get("Vary"), "Accept-Encoding");
  const packed = await finish(long(), { headers: { "Accept-Encoding": "br, gzip" } });
  strictEqual(packed.headers.get("Content-Encoding"), "gzip");
  strictEqual(packed.headers.get("ETag"), `W/${plain.headers.get("ETag")}`);
  const bytes = new Uint8Array(await packed.arrayBuffer());
  strictEqual(packed.headers.get("Content-Length"), String(bytes.length));
  strictEqual(gunzipSync(bytes).toString(), await plain.text());
  const again = await finish(long(), { headers: { "If-None-Match": packed.headers.get("ETag") ?? "" } });
  strictEqual(again.status, 304);
});

Deno.test("finishResponse compresses at 1,024 bytes and not at 1,023", async () => {
  const encoding = async (bytes: number) => {
    const response = new Response("x".repeat(bytes), { headers: { "Content-Type": "text/plain" } });
    return (await finish(response, { headers: { "Accept-Encoding": "gzip" } })).headers.get(
      "Content-Encoding",
    );
  };
  deepStrictEqual([await encoding(1_023), await encoding(1_024)], [null, "gzip"]);
});

Deno.test("finishResponse does not touch streams, images and what is compressed already", async () => {
  const accept = { headers: { "Accept-Encoding": "gzip" } };
  const body = "x".repeat(2_000);
  const types: Record<string, string>[] = [
    { "Content-Type": "text/event-stream" },
    { "Content-Type": "text/event-stream; charset=utf-8" },
    { "Content-Type": "image/png" },
    { "Content-Type": "text/plain", "Content-Encoding": "br" },
  ];
  for (const headers of types) {
    const finished = await finish(new Response(body, { headers }), accept);
    strictEqual(finished.headers.get("Content-Encoding"), new Headers(headers).get("Content-Encoding"));
    strictEqual(await finished.text(), body);
    strictEqual(finished.headers.get("X-Request-ID"), "r1");
  }
});

Deno.test("finishResponse leaves an answer without a body its length, and gives it no tag", async () => {
  const headers = { "Content-Type": "application/json; charset=utf-8", "Content-Length": "1234" };
  const response = await finish(new Response(null, { headers }), { method: "HEAD" });
  strictEqual(response.headers.get("Content-Length"), "1234");
  strictEqual(response.headers.get("Content-Type"), headers["Content-Type"]);
  strictEqual(response.headers.has("ETag"), false);
  strictEqual(response.headers.get("X-Request-ID"), "r1");
  strictEqual(response.body, null);
});

Deno.test("finishResponse keeps every header that an answer had, cookies one by one", async () => {
  const made = ok(1);
  made.headers.append("Set-Cookie", "a=1");
  made.headers.append("Set-Cookie", "b=2");
  made.headers.set("X-Other", "kept");
  const { headers, status } = await finish(made);
  deepStrictEqual(headers.getSetCookie(), ["a=1", "b=2"]);
  deepStrictEqual([status, headers.get("X-Other"), headers.get("Cache-Control")], [200, "kept", "no-cache"]);
});

Deno.test("finishResponse tags what begins an instant and does not end it as any other content", async () => {
  const headers = { "Content-Type": "application/json; charset=utf-8" };
  const response = await finish(new Response('{"generated_at":"2026', { headers }));
  match(response.headers.get("ETag") ?? "", /^"[\w-]{27}"$/);
});

Deno.test("acceptsGzip reads weights", () => {
  for (
    const yes of ["gzip", "deflate, GZIP", "*", "br;q=1.0, gzip;q=0.1", "gzip ; q=0.5", "identity, *;q=0.2"]
  ) {
    strictEqual(acceptsGzip(yes), true, yes);
  }
  for (const no of ["", "br", "gzip;q=0", "*;q=0", "gzip;q=0, *", "gzipped", "gzip;q=x"]) {
    strictEqual(acceptsGzip(no), false, no);
  }
});
