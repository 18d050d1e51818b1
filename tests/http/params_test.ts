import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { ENDPOINTS, readParams, Refusal } from "../../lib/http/mod.ts";
import { SAMPLE_AT_MS } from "../wire/samples.ts";

const stats = (query: string) =>
  readParams(ENDPOINTS.linkStats.params, new URLSearchParams(query), SAMPLE_AT_MS);

Deno.test("readParams gives every parameter, those left out by their default", () => {
  deepStrictEqual(stats(""), { node: [], since: undefined, sort: "tx_seconds_desc", limit: 100 });
  deepStrictEqual(stats("node=2000,KF8S&node=2000&since=-1h&sort=recent_desc&limit=7"), {
    node: ["2000", "KF8S"],
    since: SAMPLE_AT_MS - 3_600_000,
    sort: "recent_desc",
    limit: 7,
  });
});

Deno.test("readParams reads instants in every form that is documented", () => {
  const since = (text: string) => stats(`since=${encodeURIComponent(text)}`).since;
  strictEqual(since("-30s"), SAMPLE_AT_MS - 30_000);
  strictEqual(since("-15m"), SAMPLE_AT_MS - 900_000);
  strictEqual(since("-7d"), SAMPLE_AT_MS - 604_800_000);
  strictEqual(since("2026-02-12T10:30:00Z"), SAMPLE_AT_MS);
  strictEqual(since("2026-02-12T10:30:00.000Z"), SAMPLE_AT_MS);
  strictEqual(since("2026-02-12T11:30:00+01:00"), SAMPLE_AT_MS);
  strictEqual(since("2026-02-12T10:30"), SAMPLE_AT_MS, "UTC where no offset is named");
  strictEqual(since("2026-02-12"), Date.UTC(2026, 1, 12));
  strictEqual(stats("since=2026-02-12T11:30:00+01:00").since, SAMPLE_AT_MS, "a plus that was not encoded");
});

const BAD: readonly [query: string, field: string][] = [
  ["limit=0", "limit"],
  ["limit=1001", "limit"],
  ["limit=-1", "limit"],
  ["limit=1.5", "limit"],
  ["limit=1e3", "limit"],
  ["limit=", "limit"],
  ["limit=ten", "limit"],
  ["limit=1&limit=2", "limit"],
  ["limit=99999999999999999999", "limit"],
  ["sort=tx", "sort"],
  ["sort=TX_SECONDS_DESC", "sort"],
  ["since=1h", "since"],
  ["since=-1w", "since"],
  ["since=-1.5h", "since"],
  ["since=yesterday", "since"],
  ["since=-999999d", "since"],
  ["since=2026-13-01", "since"],
  ["since=2026-02-30", "since"],
  ["since=2025-02-29T00:00:00Z", "since"],
  ["since=2026-02-30T25:00:00Z", "since"],
  ["since=1760000000", "since"],
  ["node=", "node"],
  ["node=1,,2", "node"],
  ["node=a%00b", "node"],
  ["node=" + "9".repeat(65), "node"],
  ["node=" + Array.from({ length: 101 }, (_, index) => index).join(","), "node"],
  ["nodes=1", "nodes"],
  ["__proto__=1", "__proto__"],
  ["constructor=1", "constructor"],
];

Deno.test("readParams refuses what it does not know or understand, and names it", () => {
  for (const [query, field] of BAD) {
    throws(() => stats(query), (error) => {
      if (!(error instanceof Refusal)) return false;
      deepStrictEqual(
        [error.status, error.details.code, error.details.field],
        [400, "bad_parameter", field],
        query,
      );
      strictEqual(error.details.message.startsWith(`read parameter ${field}, `), true);
      strictEqual(error.details.message.length < 300, true, "no long text is sent back");
      return true;
    });
  }
});

Deno.test("readParams accepts the bounds of a limit themselves", () => {
  strictEqual(stats("limit=1").limit, 1);
  strictEqual(stats("limit=1000").limit, 1_000);
});
