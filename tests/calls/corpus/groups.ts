import { ALICE, BOB, CAROL, CUSTOMER, DESK, type Story, story, TRUNK } from "./story.ts";

/** One number that rings several: groups, hunting, forwarding, several legs of one phone. */
export const GROUPS: readonly Story[] = [
  story("a ring group, answered by its second member", (pbx) => {
    const caller = pbx.incoming(DESK, "600");
    const [alice, bob, carol] = pbx.dial(caller, ALICE, BOB, CAROL);
    if (!alice || !bob || !carol) return;
    pbx.ring(alice, bob, carol);
    pbx.wait(4);
    pbx.answer(bob, [alice, carol]);
    pbx.wait(20);
    pbx.endCall(caller, bob);
  }, [
    "ringing 100 Front Desk > 600 [600]",
    "answered 100 Front Desk > 102 Bob [600] after 4",
    "hungup 100 Front Desk > 102 Bob [600] normal_clearing 16 talk 20 total 24",
  ]),

  story("a ring group that nobody answers", (pbx) => {
    const caller = pbx.incoming(DESK, "600");
    const legs = pbx.dial(caller, ALICE, BOB, CAROL);
    pbx.ring(...legs);
    pbx.wait(25);
    for (const leg of legs) pbx.dialEnd(leg, "NOANSWER");
    for (const leg of legs) pbx.hangup(leg, 0);
    pbx.hangup(caller, 16);
  }, [
    "ringing 100 Front Desk > 600 [600]",
    "hungup 100 Front Desk > 600 [600] no_answer 16 talk 0 total 25",
  ]),

  story("a ring group whose caller gives up", (pbx) => {
    const caller = pbx.incoming(DESK, "600");
    const legs = pbx.dial(caller, ALICE, BOB);
    pbx.ring(...legs);
    pbx.wait(3);
    pbx.hangupRequest(caller);
    for (const leg of legs) pbx.dialEnd(leg, "CANCEL");
    for (const leg of legs) pbx.hangup(leg, 16);
    pbx.hangup(caller, 16);
  }, [
    "ringing 100 Front Desk > 600 [600]",
    "hungup 100 Front Desk > 600 [600] cancelled 16 talk 0 total 3",
  ]),

  story("a ring group of which one is busy and nobody answers", (pbx) => {
    const caller = pbx.incoming(DESK, "600");
    const [alice, bob] = pbx.dial(caller, ALICE, BOB);
    if (!alice || !bob) return;
    pbx.dialEnd(alice, "BUSY");
    pbx.hangup(alice, 17);
    pbx.ring(bob);
    pbx.wait(10);
    pbx.dialEnd(bob, "NOANSWER");
    pbx.hangup(bob, 0);
    pbx.hangup(caller, 16);
  }, [
    "ringing 100 Front Desk > 102 Bob [600]",
    "hungup 100 Front Desk > 600 [600] no_answer 16 talk 0 total 10",
  ]),

  story("a ring group of which all are busy", (pbx) => {
    const caller = pbx.incoming(DESK, "600");
    const legs = pbx.dial(caller, ALICE, BOB);
    for (const leg of legs) pbx.dialEnd(leg, "BUSY");
    for (const leg of legs) pbx.hangup(leg, 17);
    pbx.wait(2);
    pbx.hangup(caller, 16);
  }, ["hungup 100 Front Desk > 600 [600] user_busy 17 talk 0 total 2"]),

  story("a hunt group: busy, unanswered, answered", (pbx) => {
    const caller = pbx.incoming(DESK, "601");
    const carol = pbx.dialOne(caller, CAROL);
    pbx.dialEnd(carol, "BUSY");
    pbx.hangup(carol, 17);
    const bob = pbx.dialOne(caller, BOB);
    pbx.ring(bob);
    pbx.wait(6);
    pbx.dialEnd(bob, "NOANSWER");
    pbx.hangup(bob, 0);
    const alice = pbx.dialOne(caller, ALICE);
    pbx.ring(alice);
    pbx.wait(2);
    pbx.answer(alice);
    pbx.wait(5);
    pbx.endCall(alice, caller);
  }, [
    "ringing 100 Front Desk > 102 Bob [601]",
    "answered 100 Front Desk > 101 Alice [601] after 8",
    "hungup 100 Front Desk > 101 Alice [601] normal_clearing 16 talk 5 total 13",
  ]),

  story("two legs of one phone are no group", (pbx) => {
    const caller = pbx.incoming(DESK, "101");
    const [desk, mobile] = pbx.dial(caller, ALICE, ALICE);
    if (!desk || !mobile) return;
    pbx.ring(desk, mobile);
    pbx.wait(2);
    pbx.answer(mobile, [desk]);
    pbx.wait(3);
    pbx.endCall(caller, mobile);
  }, [
    "ringing 100 Front Desk > 101 Alice",
    "answered 100 Front Desk > 101 Alice after 2",
    "hungup 100 Front Desk > 101 Alice normal_clearing 16 talk 3 total 5",
  ]),

  story("a phone forwards (302), and who it forwards to answers", (pbx) => {
    const caller = pbx.incoming(DESK, "101");
    const alice = pbx.dialOne(caller, ALICE);
    pbx.dialEnd(alice, "CANCEL", "Local/102@internal");
    const { one, two } = pbx.local("102", caller);
    one.dialler = caller;
    pbx.dialBegin(one);
    pbx.hangup(alice, 23);
    const bob = pbx.dialOne(two, BOB);
    pbx.ring(bob);
    pbx.dialState(one, "RINGING");
    pbx.wait(5);
    pbx.answer(bob);
    pbx.lift(one);
    pbx.bridge(one, caller);
    pbx.wait(8);
    pbx.endCall(caller, one);
    pbx.endCall(two, bob);
  }, [
    "ringing 100 Front Desk > 102 Bob",
    "answered 100 Front Desk > 102 Bob after 5",
    "hungup 100 Front Desk > 102 Bob normal_clearing 16 talk 8 total 13",
  ]),

  story("a phone forwards (302), and nobody answers", (pbx) => {
    const caller = pbx.incoming(CUSTOMER, "101");
    const alice = pbx.dialOne(caller, ALICE);
    pbx.dialEnd(alice, "CANCEL", "PJSIP/15557654321@trunk");
    pbx.hangup(alice, 23);
    const mobile = pbx.dialOne(caller, { ...TRUNK, number: "15557654321" });
    pbx.ring(mobile);
    pbx.wait(15);
    pbx.dialEnd(mobile, "NOANSWER");
    pbx.hangup(mobile, 0);
    pbx.hangup(caller, 16);
  }, [
    "ringing 15551234567 Customer > 15557654321",
    "hungup 15551234567 Customer > 15557654321 no_answer 16 talk 0 total 15",
  ]),
];
