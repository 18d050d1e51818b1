import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { PAGES } from "../../lib/http/mod.ts";
import { accountSite, addPeople, bearer, PASSWORD } from "./accounts.ts";
import { jsonOf } from "./serving.ts";

const BASE = "/nexus";

/** Addresses in the markup: attributes, and files that the page names for its islands. */
function addressesIn(html: string): readonly string[] {
  const attributes = [...html.matchAll(/ (?:href|src|action|formaction|poster)="([^"]*)"/g)];
  const inData = [...html.matchAll(/"(?:file|href|home)":"([^"]*)"/g)];
  return [...attributes, ...inData].flatMap(([, address]) => address ?? []);
}

/** What leads out of the path: from the root of the site, but not below it. */
function strays(html: string): readonly string[] {
  return addressesIn(html).filter((address) => address.startsWith("/") && !address.startsWith(`${BASE}/`));
}

Deno.test("every page below a base path leads nowhere else", async () => {
  const site = accountSite({ basePath: BASE });
  await addPeople(site);
  const token = await site.post(`${BASE}/api/auth/login`, { username: "superadmin", password: PASSWORD });
  const { data } = await jsonOf(token);
  const headers = { ...bearer(String(Reflect.get(Object(data), "token"))), Accept: "text/html" };
  let seen = 0;
  for (const { path, methods } of PAGES) {
    if (!methods.includes("GET")) continue;
    const at = BASE + path.replace("{id}", "1999");
    for (const init of [{ headers }, {}]) {
      const response = await site.ask(at, init);
      const html = await response.text();
      deepStrictEqual(strays(html), [], at);
      seen += addressesIn(html).length;
      const location = response.headers.get("Location");
      if (location !== null) ok(location.startsWith(`${BASE}/`), `${at}: ${location}`);
      for (const link of response.headers.get("Link")?.matchAll(/<([^>]*)>/g) ?? []) {
        ok(link[1]?.startsWith(`${BASE}/`), `${at}: ${link[1]}`);
      }
    }
  }
  const missing = await (await site.ask(`${BASE}/nowhere`)).text();
  deepStrictEqual(strays(missing), []);
  ok(seen > 50, `addresses looked at: ${seen}`);
  site.close();
});

Deno.test("nothing answers beside the base path but the way to it", async () => {
  const site = accountSite({ basePath: BASE });
  for (const path of ["/", "/health", "/api/status", "/nexusx", "/nexusstyles.css", "/signin", "/x/nexus/"]) {
    const response = await site.ask(path);
    strictEqual(response.status, 404, path);
    match(await response.text(), /below \/nexus\//);
    ok(response.headers.get("Content-Security-Policy"), path);
  }
  const bare = await site.ask("/nexus?wall");
  deepStrictEqual([bare.status, bare.headers.get("Location")], [308, "/nexus/?wall"]);
  strictEqual((await site.ask("/nexus/health")).status, 200);
  strictEqual((await site.ask("/nexus/api/status")).status, 200);
  site.close();
});

Deno.test("signing in below a base path sets cookies for that path, and leads back within it", async () => {
  const site = accountSite({ basePath: BASE, trustedProxies: ["192.0.2.50"] });
  await addPeople(site);
  const body = new URLSearchParams({ username: "viewer", password: PASSWORD, return: "/nodes/1999" });
  const proto = { "X-Forwarded-Proto": "https" };
  const response = await site.ask(`${BASE}/signin`, { method: "POST", body, headers: proto });
  deepStrictEqual([response.status, response.headers.get("Location")], [303, "/nexus/nodes/1999"]);
  const cookies = response.headers.getSetCookie();
  strictEqual(cookies.length, 2);
  for (const cookie of cookies) match(cookie, /; Path=\/nexus; HttpOnly; SameSite=Lax; Secure$/);
  match(cookies[0] ?? "", /^__Secure-nexus_session=/);
  const cookie = cookies.map((each) => each.split(";", 1)[0]).join("; ");
  const me = await site.ask(`${BASE}/api/me`, { headers: { Cookie: cookie, ...proto } });
  strictEqual(me.status, 200);
  const out = await site.ask(`${BASE}/signout`, {
    method: "POST",
    headers: { Cookie: cookie, ...proto, "Sec-Fetch-Site": "same-origin" },
  });
  strictEqual(out.headers.get("Location"), "/nexus/");
  match(out.headers.getSetCookie()[0] ?? "", /^__Secure-nexus_session=; Max-Age=0; Path=\/nexus; /);
  site.close();
});

Deno.test("addresses that the API tells are below the base path, and closed sites lead to its sign-in", async () => {
  const site = accountSite({ basePath: BASE });
  const { data } = await jsonOf(await site.ask(`${BASE}/api/nodes/1999/websocket`));
  strictEqual(Reflect.get(Object(data), "url"), "ws://nexus:8080/nexus/ws/nodes/1999");
  const card = await site.ask(`${BASE}/embed/nodes/1999`);
  match(card.headers.get("Content-Security-Policy") ?? "", /frame-ancestors \*/);
  strictEqual(card.headers.get("Cross-Origin-Resource-Policy"), "cross-origin");
  await card.text();
  site.close();
  const closed = accountSite({ basePath: BASE, allowAnonDashboard: false });
  const response = await closed.ask(`${BASE}/nodes/1999?sort=-total`);
  const location = "/nexus/signin?return=%2Fnodes%2F1999%3Fsort%3D-total";
  deepStrictEqual([response.status, response.headers.get("Location")], [303, location]);
  closed.close();
});
