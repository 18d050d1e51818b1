import { ALICE, BOB, CAROL, CUSTOMER, DESK, type Story, story, talking } from "./story.ts";
import { blind, redirected, redirectedCalled } from "./transfer_verbs.ts";

/** Transfers to a number, by either party. */
export const TRANSFERS: readonly Story[] = [
  story("the called transfers blindly", (pbx) => {
    const { caller, called } = talking(pbx, CUSTOMER, ALICE);
    pbx.wait(5);
    blind(pbx, called, caller, "102");
    const bob = pbx.dialOne(caller, BOB);
    pbx.ring(bob);
    pbx.wait(4);
    pbx.answer(bob);
    pbx.wait(20);
    pbx.endCall(bob, caller);
  }, [
    "ringing 15551234567 Customer > 101 Alice",
    "answered 15551234567 Customer > 101 Alice after 3",
    "transferred 15551234567 Customer > 102 Bob blind by 101 Alice",
    "hungup 15551234567 Customer > 102 Bob normal_clearing 16 talk 29 total 32",
  ]),

  story("the caller transfers blindly", (pbx) => {
    const { caller, called } = talking(pbx, DESK, ALICE);
    pbx.wait(5);
    blind(pbx, caller, called, "102");
    const bob = pbx.dialOne(called, BOB);
    pbx.ring(bob);
    pbx.wait(4);
    pbx.answer(bob);
    pbx.wait(20);
    pbx.endCall(bob, called);
  }, [
    "ringing 100 Front Desk > 101 Alice",
    "answered 100 Front Desk > 101 Alice after 3",
    "transferred 101 Alice > 102 Bob blind by 100 Front Desk",
    "hungup 101 Alice > 102 Bob normal_clearing 16 talk 29 total 32",
  ]),

  story("a blind transfer that nobody answers", (pbx) => {
    const { caller, called } = talking(pbx, CUSTOMER, ALICE);
    pbx.wait(5);
    blind(pbx, called, caller, "102");
    const bob = pbx.dialOne(caller, BOB);
    pbx.ring(bob);
    pbx.wait(20);
    pbx.dialEnd(bob, "NOANSWER");
    pbx.hangup(bob, 0);
    pbx.hangup(caller, 16);
  }, [
    "ringing 15551234567 Customer > 101 Alice",
    "answered 15551234567 Customer > 101 Alice after 3",
    "transferred 15551234567 Customer > 102 Bob blind by 101 Alice",
    "hungup 15551234567 Customer > 102 Bob normal_clearing 16 talk 25 total 28",
  ]),

  story("a blind transfer to a ring group", (pbx) => {
    const { caller, called } = talking(pbx, CUSTOMER, ALICE);
    pbx.wait(5);
    blind(pbx, called, caller, "600");
    const [bob, carol] = pbx.dial(caller, BOB, CAROL);
    if (!bob || !carol) return;
    pbx.ring(bob, carol);
    pbx.wait(4);
    pbx.answer(carol, [bob]);
    pbx.wait(10);
    pbx.endCall(caller, carol);
  }, [
    "ringing 15551234567 Customer > 101 Alice",
    "answered 15551234567 Customer > 101 Alice after 3",
    "transferred 15551234567 Customer > 600 [600] blind by 101 Alice",
    "hungup 15551234567 Customer > 103 Carol [600] normal_clearing 16 talk 19 total 22",
  ]),

  story("an agent of a queue transfers its caller", (pbx) => {
    const caller = pbx.incoming(CUSTOMER, "602");
    pbx.autoAnswer(caller);
    pbx.about("QueueCallerJoin", caller, ["Queue", "support"]);
    const alice = pbx.newchannel(ALICE, "s", "Down", caller);
    alice.dialler = caller;
    pbx.aboutMany("AgentCalled", { "": caller, Dest: alice }, ["Queue", "support"]);
    pbx.dialBegin(alice);
    pbx.ring(alice);
    pbx.wait(2);
    pbx.lift(alice);
    pbx.about("QueueCallerLeave", caller, ["Queue", "support"]);
    pbx.aboutMany("AgentConnect", { "": caller, Dest: alice }, ["Queue", "support"]);
    pbx.bridge(alice, caller);
    pbx.wait(10);
    blind(pbx, alice, caller, "102");
    const bob = pbx.dialOne(caller, BOB);
    pbx.ring(bob);
    pbx.wait(3);
    pbx.answer(bob);
    pbx.wait(5);
    pbx.endCall(caller, bob);
  }, [
    "ringing 15551234567 Customer > 101 Alice [602]",
    "answered 15551234567 Customer > 101 Alice [602] after 2",
    "transferred 15551234567 Customer > 102 Bob [602] blind by 101 Alice",
    "hungup 15551234567 Customer > 102 Bob [602] normal_clearing 16 talk 18 total 20",
  ]),

  story("a control panel sends a caller who talks to another number", (pbx) => {
    const { caller, called } = talking(pbx, CUSTOMER, ALICE);
    pbx.wait(5);
    redirected(pbx, caller, called, "102");
    const bob = pbx.dialOne(caller, BOB);
    pbx.ring(bob);
    pbx.wait(4);
    pbx.answer(bob);
    pbx.wait(20);
    pbx.endCall(bob, caller);
  }, [
    "ringing 15551234567 Customer > 101 Alice",
    "answered 15551234567 Customer > 101 Alice after 3",
    "transferred 15551234567 Customer > 102 Bob blind by 101 Alice",
    "hungup 15551234567 Customer > 102 Bob normal_clearing 16 talk 29 total 32",
  ]),

  story("a control panel sends a caller who talks to a ring group that nobody answers", (pbx) => {
    const { caller, called } = talking(pbx, CUSTOMER, ALICE);
    pbx.wait(5);
    redirected(pbx, caller, called, "600");
    const group = pbx.dial(caller, BOB, CAROL);
    pbx.ring(...group);
    pbx.wait(20);
    for (const leg of group) pbx.dialEnd(leg, "NOANSWER");
    for (const leg of group) pbx.hangup(leg, 0);
    pbx.hangup(caller, 16);
  }, [
    "ringing 15551234567 Customer > 101 Alice",
    "answered 15551234567 Customer > 101 Alice after 3",
    "transferred 15551234567 Customer > 600 [600] blind by 101 Alice",
    "hungup 15551234567 Customer > 600 [600] normal_clearing 16 talk 25 total 28",
  ]),

  story("a control panel sends who was called on to another number", (pbx) => {
    const { caller, called } = talking(pbx, DESK, ALICE);
    pbx.wait(5);
    redirectedCalled(pbx, called, caller, "102");
    pbx.hangup(caller, 16);
    const bob = pbx.dialOne(called, BOB);
    pbx.ring(bob);
    pbx.wait(4);
    pbx.answer(bob);
    pbx.wait(20);
    pbx.endCall(called, bob);
  }, [
    "ringing 100 Front Desk > 101 Alice",
    "answered 100 Front Desk > 101 Alice after 3",
    "transferred 101 Alice > 102 Bob blind by 100 Front Desk",
    "hungup 101 Alice > 102 Bob normal_clearing 16 talk 29 total 32",
  ]),

  story(
    "a control panel sends who was called on, and who called is cleared only while it rings there",
    (pbx) => {
      const { caller, called } = talking(pbx, CUSTOMER, ALICE);
      pbx.wait(5);
      redirectedCalled(pbx, called, caller, "102");
      const bob = pbx.dialOne(called, BOB);
      pbx.ring(bob);
      pbx.hangup(caller, 16);
      pbx.wait(20);
      pbx.dialEnd(bob, "NOANSWER");
      pbx.hangup(bob, 0);
      pbx.hangup(called, 16);
    },
    [
      "ringing 15551234567 Customer > 101 Alice",
      "answered 15551234567 Customer > 101 Alice after 3",
      "transferred 101 Alice > 102 Bob blind by 15551234567 Customer",
      "hungup 101 Alice > 102 Bob normal_clearing 16 talk 25 total 28",
    ],
  ),

  story("a control panel sends who was called on to a ring group", (pbx) => {
    const { caller, called } = talking(pbx, DESK, ALICE);
    pbx.wait(5);
    redirectedCalled(pbx, called, caller, "600");
    pbx.hangup(caller, 16);
    const [bob, carol] = pbx.dial(called, BOB, CAROL);
    if (!bob || !carol) return;
    pbx.ring(bob, carol);
    pbx.wait(4);
    pbx.answer(carol, [bob]);
    pbx.wait(10);
    pbx.endCall(called, carol);
  }, [
    "ringing 100 Front Desk > 101 Alice",
    "answered 100 Front Desk > 101 Alice after 3",
    "transferred 101 Alice > 600 [600] blind by 100 Front Desk",
    "hungup 101 Alice > 103 Carol [600] normal_clearing 16 talk 19 total 22",
  ]),
];
