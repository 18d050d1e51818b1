import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { App, type Context, csp, HttpError } from "fresh";
import { setErrorInterceptor } from "fresh/internal";

interface State {
  seen: string[];
}

const body = (text: string) => () => new Response(text);

function demo(): App<State> {
  return new App<State>()
    .get("/", body("home"))
    .get("/nodes/:id", (ctx) => ctx.json({ id: ctx.params.id, route: ctx.route }))
    .get("/nodes/me", body("literal wins"))
    .post("/nodes/:id", body("posted"))
    .get("/files/:path*", (ctx) => ctx.text(ctx.params.path ?? "none"))
    .all("/any", (ctx) => new Response(ctx.req.method))
    .get("/html", (ctx) => ctx.html("<b>hi</b>", { status: 201, headers: { "x-a": "b" } }))
    .head("/probe", () => new Response(null, { headers: { "x-probe": "head" } }))
    .get("/probe", () => new Response("get", { headers: { "x-probe": "get" } }))
    .put("/item", body("put")).patch("/item", body("patched")).delete("/item", body("deleted"));
}

/** Method, path, status, body; `null`: not looked at. */
const ANSWERS: readonly (readonly [string, string, number, string | null])[] = [
  ["GET", "/", 200, "home"],
  ["GET", "/nodes/43732", 200, '{"id":"43732","route":"/nodes/:id"}'],
  ["GET", "/nodes/me", 200, "literal wins"],
  ["GET", "/nodes/me/", 200, "literal wins"],
  ["GET", "/nodes/%C3%A9", 200, '{"id":"é","route":"/nodes/:id"}'],
  ["GET", "/nodes/a%2Fb", 200, '{"id":"a%2Fb","route":"/nodes/:id"}'],
  ["GET", "/nodes/%ff", 200, '{"id":"%ff","route":"/nodes/:id"}'],
  ["POST", "/nodes/1", 200, "posted"],
  ["DELETE", "/nodes/1", 405, "Method Not Allowed"],
  ["GET", "/files/a/b", 200, "a/b"],
  ["GET", "/files", 200, ""],
  ["PATCH", "/any", 200, "PATCH"],
  ["PUT", "/item", 200, "put"],
  ["PATCH", "/item", 200, "patched"],
  ["DELETE", "/item", 200, "deleted"],
  ["POST", "/item", 405, "Method Not Allowed"],
  ["GET", "/html", 201, "<b>hi</b>"],
  ["GET", "/nowhere", 404, "Not Found"],
  ["POST", "/nowhere", 404, "Not Found"],
  ["HEAD", "/", 200, ""],
  ["HEAD", "/nowhere", 404, null],
];

// packages/fresh/src/router.ts; docs/latest/concepts/routing.md
for (const [method, path, status, expected] of ANSWERS) {
  Deno.test(`App answers ${method} ${path} with ${status}`, async () => {
    const response = await demo().handler()(new Request(`http://site.test${path}`, { method }));
    strictEqual(response.status, status);
    const text = await response.text();
    if (expected !== null) strictEqual(text, expected);
  });
}

// packages/fresh/src/app.ts, defaultOptionsHandler
Deno.test("App answers OPTIONS of a known path with 204 and its methods", async () => {
  const response = await demo().handler()(new Request("http://site.test/item", { method: "OPTIONS" }));
  strictEqual(response.status, 204);
  strictEqual(response.headers.get("Allow"), "PUT, PATCH, DELETE");
});

// packages/fresh/src/router.ts: HEAD falls back to GET only where there is no HEAD
Deno.test("App prefers a HEAD handler to the GET one", async () => {
  const handler = demo().handler();
  const ask = async (method: string) =>
    (await handler(new Request("http://site.test/probe", { method }))).headers;
  strictEqual((await ask("HEAD")).get("x-probe"), "head");
  strictEqual((await ask("GET")).get("x-probe"), "get");
});

Deno.test("App cancels the body of a GET answer that HEAD asked for", async () => {
  let cancelled = false;
  const app = new App().get("/events", () =>
    new Response(
      new ReadableStream({
        cancel() {
          cancelled = true;
        },
      }),
    ));
  const response = await app.handler()(new Request("http://site.test/events", { method: "HEAD" }));
  strictEqual(response.body, null);
  strictEqual(cancelled, true);
});

// docs/latest/concepts/middleware.md
Deno.test("App runs middlewares in order, around the handler, with one state per request", async () => {
  const step = (name: string) => async (ctx: Context<State>) => {
    ctx.state.seen = [...ctx.state.seen ?? [], name];
    const response = await ctx.next();
    response.headers.append("x-after", name);
    return response;
  };
  const app = new App<State>()
    .use(step("a"), step("b"))
    .use("/deep", step("c"))
    .get("/deep/page", (ctx) => ctx.json(ctx.state.seen))
    .get("/flat", (ctx) => ctx.json(ctx.state.seen))
    .use(step("too late"));
  const handler = app.handler();
  const deep = await handler(new Request("http://site.test/deep/page"));
  deepStrictEqual(await deep.json(), ["a", "b", "c"]);
  strictEqual(deep.headers.get("x-after"), "c, b, a");
  deepStrictEqual(await (await handler(new Request("http://site.test/flat"))).json(), ["a", "b"]);
});

Deno.test("App runs middlewares for paths that nothing answers", async () => {
  const app = new App().use(async (ctx) => {
    try {
      return await ctx.next();
    } catch (error) {
      return new Response(`caught ${error instanceof HttpError && error.status}`);
    }
  }).get("/", body("home"));
  const response = await app.handler()(new Request("http://site.test/nowhere"));
  strictEqual(await response.text(), "caught 404");
});

// docs/latest/advanced/error-handling.md
Deno.test("App answers errors by the nearest onError, and 404 always by notFound", async () => {
  const app = new App()
    .notFound(() => new Response("page not found", { status: 404 }))
    .onError("*", (ctx) => new Response(`outer ${String(ctx.error)}`, { status: 500 }))
    .onError("/foo/bar", () => new Response("nested", { status: 500 }))
    .get("/foo/bar/thrower", () => {
      throw new Error("fail");
    })
    .get("/thrower", () => {
      throw new Error("fail");
    })
    .get("/gone", () => {
      throw new HttpError(404);
    });
  const handler = app.handler();
  const ask = async (path: string) => await (await handler(new Request(`http://site.test${path}`))).text();
  strictEqual(await ask("/foo/bar/thrower"), "nested");
  strictEqual(await ask("/thrower"), "outer Error: fail");
  strictEqual(await ask("/gone"), "page not found");
  strictEqual(await ask("/invalid"), "page not found");
});

// packages/fresh/src/app.ts, DEFAULT_ERROR_HANDLER
Deno.test("App says nothing of an unexpected error but tells the interceptor once", async () => {
  const errors: unknown[] = [];
  const failure = new Error("password is hunter2");
  const app = new App().use((ctx) => ctx.next()).get("/", () => {
    throw failure;
  });
  setErrorInterceptor(app, (error) => errors.push(error));
  const response = await app.handler()(new Request("http://site.test/"));
  strictEqual(response.status, 500);
  strictEqual(await response.text(), "Internal server error");
  deepStrictEqual(errors, [failure]);
});

Deno.test("App answers an HttpError with its status and message, or the status phrase", async () => {
  const app = new App()
    .get("/teapot", () => {
      throw new HttpError(418, "short and stout");
    })
    .get("/slow", () => {
      throw new HttpError(429);
    });
  const handler = app.handler();
  const teapot = await handler(new Request("http://site.test/teapot"));
  deepStrictEqual([teapot.status, await teapot.text()], [418, "short and stout"]);
  const slow = await handler(new Request("http://site.test/slow"));
  deepStrictEqual([slow.status, await slow.text()], [429, "Too Many Requests"]);
});

Deno.test("App answers 500 when a handler gives no Response, and tells which", async () => {
  const errors: unknown[] = [];
  // A handler in plain JavaScript may give anything.
  const wrong = JSON.parse("null");
  const app = new App().get("/wrong", () => wrong);
  setErrorInterceptor(app, (error) => errors.push(error));
  strictEqual((await app.handler()(new Request("http://site.test/wrong"))).status, 500);
  match(String(errors[0]), /gave no Response: \/wrong/);
});

// packages/fresh/src/app.ts, mountApp: also the middlewares of the mounted app
Deno.test("mountApp serves another app below a path, inside the outer middlewares", async () => {
  const inner = new App<State>()
    .use((ctx) => {
      ctx.state.seen.push("inner");
      return ctx.next();
    })
    .get("/", (ctx) => ctx.json(ctx.state.seen))
    .get("/page", (ctx) => ctx.json(ctx.state.seen));
  const outer = new App<State>()
    .use((ctx) => {
      ctx.state.seen = ["outer"];
      return ctx.next();
    })
    .mountApp("/sub", inner)
    .get("/page", (ctx) => ctx.json(ctx.state.seen));
  const handler = outer.handler();
  const ask = async (path: string) => await (await handler(new Request(`http://site.test${path}`))).json();
  deepStrictEqual(await ask("/sub"), ["outer", "inner"]);
  deepStrictEqual(await ask("/sub/page"), ["outer", "inner"]);
  deepStrictEqual(await ask("/page"), ["outer"]);
});

// packages/fresh/src/config.ts, basePath
Deno.test("App serves everything below its base path and nothing outside", async () => {
  const handler = new App({ basePath: "/ui" }).get("/", body("home")).get("/a", body("a")).handler();
  const ask = async (path: string) => await (await handler(new Request(`http://site.test${path}`))).text();
  strictEqual(await ask("/ui"), "home");
  strictEqual(await ask("/ui/a"), "a");
  strictEqual(await ask("/a"), "Not Found");
});

// packages/fresh/src/app.ts, "Prevent open redirect attacks"
Deno.test("App joins doubled slashes in the path", async () => {
  const handler = new App().get("/:a/:b", (ctx) => ctx.text(ctx.url.pathname)).handler();
  strictEqual(await (await handler(new Request("http://site.test//evil.com//x"))).text(), "/evil.com/x");
});

// packages/fresh/src/config.ts, trustProxy
Deno.test("ctx.url follows X-Forwarded headers only when the proxy is trusted", async () => {
  const headers = { "x-forwarded-proto": "https", "x-forwarded-host": "public.test" };
  const ask = async (trustProxy: boolean) => {
    const handler = new App({ trustProxy }).get("/", (ctx) => ctx.text(ctx.url.href)).handler();
    return await (await handler(new Request("http://site.test/", { headers }))).text();
  };
  strictEqual(await ask(false), "http://site.test/");
  strictEqual(await ask(true), "https://public.test/");
});

// docs/latest/concepts/context.md, redirect
const REDIRECTS: readonly (readonly [string, string])[] = [
  ["/foo/bar", "/foo/bar"],
  ["//evil.com/", "/evil.com/"],
  ["/a//b?next=//c#//d", "/a/b?next=//c#//d"],
  ["https://elsewhere.test/x", "https://elsewhere.test/x"],
  ["/", "/"],
];
for (const [to, location] of REDIRECTS) {
  Deno.test(`ctx.redirect(${to}) leads to ${location}`, async () => {
    const handler = new App().get("/", (ctx) => ctx.redirect(to)).get("/see", (ctx) => ctx.redirect(to, 303))
      .handler();
    const found = await handler(new Request("http://site.test/"));
    deepStrictEqual([found.status, found.headers.get("location")], [302, location]);
    strictEqual((await handler(new Request("http://site.test/see"))).status, 303);
  });
}

// docs/latest/advanced/websockets.md
Deno.test("ctx.upgrade answers 400 to a request that is no WebSocket", async () => {
  const handler = new App().get("/ws", (ctx) => ctx.upgrade({ message() {} })).handler();
  strictEqual((await handler(new Request("http://site.test/ws"))).status, 400);
});

Deno.test("ctx.upgrade gives a socket, or serves it with handlers, also behind middlewares", async () => {
  const closed = Promise.withResolvers<number>();
  const app = new App()
    .use(csp())
    .get("/bare", (ctx) => {
      const { socket, response } = ctx.upgrade({ idleTimeout: 0 });
      socket.onmessage = (event) => socket.send(`bare ${event.data}`);
      return response;
    })
    .get("/managed", (ctx) =>
      ctx.upgrade({
        open: (socket) => socket.send("open"),
        message: (socket, event) => socket.send(`managed ${event.data}`),
        close: (_socket, code) => closed.resolve(code),
      }));
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, app.handler());
  try {
    deepStrictEqual(await talk(`ws://127.0.0.1:${server.addr.port}/bare`, 1), ["bare hi"]);
    deepStrictEqual(await talk(`ws://127.0.0.1:${server.addr.port}/managed`, 2), ["open", "managed hi"]);
    strictEqual(await closed.promise, 1000);
  } finally {
    await server.shutdown();
  }
});

/** Says "hi" and gives the first `count` messages. */
async function talk(url: string, count: number): Promise<string[]> {
  const socket = new WebSocket(url);
  const messages: string[] = [];
  const done = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  socket.onopen = () => socket.send("hi");
  socket.onmessage = ({ data }) => messages.push(data) === count && done.resolve();
  socket.onerror = () => done.reject(new Error("socket failed"));
  socket.onclose = () => closed.resolve();
  await done.promise;
  socket.close(1000);
  await closed.promise;
  return messages;
}

// packages/fresh/src/context.ts, render
Deno.test("ctx.render refuses what is no JSX", async () => {
  const app = new App().get("/", (ctx) => ctx.render(JSON.parse('{"type":"b"}')));
  const errors: unknown[] = [];
  setErrorInterceptor(app, (error) => errors.push(error));
  strictEqual((await app.handler()(new Request("http://site.test/"))).status, 500);
  await rejects(Promise.reject(errors[0]), { name: "TypeError" });
});
