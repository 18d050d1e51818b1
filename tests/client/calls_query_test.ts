import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import {
  callsAddress,
  callsQuery,
  dayBounds,
  otherCauses,
  parseCallsSearch,
  SEARCHED_CAUSES,
} from "../../lib/client/mod.ts";
import { CALL_CAUSES } from "../../lib/wire/mod.ts";

const iso = (atMs: number) => new Date(atMs).toISOString();
const bounds = (day: string, zone: string | null) => {
  const { sinceMs, untilMs } = dayBounds(day, zone === null ? null : { hours: "12", zone });
  return [iso(sinceMs), iso(untilMs)];
};

Deno.test("dayBounds tells a day of the reader's zone, also where clocks change", () => {
  deepStrictEqual(bounds("2026-02-12", null), ["2026-02-12T00:00:00.000Z", "2026-02-13T00:00:00.000Z"]);
  deepStrictEqual(bounds("2026-02-12", "Europe/Berlin"), [
    "2026-02-11T23:00:00.000Z",
    "2026-02-12T23:00:00.000Z",
  ]);
  deepStrictEqual(bounds("2026-03-29", "Europe/Berlin"), [
    "2026-03-28T23:00:00.000Z",
    "2026-03-29T22:00:00.000Z",
  ]);
  deepStrictEqual(bounds("2026-11-01", "America/New_York"), [
    "2026-11-01T04:00:00.000Z",
    "2026-11-02T05:00:00.000Z",
  ]);
  deepStrictEqual(bounds("2026-02-12", "Asia/Kolkata"), [
    "2026-02-11T18:30:00.000Z",
    "2026-02-12T18:30:00.000Z",
  ]);
  deepStrictEqual(bounds("2026-12-31", "Pacific/Kiritimati"), [
    "2026-12-30T10:00:00.000Z",
    "2026-12-31T10:00:00.000Z",
  ]);
});

Deno.test("parseCallsSearch takes what makes sense, and tells what it leaves out", () => {
  const parse = (text: string) =>
    parseCallsSearch(new URLSearchParams(text), (cursor) => cursor === "1~2~main");
  const nothing = { q: "", day: "", cause: "", cursor: "" };
  deepStrictEqual(parse(""), { search: nothing, mistakes: [] });
  deepStrictEqual(parse("q=%20&day=&state=x"), { search: nothing, mistakes: [] });
  deepStrictEqual(parse("day=2026-02-30&cause=%3Cscript%3E&q=%20&cursor=1"), {
    search: nothing,
    mistakes: [
      { field: "day", value: "2026-02-30" },
      { field: "cause", value: "<script>" },
      { field: "cursor", value: "1" },
    ],
  });
  const long = parse(`q=${"x".repeat(200)}&cause=${"y".repeat(200)}`);
  deepStrictEqual(long.search, { ...nothing, q: "x".repeat(100) });
  deepStrictEqual(long.mistakes, [
    { field: "q", value: "x".repeat(40) },
    { field: "cause", value: "y".repeat(40) },
  ]);
  const search = { q: "alice 101", day: "2026-02-12", cause: "no_answer", cursor: "1~2~main" };
  deepStrictEqual(parse(callsAddress(search)), { search, mistakes: [] });
  strictEqual(callsAddress(nothing), "");
});

Deno.test("the causes that a search offers are all that there are, each once and in words", () => {
  const offered = [...SEARCHED_CAUSES, ...otherCauses()];
  deepStrictEqual(offered.map(([cause]) => cause).toSorted(), [...CALL_CAUSES].toSorted());
  for (const [cause, words] of offered) ok(/^[A-Z][a-z ]+$/.test(words), cause);
});

Deno.test("callsQuery asks the API for the reader's day", () => {
  const query = new URLSearchParams(
    callsQuery({ q: "alice", day: "2026-02-12", cause: "", cursor: "" }, { hours: "24", zone: "Asia/Tokyo" }),
  );
  deepStrictEqual(Object.fromEntries(query), {
    limit: "50",
    q: "alice",
    since: "2026-02-11T15:00:00.000Z",
    until: "2026-02-12T15:00:00.000Z",
  });
});
