import { deepStrictEqual, doesNotMatch, match, notStrictEqual, strictEqual } from "node:assert/strict";
import { accountSite, addPeople, bearer, PASSWORD } from "./accounts.ts";
import { jsonOf } from "./serving.ts";

const dataOf = async (response: Response) => Object((await jsonOf(response)).data);
const codeOf = async (response: Response) => Reflect.get(Object((await jsonOf(response)).error), "code");

Deno.test("POST /api/auth/register makes the first account a superadmin with the set-up code, and is closed then", async () => {
  const site = accountSite();
  const code = site.services.auth.setupCode?.text ?? "";
  const first = { username: "W1AW", password: PASSWORD };
  strictEqual((await site.post("/api/auth/register", first)).status, 403, "without the code");
  strictEqual((await site.post("/api/auth/register", { ...first, code: "AAAA-AAAA-AAAA" })).status, 403);
  strictEqual(
    (await site.post("/api/auth/register", { ...first, role: "admin", code })).status,
    400,
    "no role is chosen",
  );
  const short = await site.post("/api/auth/register", { ...first, password: "elevenchars", code });
  deepStrictEqual([short.status, await codeOf(short)], [400, "bad_field"]);
  const made = await site.post("/api/auth/register", {
    ...first,
    code: code.toLowerCase().replaceAll("-", " "),
  });
  strictEqual(made.status, 201);
  const { token, role } = await dataOf(made);
  strictEqual(role, "superadmin");
  deepStrictEqual(await dataOf(await site.ask("/api/me", { headers: bearer(token) })), {
    user: "W1AW",
    role: "superadmin",
    nodes: null,
    expires_at: "2026-02-13T10:30:00.000Z",
    by: "session",
  });
  const second = await site.post("/api/auth/register", { username: "other", password: PASSWORD, code });
  deepStrictEqual([second.status, await codeOf(second)], [403, "registration_closed"]);
  strictEqual(site.services.auth.users.list().length, 1);
  site.close();
});

Deno.test("POST /api/auth/register makes viewers where registration is open, of names that are free", async () => {
  const site = accountSite({ allowRegistration: true });
  await addPeople(site);
  const made = await site.post("/api/auth/register", { username: "K1ABC", password: PASSWORD });
  strictEqual((await dataOf(made)).role, "viewer");
  const taken = await site.post("/api/auth/register", { username: "k1abc", password: PASSWORD });
  deepStrictEqual([taken.status, await codeOf(taken)], [409, "taken"]);
  site.close();
});

Deno.test("POST /api/auth/login says the same of a wrong password and of a name that is not there", async () => {
  const site = accountSite();
  await addPeople(site);
  const wrong = await site.post("/api/auth/login", { username: "admin", password: "wrong password!" });
  const nobody = await site.post("/api/auth/login", { username: "nobody", password: "wrong password!" });
  strictEqual(wrong.status, 401);
  strictEqual(await wrong.text(), await nobody.text());
  deepStrictEqual([...wrong.headers.keys()], [...nobody.headers.keys()]);
  strictEqual(wrong.headers.has("Set-Cookie"), false);
  deepStrictEqual(
    site.services.acts.filter(({ what }) => what === "session.sign_in").map((
      { who, result },
    ) => [who, result]),
    [["admin", "refused"], [null, "refused"]],
  );
  site.close();
});

Deno.test("POST /api/auth/login gives a token and a cookie that scripts of pages cannot read", async () => {
  const site = accountSite({ trustedProxies: ["192.0.2.50"] });
  await addPeople(site);
  const credentials = { username: "VIEWER", password: PASSWORD };
  const plain = await site.post("/api/auth/login", credentials);
  strictEqual(plain.headers.get("Cache-Control"), "no-store");
  const [session = "", device = ""] = plain.headers.getSetCookie();
  match(session, /^nexus_session=[\w.-]+; Max-Age=86400; Path=\/; HttpOnly; SameSite=Lax$/);
  match(device, /^nexus_device=[\w.-]+; Max-Age=31536000; Path=\/; HttpOnly; SameSite=Lax$/);
  const secure = await site.post("/api/auth/login", credentials, { "X-Forwarded-Proto": "https" });
  match(secure.headers.getSetCookie()[0] ?? "", /^__Host-nexus_session=[^;]+; .*Path=\/; .*; Secure$/);
  const cookie = { Cookie: session.split(";")[0] ?? "" };
  strictEqual((await dataOf(await site.ask("/api/me", { headers: cookie }))).user, "viewer");
  strictEqual(
    (await site.ask("/api/me", { headers: { ...cookie, "X-Forwarded-Proto": "https" } })).status,
    401,
    "a cookie that any neighbour of the host could have set",
  );
  site.close();
});

Deno.test("POST /api/auth/logout ends the session at once, and everywhere when asked", async () => {
  const site = accountSite();
  await addPeople(site);
  const [one, two, three] = [
    await site.token("viewer"),
    await site.token("viewer"),
    await site.token("viewer"),
  ];
  notStrictEqual(one, two);
  const statusOf = async (token: string) => (await site.ask("/api/me", { headers: bearer(token) })).status;
  const out = await site.ask("/api/auth/logout", { method: "POST", headers: bearer(one) });
  strictEqual(out.status, 200);
  match(out.headers.get("Set-Cookie") ?? "", /^nexus_session=; Max-Age=0;/);
  deepStrictEqual([await statusOf(one), await statusOf(two)], [401, 200]);
  await site.post("/api/auth/logout", { everywhere: true }, bearer(two));
  deepStrictEqual([await statusOf(two), await statusOf(three)], [401, 401]);
  strictEqual(site.services.auth.book.sessionCount, 0);
  site.close();
});

Deno.test("POST /api/auth/password ends every session, begins one, and takes only the right present password", async () => {
  const site = accountSite();
  await addPeople(site);
  const [one, two] = [await site.token("viewer"), await site.token("viewer")];
  const next = "another fine password";
  const wrong = await site.post(
    "/api/auth/password",
    { current_password: "no", password: next },
    bearer(one),
  );
  strictEqual(wrong.status, 400);
  const changed = await site.post(
    "/api/auth/password",
    { current_password: PASSWORD, password: next },
    bearer(one),
  );
  strictEqual(changed.status, 200);
  const { token } = await dataOf(changed);
  for (const [old, status] of [[one, 401], [two, 401], [token, 200]]) {
    strictEqual((await site.ask("/api/me", { headers: bearer(String(old)) })).status, status);
  }
  strictEqual((await site.post("/api/auth/login", { username: "viewer", password: PASSWORD })).status, 401);
  strictEqual((await site.post("/api/auth/login", { username: "viewer", password: next })).status, 200);
  site.close();
});

Deno.test("API tokens are shown once, do what their scopes say, and end when they are deleted or out of date", async () => {
  const site = accountSite();
  await addPeople(site);
  const session = bearer(await site.token("operator"));
  const asked = { name: "cron", scopes: ["read"], expires_in_days: 1 };
  for (const bad of [{ scopes: [] }, { scopes: ["all"] }, { expires_in_days: 0 }, { name: "" }]) {
    const refused = await site.post("/api/auth/tokens", { ...asked, ...bad }, session);
    deepStrictEqual([refused.status, await codeOf(refused)], [400, "bad_field"], JSON.stringify(bad));
  }
  const made = await site.post("/api/auth/tokens", asked, session);
  strictEqual(made.status, 201);
  const { token, secret } = await dataOf(made);
  match(secret, /^nxt_/);
  const list = await site.ask("/api/auth/tokens", { headers: session });
  doesNotMatch(await list.clone().text(), new RegExp(secret.slice(17)));
  strictEqual((await dataOf(list)).tokens.length, 1);
  const me = await dataOf(await site.ask("/api/me", { headers: bearer(secret) }));
  deepStrictEqual([me.user, me.by], ["operator", "token"]);
  strictEqual(
    (await site.post("/api/auth/tokens", asked, bearer(secret))).status,
    403,
    "tokens make no tokens",
  );
  strictEqual((await site.ask("/api/me", { headers: bearer(`${secret.slice(0, -1)}_`) })).status, 401);
  const second = await dataOf(
    await site.post("/api/auth/tokens", { ...asked, scopes: ["command"] }, session),
  );
  strictEqual((await site.ask("/api/me", { headers: bearer(second.secret) })).status, 403, "it may not read");
  const gone = await site.ask(`/api/auth/tokens/${token.id}`, { method: "DELETE", headers: session });
  strictEqual(gone.status, 200);
  strictEqual((await site.ask("/api/me", { headers: bearer(secret) })).status, 401);
  strictEqual(
    (await site.ask(`/api/auth/tokens/${token.id}`, { method: "DELETE", headers: session })).status,
    404,
  );
  site.close();
});

Deno.test("a page of another origin changes nothing, whatever cookie comes along", async () => {
  const site = accountSite();
  await addPeople(site);
  const login = await site.post("/api/auth/login", { username: "admin", password: PASSWORD });
  const cookie = login.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  const foreign: HeadersInit[] = [
    { Origin: "https://evil.example" },
    { Origin: "null" },
    { "Sec-Fetch-Site": "cross-site" },
    { "Sec-Fetch-Site": "same-site", Origin: "http://other.nexus:8080" },
  ];
  for (const headers of foreign) {
    const response = await site.post("/api/auth/logout", {}, { Cookie: cookie, ...headers });
    deepStrictEqual([response.status, await codeOf(response)], [403, "origin_refused"]);
    const page = await site.ask("/signout", { method: "POST", headers: { Cookie: cookie, ...headers } });
    strictEqual(page.status, 403);
    await page.body?.cancel();
  }
  strictEqual((await site.ask("/api/me", { headers: { Cookie: cookie } })).status, 200);
  const own = { Cookie: cookie, Origin: "http://nexus:8080", Host: "nexus:8080" };
  strictEqual((await site.post("/api/auth/logout", {}, own)).status, 200);
  site.close();
});

Deno.test("bodies are JSON objects of known fields, and no longer than they need to be", async () => {
  const site = accountSite();
  const send = (body: string, type = "application/json") =>
    site.ask("/api/auth/login", { method: "POST", headers: { "Content-Type": type }, body });
  const statuses = [
    await send("{"),
    await send("[]"),
    await send("null"),
    await send('{"username":"a","password":"b","__proto__":{"role":"admin"}}'),
    await send('{"username":["a"],"password":"b"}'),
    await send('{"username":"a"}'),
    await send('{"username":"a","password":"b"}', "text/plain"),
    await send(`{"username":"a","password":"${"b".repeat(20_000)}"}`),
    await send("[".repeat(10_000)),
  ].map(({ status }) => status);
  deepStrictEqual(statuses, [400, 400, 400, 400, 400, 400, 415, 413, 400]);
  strictEqual(Object.hasOwn(Object.prototype, "role"), false);
  site.close();
});
