import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert/strict";
import { type AuditEntry, createAudit, type RunningAudit } from "../../lib/auth/mod.ts";
import { silentLogger } from "../../lib/log/mod.ts";
import { AccountFile, AuditTable } from "../../lib/store/mod.ts";
import { type FakeServices, fakeServices } from "../http/fake_services.ts";
import { SAMPLE_AT_MS } from "../wire/samples.ts";
import { jsonOf, type Serving, serving } from "./serving.ts";

const DAY_MS = 86_400_000;

interface AuditSite extends Serving {
  record(entry: Partial<AuditEntry>): void;
  acts(query: string): Promise<{ acts: Record<string, unknown>[]; next: number | null }>;
  close(): void;
}

/** The web as an admin asks for it, with an audit that keeps what it is told. */
function auditSite(): AuditSite {
  const fakes: FakeServices = fakeServices();
  const file = new AccountFile(":memory:");
  const audit: RunningAudit = createAudit({
    table: new AuditTable(file),
    clock: fakes.clock,
    log: silentLogger,
    keepMs: 30 * DAY_MS,
  });
  fakes.principal = {
    kind: "session",
    userId: 1,
    username: "boss",
    role: "admin",
    nodes: "all",
    sessionId: "s1",
    expiresAtMs: SAMPLE_AT_MS + 60_000,
  };
  const site = serving({ ...fakes, audit });
  return {
    ...site,
    record: (entry) =>
      audit.record({ who: "W1AW", from: "192.0.2.9", what: "session.sign_in", result: "ok", ...entry }),
    async acts(query) {
      const { data } = await jsonOf(await site.ask(`/api/admin/audit${query}`));
      return { acts: Reflect.get(Object(data), "acts"), next: Reflect.get(Object(data), "next") };
    },
    close() {
      audit.stop();
      file.close();
    },
  };
}

Deno.test("/api/admin/audit filters by who, what, node, result and day, and leads from page to page", async () => {
  const site = auditSite();
  site.record({ who: "K1ABC", what: "command.connect", node: "1999", result: "confirmed" });
  site.record({ what: "session.sign_out" });
  site.services.clock.advance(DAY_MS);
  site.record({ result: "refused" });
  const ids = async (query: string) => (await site.acts(query)).acts.map(({ id }) => id);
  deepStrictEqual(await ids(""), [3, 2, 1]);
  deepStrictEqual(await ids("?who=w1aw"), [3, 2]);
  deepStrictEqual(await ids("?what=session"), [3, 2]);
  deepStrictEqual(await ids("?what=session.sign_out"), [2]);
  deepStrictEqual(await ids("?node=1999"), [1]);
  deepStrictEqual(await ids("?result=refused"), [3]);
  deepStrictEqual(await ids("?day=2026-02-12"), [2, 1]);
  deepStrictEqual(await ids("?day=2026-02-13&since=-1h"), [3]);
  const first = await site.acts("?limit=2");
  deepStrictEqual([first.acts.length, first.next], [2, 2]);
  const second = await site.acts(`?limit=2&before=${first.next}`);
  deepStrictEqual([second.acts.map(({ id }) => id), second.next], [[1], null]);
  for (const bad of ["day=2026-02-30", "day=today", "result=maybe", "before=-1", "limit=0", "by=x"]) {
    strictEqual((await site.ask(`/api/admin/audit?${bad}`)).status, 400, bad);
  }
  site.close();
});

Deno.test("/api/admin/audit.csv is all of it, and no cell is a formula", async () => {
  const site = auditSite();
  for (let each = 0; each < 1_201; each++) site.record({ target: `n${each}` });
  site.record({ who: "=1+1", target: "@SUM(A1)", detail: '+"quoted", -2' });
  site.record({ who: null, target: " =HYPERLINK()", detail: "-x" });
  const answer = await site.ask("/api/admin/audit.csv");
  match(answer.headers.get("Content-Disposition") ?? "", /^attachment; filename="nexus-audit.csv"$/);
  strictEqual(answer.headers.get("Cache-Control"), "no-store, no-transform");
  const lines = (await answer.text()).split("\r\n");
  strictEqual(lines[0], "id,at,who,from,what,node,target,result,ref,detail");
  strictEqual(lines.length, 1_206, "heading, every act with this export, and the end of the last line");
  const second = lines.find((line) => line.startsWith("1202,"));
  const row =
    `1202,"2026-02-12T10:30:00.000Z","'=1+1","192.0.2.9","session.sign_in",,"'@SUM(A1)","ok",,"'+""quoted"", -2"`;
  strictEqual(second, row);
  ok(lines.some((line) => line.includes(`,,"192.0.2.9"`) && line.includes(`"' =HYPERLINK()"`)));
  doesNotMatch(lines.join("\n"), /"\s*[=+\-@]/);
  strictEqual((await site.acts("?what=system")).acts[0]?.what, "system.audit_export");
  site.close();
});

Deno.test("/admin/audit shows acts as text, whatever is in them, and keeps the filter in its links", async () => {
  const site = auditSite();
  const evil = `"><img src=x onerror=alert(1)><script>alert(2)</script>`;
  site.record({ who: evil, from: evil, target: evil, detail: evil, node: evil });
  const html = await (await site.ask("/admin/audit")).text();
  doesNotMatch(html, /<img src=x|<script>alert/);
  match(html, /&lt;script>alert\(2\)/);
  for (let each = 0; each < 150; each++) site.record({ who: "W1AW" });
  const filtered = await (await site.ask("/admin/audit?who=W1AW&what=session&node=&result=&day=")).text();
  match(filtered, /href="\/admin\/audit\?who=W1AW&(amp;)?what=session&(amp;)?before=52"/);
  match(filtered, /href="\/api\/admin\/audit\.csv\?who=W1AW&(amp;)?what=session"/);
  match(filtered, /<option value="session" selected>/);
  const bad = await site.ask(`/admin/audit?day=${encodeURIComponent(evil)}`);
  strictEqual(bad.status, 400);
  doesNotMatch(await bad.text(), /<img src=x|<script>alert/);
  match(await (await site.ask("/admin/audit?who=nobody")).text(), /Nothing of that kind was done/);
  site.close();
});
