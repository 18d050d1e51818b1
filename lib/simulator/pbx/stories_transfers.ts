import type { Random } from "../world/random.ts";
import type { Exchange } from "./exchange.ts";
import {
  callAgents,
  connectAgent,
  joinQueue,
  transferAttended,
  transferBlindly,
  transferWhileRinging,
} from "./features.ts";
import { MOMENT_MS, NUMBERS, reach, RING_MS, rings, type Story, talk, TALK_MS, WHILE_MS } from "./story.ts";
import type { Channel, Phone } from "./types.ts";

/** Somebody from outside reaches an agent of the queue. */
function* queued(
  pbx: Exchange,
  random: Random,
  outside: Phone,
  one: Phone,
): Generator<number, { readonly caller: Channel; readonly agent: Channel }, void> {
  const caller = pbx.incoming(outside, NUMBERS.queue);
  pbx.answersItself(caller);
  joinQueue(pbx, caller);
  yield random.within(MOMENT_MS);
  const [agent = caller] = callAgents(pbx, caller, [one]);
  pbx.ring(agent);
  yield random.within(RING_MS);
  connectAgent(pbx, caller, agent, []);
  return { caller, agent };
}

/** Calls that are handed over, by either party, before or after somebody was asked. */
export const TRANSFERS: readonly Story[] = [
  {
    name: "attended transfer",
    people: 2,
    *play(pbx, { phones: [one, two], outside, mainNumber }, random) {
      const caller = pbx.incoming(outside, mainNumber);
      const first = yield* reach(pbx, random, caller, one);
      yield random.within(WHILE_MS);
      pbx.about("Hold", first, ["MusicClass", "default"]);
      const second = pbx.incoming(one, two.number);
      const consulted = yield* reach(pbx, random, second, two);
      yield random.within(RING_MS);
      transferAttended(pbx, { first, second, waits: caller, consulted });
      yield* talk(pbx, random, caller, consulted);
    },
  },
  {
    name: "attended transfer by the caller",
    people: 3,
    *play(pbx, { phones: [one, two, three] }, random) {
      const first = pbx.incoming(one, two.number);
      const waits = yield* reach(pbx, random, first, two);
      yield random.within(WHILE_MS);
      pbx.about("Hold", first, ["MusicClass", "default"]);
      const second = pbx.incoming(one, three.number);
      const consulted = yield* reach(pbx, random, second, three);
      yield random.within(RING_MS);
      transferAttended(pbx, { first, second, waits, consulted });
      yield* talk(pbx, random, waits, consulted);
    },
  },
  {
    name: "blind transfer",
    people: 2,
    *play(pbx, { phones: [one, two], outside, mainNumber }, random) {
      const caller = pbx.incoming(outside, mainNumber);
      const first = yield* reach(pbx, random, caller, one);
      yield random.within(WHILE_MS);
      transferBlindly(pbx, first, caller, two.number);
      yield* talk(pbx, random, caller, yield* reach(pbx, random, caller, two));
    },
  },
  {
    name: "blind transfer by the caller",
    people: 3,
    *play(pbx, { phones: [one, two, three] }, random) {
      const caller = pbx.incoming(one, two.number);
      const called = yield* reach(pbx, random, caller, two);
      yield random.within(WHILE_MS);
      transferBlindly(pbx, caller, called, three.number);
      yield* talk(pbx, random, called, yield* reach(pbx, random, called, three));
    },
  },
  {
    name: "blonde transfer",
    people: 2,
    *play(pbx, { phones: [one, two], outside, mainNumber }, random) {
      const caller = pbx.incoming(outside, mainNumber);
      const first = yield* reach(pbx, random, caller, one);
      yield random.within(WHILE_MS);
      const second = pbx.incoming(one, two.number);
      const rung = yield* rings(pbx, second, two, random.within(MOMENT_MS));
      const half = transferWhileRinging(pbx, { first, second, waits: caller, rung });
      yield random.within(RING_MS);
      pbx.answer(rung);
      yield random.within(TALK_MS);
      pbx.endTalk(rung, second);
      pbx.endTalk(half, caller);
    },
  },
  {
    name: "blonde transfer by the caller",
    people: 3,
    *play(pbx, { phones: [one, two, three] }, random) {
      const first = pbx.incoming(one, two.number);
      const waits = yield* reach(pbx, random, first, two);
      yield random.within(WHILE_MS);
      const second = pbx.incoming(one, three.number);
      const rung = yield* rings(pbx, second, three, random.within(MOMENT_MS));
      const half = transferWhileRinging(pbx, { first, second, waits, rung });
      yield random.within(RING_MS);
      pbx.answer(rung);
      yield random.within(TALK_MS);
      pbx.endTalk(rung, second);
      pbx.endTalk(half, waits);
    },
  },
  {
    name: "blind transfer out of the queue",
    people: 2,
    *play(pbx, { phones: [one, two], outside }, random) {
      const { caller, agent } = yield* queued(pbx, random, outside, one);
      yield random.within(WHILE_MS);
      transferBlindly(pbx, agent, caller, two.number);
      yield* talk(pbx, random, caller, yield* reach(pbx, random, caller, two));
    },
  },
  {
    name: "attended transfer out of the queue",
    people: 2,
    *play(pbx, { phones: [one, two], outside }, random) {
      const { caller, agent } = yield* queued(pbx, random, outside, one);
      yield random.within(WHILE_MS);
      const second = pbx.incoming(one, two.number);
      const consulted = yield* reach(pbx, random, second, two);
      yield random.within(RING_MS);
      transferAttended(pbx, { first: agent, second, waits: caller, consulted });
      yield* talk(pbx, random, caller, consulted);
    },
  },
];
