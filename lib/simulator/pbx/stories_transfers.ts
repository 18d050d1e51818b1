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
import {
  call,
  conversation,
  MOMENT_MS,
  NUMBERS,
  reach,
  RING_MS,
  rings,
  type Story,
  talk,
  TALK_MS,
  WHILE_MS,
} from "./story.ts";
import type { Channel, Course, Phone } from "./types.ts";

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

/** Who hands a call over, and the one who waits. */
interface Handover {
  readonly first: Channel;
  readonly waits: Channel;
}

/** While one party waits, its partner's phone asks a third one; when that is lifted, it hands the call over. */
function* consult(
  pbx: Exchange,
  random: Random,
  { first, waits }: Handover,
  by: Phone,
  to: Phone,
): Course {
  const { caller: second, called: consulted } = yield* call(pbx, random, by, to);
  yield random.within(RING_MS);
  transferAttended(pbx, { first, second, waits, consulted });
  yield* talk(pbx, random, waits, consulted);
}

/** The same while the third phone still rings. */
function* handOverRinging(
  pbx: Exchange,
  random: Random,
  { first, waits }: Handover,
  by: Phone,
  to: Phone,
): Course {
  const second = pbx.incoming(by, to.number);
  const rung = yield* rings(pbx, second, to, random.within(MOMENT_MS));
  const half = transferWhileRinging(pbx, { first, second, waits, rung });
  yield random.within(RING_MS);
  pbx.answer(rung);
  yield random.within(TALK_MS);
  pbx.endTalk(rung, second);
  pbx.endTalk(half, waits);
}

/** One party hands the other over without asking anybody; the phone it dialled is lifted. */
function* handOverBlindly(
  pbx: Exchange,
  random: Random,
  { first, waits }: Handover,
  to: Phone,
): Course {
  transferBlindly(pbx, first, waits, to.number);
  yield* talk(pbx, random, waits, yield* reach(pbx, random, waits, to));
}

/** Calls that are handed over, by either party, before or after somebody was asked. */
export const TRANSFERS: readonly Story[] = [
  {
    name: "attended transfer",
    people: 2,
    *play(pbx, { phones: [one, two], outside, mainNumber }, random) {
      const { caller: waits, called: first } = yield* conversation(pbx, random, outside, one, mainNumber);
      pbx.about("Hold", first, ["MusicClass", "default"]);
      yield* consult(pbx, random, { first, waits }, one, two);
    },
  },
  {
    name: "attended transfer by the caller",
    people: 3,
    *play(pbx, { phones: [one, two, three] }, random) {
      const { caller: first, called: waits } = yield* conversation(pbx, random, one, two);
      pbx.about("Hold", first, ["MusicClass", "default"]);
      yield* consult(pbx, random, { first, waits }, one, three);
    },
  },
  {
    name: "blind transfer",
    people: 2,
    *play(pbx, { phones: [one, two], outside, mainNumber }, random) {
      const { caller: waits, called: first } = yield* conversation(pbx, random, outside, one, mainNumber);
      yield* handOverBlindly(pbx, random, { first, waits }, two);
    },
  },
  {
    name: "blind transfer by the caller",
    people: 3,
    *play(pbx, { phones: [one, two, three] }, random) {
      const { caller: first, called: waits } = yield* conversation(pbx, random, one, two);
      yield* handOverBlindly(pbx, random, { first, waits }, three);
    },
  },
  {
    name: "blonde transfer",
    people: 2,
    *play(pbx, { phones: [one, two], outside, mainNumber }, random) {
      const { caller: waits, called: first } = yield* conversation(pbx, random, outside, one, mainNumber);
      yield* handOverRinging(pbx, random, { first, waits }, one, two);
    },
  },
  {
    name: "blonde transfer by the caller",
    people: 3,
    *play(pbx, { phones: [one, two, three] }, random) {
      const { caller: first, called: waits } = yield* conversation(pbx, random, one, two);
      yield* handOverRinging(pbx, random, { first, waits }, one, three);
    },
  },
  {
    name: "blind transfer out of the queue",
    people: 2,
    *play(pbx, { phones: [one, two], outside }, random) {
      const { caller: waits, agent: first } = yield* queued(pbx, random, outside, one);
      yield random.within(WHILE_MS);
      yield* handOverBlindly(pbx, random, { first, waits }, two);
    },
  },
  {
    name: "attended transfer out of the queue",
    people: 2,
    *play(pbx, { phones: [one, two], outside }, random) {
      const { caller: waits, agent: first } = yield* queued(pbx, random, outside, one);
      yield random.within(WHILE_MS);
      yield* consult(pbx, random, { first, waits }, one, two);
    },
  },
];
