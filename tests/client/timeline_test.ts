import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import {
  applyToTimeline,
  type Lane,
  LANES_SHOWN,
  loadTimeline,
  type Talk,
  type Timeline,
  timelineFromSeed,
  timelineSeed,
  trimTimeline,
} from "../../lib/client/mod.ts";
import type { Envelope } from "../../lib/wire/mod.ts";
import { ago, edge, message, NOW_MS, talk } from "./builders.ts";

const EMPTY = loadTimeline({ nowMs: NOW_MS, spanMinutes: 30, transmissions: [], known: [] });

/** Lanes of node 1999 as `node start-end`, in seconds after `NOW_MS`. */
function shown({ nodes }: Timeline): string[] {
  const at = (atMs: number | null) => atMs === null ? "" : String((atMs - NOW_MS) / 1_000);
  return (nodes.get("1999") ?? []).map((lane) =>
    [lane.node, ...lane.talks.map((each) => `${at(each.startedAtMs)}..${at(each.endedAtMs)}`)].join(" ")
  );
}

function apply(timeline: Timeline, ...envelopes: Envelope[]): Timeline {
  return envelopes.reduce(applyToTimeline, timeline);
}

const start = (node: string, seconds: number) => message("TALKER_EVENT", talk(node, seconds, null));
const stop = (node: string, seconds: number, length: number) =>
  message("TALKER_EVENT", talk(node, seconds, length));

Deno.test("applyToTimeline opens a bar on a start and closes it with the true times on a stop", () => {
  const open = apply(EMPTY, start("2000", 1));
  deepStrictEqual(shown(open), ["2000 1.."]);
  deepStrictEqual(shown(apply(open, stop("2000", 8, 7))), ["2000 1..8"]);
  strictEqual(apply(EMPTY, stop("2000", 8, 7)).newestAtMs, NOW_MS + 8_000);
});

Deno.test("applyToTimeline gives the same object when a message says nothing new", () => {
  const ended = apply(EMPTY, start("2000", 1), stop("2000", 8, 7));
  for (
    const repeated of [
      start("2000", 1),
      stop("2000", 8, 7),
      message("TALKER_LOG_SNAPSHOT", [talk("2000", 8, 7), talk("2000", 1, null)]),
      message("LINK_TX", edge("2000", "START", 1, 0)),
      message("HEARTBEAT", {}),
    ]
  ) strictEqual(applyToTimeline(ended, repeated), ended, repeated.messageType);
});

Deno.test("applyToTimeline takes a stop without its start, and a start without its stop", () => {
  deepStrictEqual(shown(apply(EMPTY, stop("2000", 8, 7))), ["2000 1..8"]);
  const lost = apply(EMPTY, start("2000", 1), start("2000", 20));
  deepStrictEqual(shown(lost), ["2000 1..20 20.."], "it ended by then at the latest");
  deepStrictEqual(shown(apply(lost, stop("2000", 5, 4))), ["2000 1..5 20.."], "the true end comes late");
});

Deno.test("applyToTimeline takes key edges and batches of them like talker events", () => {
  const ended = { ...edge("2000", "STOP", 9, 8), last_tx_start: ago(-1) };
  const batch = message("LINK_TX_BATCH", [edge("2000", "START", 1, 0), edge("2001", "START", 2, 0), ended]);
  deepStrictEqual(shown(apply(EMPTY, batch)), ["2000 1..9", "2001 2.."]);
  const named = message("TALKER_EVENT", { ...talk("2001", 2, null), callsign: "W1ABC" });
  const lane = apply(EMPTY, batch, named).nodes.get("1999")?.[1];
  strictEqual(lane?.callsign, "W1ABC", "a name that comes later is taken");
});

Deno.test("applyToTimeline keeps lanes in place, the receiver first, new ones last", () => {
  const one = apply(EMPTY, start("2000", 1), start("2001", 2), start("1999", 3));
  deepStrictEqual(shown(one), ["1999 3..", "2000 1..", "2001 2.."]);
  const later = apply(one, stop("2001", 4, 2), start("2001", 60));
  deepStrictEqual(shown(later).map((line) => line.split(" ")[0]), ["1999", "2000", "2001"]);
  strictEqual(later.nodes.get("1999")?.[0], one.nodes.get("1999")?.[0], "others stay the same object");
});

Deno.test("applyToTimeline lets a new lane have the place of a silent one when all places are taken", () => {
  const known = Array.from({ length: LANES_SHOWN }, (_, index) => String(3000 + index));
  const full = apply(EMPTY, ...known.map((node, index) => stop(node, index, 0.5)));
  const silent = trimTimeline(full, NOW_MS + 31 * 60_000);
  const after = apply(silent, start("2000", 31 * 60));
  strictEqual(after.nodes.get("1999")?.length, LANES_SHOWN);
  strictEqual(after.nodes.get("1999")?.at(-1)?.node, "2000");
  strictEqual(apply(full, start("2000", 1)).nodes.get("1999")?.length, LANES_SHOWN + 1, "none was silent");
});

Deno.test("trimTimeline forgets what lies before the span, keeps lanes and what runs", () => {
  const full = apply(EMPTY, stop("2000", 10, 5), stop("2000", 700, 5), start("2001", 1));
  const later = trimTimeline(full, NOW_MS + 11_000 + 30 * 60_000);
  deepStrictEqual(shown(later), ["2000 695..700", "2001 1.."]);
  strictEqual(trimTimeline(later, NOW_MS + 11_000 + 30 * 60_000), later);
  const late = apply(later, start("2000", 1_900));
  strictEqual(apply(late, stop("2000", 20, 5)), late, "what comes too late is not drawn");
});

Deno.test("applyToTimeline takes hostile times as nothing", () => {
  const event = (at: string, duration: number | null) =>
    message("TALKER_EVENT", { ...talk("2000", 1, duration), at });
  strictEqual(apply(EMPTY, event("soon", null)), EMPTY);
  deepStrictEqual(shown(apply(EMPTY, event(ago(-5), -9))), ["2000 5..5"]);
  strictEqual(apply(EMPTY, message("LINK_TX", edge("2000", "STOP", 1, 1))), EMPTY, "a stop without a start");
});

/** Talks of one lane in whole seconds, in order of time, with a gap of a second at least. */
const truth = fc.array(
  fc.record({ gap: fc.integer({ min: 1, max: 20 }), length: fc.integer({ max: 20, min: 0 }) }),
  {
    maxLength: 8,
  },
).map((steps) => {
  let at = 0;
  return steps.map(({ gap, length }): Talk => {
    const startedAtMs = NOW_MS + (at += gap) * 1_000;
    return { startedAtMs, endedAtMs: NOW_MS + (at += length) * 1_000 };
  });
});

Deno.test("applyToTimeline comes to the truth whatever the order and however often messages come", () => {
  const messagesOf = (talks: readonly Talk[]) =>
    talks.flatMap(({ startedAtMs, endedAtMs }) => {
      const seconds = (startedAtMs - NOW_MS) / 1_000;
      const length = ((endedAtMs ?? 0) - startedAtMs) / 1_000;
      const ended = { ...edge("2000", "STOP", seconds + length, 0), last_tx_start: ago(-seconds) };
      return [start("2000", seconds), stop("2000", seconds + length, length), message("LINK_TX", ended)];
    });
  fc.assert(
    fc.property(truth, fc.infiniteStream(fc.nat()), fc.integer({ min: 1, max: 2 }), (talks, order, times) => {
      const sent = Array.from({ length: times }, () => messagesOf(talks)).flat();
      const keyed = sent.map((envelope) => ({ envelope, key: order.next().value }));
      keyed.sort((left, right) => left.key - right.key);
      let timeline = EMPTY;
      for (const { envelope } of keyed) {
        timeline = applyToTimeline(timeline, envelope);
        ok(isOrdered(timeline.nodes.get("1999") ?? []), "no two talks of a lane overlap");
      }
      deepStrictEqual(timeline.nodes.get("1999")?.[0]?.talks ?? [], talks);
    }),
  );
});

function isOrdered(lanes: readonly Lane[]): boolean {
  return lanes.every(({ talks }) =>
    talks.every((each, index) => {
      const next = talks[index + 1];
      return !next || (each.endedAtMs !== null && each.endedAtMs <= next.startedAtMs);
    })
  );
}

Deno.test("timelineFromSeed gives back what timelineSeed packed", () => {
  const full = apply(EMPTY, stop("2000", 8, 7), start("2000", 9), stop("1999", 4, 0.4));
  const timeline = { ...full, newestAtMs: 0 };
  const travelled = JSON.parse(JSON.stringify(timelineSeed(timeline)));
  deepStrictEqual(timelineFromSeed(travelled), timeline);
});
