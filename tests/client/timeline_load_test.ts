import { deepStrictEqual, strictEqual } from "node:assert/strict";
import {
  LOAD_LIMITS,
  loadTimeline,
  readTransmissionsAnswer,
  type SpanMinutes,
} from "../../lib/client/mod.ts";
import type { TransmissionEntry } from "../../lib/wire/mod.ts";
import { ago, NOW_MS } from "./builders.ts";

/** A transmission `secondsAgo` of so many seconds, `null` while it runs. */
function entry(node: string, secondsAgo: number, length: number | null): TransmissionEntry {
  return {
    local_node: "1999",
    node,
    callsign: null,
    description: null,
    started_at: ago(secondsAgo),
    ended_at: length === null ? null : ago(secondsAgo - length),
  };
}

function name(node: string) {
  return { localNode: "1999", node, callsign: null, description: null };
}

function load(
  transmissions: readonly TransmissionEntry[],
  links: readonly string[] = [],
  spanMinutes: SpanMinutes = 30,
) {
  return loadTimeline({ nowMs: NOW_MS, spanMinutes, transmissions, known: ["1999", ...links].map(name) });
}

const lanesOf = (timeline: ReturnType<typeof load>) => timeline.nodes.get("1999")?.map((lane) => lane.node);

Deno.test("loadTimeline puts the receiver first, then who talks, then by last talk, and leaves silent links out", () => {
  const newestFirst = [
    entry("2003", 2, null),
    entry("2001", 30, 5),
    entry("2002", 60, 50),
    entry("1999", 900, 1),
  ];
  deepStrictEqual(lanesOf(load(newestFirst, ["KF8S", "2005", "2004"])), [
    "1999",
    "2003",
    "2002",
    "2001",
  ]);
});

Deno.test("loadTimeline has a lane for each that talked, however many, and one for a silent receiver", () => {
  const links = Array.from({ length: 30 }, (_, index) => String(2000 + index));
  deepStrictEqual(lanesOf(load([], links)), ["1999"]);
  const all = links.map((node, index) => entry(node, index + 10, 1));
  strictEqual(lanesOf(load(all, links))?.length, 31, "who talked is there always");
});

Deno.test("loadTimeline keeps a talk that reaches into the span, and none that ended before", () => {
  const talks = [entry("2000", 1_799, 1), entry("2001", 1_805, 10), entry("2002", 1_805, 4)];
  deepStrictEqual(lanesOf(load(talks)), ["1999", "2001", "2000"]);
});

Deno.test("loadTimeline says from when on it is whole when there was too much to load", () => {
  const many = Array.from({ length: LOAD_LIMITS[30] }, (_, index) => entry("2000", index * 2 + 1, 1));
  strictEqual(load(many).missingBeforeMs, NOW_MS - 799_000);
  strictEqual(load(many.slice(1)).missingBeforeMs, null);
});

Deno.test("loadTimeline keeps local nodes apart", () => {
  const other = { ...entry("2000", 5, 1), local_node: "1998" };
  const { nodes } = load([entry("2000", 2, 1), other]);
  deepStrictEqual([...nodes].map(([id, lanes]) => [id, lanes.length]), [["1999", 2], ["1998", 1]]);
});

Deno.test("readTransmissionsAnswer takes good entries and refuses what is no answer", () => {
  const good = entry("2000", 5, null);
  const data = {
    generated_at: ago(0),
    transmissions: [good, { ...good, node: 5 }, null, { local_node: "1" }],
  };
  deepStrictEqual(readTransmissionsAnswer({ ok: true, data }), { nowMs: NOW_MS, transmissions: [good] });
  for (const bad of [null, [], {}, { data: {} }, { data: { ...data, generated_at: "soon" } }, "x"]) {
    strictEqual(readTransmissionsAnswer(bad), undefined, JSON.stringify(bad));
  }
});
