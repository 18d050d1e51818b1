import { deepStrictEqual, ok } from "node:assert/strict";
import { STORIES } from "../../../lib/simulator/pbx/stories.ts";
import type { Cast } from "../../../lib/simulator/pbx/story.ts";
import type { PbxEvent, Phone } from "../../../lib/simulator/pbx/types.ts";
import { Random } from "../../../lib/simulator/world/random.ts";
import { lineOf, listening } from "./listening.ts";

const phone = (number: string, name: string, endpoint = `PJSIP/${number}`): Phone => ({
  endpoint,
  number,
  name,
});
const PHONES = [phone("201", "Ann"), phone("202", "Ben"), phone("203", "Cleo"), phone("204", "Dan")] as const;
const OUTSIDE: Phone = { endpoint: "PJSIP/trunk", number: "12025550143", name: "Supplies" };
const MAIN = "12025550100";

/** What is told of a story, a line a message: `event from > to`, and how it ended. */
function play(
  name: string,
  seed: number,
  phones: Cast["phones"] = PHONES,
  heard: PbxEvent[] = [],
): readonly string[] {
  const story = STORIES.find((each) => each.name === name);
  ok(story);
  const { exchange, correlator, told, pass } = listening(heard);
  for (
    const waitMs of story.play(exchange, { phones, outside: OUTSIDE, mainNumber: MAIN }, new Random(seed))
  ) {
    pass(waitMs);
  }
  if (name === "end that nobody tells") {
    pass(60_000);
    told.push(...correlator.reconcile({ askedAtMs: pass(0), channels: [] }, pass(1)).map(lineOf));
  }
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
const [ANN, BEN, CLEO] = ["201 Ann", "202 Ben", "203 Cleo"];
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
  "no ringing": [`answered ${ANN} > ${BEN}`, `hungup ${ANN} > ${BEN} normal_clearing`],
  "end that nobody tells": [
    `ringing ${ANN} > ${BEN}`,
    `answered ${ANN} > ${BEN}`,
    `hungup ${ANN} > ${BEN} lost`,
  ],
  "two phones of one number": ended(ANN, BEN),
  "menu that the caller leaves": [`hungup ${OUT} > 700 normal_clearing`],
  "group picked up": [
    `ringing ${OUT} > ${MAIN} [${MAIN}]`,
    `answered ${OUT} > ${CLEO} [${MAIN}]`,
    `hungup ${OUT} > ${CLEO} [${MAIN}] normal_clearing`,
  ],
  "attended transfer by the caller": [
    `ringing ${ANN} > ${BEN}`,
    `answered ${ANN} > ${BEN}`,
    `held ${ANN} > ${BEN}`,
    `ringing ${ANN} > ${CLEO}`,
    `answered ${ANN} > ${CLEO}`,
    `hungup ${ANN} > ${CLEO} normal_clearing`,
    `transferred ${BEN} > ${CLEO}`,
    `resumed ${BEN} > ${CLEO}`,
    `hungup ${BEN} > ${CLEO} normal_clearing`,
  ],
  "blind transfer by the caller": [
    `ringing ${ANN} > ${BEN}`,
    `answered ${ANN} > ${BEN}`,
    `transferred ${BEN} > ${CLEO}`,
    `hungup ${BEN} > ${CLEO} normal_clearing`,
  ],
  "blonde transfer": [
    `ringing ${OUT} > ${ANN}`,
    `answered ${OUT} > ${ANN}`,
    `ringing ${ANN} > ${BEN}`,
    `hungup ${ANN} > ${BEN} normal_clearing`,
    `transferred ${OUT} > ${BEN}`,
    `hungup ${OUT} > ${BEN} normal_clearing`,
  ],
  "blonde transfer by the caller": [
    `ringing ${ANN} > ${BEN}`,
    `answered ${ANN} > ${BEN}`,
    `ringing ${ANN} > ${CLEO}`,
    `hungup ${ANN} > ${CLEO} normal_clearing`,
    `transferred ${BEN} > ${CLEO}`,
    `hungup ${BEN} > ${CLEO} normal_clearing`,
  ],
  "blind transfer out of the queue": [
    `ringing ${OUT} > ${ANN} [602]`,
    `answered ${OUT} > ${ANN} [602]`,
    `transferred ${OUT} > ${BEN} [602]`,
    `hungup ${OUT} > ${BEN} [602] normal_clearing`,
  ],
  "attended transfer out of the queue": [
    `ringing ${OUT} > ${ANN} [602]`,
    `answered ${OUT} > ${ANN} [602]`,
    `ringing ${ANN} > ${BEN}`,
    `answered ${ANN} > ${BEN}`,
    `hungup ${ANN} > ${BEN} normal_clearing`,
    `transferred ${OUT} > ${BEN} [602]`,
    `hungup ${OUT} > ${BEN} [602] normal_clearing`,
  ],
  conference: [
    `answered ${ANN} > 610`,
    `answered ${BEN} > 610`,
    `hungup ${ANN} > 610 normal_clearing`,
    `hungup ${BEN} > 610 normal_clearing`,
  ],
  "Local channel that stays": ended(ANN, BEN),
  "Local channel that is optimised away": ended(ANN, BEN),
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

Deno.test("a call of two is the same over every technology, and whoever hangs up", () => {
  const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
  for (const endpoint of ["PJSIP/201", "SIP/201", "IAX2/201", "DAHDI/1"]) {
    const ann = phone("201", "Ann", endpoint);
    const heard: PbxEvent[] = [];
    for (const seed of seeds) {
      deepStrictEqual(
        play("answered", seed, [ann, PHONES[1], PHONES[2], PHONES[3]], heard),
        EXPECTED.answered,
      );
    }
    const hangsUp = heard.filter(({ name }) => name === "HangupRequest").map(({ headers }) =>
      headers[0]?.[1].replace(/-[^-]*$/, "")
    );
    deepStrictEqual([...new Set(hangsUp)].toSorted(), [endpoint, "PJSIP/202"].toSorted());
  }
});
