import type { Random, Range } from "../world/random.ts";
import type { Exchange } from "./exchange.ts";
import {
  abandonQueue,
  callAgents,
  connectAgent,
  fetchParked,
  joinQueue,
  park,
  pickUp,
  SPACE,
  transferAttended,
  transferBlindly,
} from "./features.ts";
import type { Channel, Course, Phone } from "./types.ts";

/** Who takes part in a story: phones of the house that were free, somebody outside, and what the outside dials. */
export interface Cast {
  readonly phones: readonly [Phone, Phone, Phone, Phone];
  readonly outside: Phone;
  readonly mainNumber: string;
}

/** A kind of call. */
export interface Story {
  readonly name: string;
  /** Phones of the house that it takes, 1 to 4. */
  readonly people: number;
  readonly play: (pbx: Exchange, cast: Cast, random: Random) => Course;
}

const GROUP = "600";
const HUNT = "601";
const QUEUE = "602";
const MENU = "700";

const RING_MS: Range = [2_500, 9_000];
const TALK_MS: Range = [12_000, 75_000];
const MOMENT_MS: Range = [1_500, 4_000];

/** Two talk, then one of them hangs up. */
function* talk(pbx: Exchange, random: Random, one: Channel, other: Channel): Course {
  yield random.within(TALK_MS);
  if (random.chance(0.5)) pbx.endTalk(one, other);
  else pbx.endTalk(other, one);
}

/** `caller` dials one phone, which is lifted; gives its channel. */
function* reach(
  pbx: Exchange,
  random: Random,
  caller: Channel,
  phone: Phone,
): Generator<number, Channel, void> {
  const leg = pbx.dial(caller, phone)[0] ?? caller;
  yield 120;
  pbx.ring(leg);
  yield random.within(RING_MS);
  pbx.answer(leg);
  return leg;
}

/** One phone rings until something else happens. */
function* rings(
  pbx: Exchange,
  caller: Channel,
  phone: Phone,
  ringMs: number,
): Generator<number, Channel, void> {
  const leg = pbx.dial(caller, phone)[0] ?? caller;
  yield 120;
  pbx.ring(leg);
  yield ringMs;
  return leg;
}

/** Every kind of call that the exchange shows. */
export const STORIES: readonly Story[] = [
  {
    name: "answered",
    people: 2,
    *play(pbx, { phones: [one, other] }, random) {
      const caller = pbx.incoming(one, other.number);
      yield* talk(pbx, random, caller, yield* reach(pbx, random, caller, other));
    },
  },
  {
    name: "cancelled",
    people: 2,
    *play(pbx, { phones: [one, other] }, random) {
      const caller = pbx.incoming(one, other.number);
      const called = yield* rings(pbx, caller, other, random.within(RING_MS));
      pbx.wantsToHangUp(caller, 19);
      pbx.dialEnds(called, "CANCEL");
      pbx.hangUp(caller, 127);
      pbx.hangUp(called, 127);
    },
  },
  {
    name: "busy",
    people: 2,
    *play(pbx, { phones: [one, other] }, random) {
      const caller = pbx.incoming(one, other.number);
      const [called = caller] = pbx.dial(caller, other);
      yield 400;
      pbx.wantsToHangUp(called, 17);
      pbx.dialEnds(called, "BUSY");
      pbx.runs(caller, "Busy", "3");
      pbx.becomes(caller, "Busy");
      pbx.hangUp(called, 17);
      yield random.within(MOMENT_MS);
      pbx.hangUp(caller, 17);
    },
  },
  {
    name: "rejected",
    people: 2,
    *play(pbx, { phones: [one, other] }, random) {
      const caller = pbx.incoming(one, other.number);
      const called = yield* rings(pbx, caller, other, random.within(MOMENT_MS));
      pbx.wantsToHangUp(called, 21);
      pbx.dialEnds(called, "NOANSWER");
      pbx.hangUp(called, 21);
      pbx.hangUp(caller, 21);
    },
  },
  {
    name: "unanswered",
    people: 2,
    *play(pbx, { phones: [one, other] }) {
      const caller = pbx.incoming(one, other.number);
      const called = yield* rings(pbx, caller, other, 20_000);
      pbx.dialEnds(called, "NOANSWER");
      pbx.hangUp(called, 0);
      pbx.hangUp(caller, 16);
    },
  },
  {
    name: "unreachable",
    people: 1,
    *play(pbx, { phones: [one] }) {
      const caller = pbx.incoming(one, "299");
      pbx.runs(caller, "Dial", "PJSIP/299");
      pbx.runs(caller, "Congestion", "3");
      yield 2_500;
      pbx.hangUp(caller, 20);
    },
  },
  {
    name: "ring group",
    people: 4,
    *play(pbx, { phones: [one, ...members] }, random) {
      const caller = pbx.incoming(one, GROUP);
      const legs = pbx.dial(caller, ...members);
      yield 150;
      pbx.ring(...legs);
      yield random.within(RING_MS);
      const who = random.pick(legs) ?? caller;
      pbx.answer(who, legs.filter((leg) => leg !== who));
      yield* talk(pbx, random, caller, who);
    },
  },
  {
    name: "ring group that nobody answers",
    people: 3,
    *play(pbx, { phones: [one, two, three], outside, mainNumber }) {
      const caller = pbx.incoming(outside, mainNumber);
      const legs = pbx.dial(caller, one, two, three);
      yield 150;
      pbx.ring(...legs);
      yield 18_000;
      for (const leg of legs) pbx.dialEnds(leg, "NOANSWER");
      for (const leg of legs) pbx.hangUp(leg, 0);
      pbx.hangUp(caller, 16);
    },
  },
  {
    name: "hunt group",
    people: 4,
    *play(pbx, { phones: [one, busy, away, there] }, random) {
      const caller = pbx.incoming(one, HUNT);
      const [first = caller] = pbx.dial(caller, busy);
      yield 300;
      pbx.dialEnds(first, "BUSY");
      pbx.hangUp(first, 17);
      const second = yield* rings(pbx, caller, away, 8_000);
      pbx.dialEnds(second, "NOANSWER");
      pbx.hangUp(second, 0);
      yield* talk(pbx, random, caller, yield* reach(pbx, random, caller, there));
    },
  },
  {
    name: "queue",
    people: 2,
    *play(pbx, { phones: [one, two], outside }, random) {
      const caller = pbx.incoming(outside, QUEUE);
      pbx.answersItself(caller);
      joinQueue(pbx, caller);
      yield random.within(MOMENT_MS);
      const [agent = caller, other = caller] = callAgents(pbx, caller, [one, two]);
      pbx.ring(agent, other);
      yield random.within(RING_MS);
      connectAgent(pbx, caller, agent, [other]);
      yield* talk(pbx, random, caller, agent);
    },
  },
  {
    name: "queue that is abandoned",
    people: 1,
    *play(pbx, { phones: [one], outside }, random) {
      const caller = pbx.incoming(outside, QUEUE);
      pbx.answersItself(caller);
      joinQueue(pbx, caller);
      yield random.within(MOMENT_MS);
      const agents = callAgents(pbx, caller, [one]);
      pbx.ring(...agents);
      yield random.within(RING_MS);
      abandonQueue(pbx, caller, agents);
    },
  },
  {
    name: "menu",
    people: 1,
    *play(pbx, { phones: [one], outside }, random) {
      const caller = pbx.incoming(outside, MENU);
      pbx.answersItself(caller);
      pbx.runs(caller, "Background", "welcome");
      yield random.within([4_000, 9_000]);
      yield* talk(pbx, random, caller, yield* reach(pbx, random, caller, one));
    },
  },
  {
    name: "forwarded",
    people: 1,
    *play(pbx, { phones: [one], outside, mainNumber }, random) {
      const caller = pbx.incoming(outside, mainNumber);
      const [called = caller] = pbx.dial(caller, one);
      yield 200;
      const mobile = { endpoint: "PJSIP/trunk", number: "12025550177", name: "" };
      pbx.dialEnds(called, "CANCEL", ["Forward", "PJSIP/12025550177@trunk"]);
      pbx.hangUp(called, 23);
      yield* talk(pbx, random, caller, yield* reach(pbx, random, caller, mobile));
    },
  },
  {
    name: "picked up",
    people: 2,
    *play(pbx, { phones: [one, two], outside, mainNumber }, random) {
      const caller = pbx.incoming(outside, mainNumber);
      const called = yield* rings(pbx, caller, one, random.within(RING_MS));
      const picker = pbx.incoming(two, `*8${one.number}`);
      pbx.runs(picker, "Pickup", one.number);
      pickUp(pbx, picker, called);
      yield* talk(pbx, random, caller, called);
    },
  },
  {
    name: "attended transfer",
    people: 2,
    *play(pbx, { phones: [one, two], outside, mainNumber }, random) {
      const caller = pbx.incoming(outside, mainNumber);
      const first = yield* reach(pbx, random, caller, one);
      yield random.within([5_000, 15_000]);
      pbx.about("Hold", first, ["MusicClass", "default"]);
      const second = pbx.incoming(one, two.number);
      const consulted = yield* reach(pbx, random, second, two);
      yield random.within(RING_MS);
      transferAttended(pbx, { first, second, waits: caller, consulted });
      yield* talk(pbx, random, caller, consulted);
    },
  },
  {
    name: "blind transfer",
    people: 2,
    *play(pbx, { phones: [one, two], outside, mainNumber }, random) {
      const caller = pbx.incoming(outside, mainNumber);
      const first = yield* reach(pbx, random, caller, one);
      yield random.within([5_000, 15_000]);
      transferBlindly(pbx, first, caller, two.number);
      yield* talk(pbx, random, caller, yield* reach(pbx, random, caller, two));
    },
  },
  {
    name: "click to call",
    people: 2,
    *play(pbx, { phones: [one, two] }, random) {
      const own = pbx.newChannel(one, "s", "Down");
      pbx.dialBegins(own);
      yield 120;
      pbx.ring(own);
      yield random.within(MOMENT_MS);
      pbx.lift(own);
      own.exten = two.number;
      yield* talk(pbx, random, own, yield* reach(pbx, random, own, two));
    },
  },
  {
    name: "hold",
    people: 2,
    *play(pbx, { phones: [one, other] }, random) {
      const caller = pbx.incoming(one, other.number);
      const called = yield* reach(pbx, random, caller, other);
      yield random.within([5_000, 15_000]);
      pbx.about("Hold", called, ["MusicClass", "default"]);
      yield random.within([6_000, 20_000]);
      pbx.about("Unhold", called);
      yield* talk(pbx, random, caller, called);
    },
  },
  {
    name: "park",
    people: 2,
    *play(pbx, { phones: [one, two], outside, mainNumber }, random) {
      const caller = pbx.incoming(outside, mainNumber);
      const called = yield* reach(pbx, random, caller, one);
      yield random.within([5_000, 12_000]);
      park(pbx, called, caller);
      yield random.within([10_000, 25_000]);
      const fetching = pbx.incoming(two, SPACE);
      fetchParked(pbx, fetching, caller);
      yield* talk(pbx, random, caller, fetching);
    },
  },
  {
    name: "trunk in",
    people: 1,
    *play(pbx, { phones: [one], outside, mainNumber }, random) {
      const caller = pbx.incoming(outside, mainNumber);
      yield* talk(pbx, random, caller, yield* reach(pbx, random, caller, one));
    },
  },
  {
    name: "trunk out",
    people: 1,
    *play(pbx, { phones: [one], outside }, random) {
      const caller = pbx.incoming(one, outside.number);
      const [line = caller] = pbx.dial(caller, { ...outside, name: "" });
      yield 600;
      pbx.progress(line);
      yield random.within(RING_MS);
      pbx.answer(line);
      yield* talk(pbx, random, caller, line);
    },
  },
  {
    name: "failed",
    people: 1,
    *play(pbx, { phones: [one], outside }) {
      const caller = pbx.incoming(one, outside.number);
      const [line = caller] = pbx.dial(caller, { ...outside, name: "" });
      yield 900;
      pbx.dialEnds(line, "CONGESTION");
      pbx.hangUp(line, 34);
      pbx.hangUp(caller, 34);
    },
  },
];
