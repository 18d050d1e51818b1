import type { Chan, Pbx } from "./pbx.ts";
import { ALICE, BOB, CAROL, CUSTOMER, DESK, type Story, story, talking } from "./story.ts";

/** The phone of `by` asks for it (REFER): who stays runs the dialplan at another number. */
function blind(pbx: Pbx, by: Chan, stays: Chan, exten: string): void {
  const bridge = by.bridge;
  stays.exten = exten;
  pbx.leave(stays);
  pbx.aboutMany(
    "BlindTransfer",
    { Transferer: by, Transferee: stays },
    ["Result", "Success"],
    [
      "IsExternal",
      "Yes",
    ],
    ["Context", "internal"],
    ["Extension", exten],
  );
  pbx.leave(by);
  if (bridge !== null) pbx.bridgeDestroy(bridge);
  pbx.hangup(by, 16);
}

function attendedEvent(
  pbx: Pbx,
  chans: { readonly first: Chan; readonly second: Chan; readonly transferee: Chan; readonly target: Chan },
  type = "Bridge",
): void {
  pbx.aboutMany(
    "AttendedTransfer",
    {
      OrigTransferer: chans.first,
      SecondTransferer: chans.second,
      Transferee: chans.transferee,
      TransferTarget: chans.target,
    },
    ["Result", "Success"],
    ["IsExternal", "Yes"],
    ["DestType", type],
  );
}

/** The two calls of `first` and `second` (one phone) become one: who was consulted moves to who waits. */
function attended(pbx: Pbx, first: Chan, second: Chan, transferee: Chan, target: Chan): void {
  const [kept, left] = [first.bridge, second.bridge];
  if (kept === null || left === null) throw new Error("transfer, somebody is in no bridge");
  pbx.emit("BridgeMerge", [["ToBridgeUniqueid", kept], ["FromBridgeUniqueid", left]]);
  pbx.leave(target);
  target.linkedid = transferee.linkedid;
  pbx.enter(target, kept);
  pbx.leave(second);
  attendedEvent(pbx, { first, second, transferee, target });
  pbx.bridgeDestroy(left);
  pbx.hangup(second, 16);
  pbx.leave(first);
  pbx.hangup(first, 16);
}

/** Transfers by either party, announced or not, answered or still ringing. */
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
    "transferred 15551234567 Customer > 102 Bob blind by 101 Alice",
    "hungup 15551234567 Customer > 103 Carol [600] normal_clearing 16 talk 19 total 22",
  ]),

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
];

/**
 * The second leg is in Dial yet, so a Local channel joins the bridge in place of the first, and its other half takes
 * over the second's place.
 */
function blonde(
  pbx: Pbx,
  { caller, called, second, bob, bridge }: {
    readonly caller: Chan;
    readonly called: Chan;
    readonly second: Chan;
    readonly bob: Chan;
    readonly bridge: string;
  },
): void {
  const { one, two } = pbx.local("_attended@transfer/m", caller);
  pbx.enter(one, bridge, called);
  pbx.leave(called);
  const taken = two.name;
  const phone = second.name;
  pbx.rename(two, `${taken}<MASQ>`);
  pbx.rename(second, taken);
  pbx.rename(two, `${phone}<ZOMBIE>`);
  attendedEvent(pbx, { first: called, second, transferee: caller, target: bob }, "App");
  pbx.hangup(two, 16);
  pbx.hangup(called, 16);
}
