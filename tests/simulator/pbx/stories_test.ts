import { deepStrictEqual, ok } from "node:assert/strict";
import { type AmiEvent, createCorrelator } from "../../../lib/calls/mod.ts";
import { Exchange } from "../../../lib/simulator/pbx/exchange.ts";
import { STORIES } from "../../../lib/simulator/pbx/stories.ts";
import type { PbxEvent, Phone } from "../../../lib/simulator/pbx/types.ts";
import { Random } from "../../../lib/simulator/world/random.ts";
import { who } from "../../calls/corpus/story.ts";

const phone = (number: string, name: string): Phone => ({ endpoint: `PJSIP/${number}`, number, name });
const PHONES = [phone("201", "Ann"), phone("202", "Ben"), phone("203", "Cleo"), phone("204", "Dan")] as const;
const OUTSIDE: Phone = { endpoint: "PJSIP/trunk", number: "12025550143", name: "Supplies" };
const MAIN = "12025550100";

/** A header of an event of the exchange. */
function amiEvent({ name, headers }: PbxEvent): AmiEvent {
  const byName = new Map(headers.map(([key, value]) => [key.toLowerCase(), value]));
  return { name, get: (header) => byName.get(header.toLowerCase()) };
}

/** What is told of a story, a line a message: `event from > to`, and how it ended. */
function play(name: string, seed: number): readonly string[] {
  const correlator = createCorrelator({ server: "main" });
  const told: string[] = [];
  let nowMs = Date.UTC(2026, 1, 12);
  const exchange = new Exchange(() => nowMs, (event) => {
    for (const { payload } of correlator.apply(amiEvent(event), nowMs)) {
      const end = payload.event === "hungup" ? ` ${payload.cause}` : "";
      told.push(`${payload.event} ${who(payload.from)} > ${who(payload.to)}${end}`);
    }
  });
  const story = STORIES.find((each) => each.name === name);
  ok(story);
  const cast = { phones: PHONES, outside: OUTSIDE, mainNumber: MAIN };
  for (const waitMs of story.play(exchange, cast, new Random(seed))) nowMs += waitMs;
  deepStrictEqual(
    [correlator.counters.channels, correlator.calls().length],
    [0, 0],
    `${name} left something up`,
  );
  deepStrictEqual([[...exchange.channels].length, [...exchange.bridges].length], [0, 0], name);
  return told;
}

const ended = (from: string, to: string) => [
  `ringing ${from} > ${to}`,
  `answered ${from} > ${to}`,
  `hungup ${from} > ${to} normal_clearing`,
];
const [ANN, BEN] = ["201 Ann", "202 Ben"];
const OUT = "12025550143 Supplies";

/** What each kind of call means, written down from its story. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  answered: ended(ANN, BEN),
  cancelled: [`ringing ${ANN} > ${BEN}`, `hungup ${ANN} > ${BEN} cancelled`],
  busy: [`hungup ${ANN} > ${BEN} user_busy`],
  rejected: [`ringing ${ANN} > ${BEN}`, `hungup ${ANN} > ${BEN} call_rejected`],
  unanswered: [`ringing ${ANN} > ${BEN}`, `hungup ${ANN} > ${BEN} no_answer`],
  unreachable: [`hungup ${ANN} > 299 subscriber_absent`],
  "ring group that nobody answers": [
    `ringing ${OUT} > ${MAIN} [${MAIN}]`,
    `hungup ${OUT} > ${MAIN} [${MAIN}] no_answer`,
  ],
  "hunt group": [
    `ringing ${ANN} > 203 Cleo [601]`,
    `answered ${ANN} > 204 Dan [601]`,
    `hungup ${ANN} > 204 Dan [601] normal_clearing`,
  ],
  queue: [
    `ringing ${OUT} > 602 [602]`,
    `answered ${OUT} > ${ANN} [602]`,
    `hungup ${OUT} > ${ANN} [602] normal_clearing`,
  ],
  "queue that is abandoned": [
    `ringing ${OUT} > ${ANN} [602]`,
    `hungup ${OUT} > 602 [602] cancelled`,
  ],
  menu: ended(OUT, ANN),
  forwarded: ended(OUT, "12025550177"),
  "picked up": [
    `ringing ${OUT} > ${ANN}`,
    `answered ${OUT} > ${BEN}`,
    `hungup ${OUT} > ${BEN} normal_clearing`,
  ],
  "attended transfer": [
    `ringing ${OUT} > ${ANN}`,
    `answered ${OUT} > ${ANN}`,
    `held ${OUT} > ${ANN}`,
    `ringing ${ANN} > ${BEN}`,
    `answered ${ANN} > ${BEN}`,
    `hungup ${ANN} > ${BEN} normal_clearing`,
    `transferred ${OUT} > ${BEN}`,
    `resumed ${OUT} > ${BEN}`,
    `hungup ${OUT} > ${BEN} normal_clearing`,
  ],
  "blind transfer": [
    `ringing ${OUT} > ${ANN}`,
    `answered ${OUT} > ${ANN}`,
    `transferred ${OUT} > ${BEN}`,
    `hungup ${OUT} > ${BEN} normal_clearing`,
  ],
  "click to call": ended(ANN, BEN),
  hold: [
    `ringing ${ANN} > ${BEN}`,
    `answered ${ANN} > ${BEN}`,
    `held ${ANN} > ${BEN}`,
    `resumed ${ANN} > ${BEN}`,
    `hungup ${ANN} > ${BEN} normal_clearing`,
  ],
  park: [
    `ringing ${OUT} > ${ANN}`,
    `answered ${OUT} > ${ANN}`,
    `held ${OUT} > ${ANN}`,
    `resumed ${OUT} > ${BEN}`,
    `hungup ${OUT} > ${BEN} normal_clearing`,
  ],
  "trunk in": ended(OUT, ANN),
  "trunk out": [`answered ${ANN} > 12025550143`, `hungup ${ANN} > 12025550143 normal_clearing`],
  failed: [`hungup ${ANN} > 12025550143 congestion`],
};

Deno.test("every story of the exchange is the call that it is meant to be, whatever the seed", () => {
  const random = STORIES.map(({ name }) => name).filter((name) => EXPECTED[name] === undefined);
  deepStrictEqual(random, ["ring group"]);
  for (const seed of [1, 2, 3]) {
    for (const [name, expected] of Object.entries(EXPECTED)) {
      deepStrictEqual(play(name, seed), expected, name);
    }
    const [rings = "", answered = "", hungUp = "", ...more] = play("ring group", seed);
    deepStrictEqual(more, []);
    deepStrictEqual(rings, `ringing ${ANN} > 600 [600]`);
    ok(/^answered 201 Ann > 20[234] \w+ \[600\]$/.test(answered), answered);
    deepStrictEqual(hungUp, `${answered.replace("answered", "hungup")} normal_clearing`);
  }
});
