import { App, csp, type CSPOptions } from "fresh";
import { doesNotMatch, match, strictEqual } from "node:assert/strict";
import { virtualSite } from "./virtual_site.ts";

function site(options?: CSPOptions) {
  const app = new App().use(csp(options))
    .get("/api", () => Response.json({}))
    .get("/", (ctx) => ctx.render(<style>{"p{}"}</style>));
  return virtualSite({ app });
}

const NAME = "content-security-policy";

// docs/latest/plugins/csp.md; packages/fresh/src/middlewares/csp.ts
Deno.test("csp sends a policy with every answer, own directives in place of the defaults", async () => {
  const policy = (await site({ csp: ["img-src 'self' https:", "script-src 'self'"] }).fetch("/api")).headers
    .get(NAME);
  match(String(policy), /^default-src 'self'; style-src 'self' 'unsafe-inline'; /);
  match(String(policy), /; img-src 'self' https:; script-src 'self'$/);
  strictEqual(policy?.split("img-src").length, 2);
});

Deno.test("csp puts the page's nonce in place of unsafe-inline, a new one each time", async () => {
  const pages = site({ useNonce: true });
  const first = await pages.fetch("/");
  const nonce = (await first.text()).match(/<style nonce="(\w+)">/)?.[1];
  const policy = String(first.headers.get(NAME));
  match(policy, new RegExp(`script-src 'self' 'nonce-${nonce}'; style-src 'self' 'nonce-${nonce}';`));
  doesNotMatch(policy, /unsafe-inline/);
  doesNotMatch(String((await pages.fetch("/")).headers.get(NAME)), new RegExp(String(nonce)));
  strictEqual([...first.headers.values()].filter((value) => value.includes(String(nonce))).length, 1);
});

Deno.test("csp leaves answers that were not rendered without a nonce", async () => {
  match(
    String((await site({ useNonce: true }).fetch("/api")).headers.get(NAME)),
    /script-src 'self' 'unsafe-inline'/,
  );
});

Deno.test("csp can report instead of refuse", async () => {
  const { headers } = await site({ reportOnly: true, reportTo: "/reports" }).fetch("/api");
  strictEqual(headers.get(NAME), null);
  match(String(headers.get(`${NAME}-report-only`)), /; report-to csp-endpoint; report-uri \/reports$/);
  strictEqual(headers.get("reporting-endpoints"), 'csp-endpoint="/reports"');
});
