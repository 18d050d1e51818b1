import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert/strict";
import { type AccountSite, accountSite, addPeople, bearer, browserOf, PASSWORD } from "./accounts.ts";
import { jsonOf } from "./serving.ts";

async function signsIn(site: AccountSite, username: string, password: string): Promise<boolean> {
  const answer = await site.post("/api/auth/login", { username, password });
  await answer.body?.cancel();
  return answer.status === 200;
}

function idOf(site: AccountSite, name: string): number {
  return site.services.auth.users.find(name).id;
}

Deno.test("/admin/users makes an account, with a password that is shown once or one that was typed", async () => {
  const site = accountSite();
  await addPeople(site);
  const { get, send } = await browserOf(site, "admin");
  const styles = (await (await get("/admin/users")).text()).match(/(?<=rel="stylesheet" href="\/)[^?"]*/g);
  for (const each of ["styles.css", "admin.css"]) ok(styles?.includes(each), `${each} is not of the page`);
  const made = await send("/admin/users", {
    username: "W1AW",
    role: "operator",
    nodes: "1999, 2000",
    password: "",
  });
  const html = await made.text();
  strictEqual(made.status, 200);
  strictEqual(made.headers.get("Cache-Control"), "no-store");
  const password = /secret-text"[^>]*>([0-9A-Z-]{24})</.exec(html)?.[1] ?? "";
  ok(await signsIn(site, "w1aw", password), "the password that was shown lets in");
  doesNotMatch(await (await get("/admin/users")).text(), new RegExp(password));
  const { role, nodes } = site.services.auth.users.find("W1AW");
  deepStrictEqual([role, nodes], ["operator", ["1999", "2000"]]);
  const typed = await send("/admin/users", {
    username: "K1ABC",
    role: "viewer",
    nodes: "all",
    password: PASSWORD,
  });
  strictEqual(typed.status, 303);
  strictEqual(typed.headers.get("Location"), `/admin/users/${idOf(site, "K1ABC")}?done=made`);
  ok(await signsIn(site, "K1ABC", PASSWORD));
  site.close();
});

Deno.test("/admin/users says what is wrong with a new account, and keeps what was typed", async () => {
  const site = accountSite();
  await addPeople(site);
  const { send } = await browserOf(site, "admin");
  const refused: readonly (readonly [Record<string, string>, number, RegExp])[] = [
    [
      { username: "viewer", role: "viewer", nodes: "all", password: PASSWORD },
      409,
      /The name is taken: viewer\./,
    ],
    [
      { username: "<script>x", role: "viewer", nodes: "all", password: PASSWORD },
      400,
      /Expected 1 to 40 letters/,
    ],
    [{ username: "new", role: "superadmin", nodes: "all", password: PASSWORD }, 403, /may not for the role/],
    [{ username: "new", role: "king", nodes: "all", password: PASSWORD }, 400, /Expected one of/],
    [{ username: "new", role: "viewer", nodes: "1".repeat(80), password: PASSWORD }, 400, /node numbers/],
    [{ username: "new", role: "viewer", nodes: "all", password: "short" }, 400, /role="alert"/],
  ];
  for (const [fields, status, words] of refused) {
    const answer = await send("/admin/users", fields);
    const html = await answer.text();
    strictEqual(answer.status, status, JSON.stringify(fields));
    match(html, words);
    doesNotMatch(html, /<script>x/);
    ok(!html.includes(PASSWORD), "a password is never sent back");
  }
  strictEqual(site.services.auth.users.list().some(({ name }) => name === "new"), false);
  site.close();
});

Deno.test("/admin/users/{id} changes role and nodes, resets, signs out and deletes, and each act is recorded", async () => {
  const site = accountSite();
  await addPeople(site);
  const { get, send } = await browserOf(site, "admin");
  const viewer = await browserOf(site, "viewer");
  const path = `/admin/users/${idOf(site, "viewer")}`;
  strictEqual((await viewer.get("/account")).status, 200);
  strictEqual((await send(path, { act: "change", role: "operator", nodes: "" })).status, 303);
  strictEqual((await viewer.get("/account")).status, 303, "another role ends the sessions");
  deepStrictEqual(
    site.services.auth.users.find("viewer").nodes,
    [],
    "nothing named is no node, not every one",
  );
  match(await (await get(path)).text(), /name="nodes" type="text" value autocomplete/);
  const reset = await (await send(path, { act: "password", password: "" })).text();
  const password = /secret-text"[^>]*>([0-9A-Z-]{24})</.exec(reset)?.[1] ?? "";
  ok(!await signsIn(site, "viewer", PASSWORD));
  ok(await signsIn(site, "viewer", password));
  strictEqual((await send(path, { act: "signout" })).status, 303);
  strictEqual(site.services.auth.users.find("viewer").sessions, 0);
  strictEqual((await send(path, { act: "delete" })).status, 400, "the box was not ticked");
  strictEqual((await send(path, { act: "nonsense" })).status, 400);
  strictEqual(
    (await send(path, { act: "delete", sure: "yes" })).headers.get("Location"),
    "/admin/users?deleted",
  );
  strictEqual((await get(path)).status, 404);
  strictEqual((await get("/admin/users/0x1")).status, 404);
  const acts = site.services.acts.filter(({ who }) => who === "admin").map(({ what, target, result }) =>
    `${what} ${target ?? ""} ${result}`.trim()
  );
  deepStrictEqual(acts.slice(1), [
    "account.role viewer ok",
    "account.nodes viewer ok",
    "account.password viewer ok",
    "session.sign_out_everywhere viewer ok",
    "account.delete viewer ok",
  ]);
  site.close();
});

Deno.test("/admin/users/{id} keeps the last superadmin, and superadmins from admins", async () => {
  const site = accountSite();
  await addPeople(site);
  const path = `/admin/users/${idOf(site, "superadmin")}`;
  const admin = await browserOf(site, "admin");
  match(await (await admin.get(path)).text(), /Only a superadmin may change this account/);
  for (const act of ["change", "password", "signout", "delete"]) {
    const answer = await admin.send(path, {
      act,
      role: "viewer",
      nodes: "all",
      sure: "yes",
      password: PASSWORD,
    });
    strictEqual(answer.status, 403, act);
    await answer.body?.cancel();
  }
  const own = await browserOf(site, "superadmin");
  for (
    const fields of [{ act: "delete", sure: "yes" }, { act: "change", role: "admin", nodes: "all" }] as const
  ) {
    const answer = await own.send(path, { ...fields });
    strictEqual(answer.status, 409);
    match(await answer.text(), /It is the last superadmin: superadmin\./);
  }
  strictEqual(site.services.auth.users.find("superadmin").role, "superadmin");
  site.close();
});

Deno.test("/account changes the own password, makes and revokes tokens and sessions, signs out everywhere", async () => {
  const site = accountSite();
  await addPeople(site);
  const other = await browserOf(site, "viewer");
  site.services.clock.advance(1_000);
  const { get, send } = await browserOf(site, "viewer");
  const made =
    await (await send("/account", { act: "token", name: "<b>logger</b>", scope: "read", days: "30" })).text();
  const text = /secret-text"[^>]*>([^<]+)</.exec(made)?.[1] ?? "";
  strictEqual((await site.ask("/api/me", { headers: bearer(text) })).status, 200);
  match(made, /&lt;b>logger/);
  const page = await (await get("/account")).text();
  ok(!page.includes(text));
  const token = /data-token="([^"]+)"/.exec(page)?.[1] ?? "";
  strictEqual((await send("/account", { act: "revoke", token })).status, 303);
  strictEqual((await site.ask("/api/me", { headers: bearer(text) })).status, 401);
  const sessions = site.services.auth.accounts.sessionsOf(idOf(site, "viewer"));
  strictEqual((await send("/account", { act: "revoke", session: sessions.at(-1)?.id ?? "" })).status, 303);
  strictEqual((await other.get("/account")).status, 303, "the other browser is signed out");
  const wrong = await send("/account", {
    act: "password",
    current_password: "no",
    password: "another horse battery",
  });
  strictEqual(wrong.status, 400);
  match(await wrong.text(), /The present one is not right/);
  const next = "another horse battery";
  const changed = await send("/account", { act: "password", current_password: PASSWORD, password: next });
  strictEqual(changed.status, 303);
  ok((changed.headers.getSetCookie()[0] ?? "").includes("nexus_session="), "this browser stays signed in");
  const again = await browserOf(site, "viewer", next);
  const out = await again.send("/signout", { everywhere: "1" });
  strictEqual(out.headers.get("Location"), "/");
  strictEqual(site.services.auth.users.find("viewer").sessions, 0);
  site.close();
});

Deno.test("/account ends nobody else's sessions and tokens, also for admins", async () => {
  const site = accountSite();
  await addPeople(site);
  await browserOf(site, "viewer");
  const admin = await browserOf(site, "admin");
  const [session] = site.services.auth.accounts.sessionsOf(idOf(site, "viewer"));
  strictEqual((await admin.send("/account", { act: "revoke", session: session?.id ?? "" })).status, 404);
  strictEqual((await admin.send("/account", { act: "revoke", token: "x" })).status, 404);
  strictEqual(site.services.auth.users.find("viewer").sessions, 1);
  for (
    const bad of [{ name: "", scope: "read", days: "30" }, { name: "a", days: "30" }, {
      name: "a",
      scope: "read",
      days: "0",
    }]
  ) {
    strictEqual((await admin.send("/account", { act: "token", ...bad })).status, 400, JSON.stringify(bad));
  }
  site.close();
});

Deno.test("/admin/sessions ends sessions and tokens of others, not those of superadmins for admins", async () => {
  const site = accountSite();
  await addPeople(site);
  const viewer = await browserOf(site, "viewer");
  await browserOf(site, "superadmin");
  const { get, send } = await browserOf(site, "admin");
  const sessionOf = (name: string) => site.services.auth.accounts.sessionsOf(idOf(site, name))[0]?.id ?? "";
  const html = await (await get("/admin/sessions")).text();
  match(html, /End the session of viewer from 192\.0\.2\.50/);
  doesNotMatch(html, /End the session of superadmin/);
  strictEqual((await send("/admin/sessions", { session: sessionOf("superadmin") })).status, 403);
  strictEqual((await send("/admin/sessions", { session: sessionOf("viewer") })).status, 303);
  strictEqual((await viewer.get("/account")).status, 303);
  strictEqual((await send("/admin/sessions", { session: "nonsense" })).status, 404);
  site.close();
});

Deno.test("the API of accounts makes, changes, resets, signs out and deletes", async () => {
  const site = accountSite();
  await addPeople(site);
  const headers = bearer(await site.token("admin"));
  const ask = async (method: string, path: string, body?: unknown) => {
    const init = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await site.ask(path, {
      method,
      headers: { ...headers, "Content-Type": "application/json" },
      ...init,
    });
    strictEqual(answer.headers.get("Cache-Control"), "no-store");
    const { data, error } = await jsonOf(answer);
    return { status: answer.status, data: Object(data), code: Reflect.get(Object(error), "code") };
  };
  const made = await ask("POST", "/api/admin/users", { username: "W1AW", role: "operator", nodes: ["1999"] });
  strictEqual(made.status, 201);
  ok(await signsIn(site, "W1AW", made.data.password));
  const path = `/api/admin/users/${made.data.user.id}`;
  deepStrictEqual((await ask("PATCH", path, { nodes: null })).data.user.nodes, null);
  strictEqual((await ask("PATCH", path, { role: "viewer" })).data.user.role, "viewer");
  strictEqual((await ask("PATCH", path, { role: "superadmin" })).code, "forbidden");
  strictEqual(
    (await ask("POST", `${path}/password`, { password: "another horse battery" })).data.password,
    null,
  );
  ok(await signsIn(site, "W1AW", "another horse battery"));
  strictEqual((await ask("POST", `${path}/signout`)).status, 200);
  const { data } = await ask("GET", "/api/admin/users");
  deepStrictEqual(
    data.users.map(({ user, sessions, manageable }: Record<string, unknown>) => [user, sessions, manageable])
      .at(-1),
    ["W1AW", 0, true],
  );
  strictEqual(data.users[0].manageable, false);
  ok(!JSON.stringify(data).includes("scrypt"), "no hash of a password");
  strictEqual((await ask("DELETE", path)).status, 200);
  strictEqual((await ask("DELETE", path)).code, "not_found");
  const root = data.users[0].id;
  strictEqual((await ask("DELETE", `/api/admin/users/${root}`)).status, 403);
  strictEqual((await ask("GET", "/api/admin/sessions")).data.sessions[0].user, "admin");
  site.close();
});
