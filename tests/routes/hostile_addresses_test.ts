import { deepStrictEqual, doesNotMatch, ok, strictEqual } from "node:assert/strict";
import { App } from "fresh";
import { ENDPOINT_LIST, hardenedHandler, PAGES, type State } from "../../lib/http/mod.ts";
import { attachWeb } from "../../lib/web/mod.ts";
import { app } from "../../main.ts";
import { accountSite, addPeople, bearer } from "./accounts.ts";
import { jsonOf } from "./serving.ts";

/** Ways out of the folder of files, as they are written on the wire: browsers would tidy some of them up. */
const WAYS_OUT = [
  "/../deno.json",
  "/../../../../etc/passwd",
  "/%2e%2e/deno.json",
  "/%2e%2e%2f%2e%2e%2fdeno.json",
  "/..%2fdeno.json",
  "/..%252fdeno.json",
  "/%252e%252e/deno.json",
  "/%c0%ae%c0%ae/deno.json",
  "/..\\deno.json",
  "/..%5cdeno.json",
  "/....//deno.json",
  "/static/../deno.json",
  "/styles.css/../../deno.json",
  "/styles.css%00.json",
  "/deno.json%00.css",
  "//etc/passwd",
  "///etc/passwd",
  "/etc/passwd",
  "/file:///etc/passwd",
  "/_fresh/js/../../deno.json",
  "/_fresh/%2e%2e/%2e%2e/main.ts",
  "/main.ts",
  "/deno.json",
  "/lib/auth/auth.ts",
  "/.git/config",
  "/data/nexus.db",
  "/nexus.yaml",
  "/nodes/..%2f..%2fdeno.json",
  "/embed/nodes/%2e%2e%2f%2e%2e%2fdeno.json",
  "/api/nodes/..%2f..%2f..%2fdeno.json",
  "/%",
  "/%ff%fe",
];

/** What is in the files that those lead to. */
const SECRETS = /"compilerOptions"|root:.*:0:0|@module|repositoryformatversion|SQLite format/;

/** The answer to a request written by hand, whole. */
async function raw(port: number, target: string): Promise<string> {
  const conn = await Deno.connect({ port, hostname: "127.0.0.1" });
  const text = `GET ${target} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`;
  await conn.write(new TextEncoder().encode(text));
  return await new Response(conn.readable).text(); // which closes it
}

Deno.test("no way leads out of the folder of files", async () => {
  const site = accountSite();
  const web = new App<State>().use((ctx) => {
    ctx.state.services = site.services;
    return ctx.next();
  }).mountApp("/", app);
  const handler = hardenedHandler(attachWeb(web, () => {}).handler(), site.services);
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, handler);
  const { port } = server.addr;
  try {
    const targets = [
      ...WAYS_OUT,
      "http://evil.example/../deno.json",
      `http://127.0.0.1:${port}/%2e%2e/deno.json`,
    ];
    for (const target of targets) {
      const answer = await raw(port, target);
      const [, status = "none"] = /^HTTP\/1\.1 (\d+)/.exec(answer) ?? [];
      ok(["400", "404", "308", "307", "301"].includes(status), `${target}: ${status}`);
      doesNotMatch(answer, SECRETS, target);
    }
    ok((await raw(port, "/styles.css")).startsWith("HTTP/1.1 200"), "what is a file is served");
  } finally {
    site.close();
    site.services.live.stop();
    await server.shutdown();
  }
});

Deno.test("a token in an address lets nobody in but by a WebSocket, and is logged nowhere", async () => {
  const site = accountSite({ allowAnonDashboard: false, publicStatsRpm: 0 });
  await addPeople(site);
  const session = await site.token("superadmin");
  const asked = { name: "script", scopes: ["read", "command", "admin"], expires_in_days: null };
  const made = await jsonOf(await site.post("/api/auth/tokens", asked, bearer(session)));
  const secret = String(Reflect.get(Object(made.data), "secret"));
  const paths = [...ENDPOINT_LIST, ...PAGES].map(({ path }) => path.replace(/\{\w+\}/g, "1999"));
  for (const path of new Set(paths)) {
    for (const token of [session, secret]) {
      for (const name of ["token", "access_token", "nexus_session"]) {
        const response = await site.ask(`${path}?${name}=${token}`);
        const body = await response.text();
        const what = `${path}?${name}=: ${response.status}`;
        const isOpen = ["/health", "/signin", "/setup", "/metrics"].includes(path);
        ok(isOpen || [303, 400, 401, 404, 405, 426].includes(response.status), what);
        if (path.startsWith("/api/") || path.startsWith("/ws")) ok(!body.includes(token), what);
      }
    }
  }
  // Nor is one that was taken for the name of something.
  for (const token of [session, secret]) {
    for (
      const path of [
        `/api/auth/tokens/${token}`,
        `/api/admin/tokens/${token}`,
        `/nodes/${token}`,
        `/${token}`,
      ]
    ) {
      await (await site.ask(path, { method: "DELETE", headers: bearer(session) })).body?.cancel();
      await (await site.ask(path, { method: "DELETE", headers: { Origin: "https://evil.example" } })).body
        ?.cancel();
      await (await site.ask(path)).body?.cancel();
    }
  }
  // What goes wrong while a token is in the address is no reason to write it down.
  site.services.fault = new Error("broken");
  await (await site.ask(`/?token=${session}`, { headers: bearer(session) })).body?.cancel();
  strictEqual((await site.ask(`/api/status?token=${session}`, { headers: bearer(session) })).status, 400);
  const written = JSON.stringify([site.services.lines, site.services.acts]);
  ok(site.services.lines.length > 100, "requests are logged");
  for (const token of [session, secret, secret.slice(17), session.split(".")[2] ?? session]) {
    ok(!written.includes(token), "a token is in the log or the audit");
  }
  deepStrictEqual(
    site.services.lines.filter(({ fields }) => /token=/.test(JSON.stringify(fields ?? {}))),
    [],
  );
  site.close();
});
