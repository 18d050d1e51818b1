import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert/strict";
import { createLogger, LogTail } from "../../lib/log/mod.ts";
import { type AccountSite, accountSite, addPeople, bearer, browserOf } from "./accounts.ts";
import { jsonOf } from "./serving.ts";

/** Writes into the log that pages for admins show. */
function logOf({ services }: AccountSite) {
  const { clock, admin } = services;
  return createLogger("test", {
    level: "debug",
    now: () => clock.now(),
    sink: admin.log.beside(() => undefined),
  });
}

/** Reads events of a stream one by one. */
function eventsOf(response: Response) {
  const reader = (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return {
    async next(): Promise<string | null> {
      for (;;) {
        const end = text.indexOf("\n\n");
        if (end >= 0) {
          const event = text.slice(0, end);
          text = text.slice(end + 2);
          if (/^data:/m.test(event)) return event;
          continue;
        }
        const { value, done } = await reader.read();
        if (done) return null;
        text += value;
      }
    },
    cancel: () => reader.cancel(),
  };
}

Deno.test("/api/admin/log/events streams lines of a level until the session ends, and none after it", async () => {
  const site = accountSite();
  await addPeople(site);
  const log = logOf(site);
  const token = await site.token("admin");
  const events = eventsOf(await site.ask("/api/admin/log/events?level=warn", { headers: bearer(token) }));
  log.info("not this one");
  log.warn("first", { server: "hill" });
  match(
    await events.next() ?? "",
    /^id: 2\nevent: line\ndata: \{"id":2,.*"level":"warn".*"text":"first server=hill"\}$/,
  );
  strictEqual(site.services.admin.log.bounds[1]?.used, 1);
  const { users } = site.services.auth;
  users.signOutEverywhere({ principal: "console", name: "x", from: "x" }, users.find("admin").id, true);
  log.error("a secret of those who may");
  strictEqual(await events.next(), null);
  strictEqual(site.services.admin.log.bounds[1]?.used, 0);
  site.close();
});

Deno.test("/api/admin/log/events ends by itself within half a second, also for an API token whose user lost the role", async () => {
  const site = accountSite();
  await addPeople(site);
  const { users, accounts } = site.services.auth;
  const admin = users.find("admin");
  const principal = {
    kind: "session",
    userId: admin.id,
    username: "admin",
    role: "admin",
    nodes: "all",
    sessionId: "s",
    expiresAtMs: 0,
  } as const;
  const { text } = accounts.createToken(principal, "x", { name: "t", scopes: ["admin"], expiresAtMs: null });
  const events = eventsOf(await site.ask("/api/admin/log/events", { headers: bearer(text) }));
  users.setRole({ principal: "console", name: "x", from: "x" }, admin.id, "viewer");
  site.services.clock.advance(500);
  strictEqual(await events.next(), null);
  site.close();
});

Deno.test("/api/admin/log/events goes on where it was cut off, refuses too many, and ends with the server", async () => {
  const site = accountSite();
  await addPeople(site);
  const log = logOf(site);
  const headers = bearer(await site.token("admin"));
  for (const text of ["one", "two", "three"]) log.info(text);
  const open = (more: HeadersInit = {}) =>
    site.ask("/api/admin/log/events", {
      headers: { ...Object.fromEntries(new Headers(headers)), ...Object.fromEntries(new Headers(more)) },
    });
  const resumed = eventsOf(await open({ "Last-Event-ID": "1" }));
  match(await resumed.next() ?? "", /"text":"two"/);
  match(await resumed.next() ?? "", /"text":"three"/);
  const others = await Promise.all(Array.from({ length: 7 }, () => open()));
  const refused = await open();
  strictEqual(refused.status, 503);
  await refused.body?.cancel();
  const [first] = others;
  await first?.body?.cancel();
  strictEqual(site.services.admin.log.bounds[1]?.used, 7, "who goes makes room");
  site.services.admin.log.close();
  strictEqual(await resumed.next(), null);
  for (const each of others.slice(1)) await each.text();
  site.close();
});

Deno.test("/api/admin/log/events has its client come back after 200 lines, and nothing is lost by it", async () => {
  const site = accountSite();
  await addPeople(site);
  const log = logOf(site);
  const headers = { ...Object.fromEntries(new Headers(bearer(await site.token("admin")))) };
  const first = eventsOf(await site.ask("/api/admin/log/events", { headers }));
  for (let at = 1; at <= 210; at++) log.info(`line ${at}`);
  let last = 0;
  for (let event = await first.next(); event !== null; event = await first.next()) {
    last = Number(/^id: (\d+)/.exec(event)?.[1]);
  }
  strictEqual(last, 200);
  const next = eventsOf(
    await site.ask("/api/admin/log/events", { headers: { ...headers, "Last-Event-ID": "200" } }),
  );
  match(await next.next() ?? "", /"text":"line 201"/);
  await next.cancel();
  site.close();
});

Deno.test("/admin/log shows lines of a level as text", async () => {
  const site = accountSite();
  await addPeople(site);
  const log = logOf(site);
  log.info("quiet");
  log.warn("<script>alert(1)</script>", { agent: "<img src=x onerror=alert(1)>" });
  const { get } = await browserOf(site, "admin");
  const html = await (await get("/admin/log?level=warn")).text();
  doesNotMatch(html, /<script>alert|<img src=x|quiet/);
  match(html, /&lt;script>alert\(1\)/);
  match(await (await get("/admin/log?level=nonsense")).text(), /quiet/);
  site.close();
});

Deno.test("/admin/system and its API tell versions, gauges, counts and bounds; only superadmins get backups", async () => {
  const site = accountSite();
  await addPeople(site);
  const admin = await browserOf(site, "admin");
  const html = await (await admin.get("/admin/system")).text();
  match(html, /Asterisk 22\.10\.1, app_rpt 3\.10\.4/);
  match(html, /aria-label="Memory: 62\.0 MiB, from 57\.2 MiB to 62\.0 MiB in the last minute"/);
  match(html, /<polyline points="[\d., ]+"/);
  match(html, /Actions that timed out\./);
  doesNotMatch(html, /Download a backup/);
  const own = await browserOf(site, "superadmin");
  match(await (await own.get("/admin/system")).text(), /Download a backup/);
  strictEqual((await admin.send("/api/admin/backup", {})).status, 403);
  const failed = await own.send("/api/admin/backup", {});
  strictEqual(failed.status, 500);
  await failed.body?.cancel();
  const { data } = await jsonOf(await admin.get("/api/admin/summary"));
  deepStrictEqual({ ...Object(data) }.users, 5);
  deepStrictEqual({ ...Object(data) }.given_up, 3);
  site.close();
});

Deno.test("/admin/config shows where each setting came from, and no secret", async () => {
  const site = accountSite();
  await addPeople(site);
  site.services.admin.settings = () => [
    { key: "ami.host", value: "192.0.2.5", secret: false, set: true, source: "file", place: "nexus.yaml:3" },
    {
      key: "ami.password",
      value: null,
      secret: true,
      set: true,
      source: "environment",
      place: "AMI_PASSWORD",
    },
    { key: "jwt_secret", value: null, secret: true, set: false, source: "default", place: null },
  ];
  const { get } = await browserOf(site, "admin");
  const html = (await (await get("/admin/config")).text()).replaceAll(/<[^>]*>/g, " ").replaceAll(
    /\s+/g,
    " ",
  );
  match(html, /ami\.host 192\.0\.2\.5 file nexus\.yaml:3/);
  match(html, /ami\.password hidden environment AMI_PASSWORD/);
  match(html, /jwt_secret none default/);
  site.close();
});

Deno.test("pages for admins are led to in the header of admins alone, and weigh nothing for others", async () => {
  const site = accountSite();
  await addPeople(site);
  const viewer = await browserOf(site, "viewer");
  const admin = await browserOf(site, "admin");
  for (const html of [await (await site.ask("/")).text(), await (await viewer.get("/")).text()]) {
    doesNotMatch(html, /\/admin|AdminSystem|AdminLog/);
  }
  match(await (await admin.get("/")).text(), /href="\/admin"/);
  strictEqual((await admin.get("/admin")).headers.get("Location"), "/admin/system");
  ok(new LogTail().recent("debug", 1).length === 0);
  site.close();
});
