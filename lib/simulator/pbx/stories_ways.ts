import { fetchParked, park, SPACE } from "./features.ts";
import { optimiseAway, reachLocally } from "./local.ts";
import { conversation, MOMENT_MS, NUMBERS, reach, RING_MS, type Story, talk, TALK_MS } from "./story.ts";

/** What people do with a call while it is up, and the ways it can take. */
export const WAYS: readonly Story[] = [
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
      const { caller, called } = yield* conversation(pbx, random, one, other);
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
      const { caller, called } = yield* conversation(pbx, random, outside, one, mainNumber);
      park(pbx, called, caller);
      yield random.within([10_000, 25_000]);
      const fetching = pbx.incoming(two, SPACE);
      fetchParked(pbx, fetching, caller);
      yield* talk(pbx, random, caller, fetching);
    },
  },
  {
    name: "conference",
    people: 2,
    *play(pbx, { phones: [one, two] }, random) {
      const first = pbx.incoming(one, NUMBERS.room);
      pbx.answersItself(first);
      const room = pbx.newBridge("base");
      pbx.enter(first, room);
      yield random.within(RING_MS);
      const second = pbx.incoming(two, NUMBERS.room);
      pbx.answersItself(second);
      pbx.enter(second, room);
      yield random.within(TALK_MS);
      for (const channel of [first, second]) {
        pbx.wantsToHangUp(channel);
        pbx.hangUp(channel, 16);
        yield random.within(MOMENT_MS);
      }
    },
  },
  {
    name: "Local channel that stays",
    people: 2,
    *play(pbx, { phones: [one, other] }, random) {
      const way = yield* reachLocally(pbx, random, { from: one, to: other, isOptimised: false });
      yield random.within(TALK_MS);
      pbx.endTalk(way.caller, way.near);
      pbx.endTalk(way.far, way.called);
    },
  },
  {
    name: "Local channel that is optimised away",
    people: 2,
    *play(pbx, { phones: [one, other] }, random) {
      const way = yield* reachLocally(pbx, random, { from: one, to: other, isOptimised: true });
      yield random.within(MOMENT_MS);
      optimiseAway(pbx, way);
      yield* talk(pbx, random, way.caller, way.called);
    },
  },
];
