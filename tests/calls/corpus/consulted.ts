import { ALICE, BOB, CUSTOMER, DESK, type Story, story, talking } from "./story.ts";
import { attended, attendedEvent, blonde } from "./transfer_verbs.ts";

/** Transfers after consulting, by either party, answered or still ringing. */
export const CONSULTED: readonly Story[] = [
  story("the called transfers after consulting", (pbx) => {
    const { caller, called } = talking(pbx, CUSTOMER, ALICE);
    pbx.wait(5);
    pbx.about("Hold", called);
    const second = pbx.incoming(ALICE, "102");
    const bob = pbx.dialOne(second, BOB);
    pbx.ring(bob);
    pbx.wait(3);
    pbx.answer(bob);
    pbx.wait(6);
    attended(pbx, called, second, caller, bob);
    pbx.wait(20);
    pbx.endCall(caller, bob);
  }, [
    "ringing(40) 15551234567 Customer > 101 Alice",
    "answered(40) 15551234567 Customer > 101 Alice after 3",
    "held(40) 15551234567 Customer > 101 Alice by 101 Alice",
    "ringing(42) 101 Alice > 102 Bob",
    "answered(42) 101 Alice > 102 Bob after 3",
    "hungup(42) 101 Alice > 102 Bob normal_clearing 16 talk 6 total 9",
    "transferred(40) 15551234567 Customer > 102 Bob attended by 101 Alice",
    "resumed(40) 15551234567 Customer > 102 Bob after 9",
    "hungup(40) 15551234567 Customer > 102 Bob normal_clearing 16 talk 34 total 37",
  ]),

  story("the caller transfers after consulting", (pbx) => {
    const { caller, called } = talking(pbx, DESK, ALICE);
    pbx.wait(5);
    const second = pbx.incoming(DESK, "102");
    const bob = pbx.dialOne(second, BOB);
    pbx.ring(bob);
    pbx.wait(3);
    pbx.answer(bob);
    pbx.wait(6);
    attended(pbx, caller, second, called, bob);
    pbx.wait(20);
    pbx.endCall(bob, called);
  }, [
    "ringing(40) 100 Front Desk > 101 Alice",
    "answered(40) 100 Front Desk > 101 Alice after 3",
    "ringing(42) 100 Front Desk > 102 Bob",
    "answered(42) 100 Front Desk > 102 Bob after 3",
    "hungup(42) 100 Front Desk > 102 Bob normal_clearing 16 talk 6 total 9",
    "transferred(40) 101 Alice > 102 Bob attended by 100 Front Desk",
    "hungup(40) 101 Alice > 102 Bob normal_clearing 16 talk 34 total 37",
  ]),

  story("a blonde transfer: it still rings when it is handed over, and is answered", (pbx) => {
    const { caller, called, bridge } = talking(pbx, CUSTOMER, ALICE);
    pbx.wait(5);
    const second = pbx.incoming(ALICE, "102");
    const bob = pbx.dialOne(second, BOB);
    pbx.ring(bob);
    pbx.wait(2);
    blonde(pbx, { caller, called, second, bob, bridge });
    pbx.wait(4);
    pbx.answer(bob);
    pbx.wait(20);
    pbx.leave(bob);
    pbx.hangup(second, 16);
    pbx.hangup(bob, 16);
    pbx.hangup(caller, 16);
  }, [
    "ringing(40) 15551234567 Customer > 101 Alice",
    "answered(40) 15551234567 Customer > 101 Alice after 3",
    "ringing(42) 101 Alice > 102 Bob",
    "hungup(42) 101 Alice > 102 Bob normal_clearing 16 talk 0 total 2",
    "transferred(40) 15551234567 Customer > 102 Bob attended by 101 Alice",
    "hungup(40) 15551234567 Customer > 102 Bob normal_clearing 16 talk 31 total 34",
  ]),

  story("a blonde transfer that nobody answers", (pbx) => {
    const { caller, called, bridge } = talking(pbx, CUSTOMER, ALICE);
    pbx.wait(5);
    const second = pbx.incoming(ALICE, "102");
    const bob = pbx.dialOne(second, BOB);
    pbx.ring(bob);
    pbx.wait(2);
    blonde(pbx, { caller, called, second, bob, bridge });
    pbx.wait(15);
    pbx.dialEnd(bob, "NOANSWER");
    pbx.hangup(bob, 0);
    pbx.hangup(second, 16);
    pbx.hangup(caller, 16);
  }, [
    "ringing(40) 15551234567 Customer > 101 Alice",
    "answered(40) 15551234567 Customer > 101 Alice after 3",
    "ringing(42) 101 Alice > 102 Bob",
    "hungup(42) 101 Alice > 102 Bob normal_clearing 16 talk 0 total 2",
    "transferred(40) 15551234567 Customer > 102 Bob attended by 101 Alice",
    "hungup(40) 15551234567 Customer > 102 Bob normal_clearing 16 talk 22 total 25",
  ]),

  story("the caller transfers by feature code after consulting", (pbx) => {
    const { caller, called, bridge } = talking(pbx, DESK, ALICE);
    pbx.wait(5);
    pbx.about("Hold", caller);
    const { one, two } = pbx.local("102", caller);
    const consult = pbx.bridgeCreate();
    pbx.enter(one, consult);
    const bob = pbx.dialOne(two, BOB);
    pbx.leave(caller);
    pbx.enter(caller, consult);
    pbx.ring(bob);
    pbx.dialState(one, "RINGING");
    pbx.wait(3);
    pbx.answer(bob);
    pbx.lift(one);
    pbx.wait(4);
    pbx.hangupRequest(caller);
    pbx.leave(one);
    pbx.enter(one, bridge);
    pbx.leave(caller);
    attendedEvent(pbx, { first: caller, second: caller, transferee: called, target: one });
    pbx.bridgeDestroy(consult);
    pbx.hangup(caller, 16);
    pbx.wait(10);
    pbx.endCall(bob, two);
    pbx.endCall(called, one);
  }, [
    "ringing 100 Front Desk > 101 Alice",
    "answered 100 Front Desk > 101 Alice after 3",
    "held 100 Front Desk > 101 Alice by 100 Front Desk",
    "transferred 101 Alice > 102 Bob attended by 100 Front Desk",
    "resumed 101 Alice > 102 Bob after 7",
    "hungup 101 Alice > 102 Bob normal_clearing 16 talk 22 total 25",
  ]),

  story("who is called while talking connects both callers", (pbx) => {
    const first = talking(pbx, ALICE, BOB);
    pbx.wait(5);
    pbx.about("Hold", first.caller);
    const second = talking(pbx, CUSTOMER, ALICE);
    pbx.wait(6);
    const [kept, left] = [first.bridge, second.bridge];
    pbx.leave(second.caller);
    second.caller.linkedid = first.called.linkedid;
    pbx.enter(second.caller, kept);
    pbx.leave(second.called);
    attendedEvent(pbx, {
      first: second.called,
      second: first.caller,
      transferee: second.caller,
      target: first.called,
    });
    pbx.bridgeDestroy(left);
    pbx.hangup(second.called, 16);
    pbx.leave(first.caller);
    pbx.hangup(first.caller, 16);
    pbx.wait(10);
    pbx.endCall(second.caller, first.called);
  }, [
    "ringing(40) 101 Alice > 102 Bob",
    "answered(40) 101 Alice > 102 Bob after 3",
    "held(40) 101 Alice > 102 Bob by 101 Alice",
    "ringing(42) 15551234567 Customer > 101 Alice",
    "answered(42) 15551234567 Customer > 101 Alice after 3",
    "hungup(40) 101 Alice > 102 Bob normal_clearing 16 talk 14 total 17",
    "transferred(42) 15551234567 Customer > 102 Bob attended by 101 Alice",
    "hungup(42) 15551234567 Customer > 102 Bob normal_clearing 16 talk 16 total 19",
  ]),

  story("the called transfers after consulting, by a Local channel between two bridges", (pbx) => {
    const { caller, called, bridge } = talking(pbx, CUSTOMER, ALICE);
    pbx.wait(5);
    const second = talking(pbx, ALICE, BOB);
    pbx.wait(6);
    const { one, two } = pbx.local("_attended@transfer/m", caller);
    pbx.enter(one, bridge, called);
    pbx.leave(called);
    pbx.enter(two, second.bridge, second.caller);
    pbx.leave(second.caller);
    attendedEvent(pbx, {
      first: called,
      second: second.caller,
      transferee: caller,
      target: second.called,
    }, "Link");
    pbx.hangup(called, 16);
    pbx.hangup(second.caller, 16);
    pbx.wait(20);
    pbx.endCall(caller, one);
    pbx.endCall(two, second.called);
  }, [
    "ringing(40) 15551234567 Customer > 101 Alice",
    "answered(40) 15551234567 Customer > 101 Alice after 3",
    "ringing(42) 101 Alice > 102 Bob",
    "answered(42) 101 Alice > 102 Bob after 3",
    "hungup(42) 101 Alice > 102 Bob normal_clearing 16 talk 6 total 9",
    "transferred(40) 15551234567 Customer > 102 Bob attended by 101 Alice",
    "hungup(40) 15551234567 Customer > 102 Bob normal_clearing 16 talk 34 total 37",
  ]),

  story("the caller hands over while it rings (blonde), and it is answered", (pbx) => {
    const { caller, called, bridge } = talking(pbx, DESK, ALICE);
    pbx.wait(5);
    const second = pbx.incoming(DESK, "102");
    const bob = pbx.dialOne(second, BOB);
    pbx.ring(bob);
    pbx.wait(2);
    blonde(pbx, { caller: called, called: caller, second, bob, bridge });
    pbx.wait(4);
    pbx.answer(bob);
    pbx.wait(20);
    pbx.leave(bob);
    pbx.hangup(second, 16);
    pbx.hangup(bob, 16);
    pbx.hangup(called, 16);
  }, [
    "ringing(40) 100 Front Desk > 101 Alice",
    "answered(40) 100 Front Desk > 101 Alice after 3",
    "ringing(42) 100 Front Desk > 102 Bob",
    "hungup(42) 100 Front Desk > 102 Bob normal_clearing 16 talk 0 total 2",
    "transferred(40) 101 Alice > 102 Bob attended by 100 Front Desk",
    "hungup(40) 101 Alice > 102 Bob normal_clearing 16 talk 31 total 34",
  ]),

  story("an agent of a queue transfers its caller after consulting", (pbx) => {
    const caller = pbx.incoming(CUSTOMER, "602");
    pbx.autoAnswer(caller);
    pbx.about("QueueCallerJoin", caller, ["Queue", "support"]);
    const alice = pbx.dialOne(caller, ALICE);
    pbx.ring(alice);
    pbx.wait(2);
    pbx.lift(alice);
    pbx.about("QueueCallerLeave", caller, ["Queue", "support"]);
    pbx.aboutMany("AgentConnect", { "": caller, Dest: alice }, ["Queue", "support"]);
    pbx.bridge(alice, caller);
    pbx.wait(10);
    const second = pbx.incoming(ALICE, "102");
    const bob = pbx.dialOne(second, BOB);
    pbx.ring(bob);
    pbx.wait(1);
    pbx.answer(bob);
    pbx.wait(4);
    attended(pbx, alice, second, caller, bob);
    pbx.wait(5);
    pbx.endCall(caller, bob);
  }, [
    "ringing(40) 15551234567 Customer > 101 Alice [602]",
    "answered(40) 15551234567 Customer > 101 Alice [602] after 2",
    "ringing(42) 101 Alice > 102 Bob",
    "answered(42) 101 Alice > 102 Bob after 1",
    "hungup(42) 101 Alice > 102 Bob normal_clearing 16 talk 4 total 5",
    "transferred(40) 15551234567 Customer > 102 Bob [602] attended by 101 Alice",
    "hungup(40) 15551234567 Customer > 102 Bob [602] normal_clearing 16 talk 20 total 22",
  ]),
];
