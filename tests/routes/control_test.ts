import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { type AccountSite, accountSite, addPeople, bearer, PASSWORD } from "./accounts.ts";
import { jsonOf } from "./serving.ts";

async function siteOfPeople(): Promise<AccountSite> {
  const site = accountSite({}, [{
    name: "off",
    label: "Linking off",
    run: "rpt cmd %node% cop 12 0",
    nodes: null,
    role: "admin",
    ask: true,
  }]);
  await addPeople(site);
  return site;
}

async function cookieOf(site: AccountSite, username: string): Promise<string> {
  const login = await site.post("/api/auth/login", { username, password: PASSWORD });
  return login.headers.getSetCookie()[0]?.split(";")[0] ?? "";
}

/** Sends the form as a browser without scripts does. */
async function sendForm(
  site: AccountSite,
  cookie: string,
  fields: Record<string, string>,
  headers: HeadersInit = {},
) {
  const response = await site.ask("/control", {
    method: "POST",
    headers: {
      "Content-Type": "application/x-www-form-urlencoded",
      Cookie: cookie,
      Origin: "http://nexus.test",
      Host: "nexus.test",
      ...Object.fromEntries(new Headers(headers)),
    },
    body: new URLSearchParams(fields).toString(),
  });
  return { status: response.status, location: response.headers.get("Location"), html: await response.text() };
}

/** Commands that were taken, by what and target. */
function taken({ services }: AccountSite): unknown[] {
  return services.acts.filter(({ result }) => result === "accepted").map((
    { who, what, node, target },
  ) => [who, what, node, target]);
}

Deno.test("POST /api/nodes/{id}/commands answers 202 with the command, and tells it only to those who may work the node", async () => {
  const site = await siteOfPeople();
  const operator = bearer(await site.token("operator"));
  const sent = await site.post("/api/nodes/1999/commands", { action: "connect", target: "2001" }, operator);
  strictEqual(sent.status, 202);
  const data = Object((await jsonOf(sent)).data);
  deepStrictEqual([data.node, data.action, data.target, data.state, data.by, data.permanent], [
    "1999",
    "connect",
    "2001",
    "accepted",
    "operator",
    false,
  ]);
  const ask = async (who: string) =>
    (await site.ask(`/api/commands/${data.id}`, { headers: bearer(await site.token(who)) })).status;
  deepStrictEqual([await ask("admin"), await ask("elsewhere"), await ask("viewer")], [200, 404, 403]);
  const of = async (body: unknown) => {
    const response = await site.post("/api/nodes/1999/commands", body, operator);
    return [response.status, Reflect.get(Object((await jsonOf(response)).error), "field")];
  };
  deepStrictEqual(await of({ action: "connect", target: "2001\r\nAction: Logoff" }), [400, "target"]);
  deepStrictEqual(await of({ action: "connect", target: "1999" }), [400, "target"]);
  deepStrictEqual(await of({ action: "dtmf", digits: "12|34" }), [400, "digits"]);
  deepStrictEqual(await of({ action: "reconnect", digits: "1" }), [400, "digits"]);
  deepStrictEqual(await of({ action: "named", name: "off" }), [400, "name"]);
  deepStrictEqual(await of({ action: "reboot" }), [400, "action"]);
  deepStrictEqual(await of({ action: "connect", target: "2001", __proto__: 1, constructor: 1 }), [
    400,
    "constructor",
  ]);
  strictEqual(taken(site).length, 1);
  site.close();
});

Deno.test("an API token needs the scope command, and never does more than its account", async () => {
  const site = await siteOfPeople();
  const session = bearer(await site.token("operator"));
  const tokenOf = async (scopes: readonly string[]) => {
    const made = await site.post(
      "/api/auth/tokens",
      { name: "script", scopes, expires_in_days: null },
      session,
    );
    return bearer(String(Reflect.get(Object((await jsonOf(made)).data), "secret")));
  };
  const send = async (who: HeadersInit) =>
    (await site.post("/api/nodes/1999/commands", { action: "reconnect" }, who)).status;
  deepStrictEqual([await send(await tokenOf(["read"])), await send(await tokenOf(["command"]))], [403, 202]);
  site.close();
});

Deno.test("the form works without scripts: what is dangerous is asked once, foreign pages and other nodes are refused", async () => {
  const site = await siteOfPeople();
  const operator = await cookieOf(site, "operator");
  const form = { node: "1999", return: "/nodes/1999", target: "2001", mode: "monitor", digits: "" };
  const done = await sendForm(site, operator, { ...form, do: "enter" });
  deepStrictEqual([done.status, done.location], [303, "/nodes/1999"]);
  const asked = await sendForm(site, operator, { ...form, do: "disconnect_all" });
  strictEqual(asked.status, 200);
  match(asked.html, /Node 1999: sure\?/);
  match(asked.html, /name="do" value="disconnect_all"/);
  const permanent = await sendForm(site, operator, { ...form, do: "connect", permanent: "yes" });
  match(permanent.html, /Monitor 2001, permanent/);
  deepStrictEqual(taken(site), [["operator", "command.monitor", "1999", "2001"]]);

  strictEqual((await sendForm(site, operator, { ...form, do: "disconnect_all", sure: "yes" })).status, 303);
  strictEqual((await sendForm(site, operator, { ...form, do: "dtmf", digits: "*32001" })).status, 303);
  strictEqual(
    (await sendForm(site, operator, { ...form, do: "enter", target: "", digits: "*1" })).status,
    303,
  );
  const bad = await sendForm(site, operator, { ...form, do: "connect", target: "<script>" });
  strictEqual(bad.status, 400);
  ok(bad.html.includes("Monitor &lt;script"), "what was typed stays text");
  strictEqual(taken(site).length, 4);

  strictEqual(
    (await sendForm(site, await cookieOf(site, "elsewhere"), { ...form, do: "connect" })).status,
    403,
  );
  strictEqual((await sendForm(site, await cookieOf(site, "viewer"), { ...form, do: "connect" })).status, 403);
  strictEqual(
    (await sendForm(site, operator, { ...form, do: "connect" }, { Origin: "http://evil.test" })).status,
    403,
  );
  strictEqual(
    (await sendForm(site, operator, { ...form, do: "connect", return: "//evil.test" })).location,
    "/",
  );
  strictEqual((await sendForm(site, "", { ...form, do: "connect" })).status, 303);
  strictEqual(taken(site).length, 5);
  const admin = await cookieOf(site, "admin");
  match((await sendForm(site, admin, { ...form, do: "named:off" })).html, /Command off/);
  strictEqual((await sendForm(site, admin, { ...form, do: "named:off", sure: "yes" })).status, 303);
  site.close();
});

Deno.test("pages show how to work nodes to those who may, and nothing of it to anybody else", async () => {
  const site = await siteOfPeople();
  const shows = async (path: string, who: string | null) => {
    const headers: HeadersInit = who === null ? {} : { Cookie: await cookieOf(site, who) };
    return (await (await site.ask(path, { headers })).text()).includes("control-title");
  };
  for (const path of ["/", "/nodes/1999"]) {
    deepStrictEqual(
      [await shows(path, "operator"), await shows(path, "admin")],
      [true, true],
      path,
    );
    for (const who of [null, "viewer", "elsewhere"]) {
      strictEqual(await shows(path, who), false, `${path} ${who}`);
    }
  }
  strictEqual(await shows("/?wall", "operator"), false);
  site.close();
});

Deno.test("what a role, other nodes or a token do not allow to change is in the audit, looking is not", async () => {
  const site = await siteOfPeople();
  const change = async (who: string, path: string) =>
    (await site.post(path, { action: "reconnect" }, bearer(await site.token(who)))).status;
  const before = site.services.acts.length;
  const refused = () =>
    site.services.acts.slice(before).filter(({ result }) => result === "refused")
      .map(({ who, what, node, detail }) => [who, what, node, detail]);
  const why = "not with this account or token:";
  deepStrictEqual(await change("viewer", "/api/nodes/1999/commands"), 403);
  deepStrictEqual(await change("elsewhere", "/api/nodes/1999/commands"), 403);
  const field = { action: "connect", target: "2001\r\nAction: Logoff" };
  const bad = await site.post("/api/nodes/1999/commands", field, bearer(await site.token("operator")));
  strictEqual(bad.status, 400);
  match(String(refused().pop()), /^operator,command\.send,1999,.*target/);
  deepStrictEqual(await change("operator", "/api/admin/users"), 403);
  deepStrictEqual(await change("operator", "/api/admin/backup"), 403);
  strictEqual((await sendForm(site, await cookieOf(site, "viewer"), { node: "1999" })).status, 403);
  const looked = await site.ask("/api/admin/users", { headers: bearer(await site.token("operator")) });
  strictEqual(looked.status, 403);
  strictEqual((await site.post("/api/nodes/1999/commands", { action: "reconnect" })).status, 401);
  deepStrictEqual(refused().toSpliced(2, 1), [
    ["viewer", "command.send", "1999", `${why} POST /api/nodes/1999/commands`],
    ["elsewhere", "command.send", "1999", `${why} POST /api/nodes/1999/commands`],
    ["operator", "account.change", null, `${why} POST /api/admin/users`],
    ["operator", "system.change", null, `${why} POST /api/admin/backup`],
    ["viewer", "command.send", null, `${why} POST /control`],
  ]);
  site.close();
});
