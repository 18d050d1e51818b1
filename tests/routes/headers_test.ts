import { doesNotMatch, match, ok, strictEqual } from "node:assert/strict";
import { ENDPOINT_LIST, PAGES } from "../../lib/http/mod.ts";
import { accountSite } from "./accounts.ts";

/** One answer of every kind: every endpoint and page, what is not there, what fails, what is not allowed. */
const ASKED: readonly (readonly [method: string, path: string])[] = [
  ...ENDPOINT_LIST.map(({ method, path }) => [method, path] as const),
  ...PAGES.flatMap(({ methods, path }) => methods.map((method) => [method, path] as const)),
  ["GET", "/nothing/here"],
  ["GET", "/api/nothing"],
  ["DELETE", "/api/status"],
  ["OPTIONS", "/api/status"],
  ["HEAD", "/"],
  ["PATCH", "/"],
  ["GET", "/embed/nothing"],
  ["GET", "/api/nodes?unknown=1"],
];

/** Every directive that may be in a policy, and all that may stand in it. */
const SOURCES: Readonly<Record<string, RegExp>> = {
  "default-src": /^'none'$/,
  "script-src": /^'self'( 'nonce-[a-f0-9]{32}')?$/,
  "style-src": /^'self'( 'nonce-[a-f0-9]{32}')?$/,
  "img-src": /^'self' data:$/,
  "connect-src": /^'self' ws:\/\/nexus:8080 wss:\/\/nexus:8080$/,
  "font-src": /^'self'$/,
  "manifest-src": /^'self'$/,
  "worker-src": /^'self'$/,
  "base-uri": /^'none'$/,
  "form-action": /^'self'$/,
};

function checkPolicy(policy: string, isEmbed: boolean, what: string): void {
  const directives = new Map(
    policy.split("; ").map((each): [string, string] => {
      const [name = "", ...sources] = each.split(" ");
      return [name, sources.join(" ")];
    }),
  );
  strictEqual(directives.get("frame-ancestors"), isEmbed ? "*" : "'none'", what);
  strictEqual(directives.get("default-src"), "'none'", what);
  directives.delete("frame-ancestors");
  for (const [name, sources] of directives) {
    match(sources, SOURCES[name] ?? /^unknown directive$/, `${what}: ${name}`);
  }
}

function checkHeaders({ headers }: Response, path: string, what: string): void {
  const isEmbed = path.startsWith("/embed/");
  checkPolicy(headers.get("Content-Security-Policy") ?? "", isEmbed, what);
  doesNotMatch(headers.get("Content-Security-Policy") ?? "", /unsafe|https?:|\*[^;]*src/, what);
  strictEqual(headers.get("X-Content-Type-Options"), "nosniff", what);
  strictEqual(headers.get("Referrer-Policy"), "same-origin", what);
  strictEqual(headers.get("Cross-Origin-Opener-Policy"), "same-origin", what);
  strictEqual(headers.get("Cross-Origin-Resource-Policy"), isEmbed ? "cross-origin" : "same-origin", what);
  match(headers.get("Permissions-Policy") ?? "", /camera=\(\).*geolocation=\(\).*microphone=\(\)/, what);
  match(headers.get("X-Request-ID") ?? "", /^[\w.-]{1,64}$/, what);
  // Nothing is told of what runs here, nothing is shared with other origins, and plain http is not forbidden to other servers of the host.
  for (const name of ["Server", "X-Powered-By", "Access-Control-Allow-Origin", "Strict-Transport-Security"]) {
    strictEqual(headers.get(name), null, `${what}: ${name}`);
  }
  const isPage = headers.get("Content-Type")?.startsWith("text/html") ?? false;
  strictEqual(headers.get("X-Frame-Options"), isPage && !isEmbed ? "DENY" : null, what);
}

for (const allowAnonDashboard of [true, false]) {
  const whose = allowAnonDashboard ? "an open site" : "a closed site";
  Deno.test(`every answer of ${whose} has its security headers, whatever it is`, async () => {
    const site = accountSite({ allowAnonDashboard });
    const types = new Set<string>();
    for (const [method, pattern] of ASKED) {
      const path = pattern.replace(/\{\w+\}/g, "1999");
      const response = await site.ask(path, { method });
      const what = `${method} ${path}: ${response.status}`;
      checkHeaders(response, path, what);
      types.add((response.headers.get("Content-Type") ?? "none").split(";", 1)[0] ?? "");
      await response.body?.cancel();
    }
    for (const type of ["text/html", "application/json", "none"]) ok(types.has(type), type);
    if (allowAnonDashboard) {
      for (const type of ["text/event-stream", "image/svg+xml"]) ok(types.has(type), type);
    }
    site.services.fault = new Error("broken");
    for (const path of ["/", "/api/status"]) {
      const response = await site.ask(path);
      checkHeaders(response, path, `broken ${path}`);
      await response.body?.cancel();
    }
    site.close();
  });
}
