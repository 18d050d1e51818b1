import { ALICE, BOB, CUSTOMER, DESK, type Story, story, TRUNK } from "./story.ts";

/** The ways a call takes: Local channels, other technologies, names of systems, channels that are no calls. */
export const WAYS: readonly Story[] = [
  story("through a Local channel that stays", (pbx) => {
    const caller = pbx.incoming(DESK, "101");
    const { one, two } = pbx.local("101", caller);
    one.dialler = caller;
    pbx.dialBegin(one);
    const alice = pbx.dialOne(two, ALICE);
    pbx.ring(alice);
    pbx.ring(one);
    pbx.wait(10);
    const far = pbx.answer(alice);
    pbx.lift(one);
    pbx.bridge(one, caller);
    pbx.wait(40);
    pbx.endCall(caller, one);
    pbx.leave(two);
    pbx.leave(alice);
    pbx.bridgeDestroy(far);
    pbx.hangup(two, 16);
    pbx.hangup(alice, 16);
  }, [
    "ringing 100 Front Desk > 101 Alice",
    "answered 100 Front Desk > 101 Alice after 10",
    "hungup 100 Front Desk > 101 Alice normal_clearing 16 talk 40 total 50",
  ]),

  story("through a Local channel that is optimised away", (pbx) => {
    const caller = pbx.incoming(DESK, "101");
    const { one, two } = pbx.local("101", caller);
    one.dialler = caller;
    pbx.dialBegin(one);
    const alice = pbx.dialOne(two, ALICE);
    pbx.ring(alice);
    pbx.ring(one);
    pbx.wait(2);
    const far = pbx.answer(alice);
    pbx.lift(one);
    const near = pbx.bridge(one, caller);
    pbx.aboutMany("LocalOptimizationBegin", { LocalOne: one, LocalTwo: two, Source: alice }, ["Id", "1"]);
    pbx.leave(alice);
    pbx.enter(alice, near, one);
    pbx.leave(one);
    pbx.leave(two);
    pbx.bridgeDestroy(far);
    pbx.aboutMany("LocalOptimizationEnd", { LocalOne: one, LocalTwo: two }, ["Id", "1"]);
    pbx.hangup(one, 16);
    pbx.hangup(two, 16);
    pbx.wait(9);
    pbx.endCall(alice, caller);
  }, [
    "ringing 100 Front Desk > 101 Alice",
    "answered 100 Front Desk > 101 Alice after 2",
    "hungup 100 Front Desk > 101 Alice normal_clearing 16 talk 9 total 11",
  ]),

  story("a group of Local channels that nobody answers", (pbx) => {
    const caller = pbx.incoming(CUSTOMER, "600");
    const first = pbx.local("101", caller);
    const second = pbx.local("102", caller);
    for (const { one } of [first, second]) {
      one.dialler = caller;
      pbx.dialBegin(one);
    }
    const alice = pbx.dialOne(first.two, ALICE);
    const bob = pbx.dialOne(second.two, BOB);
    pbx.ring(alice, first.one, bob, second.one);
    pbx.wait(20);
    pbx.dialEnd(first.one, "NOANSWER");
    pbx.dialEnd(second.one, "NOANSWER");
    for (const [leg, { one, two }] of [[alice, first], [bob, second]] as const) {
      pbx.hangup(one, 0);
      pbx.dialEnd(leg, "CANCEL");
      pbx.hangup(leg, 0);
      pbx.hangup(two, 0);
    }
    pbx.hangup(caller, 16);
  }, [
    "ringing 15551234567 Customer > 600 [600]",
    "hungup 15551234567 Customer > 600 [600] no_answer 16 talk 0 total 20",
  ]),

  story("a member of a group lifts, is asked whether to take the call, and declines", (pbx) => {
    const caller = pbx.incoming(CUSTOMER, "600");
    const first = pbx.local("101", caller);
    const second = pbx.local("102", caller);
    for (const { one } of [first, second]) {
      one.dialler = caller;
      pbx.dialBegin(one);
    }
    const alice = pbx.dialOne(first.two, ALICE);
    const bob = pbx.dialOne(second.two, BOB);
    pbx.ring(alice, first.one, bob, second.one);
    pbx.wait(3);
    pbx.state(alice, "Up");
    pbx.dialEnd(alice, "ANSWER");
    pbx.wait(4);
    pbx.hangup(alice, 16);
    pbx.dialEnd(first.one, "NOANSWER");
    pbx.hangup(first.one, 0);
    pbx.hangup(first.two, 0);
    pbx.wait(5);
    pbx.answer(bob);
    pbx.lift(second.one);
    pbx.bridge(second.one, caller);
    pbx.wait(10);
    pbx.endCall(caller, second.one);
    pbx.endCall(second.two, bob);
  }, [
    "ringing 15551234567 Customer > 600 [600]",
    "answered 15551234567 Customer > 102 Bob [600] after 12",
    "hungup 15551234567 Customer > 102 Bob [600] normal_clearing 16 talk 10 total 22",
  ]),

  ...["SIP/101", "IAX2/101", "DAHDI/1"].map((endpoint) =>
    story(`to a phone of ${endpoint.split("/")[0]}`, (pbx) => {
      const caller = pbx.incoming(DESK, "101");
      const alice = pbx.dialOne(caller, { ...ALICE, endpoint });
      pbx.ring(alice);
      pbx.wait(3);
      pbx.answer(alice);
      pbx.wait(4);
      pbx.endCall(caller, alice);
    }, [
      "ringing 100 Front Desk > 101 Alice",
      "answered 100 Front Desk > 101 Alice after 3",
      "hungup 100 Front Desk > 101 Alice normal_clearing 16 talk 4 total 7",
    ])
  ),

  story("from an analogue phone, which dials after it is lifted", (pbx) => {
    const caller = pbx.newchannel({ ...DESK, endpoint: "DAHDI/1" }, "", "Rsrvd");
    pbx.wait(4);
    caller.exten = "101";
    pbx.state(caller, "Ring");
    pbx.newexten(caller, "NoOp", "");
    const alice = pbx.dialOne(caller, ALICE);
    pbx.ring(alice);
    pbx.wait(3);
    pbx.answer(alice);
    pbx.wait(4);
    pbx.endCall(caller, alice);
  }, [
    "ringing 100 Front Desk > 101 Alice",
    "answered 100 Front Desk > 101 Alice after 3",
    "hungup 100 Front Desk > 101 Alice normal_clearing 16 talk 4 total 7",
  ]),

  story("from a phone of IAX2, out by the trunk", (pbx) => {
    const caller = pbx.incoming({ ...DESK, endpoint: "IAX2/desk" }, "95551212");
    const called = pbx.dialOne(caller, TRUNK);
    pbx.ring(called);
    pbx.wait(6);
    pbx.answer(called);
    pbx.wait(4);
    pbx.endCall(caller, called);
  }, [
    "ringing 100 Front Desk > 95551212",
    "answered 100 Front Desk > 95551212 after 6",
    "hungup 100 Front Desk > 95551212 normal_clearing 16 talk 4 total 10",
  ]),

  story("ids that begin with a system's name", (pbx) => {
    const caller = pbx.incoming(DESK, "101");
    const alice = pbx.dialOne(caller, ALICE);
    pbx.ring(alice);
    pbx.wait(3);
    pbx.answer(alice);
    pbx.wait(4);
    pbx.endCall(caller, alice);
  }, [
    "ringing 100 Front Desk > 101 Alice",
    "answered 100 Front Desk > 101 Alice after 3",
    "hungup 100 Front Desk > 101 Alice normal_clearing 16 talk 4 total 7",
  ], { prefix: "pbx a/1-1770888509" }),

  story("links of radio nodes are no calls", (pbx) => {
    const node = { endpoint: "IAX2/127.0.0.1:4569", number: "1998", name: "" };
    const link = pbx.incoming(node, "1999");
    pbx.newexten(link, "Rpt", "1999");
    pbx.state(link, "Up");
    const out = pbx.newchannel({ ...node, number: "" }, "s", "Down");
    pbx.state(out, "Ringing");
    pbx.newexten(out, "Rpt", "Remote Rx");
    pbx.state(out, "Up");
    pbx.wait(60);
    pbx.hangupRequest(link);
    pbx.hangup(link, 0);
    pbx.hangup(out, 0);
  }, []),

  story("an autopatch: a radio calls", (pbx) => {
    const { one, two } = pbx.local("Autopatch");
    pbx.state(two, "Up");
    one.number = "0000000000";
    one.partyName = "Repeater";
    pbx.about("NewCallerid", one);
    one.exten = "101";
    const alice = pbx.dialOne(one, ALICE);
    pbx.ring(alice);
    pbx.wait(2);
    pbx.answer(alice);
    pbx.wait(8);
    pbx.leave(one);
    pbx.leave(alice);
    pbx.hangup(one, 16);
    pbx.hangup(two, 16);
    pbx.hangup(alice, 16);
  }, [
    "ringing 0000000000 Repeater > 101 Alice",
    "answered 0000000000 Repeater > 101 Alice after 2",
    "hungup 0000000000 Repeater > 101 Alice normal_clearing 16 talk 8 total 10",
  ]),
];
