import { abandonQueue, callAgents, connectAgent, joinQueue, pickUp } from "./features.ts";
import { MOMENT_MS, NUMBERS, reach, RING_MS, rings, type Story, talk, WHILE_MS } from "./story.ts";

/** One number that rings several, and what answers first by itself. */
export const GROUPS: readonly Story[] = [
  {
    name: "ring group",
    people: 4,
    *play(pbx, { phones: [one, ...members] }, random) {
      const caller = pbx.incoming(one, NUMBERS.group);
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
      const caller = pbx.incoming(one, NUMBERS.hunt);
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
    name: "two phones of one number",
    people: 2,
    *play(pbx, { phones: [one, other] }, random) {
      const caller = pbx.incoming(one, other.number);
      const [desk = caller, mobile = caller] = pbx.dial(caller, other, other);
      yield 150;
      pbx.ring(desk, mobile);
      yield random.within(RING_MS);
      pbx.answer(mobile, [desk]);
      yield* talk(pbx, random, caller, mobile);
    },
  },
  {
    name: "queue",
    people: 2,
    *play(pbx, { phones: [one, two], outside }, random) {
      const caller = pbx.incoming(outside, NUMBERS.queue);
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
      const caller = pbx.incoming(outside, NUMBERS.queue);
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
      const caller = pbx.incoming(outside, NUMBERS.menu);
      pbx.answersItself(caller);
      pbx.runs(caller, "Background", "welcome");
      yield random.within([4_000, 9_000]);
      yield* talk(pbx, random, caller, yield* reach(pbx, random, caller, one));
    },
  },
  {
    name: "menu that the caller leaves",
    people: 0,
    *play(pbx, { outside }, random) {
      const caller = pbx.incoming(outside, NUMBERS.menu);
      pbx.answersItself(caller);
      pbx.runs(caller, "Background", "welcome");
      yield random.within(WHILE_MS);
      pbx.wantsToHangUp(caller);
      pbx.hangUp(caller, 16);
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
    name: "group picked up",
    people: 3,
    *play(pbx, { phones: [one, two, picking], outside, mainNumber }, random) {
      const caller = pbx.incoming(outside, mainNumber);
      const [first = caller, second = caller] = pbx.dial(caller, one, two);
      yield 150;
      pbx.ring(first, second);
      yield random.within(RING_MS);
      const picker = pbx.incoming(picking, "*8");
      pbx.runs(picker, "Pickup", "");
      pickUp(pbx, picker, second, [first]);
      yield* talk(pbx, random, caller, second);
    },
  },
];
