import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import {
  axisMarks,
  barBox,
  barsPath,
  doubledMs,
  doublesOf,
  doublesPath,
  type Lane,
  loadTimeline,
  rightEdgeMs,
  stripesPath,
  type Talk,
  talkLength,
  talkSentence,
  talkTimes,
} from "../../lib/client/mod.ts";
import { NOW_MS } from "./builders.ts";

/** A lane with talks `[start, end]` in seconds after `NOW_MS`. */
function lane(node: string, ...talks: [number, number | null][]): Lane {
  return {
    localNode: "1999",
    node,
    callsign: null,
    description: null,
    talks: talks.map(([from, to]) => ({
      startedAtMs: NOW_MS + from * 1_000,
      endedAtMs: to === null ? null : NOW_MS + to * 1_000,
    })),
  };
}

const seconds = (atMs: number | null) => atMs === null ? null : (atMs - NOW_MS) / 1_000;
const doubles = (...lanes: Lane[]) =>
  doublesOf(lanes).map((each) => each.map(({ fromMs, toMs }) => [seconds(fromMs), seconds(toMs)]));

Deno.test("doublesOf finds where two or more talk, in each lane its own part", () => {
  deepStrictEqual(doubles(lane("1", [0, 10]), lane("2", [5, 20]), lane("3", [30, 40])), [
    [[5, 10]],
    [[5, 10]],
    [],
  ]);
  deepStrictEqual(
    doubles(lane("1", [0, 10]), lane("2", [2, 4]), lane("3", [3, 6])),
    [[[2, 6]], [[2, 4]], [[3, 6]]],
    "three at once are one double",
  );
  deepStrictEqual(doubles(lane("1", [0, 5]), lane("2", [5, 9])), [[], []], "one after the other is none");
  deepStrictEqual(doubles(lane("1", [3, 3]), lane("2", [0, 9])), [[], []], "nor is a moment without length");
});

Deno.test("doublesOf leaves a double open while it lasts", () => {
  deepStrictEqual(doubles(lane("1", [0, null]), lane("2", [5, null])), [[[5, null]], [[5, null]]]);
  deepStrictEqual(doubles(lane("1", [0, null]), lane("2", [5, 7])), [[[5, 7]], [[5, 7]]]);
});

const talks = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 9 })), {
  maxLength: 6,
})
  .map((steps) => {
    let at = 0;
    return steps.map(([gap, length]): [number, number] => [at += gap, at += length]);
  });

Deno.test("doublesOf agrees with looking at each half second", () => {
  fc.assert(fc.property(fc.array(talks, { minLength: 1, maxLength: 4 }), (all) => {
    const lanes = all.map((each, index) => lane(String(index), ...each));
    const found = doublesOf(lanes);
    const covers = (from: number | null, to: number | null, at: number) =>
      (from ?? 0) < at && at < (to ?? Infinity);
    for (let at = 0.5; at < 110; at++) {
      const talking = all.map((each) => each.some(([from, to]) => covers(from, to, at)));
      const several = talking.filter(Boolean).length >= 2;
      const marked = found.map((each) =>
        each.some(({ fromMs, toMs }) => covers(seconds(fromMs), seconds(toMs), at))
      );
      deepStrictEqual(marked, talking.map((talks) => talks && several));
    }
  }));
});

Deno.test("doubledMs adds up the doubles of one talk", () => {
  const [first] = doublesOf([lane("1", [0, 10], [20, null]), lane("2", [1, 2], [8, 25])]);
  const [ended, running] = lane("1", [0, 10], [20, null]).talks;
  strictEqual(ended && doubledMs(ended, first ?? [], NOW_MS), 3_000);
  strictEqual(running && doubledMs(running, first ?? [], NOW_MS + 22_000), 2_000, "as of now");
});

Deno.test("barsPath draws tenths of seconds from the origin, in the row of the lane", () => {
  const { talks } = lane("1", [1, 3.25], [5, 5]);
  strictEqual(barsPath(talks, NOW_MS - 10_000, 0), "M11 3h2.3v6h-2.3zM15 3h0v6h-0z");
  strictEqual(barsPath(talks.slice(0, 1), NOW_MS, 2), "M1 27h2.3v6h-2.3z");
  deepStrictEqual(barBox({ startedAtMs: NOW_MS + 1_000, endedAtMs: NOW_MS + 3_000 }, NOW_MS, 1), {
    x: 1,
    y: 15,
    width: 2,
    height: 6,
  });
});

Deno.test("barsPath lets what runs reach beyond every right edge, so that it grows by moving alone", () => {
  match(barsPath(lane("1", [1, null]).talks, NOW_MS, 0), /^M1 3h\d{7,}v6/);
});

Deno.test("doublesPath and stripesPath mark the same stretches, out of the bars above and below", () => {
  const stretches = [{ fromMs: NOW_MS + 1_000, toMs: NOW_MS + 2_500 }];
  strictEqual(doublesPath(stretches, NOW_MS, 1), "M1 13h1.5v10h-1.5z");
  strictEqual(stripesPath(stretches, NOW_MS, 1), "M1 18h1.5");
  strictEqual(doublesPath([], NOW_MS, 1) + stripesPath([], NOW_MS, 1), "");
});

Deno.test("rightEdgeMs moves in steps, is never before now, and reaches an edge just entered", () => {
  const timeline = (spanMinutes: 10 | 30 | 120, newestAtMs = 0) => ({
    ...loadTimeline({ nowMs: NOW_MS, spanMinutes, transmissions: [], known: [] }),
    newestAtMs,
  });
  const edges = (spanMinutes: 10 | 30 | 120) =>
    new Set(
      Array.from({ length: 80 }, (_, index) => rightEdgeMs(timeline(spanMinutes), NOW_MS + index * 100 + 1)),
    );
  strictEqual(edges(10).size, 8, "once a second");
  strictEqual(edges(30).size, 4, "once in two");
  strictEqual(edges(120).size, 1, "once in eight");
  ok([...edges(30)].every((edgeMs) => edgeMs > NOW_MS));
  ok(rightEdgeMs(timeline(30, NOW_MS + 1_400), NOW_MS) >= NOW_MS + 1_400);
  ok(rightEdgeMs(timeline(30, NOW_MS + 900_000), NOW_MS) <= NOW_MS + 3_000, "no clock runs away with it");
});

Deno.test("axisMarks count back to now", () => {
  deepStrictEqual(axisMarks(30).map(({ text }) => text), ["−30\u00a0min", "−20", "−10", "now"]);
  deepStrictEqual(axisMarks(10).map(({ part }) => part), [0, 0.5, 1]);
  deepStrictEqual(axisMarks(120).map(({ text }) => text), ["−120\u00a0min", "−80", "−40", "now"]);
});

Deno.test("talkTimes, talkLength and talkSentence write exact times", () => {
  const talk: Talk = { startedAtMs: NOW_MS, endedAtMs: NOW_MS + 12_000 };
  strictEqual(talkTimes(talk, null), "10:30:00 to 10:30:12 UTC");
  strictEqual(talkTimes({ ...talk, endedAtMs: null }, null), "since 10:30:00 UTC");
  strictEqual(talkTimes(talk, { hours: "24", zone: "Asia/Kolkata" }), "16:00:00 to 16:00:12 GMT+5:30");
  deepStrictEqual([400, 9_949, 9_960, 59_400, 125_000, NaN, -5].map(talkLength), [
    "0.4\u00a0s",
    "9.9\u00a0s",
    "10\u00a0s",
    "59\u00a0s",
    "2\u00a0min 05\u00a0s",
    "–",
    "0.0\u00a0s",
  ]);
  const named = { ...lane("2000"), callsign: "W1ABC" };
  strictEqual(
    talkSentence(named, talk, null, 4_000),
    "W1ABC through 2000, 10:30:00 to 10:30:12 UTC, 12 s, double for 4.0 s",
  );
  strictEqual(
    talkSentence(lane("1999"), { ...talk, endedAtMs: null }, null, 0),
    "Local receiver, since 10:30:00 UTC, talking now",
  );
});
