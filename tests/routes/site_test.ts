import { deepStrictEqual, doesNotMatch, match, strictEqual } from "node:assert/strict";
import type { WebSettings } from "../../lib/http/mod.ts";
import { words } from "../components/render.tsx";
import { fakeServices } from "../http/fake_services.ts";
import { jsonOf, serving } from "./serving.ts";

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><script>alert(1)</script></svg>';
const HOSTILE = `"><img src=x onerror=alert(1)>`;

const SITE: NonNullable<WebSettings["site"]> = {
  logo: {
    bytes: new TextEncoder().encode(SVG),
    type: "image/svg+xml",
    hash: "0123456789abcdef",
    size: { width: 120, height: 40 },
  },
  home: { href: "https://club.example/", outside: true },
  links: [
    { label: "Radar", href: "https://radar.example/", newTab: true, outside: true, group: null },
    { label: "Hub", href: "/?node=1999", newTab: false, outside: false, group: "Our nodes" },
    { label: HOSTILE, href: "https://club.example/?a=%22", newTab: false, outside: true, group: HOSTILE },
  ],
  showHost: false,
};

/** The part of a page that is looked at, so that a failure can be read. */
async function headOf(response: Response | Promise<Response>): Promise<string> {
  return (await (await response).text()).split("<main")[0] ?? "";
}

function page(site: Partial<typeof SITE> | null, path = "/", settings: Partial<WebSettings> = {}) {
  const face = site === null ? {} : { site: { ...SITE, ...site } };
  return serving(fakeServices({ title: "Hilltop", ...face, ...settings })).ask(path);
}

Deno.test("the header shows the station's own logo, home and menu on every page", async () => {
  for (const path of ["/", "/lookup", "/nodes/1999", "/signin", "/nothing"]) {
    const html = await headOf(page({}, path));
    match(
      html,
      /<a href="https:\/\/club\.example\/" rel="noopener noreferrer"><img class="site-logo" src="\/logo\?v=0123456789abcdef" alt(="")? width="120" height="40"/,
      path,
    );
    strictEqual(/<a class="site-link" href="\/"[^>]*>Dashboard<\/a>/.test(html), path !== "/", path);
    match(html, /<details class="site-menu"><summary>Menu<\/summary>/, path);
    match(html, /href="https:\/\/radar\.example\/" target="_blank" rel="noopener noreferrer"/, path);
    match(html, /href="\/\?node=1999" aria-current="false"><bdi>Hub/, path);
    match(
      words(html),
      /Menu Radar ↗ \(opens a new tab\) Our nodes Hub "><img src=x onerror=alert\(1\)> "><img/,
      path,
    );
    doesNotMatch(html, /<img src=x/, path);
    match(html, /\/site\.css\?/, path);
    match(html, /\/site_menu\.js\?[^"]*" defer/, path);
  }
});

Deno.test("the header is as light as ever without any of it", async () => {
  for (const response of [page(null), page({ logo: null, home: null, links: [] })]) {
    const html = await headOf(response);
    match(html, /<h1 class="site-title"><a href="\/"[^>]*><img class="site-icon"/);
    doesNotMatch(html, /site-menu|site\.css|site_menu|Dashboard<\/a>|\/logo/);
  }
  const wall = await headOf(page({}, "/?wall"));
  doesNotMatch(wall, /site-menu|site\.css|site_menu|\/logo/);
});

Deno.test("a few links without headings stand side by side, and behind the button where there is no room", async () => {
  const links = SITE.links.slice(0, 1);
  const html = await headOf(page({ links }));
  match(html, /data-short="yes"><ul class="site-links"><li>.*<details class="site-menu">/);
  const four = Array.from({ length: 4 }, () => SITE.links.slice(0, 1)).flat();
  doesNotMatch(await headOf(page({ links: four })), /class="site-links"/);
});

Deno.test("everything stays below the base path", async () => {
  const home = { href: "/nexus/?wall", outside: false };
  const html = await headOf(page({ home }, "/nexus/", { basePath: "/nexus" }));
  match(html, /<a href="\/nexus\/\?wall"[^>]*><img class="site-logo" src="\/nexus\/logo\?v=/);
  match(html, /<link rel="manifest" href="\/nexus\/manifest\.webmanifest"/);
});

Deno.test("GET /logo is the picture, for everybody, and can run nothing", async () => {
  const response = await page({}, "/logo?v=0123456789abcdef", { allowAnonDashboard: false });
  strictEqual(response.status, 200);
  const { headers } = response;
  strictEqual(headers.get("Content-Type"), "image/svg+xml");
  strictEqual(headers.get("Cache-Control"), "max-age=31536000, immutable");
  strictEqual(headers.get("Content-Security-Policy"), "default-src 'none'; frame-ancestors 'none'");
  strictEqual(headers.get("X-Content-Type-Options"), "nosniff");
  strictEqual(await response.text(), SVG);
  for (const path of ["/logo", "/logo?v=other"]) {
    strictEqual((await page({}, path)).headers.get("Cache-Control"), "no-cache", path);
  }
  strictEqual((await page({ logo: null }, "/logo")).status, 404);
  strictEqual((await page(null, "/logo")).status, 404);
});

Deno.test("GET /manifest.webmanifest is called as the station is", async () => {
  const response = await page({}, "/manifest.webmanifest", {
    title: "Hilltop Radio Club",
    subtitle: "W1HTC",
  });
  strictEqual(response.headers.get("Content-Type"), "application/manifest+json");
  const { name, short_name, description, start_url } = await jsonOf(response);
  deepStrictEqual([name, short_name, description, start_url], [
    "Hilltop Radio Club",
    "Hilltop",
    "W1HTC",
    "./",
  ]);
  const plain = await jsonOf(await page(null, "/manifest.webmanifest", { title: "Nexus" }));
  deepStrictEqual([plain.name, plain.short_name], ["Nexus", "Nexus"]);
  match(String(plain.description), /AllStarLink/);
});

Deno.test("the card for other sites says whose it is", async () => {
  const html = await (await page({}, "/embed/nodes/1999")).text();
  match(
    html,
    /class="embed-site" href="https:\/\/club\.example\/" target="_blank" rel="noopener noreferrer"><img src="\/logo\?v=/,
  );
  match(words(html), /in the network Hilltop \(opens the site\)/);
  match(await (await page(null, "/embed/nodes/1999")).text(), /class="embed-site" href="\/" target="_blank"/);
});
