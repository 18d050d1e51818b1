import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { ENDPOINT_LIST, PAGES } from "../../lib/http/mod.ts";
import { type AccountSite, accountSite, addPeople, PASSWORD } from "./accounts.ts";
import { jsonOf } from "./serving.ts";

/** Everything that changes something, as it is listed: what is not listed is shown to nobody. */
const CHANGES: readonly (readonly [method: string, path: string])[] = [
  ...ENDPOINT_LIST.filter(({ method }) => method !== "GET").map(({ method, path }) =>
    [method, path] as const
  ),
  ...PAGES.flatMap(({ methods, path }) =>
    methods.filter((method) => method !== "GET").map((method) => [method, path] as const)
  ),
];

/** What a page elsewhere can have a browser send; cookies come along where the browser lets them. */
const FOREIGN: readonly Readonly<Record<string, string>>[] = [
  { Origin: "https://evil.example", "Content-Type": "text/plain" },
  { Origin: "https://evil.example", "Content-Type": "application/x-www-form-urlencoded" },
  { Origin: "https://evil.example", "Content-Type": "application/json", "Sec-Fetch-Site": "cross-site" },
  { "Sec-Fetch-Site": "cross-site", "Content-Type": "text/plain" },
  { Origin: "null", "Content-Type": "text/plain" },
  { Origin: "http://nexus:8081", "Sec-Fetch-Site": "same-site" },
  { Origin: "http://nexus:8081" },
  { Origin: "http://nexus:8080.evil.example" },
  { Origin: "http://evil.example/http://nexus:8080" },
];

/** Everything that a change would change. */
function stateOf({ services }: AccountSite) {
  const { book, users } = services.auth;
  return {
    users: users.list(),
    sessions: book.sessions,
    tokens: book.tokens,
    commands: services.control.recent("1999", 10),
    acts: services.acts.filter(({ result }) => result !== "refused").length,
  };
}

async function ruledBy(site: AccountSite, act: (cookie: string) => Promise<void>): Promise<void> {
  await addPeople(site);
  const login = await site.post("/api/auth/login", { username: "superadmin", password: PASSWORD });
  await login.body?.cancel();
  await act(login.headers.getSetCookie()[0]?.split(";")[0] ?? "");
  site.close();
}

Deno.test("no page elsewhere changes anything by any route, and each try is in the audit", async () => {
  const site = accountSite({ publicStatsRpm: 0 });
  await ruledBy(site, async (Cookie) => {
    const before = stateOf(site);
    ok(CHANGES.length > 25, "the lists hold what changes something");
    for (const [method, pattern] of CHANGES) {
      const path = pattern.replace("{id}", "1999").replace(/\{\w+\}/g, "1");
      for (const headers of FOREIGN) {
        site.services.acts.length = before.acts;
        const body = method === "DELETE" ? null : "act=delete&username=evil";
        const response = await site.ask(path, {
          method,
          headers: { Cookie, Host: "nexus:8080", ...headers },
          body,
        });
        const what = `${method} ${path} from ${JSON.stringify(headers)}`;
        strictEqual(response.status, 403, what);
        strictEqual(response.headers.get("Access-Control-Allow-Origin"), null, what);
        strictEqual(response.headers.has("Set-Cookie"), false, what);
        if (path.startsWith("/api/")) {
          strictEqual(Reflect.get(Object((await jsonOf(response)).error), "code"), "origin_refused", what);
        } else await response.body?.cancel();
        const [act, ...others] = site.services.acts.slice(before.acts);
        deepStrictEqual([act?.who, act?.from, act?.result, others.length], [
          "superadmin",
          "192.0.2.50",
          "refused",
          0,
        ], what);
        ok(act?.detail?.includes(`${method} ${path}`), act?.detail ?? what);
      }
    }
    deepStrictEqual(stateOf(site), before);
    // The same cookie from the site's own page is taken: what is refused above is the page, not the request.
    const own = { Cookie, Host: "nexus:8080", Origin: "http://nexus:8080", "Sec-Fetch-Site": "same-origin" };
    strictEqual(
      (await site.ask("/signout", {
        method: "POST",
        headers: { ...own, "Content-Type": "application/x-www-form-urlencoded" },
        body: "",
      })).status,
      303,
    );
    strictEqual(site.services.auth.book.sessionCount, 0);
  });
});

Deno.test("browsers ask before they send JSON from elsewhere, and no route lets them", async () => {
  const site = accountSite();
  for (const [method, pattern] of CHANGES) {
    const response = await site.ask(pattern.replace(/\{\w+\}/g, "1999"), {
      method: "OPTIONS",
      headers: { Origin: "https://evil.example", "Access-Control-Request-Method": method },
    });
    await response.body?.cancel();
    for (const name of response.headers.keys()) {
      ok(!name.startsWith("access-control-"), `${pattern}: ${name}`);
    }
  }
  site.close();
});

Deno.test("what takes JSON takes nothing that a form could send", async () => {
  const site = accountSite();
  await ruledBy(site, async (Cookie) => {
    const before = stateOf(site);
    for (const { method, path, body } of ENDPOINT_LIST) {
      if (method === "GET" || Object.keys(body).length === 0) continue;
      for (
        const type of [
          "text/plain",
          "application/x-www-form-urlencoded",
          "multipart/form-data; boundary=x",
          "",
        ]
      ) {
        const response = await site.ask(path.replace("{id}", "1999"), {
          method,
          headers: { Cookie, "Content-Type": type },
          body: '{"x":1}',
        });
        await response.body?.cancel();
        strictEqual(response.status, 415, `${method} ${path} as ${type}`);
      }
    }
    deepStrictEqual(stateOf(site), before);
  });
});

Deno.test("a page elsewhere opens no WebSocket with somebody's cookie, and its try is in the audit", async () => {
  const site = accountSite();
  await ruledBy(site, async (Cookie) => {
    const upgrade = {
      Cookie,
      Host: "nexus:8080",
      Upgrade: "websocket",
      Connection: "Upgrade",
      "Sec-WebSocket-Version": "13",
      "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    };
    for (const path of ["/ws", "/ws/nodes/1999"]) {
      for (const headers of FOREIGN) {
        site.services.acts.length = 0;
        const response = await site.ask(path, { headers: { ...upgrade, ...headers } });
        const what = `${path} from ${JSON.stringify(headers)}`;
        strictEqual(response.status, 403, what);
        strictEqual(Reflect.get(Object((await jsonOf(response)).error), "code"), "origin_refused");
        deepStrictEqual(site.services.acts.map(({ who, what, result }) => [who, what, result]), [
          ["superadmin", "session.stream", "refused"],
        ], what);
      }
      const nobody = await site.ask(path, { headers: { ...upgrade, Cookie: "", ...FOREIGN[0] } });
      await nobody.body?.cancel();
      strictEqual(nobody.status, 403);
      strictEqual(site.services.acts.length, 1, "nobody's cookie is no act");
    }
    strictEqual(site.services.live.counters.clients, 0);
  });
});
