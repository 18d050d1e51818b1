import type { Random, Range } from "../world/random.ts";
import type { Exchange } from "./exchange.ts";
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
  /** Phones of the house that it takes, 0 to 4. */
  readonly people: number;
  readonly play: (pbx: Exchange, cast: Cast, random: Random) => Course;
}

/** Numbers that are no phone's. */
export const NUMBERS = {
  group: "600",
  hunt: "601",
  queue: "602",
  room: "610",
  menu: "700",
} as const;

/** How long a phone rings before it is lifted. */
export const RING_MS: Range = [2_500, 9_000];

/** How long two talk. */
export const TALK_MS: Range = [12_000, 75_000];

/** How long people take for what they do at once. */
export const MOMENT_MS: Range = [1_500, 4_000];

/** How long two talk before one of them does something else than to hang up. */
export const WHILE_MS: Range = [5_000, 15_000];

/** Two talk, then one of them hangs up. */
export function* talk(pbx: Exchange, random: Random, one: Channel, other: Channel): Course {
  yield random.within(TALK_MS);
  if (random.chance(0.5)) pbx.endTalk(one, other);
  else pbx.endTalk(other, one);
}

/** The two channels of a call. */
export interface Pair {
  readonly caller: Channel;
  readonly called: Channel;
}

/** `from` dials `number`, which rings one phone until it is lifted. */
export function* call(
  pbx: Exchange,
  random: Random,
  from: Phone,
  to: Phone,
  number = to.number,
): Generator<number, Pair, void> {
  const caller = pbx.incoming(from, number);
  return { caller, called: yield* reach(pbx, random, caller, to) };
}

/** The same, and they have talked for a while. */
export function* conversation(
  pbx: Exchange,
  random: Random,
  from: Phone,
  to: Phone,
  number = to.number,
): Generator<number, Pair, void> {
  const pair = yield* call(pbx, random, from, to, number);
  yield random.within(WHILE_MS);
  return pair;
}

/** `caller` dials one phone, which is lifted; gives its channel. */
export function* reach(
  pbx: Exchange,
  random: Random,
  caller: Channel,
  phone: Phone,
): Generator<number, Channel, void> {
  const leg = yield* rings(pbx, caller, phone, random.within(RING_MS));
  pbx.answer(leg);
  return leg;
}

/** One phone rings until something else happens. */
export function* rings(
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
