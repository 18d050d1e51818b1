import { deepStrictEqual, match, strictEqual, throws } from "node:assert/strict";
import { App, type Context, createDefine, HttpError, page } from "fresh";
import { virtualSite } from "./virtual_site.ts";

interface State {
  trail: string[];
  name: string;
}

const define = createDefine<State>();
const says = (text: string) => ({ handler: () => new Response(text) });
const trailing = (name: string) => (ctx: Context<State>) => {
  ctx.state.trail = [...ctx.state.trail ?? [], name];
  return ctx.next();
};
const tellTrail = { handler: (ctx: Context<State>) => Response.json(ctx.state.trail ?? []) };

// docs/latest/concepts/file-routing.md; packages/fresh/src/fs_routes.ts, sortRoutePaths
Deno.test("fsRoutes prefers literal names to parameters and those to catch-alls", async () => {
  const site = virtualSite({
    routes: {
      "routes/[...path].ts": says("rest"),
      "routes/[id].ts": says("id"),
      "routes/about.ts": says("about"),
      "routes/index.ts": says("index"),
      "routes/blog/[slug]/comments.ts": says("comments"),
      "routes/blog/[slug].ts": says("slug"),
      "routes/blog/[...rest].ts": says("blog rest"),
      "routes/blog/index.ts": says("blog"),
      "routes/blog/new.ts": says("new"),
      "routes/docs/[[version]]/index.ts": says("docs"),
      "routes/(group)/contact.ts": says("contact"),
      "routes/(_components)/Button.tsx": says("never"),
    },
  });
  const found: Record<string, string> = {};
  const paths = [
    "/",
    "/about",
    "/anything",
    "/a/b/c",
    "/blog",
    "/blog/new",
    "/blog/x",
    "/blog/x/comments",
    "/blog/x/y",
    "/docs",
    "/docs/latest",
    "/contact",
    "/Button",
  ];
  for (const path of paths) found[path] = await site.text(path);
  deepStrictEqual(found, {
    "/": "index",
    "/about": "about",
    "/anything": "id",
    "/a/b/c": "rest",
    "/blog": "blog",
    "/blog/new": "new",
    "/blog/x": "slug",
    "/blog/x/comments": "comments",
    "/blog/x/y": "blog rest",
    "/docs": "docs",
    "/docs/latest": "docs",
    "/contact": "contact",
    "/Button": "id",
  });
});

// docs/latest/concepts/middleware.md, "Filesystem-based middlewares"
Deno.test("fsRoutes runs the middlewares of each folder from the outside in, single or as a list", async () => {
  const site = virtualSite<State>({
    routes: {
      "routes/_middleware.ts": { default: [trailing("root 1"), trailing("root 2")] },
      "routes/index.ts": tellTrail,
      "routes/api/_middleware.ts": { default: trailing("api") },
      "routes/api/index.ts": tellTrail,
      "routes/api/nodes/[id].ts": tellTrail,
      "routes/(admin)/_middleware.ts": { handler: trailing("admin") },
      "routes/(admin)/users.ts": tellTrail,
      "routes/open.ts": tellTrail,
    },
  });
  const trailOf = async (path: string) => await (await site.fetch(path)).json();
  deepStrictEqual(await trailOf("/"), ["root 1", "root 2"]);
  deepStrictEqual(await trailOf("/api"), ["root 1", "root 2", "api"]);
  deepStrictEqual(await trailOf("/api/nodes/1"), ["root 1", "root 2", "api"]);
  deepStrictEqual(await trailOf("/users"), ["root 1", "root 2", "admin"]);
  deepStrictEqual(await trailOf("/open"), ["root 1", "root 2"]);
});

// docs/latest/concepts/data-fetching.md; packages/fresh/src/handlers.ts
Deno.test("a route renders its page with the handler's data, status and headers", async () => {
  const handler = define.handlers({
    GET: (ctx) => page({ id: Number(ctx.params.id) }, { status: 201, headers: { "x-a": "b" } }),
    POST: () => new Response("posted"),
  });
  const component = define.page<typeof handler>(({ data, params, url, route }) => (
    <p>{data.id + 1} {params.id} {url.pathname} {route}</p>
  ));
  const site = virtualSite<State>({ routes: { "routes/n/[id].tsx": { handler, default: component } } });
  const response = await site.fetch("/n/41");
  strictEqual(response.status, 201);
  strictEqual(response.headers.get("x-a"), "b");
  strictEqual(response.headers.get("content-type"), "text/html; charset=utf-8");
  match(await response.text(), /<p>42 41 \/n\/41 \/n\/:id<\/p>/);
  strictEqual(await site.text("/n/41", { method: "POST" }), "posted");
  strictEqual((await site.fetch("/n/41", { method: "DELETE" })).status, 405);
  const head = await site.fetch("/n/41", { method: "HEAD" });
  deepStrictEqual([head.status, head.headers.get("x-a"), await head.text()], [201, "b", ""]);
});

// packages/fresh/src/commands.ts, ensureHandler
Deno.test("a page without a handler, or without one for GET, answers GET", async () => {
  const site = virtualSite({
    routes: {
      "routes/plain.tsx": { default: () => <i>plain</i> },
      "routes/form.tsx": { default: () => <i>form</i>, handlers: { POST: () => new Response("sent") } },
    },
  });
  match(await site.text("/plain"), /<i>plain<\/i>/);
  match(await site.text("/form"), /<i>form<\/i>/);
  strictEqual(await site.text("/form", { method: "POST" }), "sent");
});

// docs/latest/concepts/layouts.md; docs/latest/advanced/app-wrapper.md
Deno.test("layouts nest inside the app wrapper, and a route or layout may skip them", async () => {
  const wrap = (tag: string) => define.layout(({ Component }) => <div class={tag}>{<Component />}</div>);
  const site = virtualSite<State>({
    routes: {
      "routes/_app.tsx": {
        default: define.layout(({ Component }) => (
          <html>
            <head />
            <body>
              <Component />
            </body>
          </html>
        )),
      },
      "routes/_layout.tsx": { default: wrap("root") },
      "routes/index.tsx": { default: () => <p>home</p> },
      "routes/blog/_layout.tsx": { default: wrap("blog") },
      "routes/blog/post.tsx": { default: () => <p>post</p> },
      "routes/blog/bare.tsx": { default: () => <p>bare</p>, config: { skipInheritedLayouts: true } },
      "routes/blog/raw.tsx": {
        default: () => <p>raw</p>,
        config: { skipInheritedLayouts: true, skipAppWrapper: true },
      },
      "routes/shop/_layout.tsx": { default: wrap("shop"), config: { skipInheritedLayouts: true } },
      "routes/shop/index.tsx": { default: () => <p>shop</p> },
    },
  });
  const page = (inner: string) => `<!DOCTYPE html><html><head></head><body>${inner}</body></html>`;
  strictEqual(await site.text("/"), page('<div class="root"><p>home</p></div>'));
  strictEqual(
    await site.text("/blog/post"),
    page('<div class="root"><div class="blog"><p>post</p></div></div>'),
  );
  strictEqual(await site.text("/blog/bare"), page("<p>bare</p>"));
  strictEqual(await site.text("/shop"), page('<div class="shop"><p>shop</p></div>'));
  strictEqual(
    await site.text("/blog/raw"),
    '<!DOCTYPE html><html><head><meta charset="utf-8"/></head><body><p>raw</p></body></html>',
  );
});

// docs/latest/concepts/layouts.md, "Async layouts"; packages/fresh/src/render.ts
Deno.test("pages, layouts and the app wrapper may be async, and answer with a Response of their own", async () => {
  const site = virtualSite<State>({
    routes: {
      "routes/_app.tsx": {
        default: define.layout(async ({ Component }) => (
          <html>
            <body id={await Promise.resolve("app")}>
              <Component />
            </body>
          </html>
        )),
      },
      "routes/_layout.tsx": {
        default: define.layout(async (ctx) => {
          if (ctx.url.searchParams.has("away")) return new Response("away", { status: 203 });
          return (
            <main title={await Promise.resolve("layout")}>
              <ctx.Component />
            </main>
          );
        }),
      },
      "routes/index.tsx": {
        default: define.page(async ({ url }) => <p>{await Promise.resolve(url.search)}</p>),
      },
    },
  });
  match(await site.text("/?q"), /<body id="app"><main title="layout"><p>\?q<\/p><\/main><\/body>/);
  const away = await site.fetch("/?away");
  deepStrictEqual([away.status, await away.text()], [203, "away"]);
});

// docs/latest/advanced/error-handling.md; packages/fresh/src/segments.ts
Deno.test("_404 answers what is not there, _500 what fails, the nearest _error first", async () => {
  const site = virtualSite<State>({
    routes: {
      "routes/_layout.tsx": { default: define.layout(({ Component }) => <main>{<Component />}</main>) },
      "routes/_404.tsx": {
        handler: () => page(undefined, { status: 404 }),
        default: define.page(({ url }) => <p>no {url.pathname}</p>),
      },
      "routes/_500.tsx": {
        default: define.page(({ error }) => <p>sorry {error instanceof HttpError ? error.status : "?"}</p>),
      },
      "routes/index.ts": {
        handler: () => {
          throw new Error("secret");
        },
      },
      "routes/forbidden.ts": {
        handler: () => {
          throw new HttpError(403);
        },
      },
      "routes/node.ts": {
        handler: () => {
          throw new HttpError(404);
        },
      },
      "routes/api/_error.ts": { handler: () => Response.json({ ok: false }, { status: 500 }) },
      "routes/api/fail.ts": {
        handler: () => {
          throw new Error("x");
        },
      },
    },
  });
  const ask = async (path: string) => {
    const response = await site.fetch(path);
    return [response.status, (await response.text()).replace(/^.*<body>|<\/body>.*$/g, "")];
  };
  deepStrictEqual(await ask("/nowhere"), [404, "<main><p>no /nowhere</p></main>"]);
  deepStrictEqual(await ask("/node"), [404, "<main><p>no /node</p></main>"]);
  deepStrictEqual(await ask("/"), [500, "<main><p>sorry ?</p></main>"]);
  deepStrictEqual(await ask("/forbidden"), [403, "<main><p>sorry 403</p></main>"]);
  deepStrictEqual(await ask("/api/fail"), [500, '{"ok":false}']);
});

Deno.test("an error page that fails itself is answered with 500 in plain words, and both errors are told", async () => {
  const failing = (text: string) => () => {
    throw new Error(text);
  };
  const site = virtualSite({
    routes: {
      "routes/_500.tsx": { default: failing("second") },
      "routes/index.ts": { handler: failing("first") },
    },
  });
  const response = await site.fetch("/");
  deepStrictEqual([response.status, await response.text()], [500, "Internal server error"]);
  deepStrictEqual(site.errors.map(String), ["Error: first", "Error: second"]);
});

// packages/fresh/src/commands.ts, newNotFoundCmd: the page alone says nothing of a status
Deno.test("_404 without a handler is rendered with status 200, as in Fresh", async () => {
  const site = virtualSite({ routes: { "routes/_404.tsx": { default: () => <p>none</p> } } });
  strictEqual((await site.fetch("/nowhere")).status, 200);
});

// packages/fresh/src/types.ts, RouteConfig.routeOverride
Deno.test("routeOverride replaces the pattern of the file", async () => {
  const site = virtualSite({
    routes: {
      "routes/module.ts": {
        config: { routeOverride: "/x/:module@:version/:path*" },
        handler: (ctx: Context<State>) => Response.json(ctx.params),
      },
    },
  });
  deepStrictEqual(await (await site.fetch("/x/std@1.0/fs/walk.ts")).json(), {
    module: "std",
    version: "1.0",
    path: "fs/walk.ts",
  });
  strictEqual((await site.fetch("/module")).status, 404);
});

// packages/fresh/src/app.ts, mountApp: file routes of a mounted app come from the outer build
Deno.test("file routes of a mounted app see the state of the outer middlewares", async () => {
  const inner = new App<State>().fsRoutes();
  const app = new App<State>().use(trailing("outer")).mountApp("/", inner);
  const site = virtualSite<State>({
    app,
    routes: { "routes/index.ts": tellTrail, "routes/a/b.ts": tellTrail },
  });
  strictEqual(await site.text("/"), '["outer"]');
  strictEqual(await site.text("/a/b"), '["outer"]');
});

/** A module, and what the error must say; every one names the file. */
const BROKEN: readonly (readonly [string, object, RegExp])[] = [
  [
    "routes/index.ts",
    { GET: () => new Response() },
    /exports no component, handler or config: routes\/index\.ts$/,
  ],
  [
    "routes/index.ts",
    { handler: (_ctx: unknown, _extra: unknown) => new Response() },
    /more than the context/,
  ],
  ["routes/_middleware.ts", { handler: { GET: () => new Response() } }, /no function or list of them/],
  ["routes/_layout.tsx", { config: {} }, /default export is no component: routes\/_layout\.tsx$/],
];
for (const [file, mod, message] of BROKEN) {
  // packages/fresh/src/fs_routes.ts, validateFsMod
  Deno.test(`fsRoutes refuses ${file} when it says: ${message.source}`, () => {
    throws(() => virtualSite({ routes: { [file]: mod } }), message);
  });
}
