import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { maskStatus } from "../../lib/wire/mod.ts";
import { linkInfo, SAMPLE_AT, SAMPLE_AT_MS } from "../wire/samples.ts";
import { fakeServices } from "../http/fake_services.ts";
import { jsonOf, serving } from "./serving.ts";

const dataOf = async (response: Response) => {
  const { ok, data } = await jsonOf(response);
  strictEqual(ok, true);
  return data;
};

Deno.test("GET /api/version, /api/status and /api/nodes tell what there is, addresses masked", async () => {
  const { ask, services } = serving();
  const nodes = services.shown.map(maskStatus);
  deepStrictEqual(await dataOf(await ask("/api/version")), services.version);
  deepStrictEqual(await dataOf(await ask("/api/status")), { nodes, servers: services.servers() });
  deepStrictEqual(await dataOf(await ask("/api/nodes")), { nodes });
  deepStrictEqual(await dataOf(await ask("/api/nodes/1999")), nodes[0]);
  deepStrictEqual(await dataOf(await ask("/api/nodes/1999/links")), {
    links: [linkInfo({ ip: "192.0.*.*" })],
  });
  for (const path of ["/api/status", "/api/nodes", "/api/nodes/1999", "/api/nodes/1999/links"]) {
    strictEqual((await (await ask(path)).text()).includes("192.0.2.7"), false, path);
  }
});

Deno.test("GET /health is plain JSON, and with strict its status code tells the same", async () => {
  const { ask, services } = serving();
  deepStrictEqual(await jsonOf(await ask("/health")), { ...services.health() });
  strictEqual((await ask("/health?strict=1")).status, 200);
  services.state = "degraded";
  deepStrictEqual([(await ask("/health")).status, (await ask("/health?strict=0")).status], [200, 200]);
  const strict = await ask("/health?strict=1");
  strictEqual(strict.status, 503);
  strictEqual((await jsonOf(strict)).status, "degraded");
  strictEqual(strict.headers.get("Cache-Control"), "no-store");
});

Deno.test("GET /api/link-stats asks for what its parameters say", async () => {
  const { ask, services } = serving();
  const response = await ask("/api/link-stats?node=2000,KF8S&since=-1h&sort=node_asc&limit=5");
  deepStrictEqual(await dataOf(response), { stats: services.totals, generated_at: SAMPLE_AT });
  deepStrictEqual(services.asked, [
    { nodes: ["2000", "KF8S"], sinceMs: SAMPLE_AT_MS - 3_600_000, sort: "node_asc", limit: 5 },
  ]);
});

Deno.test("GET /api/link-stats/top names its mode and limit", async () => {
  const { ask, services } = serving();
  deepStrictEqual(await dataOf(await ask("/api/link-stats/top?mode=tx_rate&limit=3")), {
    mode: "tx_rate",
    limit: 3,
    results: [{
      ...services.totals[0],
      rate: 0.0042,
      callsign: "W1AW",
      description: "Repeater",
      location: null,
    }],
    generated_at: SAMPLE_AT,
  });
});

Deno.test("GET /api/talker-log asks for what its parameters say", async () => {
  const { ask, services } = serving();
  deepStrictEqual(await dataOf(await ask(`/api/talker-log?since=${SAMPLE_AT}&limit=1000`)), {
    events: services.talkers,
  });
  deepStrictEqual(services.asked, [{ sinceMs: SAMPLE_AT_MS, limit: 1_000 }]);
});

Deno.test("GET /api/nodes/{id}/websocket tells where the stream is, as the client reaches it", async () => {
  const { ask } = serving(fakeServices({ trustedProxies: ["192.0.2.50"] }));
  deepStrictEqual(await dataOf(await ask("/api/nodes/1999/websocket")), {
    node: "1999",
    url: "ws://nexus:8080/ws/nodes/1999",
    port: 8_080,
  });
  const secure = await ask("/api/nodes/1999/websocket", { headers: { "X-Forwarded-Proto": "https" } });
  deepStrictEqual(await dataOf(secure), { node: "1999", url: "wss://nexus:8080/ws/nodes/1999", port: 8_080 });
});

/** Path, status, code, field. */
const REFUSED: readonly [path: string, status: number, code: string, field: string | undefined][] = [
  ["/health?strict=yes", 400, "bad_parameter", "strict"],
  ["/health?verbose=1", 400, "bad_parameter", "verbose"],
  ["/api/version?x=1", 400, "bad_parameter", "x"],
  ["/api/status?node=1", 400, "bad_parameter", "node"],
  ["/api/nodes?limit=1", 400, "bad_parameter", "limit"],
  ["/api/nodes/1999?x", 400, "bad_parameter", "x"],
  ["/api/nodes/1998", 404, "not_found", undefined],
  ["/api/nodes/%3Cscript%3E", 404, "not_found", undefined],
  ["/api/nodes/%ff", 404, "not_found", undefined],
  ["/api/nodes/__proto__", 404, "not_found", undefined],
  ["/api/nodes/1998/links", 404, "not_found", undefined],
  ["/api/nodes/1998/websocket", 404, "not_found", undefined],
  ["/api/nodes/1999/nothing", 404, "not_found", undefined],
  ["/api/link-stats?limit=0", 400, "bad_parameter", "limit"],
  ["/api/link-stats?sort=best", 400, "bad_parameter", "sort"],
  ["/api/link-stats?since=soon", 400, "bad_parameter", "since"],
  ["/api/link-stats?node=", 400, "bad_parameter", "node"],
  ["/api/link-stats/top?mode=best", 400, "bad_parameter", "mode"],
  ["/api/link-stats/top?limit=1001", 400, "bad_parameter", "limit"],
  ["/api/link-stats/top?sort=node_asc", 400, "bad_parameter", "sort"],
  ["/api/talker-log?limit=x", 400, "bad_parameter", "limit"],
  ["/api/talker-log?since=-1y", 400, "bad_parameter", "since"],
  ["/api/transmissions?limit=0", 400, "bad_parameter", "limit"],
  ["/api/transmissions?since=soon", 400, "bad_parameter", "since"],
  ["/api/transmissions?node=", 400, "bad_parameter", "node"],
  ["/api/transmissions?sort=node_asc", 400, "bad_parameter", "sort"],
  ["/api/events?topics=news", 400, "bad_parameter", "topics"],
  ["/api/events?topics=", 400, "bad_parameter", "topics"],
  ["/api/events?node=a,,b", 400, "bad_parameter", "node"],
  ["/api/events?raw=yes", 400, "bad_parameter", "raw"],
  ["/api/events?resume=5", 400, "bad_parameter", "resume"],
  ["/api/events?lastEventId=5", 400, "bad_parameter", "lastEventId"],
  ["/ws?topics=news", 400, "bad_parameter", "topics"],
  ["/ws", 426, "upgrade_required", undefined],
  ["/ws/nodes/1999", 426, "upgrade_required", undefined],
  ["/ws/nodes/1998", 404, "not_found", undefined],
  ["/api/openapi.json?v=3", 400, "bad_parameter", "v"],
  ["/api/nothing", 404, "not_found", undefined],
  ["/api", 404, "not_found", undefined],
  ["/api/", 404, "not_found", undefined],
  ["/ws/nothing/here", 404, "not_found", undefined],
];

Deno.test("the API refuses in JSON what it does not know, and names the parameter", async () => {
  const { ask } = serving();
  for (const [path, status, code, field] of REFUSED) {
    const response = await ask(path);
    strictEqual(response.status, status, path);
    strictEqual(response.headers.get("Content-Type"), "application/json; charset=utf-8", path);
    strictEqual(response.headers.get("Cache-Control"), "no-store", path);
    strictEqual(response.headers.has("X-Request-ID"), true, path);
    const { ok, error } = await jsonOf(response);
    strictEqual(ok, false);
    const { message, ...rest } = error as Record<string, unknown>;
    deepStrictEqual(rest, field === undefined ? { code } : { code, field }, path);
    strictEqual(typeof message === "string" && message.length > 0 && !message.endsWith("."), true, path);
  }
});

Deno.test("the API answers other methods 405 with what it allows", async () => {
  const { ask } = serving();
  for (
    const path of [
      "/health",
      "/api/status",
      "/api/nodes/1999/links",
      "/api/events",
      "/ws",
      "/api/openapi.json",
    ]
  ) {
    for (const method of ["POST", "PUT", "DELETE", "PATCH"]) {
      const response = await ask(path, { method });
      strictEqual(response.status, 405, `${method} ${path}`);
      strictEqual(response.headers.get("Allow"), "GET, HEAD");
      deepStrictEqual((await jsonOf(response)).error, {
        code: "method_not_allowed",
        message: `answer ${path}, not with method: ${method}`,
      });
    }
  }
});

Deno.test("HEAD gives the headers of GET and no body", async () => {
  const { ask, services } = serving();
  for (const path of ["/health", "/api/status", "/api/nodes/1999", "/api/link-stats", "/api/openapi.json"]) {
    const get = await ask(path);
    const head = await ask(path, { method: "HEAD" });
    strictEqual(await head.text(), "", path);
    const headers = (response: Response) => [...response.headers].filter(([name]) => name !== "x-request-id");
    deepStrictEqual(headers(head), headers(get), path);
    strictEqual(head.headers.get("Content-Length"), String((await get.arrayBuffer()).byteLength), path);
  }
  strictEqual(
    (await ask("/api/events", { method: "HEAD" })).headers.get("Content-Type"),
    "text/event-stream",
  );
  strictEqual(services.live.counters.clients, 0, "HEAD opens no stream");
  strictEqual(services.clock.pending, 0);
});

Deno.test("the API answers 304 to who has the content, until it changes", async () => {
  const { ask, services } = serving();
  for (
    const path of [
      "/api/status",
      "/api/nodes/1999",
      "/api/link-stats",
      "/api/link-stats/top",
      "/api/talker-log",
      "/api/transmissions",
    ]
  ) {
    const tag = (await ask(path)).headers.get("ETag") ?? "";
    services.clock.advance(60);
    strictEqual((await ask(path, { headers: { "If-None-Match": tag } })).status, 304, path);
  }
  const tag = (await ask("/api/link-stats")).headers.get("ETag") ?? "";
  services.totals = [];
  strictEqual((await ask("/api/link-stats", { headers: { "If-None-Match": tag } })).status, 200);
});

Deno.test("the statistics are limited by address, the rest is not", async () => {
  const { ask } = serving(fakeServices({ publicStatsRpm: 3 }));
  const paths = ["/api/link-stats", "/api/link-stats/top", "/api/talker-log"];
  for (const path of paths) strictEqual((await ask(path)).status, 200);
  for (const path of paths) {
    const response = await ask(path);
    strictEqual(response.status, 429);
    strictEqual(response.headers.get("Retry-After"), "20");
    strictEqual((await jsonOf(response)).ok, false);
  }
  strictEqual((await ask("/api/link-stats", {}, "192.0.2.51")).status, 200, "another address");
  strictEqual((await ask("/api/status")).status, 200);
  strictEqual((await ask("/api/link-stats", { headers: { "X-Forwarded-For": "192.0.2.60" } })).status, 429);
});

Deno.test("the statistics count the client behind a trusted proxy, not the proxy", async () => {
  const { ask } = serving(fakeServices({ publicStatsRpm: 1, trustedProxies: ["192.0.2.0/24"] }));
  const from = (client: string) => ask("/api/talker-log", { headers: { "X-Forwarded-For": client } });
  strictEqual((await from("203.0.113.1")).status, 200);
  strictEqual((await from("203.0.113.1")).status, 429);
  strictEqual((await from("203.0.113.2")).status, 200);
  strictEqual(
    (await from("198.51.100.1, 203.0.113.2")).status,
    429,
    "what a client puts before its own address",
  );
});

Deno.test("an unexpected error is told in general words, and logged with the id of the request", async () => {
  const { ask, services } = serving();
  services.fault = new Error("secret detail");
  const response = await ask("/api/status?", { headers: { "X-Request-ID": "abc.1" } });
  strictEqual(response.status, 500);
  const text = await response.text();
  strictEqual(text.includes("secret"), false);
  strictEqual(text.includes("abc.1"), true);
  const faults = services.lines.filter(({ level }) => level === "error");
  deepStrictEqual(faults.map(({ fields }) => [fields.requestId, fields.path, fields.error]), [
    ["abc.1", "/api/status", "Error: secret detail"],
  ]);
  deepStrictEqual(services.lines.filter(({ message }) => message === "request").map(({ level }) => level), [
    "info",
  ]);
});

Deno.test("every answer has the id of its request, one that is harmless or a new one", async () => {
  const { ask, services } = serving();
  const idFor = async (given: string) =>
    (await ask("/api/version", { headers: { "X-Request-ID": given } })).headers.get("X-Request-ID") ?? "";
  strictEqual(await idFor("edge-7_A.b"), "edge-7_A.b");
  strictEqual(await idFor("a".repeat(64)), "a".repeat(64));
  for (const bad of ["", "a b", "a".repeat(65), "<script>", "a;b", "\u00e9"]) {
    strictEqual(/^[0-9a-f-]{36}$/.test(await idFor(bad)), true, bad);
  }
  const ids = services.lines.map(({ fields }) => fields.requestId);
  strictEqual(ids.length, 8, "one line a request");
  strictEqual(ids[0], "edge-7_A.b");
});

Deno.test("a request's line holds path, status and address, not the query", async () => {
  const { ask, services } = serving();
  await ask("/api/talker-log?limit=0");
  const [line] = services.lines;
  strictEqual(line?.level, "debug");
  deepStrictEqual(Object.keys(line?.fields ?? {}), [
    "requestId",
    "method",
    "path",
    "status",
    "ms",
    "address",
  ]);
  deepStrictEqual([line?.fields.path, line?.fields.status, line?.fields.address], [
    "/api/talker-log",
    400,
    "192.0.2.50",
  ]);
});

Deno.test("a request is told at the usual level only where something went wrong here, not for want of room", async () => {
  const { ask, services } = serving();
  services.state = "degraded";
  await (await ask("/health?strict=1")).body?.cancel();
  services.fault = new Error("broken");
  await (await ask("/api/status")).body?.cancel();
  const requests = services.lines.filter(({ message }) => message === "request");
  deepStrictEqual(requests.map(({ level, fields }) => [level, fields.status]), [["debug", 503], [
    "info",
    500,
  ]]);
});

Deno.test("pages have pages for their errors, with the security headers too", async () => {
  const { ask } = serving();
  const response = await ask("/no/such/page", { headers: { "X-Request-ID": "p1" } });
  strictEqual(response.status, 404);
  strictEqual(response.headers.get("Content-Type")?.startsWith("text/html"), true);
  strictEqual(response.headers.get("X-Request-ID"), "p1");
  strictEqual(response.headers.get("Content-Security-Policy")?.includes("frame-ancestors 'none'"), true);
  await response.body?.cancel();
});

Deno.test("hostile headers change nothing but their own request", async () => {
  const { ask } = serving(fakeServices({ trustedProxies: ["192.0.2.50"] }));
  const hostile: Record<string, string>[] = [
    { "X-Forwarded-For": ",,,,,; DROP TABLE" },
    { "X-Forwarded-Proto": "javascript:alert(1)" },
    { "If-None-Match": `"${"x".repeat(8_000)}"` },
    { "Accept-Encoding": ",;q=;;gzip;q=NaN" },
    { "Last-Event-ID": "\u00ff".repeat(100) },
    { "Accept": "*/*;q=9", "Range": "bytes=0-1" },
  ];
  for (const headers of hostile) {
    const response = await ask("/api/nodes/1999/websocket", { headers });
    strictEqual(response.status, 200, JSON.stringify(headers).slice(0, 80));
    strictEqual((await response.text()).includes("javascript"), false);
  }
});

Deno.test("no path, query or header makes the API answer 500", async () => {
  const { ask, services } = serving(fakeServices({ publicStatsRpm: 0, trustedProxies: ["192.0.2.50"] }));
  const path = fc.constantFrom(
    "/api/link-stats",
    "/api/link-stats/top",
    "/api/talker-log",
    "/health",
    "/ws",
    "/api/nodes/",
  );
  const name = fc.constantFrom("limit", "since", "sort", "node", "mode", "topics", "resume", "strict", "x");
  const text = fc.string({ unit: "binary" });
  const forwarded = fc.stringMatching(/^[ -~]{0,40}$/);
  await fc.assert(
    fc.asyncProperty(path, name, text, forwarded, async (base, parameter, value, header) => {
      const target = base.endsWith("/")
        ? base + encodeURIComponent(value)
        : `${base}?${parameter}=${encodeURIComponent(value)}`;
      const response = await ask(target, { headers: { "X-Forwarded-For": header, "If-None-Match": header } });
      strictEqual(response.status < 500, true, target);
      await response.body?.cancel();
    }),
    { numRuns: 200 },
  );
  strictEqual(services.lines.some(({ level }) => level === "error"), false);
});
