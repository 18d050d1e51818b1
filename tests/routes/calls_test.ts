import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { CALL_CAUSES, isCallDetail, isCallsAnswer } from "../../lib/wire/mod.ts";
import type { CallsQuery } from "../../lib/store/mod.ts";
import { storedCall } from "../http/samples.ts";
import { snapshot } from "../store/calls_support.ts";
import { SAMPLE_AT_MS } from "../wire/samples.ts";
import { jsonOf, type Serving, serving } from "./serving.ts";

/** The web as a viewer asks for it. */
function servingViewer(): Serving & { readonly queries: CallsQuery[] } {
  const site = serving();
  const queries: CallsQuery[] = [];
  site.services.principal = {
    kind: "session",
    userId: 1,
    username: "viewer",
    role: "viewer",
    nodes: "all",
    sessionId: "s1",
    expiresAtMs: SAMPLE_AT_MS + 60_000,
  };
  const { callOf } = site.services.callHistory;
  site.services.callHistory = {
    callOf,
    pastCalls(query) {
      queries.push(query);
      const calls = [3, 2, 1].map((id) => storedCall({ callId: `9.${id}`, startedAtMs: id * 1_000 }));
      return calls.slice(0, query.limit);
    },
  };
  return { ...site, queries };
}

async function dataOf(site: Serving, path: string): Promise<Record<string, unknown>> {
  const { data } = await jsonOf(await site.ask(path));
  return { ...Object(data) };
}

Deno.test("GET /api/calls gives calls that are up and a page of past ones, with a cursor to the next", async () => {
  const site = servingViewer();
  site.services.up = [
    snapshot({ callId: "5.1", startedAtMs: 5_000 }),
    snapshot({ callId: "5.2", startedAtMs: 6_000, from: { extension: "777" } }),
  ];
  const first = await dataOf(site, "/api/calls?limit=2&q=alice&day=2026-02-12&since=2026-02-12T05:00:00Z");
  ok(isCallsAnswer(first));
  deepStrictEqual(first.live.map(({ call_id }) => call_id), [], "they began on another day");
  deepStrictEqual(first.calls.map(({ call_id }) => call_id), ["9.3", "9.2"]);
  deepStrictEqual(first.next, "2000~9.2~main");
  const fiveMs = Date.parse("2026-02-12T05:00:00Z");
  const untilMs = Date.parse("2026-02-13T00:00:00Z");
  deepStrictEqual(site.queries.pop(), { text: "alice", sinceMs: fiveMs, untilMs, limit: 3 });
  const live = await dataOf(site, "/api/calls?q=777&state=live");
  ok(isCallsAnswer(live));
  deepStrictEqual(live.live.map(({ call_id, state }) => [call_id, state]), [["5.2", "ringing"]]);
  deepStrictEqual([live.calls, live.next], [[], null]);
  const next = await dataOf(site, `/api/calls?cursor=${encodeURIComponent(first.next ?? "")}`);
  ok(isCallsAnswer(next));
  deepStrictEqual(next.live, []);
  deepStrictEqual(site.queries.at(-1)?.after, { startedAtMs: 2_000, callId: "9.2", server: "main" });
});

Deno.test("GET /api/calls tells a call that was lost and is up again as one that is up", async () => {
  const site = servingViewer();
  site.services.callHistory = {
    pastCalls: () => [storedCall({ callId: "5.1", cause: "lost" }), storedCall({ callId: "5.0" })],
    callOf: () => storedCall({ callId: "5.1", cause: "lost", startedAtMs: 1_000, answeredAtMs: 2_000 }),
  };
  site.services.up = [snapshot({ server: "main", callId: "5.1", adopted: true, startedAtMs: 9_000 })];
  const answer = await dataOf(site, "/api/calls");
  ok(isCallsAnswer(answer));
  deepStrictEqual(answer.live.map(({ call_id }) => call_id), ["5.1"]);
  deepStrictEqual(answer.calls.map(({ call_id }) => call_id), ["5.0"]);
  const detail = await dataOf(site, "/api/calls/5.1");
  ok(isCallDetail(detail));
  deepStrictEqual([detail.state, detail.started_at, detail.answered_at, detail.ended_at], [
    "ringing",
    "1970-01-01T00:00:01.000Z",
    "1970-01-01T00:00:02.000Z",
    null,
  ]);
});

Deno.test("GET /api/calls/{id} tells each call of a Linkedid that came more than once, by its own id", async () => {
  const site = servingViewer();
  const older = storedCall({ callId: "5.1", startedAtMs: 1_000, cause: "lost", to: { extension: "222" } });
  site.services.callHistory = {
    pastCalls: () => [older],
    callOf: (id, _server, begunByMs = Infinity) => id === "5.1" && begunByMs >= 1_000 ? older : undefined,
  };
  site.services.up = [
    snapshot({ server: "main", callId: "5.1", startedAtMs: 9_000, to: { extension: "333" } }),
  ];
  const answer = await dataOf(site, "/api/calls");
  ok(isCallsAnswer(answer));
  const ids = [...answer.live, ...answer.calls].map(({ id }) => id);
  deepStrictEqual(ids, ["5.1~9000", "5.1~1000"], "the older one is another call");
  const reached = async (id: string) => {
    const detail = await dataOf(site, `/api/calls/${encodeURIComponent(id)}`);
    ok(isCallDetail(detail));
    return [detail.id, detail.to.extension, detail.state];
  };
  deepStrictEqual(await reached("5.1~9000"), ["5.1~9000", "333", "ringing"]);
  deepStrictEqual(await reached("5.1"), ["5.1~9000", "333", "ringing"]);
  deepStrictEqual(await reached("5.1~1000"), ["5.1~1000", "222", "ended"]);
  for (const id of ["5.1~999", "5.1~", "5.1~x", "~1000"]) {
    strictEqual((await site.ask(`/api/calls/${encodeURIComponent(id)}`)).status, 404, id);
  }
  const page = await (await site.ask("/calls")).text();
  match(page, /href="\/calls\/5\.1~1000\?server=main"/);
  strictEqual((await site.ask("/calls/5.1~1000?server=main")).status, 200);
});

Deno.test("GET /api/calls refuses what it does not understand, and names it", async () => {
  const site = servingViewer();
  for (
    const [query, field] of [
      ["cause=nonsense", "cause"],
      ["cause=", "cause"],
      ["cause=NO_ANSWER", "cause"],
      ["cause=lost&cause=lost", "cause"],
      ["day=", "day"],
      ["since=soon", "since"],
      ["since=2026-02-12&until=2026-02-12", "until"],
      ["since=-1h&until=-2h", "until"],
      ["number=101", "number"],
      ["limit=1001", "limit"],
      ["limit=ten", "limit"],
      ["cursor=", "cursor"],
      ["state=", "state"],
      ["q=%0a", "q"],
      ["cursor=nonsense", "cursor"],
      ["day=2026-02-30", "day"],
      ["day=yesterday", "day"],
      ["limit=0", "limit"],
      ["q=", "q"],
      ["state=dead", "state"],
    ]
  ) {
    const response = await site.ask(`/api/calls?${query}`);
    strictEqual(response.status, 400, query);
    const error = Object((await jsonOf(response)).error);
    strictEqual(Reflect.get(error, "field"), field, query);
    match(String(Reflect.get(error, "message")), new RegExp(`^read parameter ${field}, \\S`), query);
  }
  const table = await site.ask("/api/calls.csv?cause=nonsense");
  deepStrictEqual([table.status, Reflect.get(Object((await jsonOf(table)).error), "message")], [
    400,
    "read parameter cause, expected a cause such as no_answer, user_busy or lost, all are in api/openapi.json: nonsense",
  ]);
  strictEqual((await site.ask("/api/calls.csv?since=-1h&until=-2h")).status, 400);
  deepStrictEqual(site.queries, [], "nothing is read for what is refused");
  for (const cause of CALL_CAUSES) {
    strictEqual((await site.ask(`/api/calls?cause=${cause}`)).status, 200, cause);
  }
  strictEqual((await site.ask("/api/calls/none")).status, 404);
});

Deno.test("GET /api/calls.csv is a table that runs nothing in a spreadsheet", async () => {
  const site = servingViewer();
  const from = { extension: "+15551234567", name: '=HYPERLINK("http://evil.example")' };
  const to = { extension: "101", name: 'Alice "Al", Desk' };
  site.services.callHistory = { ...site.services.callHistory, pastCalls: () => [storedCall({ from, to })] };
  const response = await site.ask("/api/calls.csv");
  match(
    response.headers.get("Content-Disposition") ?? "",
    /^attachment; filename="calls-\d{4}-\d\d-\d\d\.csv"$/,
  );
  match(response.headers.get("Cache-Control") ?? "", /private/);
  const [names = "", row = "", ...rest] = (await response.text()).split("\r\n");
  match(names, /^started_at,answered_at,ended_at,from_number,from_name,to_number/);
  ok(
    row.includes(
      `,"'+15551234567","'=HYPERLINK(""http://evil.example"")",101,"Alice ""Al"", Desk",,32,36.5,`,
    ),
    row,
  );
  deepStrictEqual(rest, [""]);
});

Deno.test("calls are told to nobody who did not sign in", async () => {
  const site = servingViewer();
  const { principal } = site.services;
  site.services.principal = null;
  for (const path of ["/api/calls", "/api/calls/1999", "/api/calls.csv"]) {
    const refused = await site.ask(path);
    strictEqual(refused.status, 401, path);
    ok(!/Alice|Front Desk|\b10[01]\b/.test(await refused.text()), path);
  }
  site.services.principal = principal;
  strictEqual((await site.ask("/api/calls/1999")).status, 200);
  const told = JSON.stringify(site.services.lines.filter(({ level }) => level !== "debug"));
  ok(!/Alice|Front Desk/.test(told));
});
