import { deepStrictEqual, doesNotMatch, match, strictEqual } from "node:assert/strict";
import { words } from "../components/render.tsx";
import { type AccountSite, accountSite, addPeople, bearer, PASSWORD } from "./accounts.ts";

/** Sends a plain form as a browser does. */
function submit(
  site: AccountSite,
  path: string,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const type = "application/x-www-form-urlencoded";
  const body = new URLSearchParams(fields).toString();
  const own = { Origin: "http://nexus:8080", Host: "nexus:8080", "Content-Type": type };
  return site.ask(path, { method: "POST", headers: { ...own, ...headers }, body });
}

const cookieOf = (response: Response) => response.headers.getSetCookie()[0]?.split(";")[0] ?? "";

Deno.test("/setup makes the first account without any script, and is closed then", async () => {
  const site = accountSite();
  const html = await (await site.ask("/setup")).text();
  match(html, /<form class="account-form" method="post" action="\/setup">/);
  match(html, /autocomplete="one-time-code".*autocomplete="username".*autocomplete="new-password"/s);
  match(html, /href="\/setup"[^>]*>Set up<\/a>/, "the header leads here");
  const fields = { code: "wrong", username: "W1AW", password: PASSWORD };
  const refused = await submit(site, "/setup", fields);
  strictEqual(refused.status, 403);
  const again = await refused.text();
  match(words(again), /The set-up code is wrong: it is in the log\./);
  match(again, /value="W1AW"/);
  doesNotMatch(again, new RegExp(PASSWORD));
  const code = site.services.auth.setupCode?.text ?? "";
  const made = await submit(site, "/setup", { ...fields, code });
  deepStrictEqual([made.status, made.headers.get("Location")], [303, "/"]);
  const home = await (await site.ask("/", { headers: { Cookie: cookieOf(made) } })).text();
  match(words(home), /Signed in as W1AW superadmin Sign out/);
  match(home, /192\.0\.2\.7/, "whoever signed in sees addresses whole");
  const status = await site.ask("/api/status", { headers: { Cookie: cookieOf(made) } });
  strictEqual(status.headers.get("Cache-Control"), "private, no-cache");
  match(await status.text(), /192\.0\.2\.7/);
  const anonymous = await site.ask("/api/status");
  strictEqual(anonymous.headers.get("Cache-Control"), "no-cache");
  doesNotMatch(await anonymous.text(), /192\.0\.2\.7/);
  match(words(await (await site.ask("/setup")).text()), /Accounts are made by an admin/);
  strictEqual((await submit(site, "/setup", { ...fields, code })).status, 403);
  site.close();
});

Deno.test("/signin leads back to where somebody was, and never to another site", async () => {
  const site = accountSite({ publicStatsRpm: 0 });
  await addPeople(site);
  const backs: readonly (readonly [given: string, leads: string])[] = [
    ["/lookup?q=w1aw", "/lookup?q=w1aw"],
    ["/nodes/1999", "/nodes/1999"],
    ["", "/"],
    ["https://evil.example/", "/"],
    ["//evil.example/", "/"],
    ["/\\evil.example/", "/"],
    ["/\t/evil.example/", "/"],
    ["/..//evil.example/", "/"],
    ["/%0d%0aSet-Cookie:x=1", "/%0d%0aSet-Cookie:x=1"],
    ["javascript:alert(1)", "/"],
    ["/signin?return=/signin", "/"],
    [`/${"x".repeat(2_000)}`, "/"],
  ];
  for (const [given, leads] of backs) {
    const response = await submit(site, "/signin", { username: "viewer", password: PASSWORD, return: given });
    deepStrictEqual([response.status, response.headers.get("Location")], [303, leads], given);
  }
  const page = await (await site.ask(`/signin?return=${encodeURIComponent('/"><script>alert(1)</script>')}`))
    .text();
  doesNotMatch(page, /<script>alert/);
  site.close();
});

Deno.test("/signin says that name and password do not go together, and how long to wait after too many tries", async () => {
  const site = accountSite();
  await addPeople(site);
  const fields = { username: "viewer", password: "not the password" };
  const first = await submit(site, "/signin", fields);
  strictEqual(first.status, 401);
  const html = await first.text();
  match(words(html), /Name and password do not go together\. Try again\./);
  match(html, /role="alert"/);
  match(html, /aria-invalid="true"/);
  for (let count = 0; count < 4; count++) await submit(site, "/signin", fields);
  const slowed = await submit(site, "/signin", { ...fields, password: PASSWORD });
  strictEqual(slowed.status, 429);
  strictEqual(slowed.headers.get("Retry-After"), "1");
  match(words(await slowed.text()), /too many tries, try again in seconds: 1/);
  site.services.clock.advance(1_000);
  strictEqual((await submit(site, "/signin", { ...fields, password: PASSWORD })).status, 303);
  site.close();
});

Deno.test("/signout ends the session of the browser and leads home", async () => {
  const site = accountSite();
  await addPeople(site);
  const cookie = cookieOf(await submit(site, "/signin", { username: "viewer", password: PASSWORD }));
  const out = await submit(site, "/signout", {}, { Cookie: cookie });
  deepStrictEqual([out.status, out.headers.get("Location")], [303, "/"]);
  match(out.headers.get("Set-Cookie") ?? "", /^nexus_session=; Max-Age=0;/);
  strictEqual((await site.ask("/api/me", { headers: { Cookie: cookie } })).status, 401);
  match(
    await (await site.ask("/", { headers: { Cookie: cookie } })).text(),
    /href="\/signin\?return=%2F">Sign in/,
  );
  site.close();
});

Deno.test("a cookie from before signing in is never the session", async () => {
  const site = accountSite();
  await addPeople(site);
  const planted = "nexus_session=planted-by-somebody";
  const login = await submit(site, "/signin", { username: "viewer", password: PASSWORD }, {
    Cookie: planted,
  });
  strictEqual(cookieOf(login) === planted, false);
  const second = await submit(site, "/signin", { username: "viewer", password: PASSWORD }, {
    Cookie: cookieOf(login),
  });
  strictEqual(cookieOf(second) === cookieOf(login), false, "every sign-in begins a session of its own");
  const whoIs = async (Cookie: string) => {
    const data: unknown = Reflect.get(
      await (await site.ask("/api/me", { headers: { Cookie } })).json(),
      "data",
    );
    return Reflect.get(Object(data), "user");
  };
  strictEqual(await whoIs(cookieOf(login)), undefined, "what the browser had before is over");
  // Somebody's own good session, planted in the browser of somebody else.
  const victim = await submit(site, "/signin", { username: "operator", password: PASSWORD }, {
    Cookie: cookieOf(second),
  });
  deepStrictEqual([await whoIs(cookieOf(victim)), await whoIs(cookieOf(second))], ["operator", undefined]);
  const api = await site.post("/api/auth/login", { username: "operator", password: PASSWORD }, {
    Cookie: cookieOf(victim),
  });
  await api.body?.cancel();
  deepStrictEqual([await whoIs(cookieOf(api)), await whoIs(cookieOf(victim))], ["operator", undefined]);
  // A script with the token of one session that asks for another one keeps both.
  const script = await site.token("operator");
  await (await site.post("/api/auth/login", { username: "operator", password: PASSWORD }, bearer(script)))
    .body
    ?.cancel();
  strictEqual((await site.ask("/api/me", { headers: bearer(script) })).status, 200);
  site.close();
});

Deno.test("/account changes the own password and signs out everywhere, without any script", async () => {
  const site = accountSite();
  await addPeople(site);
  const other = await site.token("viewer");
  const cookie = cookieOf(await submit(site, "/signin", { username: "viewer", password: PASSWORD }));
  const page = await (await site.ask("/account", { headers: { Cookie: cookie } })).text();
  match(words(page), /Account of viewer/);
  match(words(page), /Here since 2026-02-12 10:30 UTC/);
  const wrong = { current_password: "no", password: "another fine password" };
  const refused = await submit(site, "/account", wrong, { Cookie: cookie });
  strictEqual(refused.status, 400);
  match(words(await refused.text()), /The present one is not right\./);
  const right = { ...wrong, current_password: PASSWORD };
  const done = await submit(site, "/account", right, { Cookie: cookie });
  deepStrictEqual([done.status, done.headers.get("Location")], [303, "/account?changed"]);
  const statusOf = async (headers: HeadersInit) => (await site.ask("/api/me", { headers })).status;
  const renewed = cookieOf(done);
  deepStrictEqual(
    [await statusOf({ Cookie: cookie }), await statusOf(bearer(other)), await statusOf({ Cookie: renewed })],
    [401, 401, 200],
  );
  const again = cookieOf(await submit(site, "/signin", { username: "viewer", password: right.password }));
  await submit(site, "/signout", { everywhere: "1" }, { Cookie: again });
  deepStrictEqual([await statusOf({ Cookie: renewed }), await statusOf({ Cookie: again })], [401, 401]);
  site.close();
});
