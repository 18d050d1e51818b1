import { call, conversation, MOMENT_MS, RING_MS, rings, type Story, talk } from "./story.ts";

/** Calls of two, by how they begin and end. */
export const ENDS: readonly Story[] = [
  {
    name: "answered",
    people: 2,
    *play(pbx, { phones: [one, other] }, random) {
      const { caller, called } = yield* call(pbx, random, one, other);
      yield* talk(pbx, random, caller, called);
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
  {
    name: "no ringing",
    people: 2,
    *play(pbx, { phones: [one, other] }, random) {
      const caller = pbx.incoming(one, other.number);
      const [called = caller] = pbx.dial(caller, other);
      yield 600;
      pbx.answer(called);
      yield* talk(pbx, random, caller, called);
    },
  },
  {
    name: "trunk in",
    people: 1,
    *play(pbx, { phones: [one], outside, mainNumber }, random) {
      const { caller, called } = yield* call(pbx, random, outside, one, mainNumber);
      yield* talk(pbx, random, caller, called);
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
    name: "end that nobody tells",
    people: 2,
    *play(pbx, { phones: [one, other] }, random) {
      const { caller, called } = yield* conversation(pbx, random, one, other);
      for (const channel of [caller, called]) pbx.vanish(channel);
    },
  },
];
