import type { Chan, Pbx, Phone } from "./pbx.ts";
import { PARKING, ROOM } from "./pbx.ts";
import { ALICE, BOB, CAROL, CUSTOMER, DAVE, DESK, type Story, story, talking } from "./story.ts";

/** `picker` takes the call that rings at `target`: its phone takes the place of the one that rings. */
function take(pbx: Pbx, picker: Chan, target: Chan, others: readonly Chan[] = []): void {
  pbx.state(picker, "Up");
  const [ringing, phone] = [target.name, picker.name];
  pbx.rename(picker, `${phone}<MASQ>`);
  pbx.rename(target, phone);
  pbx.rename(picker, `${ringing}<ZOMBIE>`);
  pbx.aboutMany("Pickup", { "": picker, Target: target });
  target.number = picker.number;
  target.partyName = picker.partyName;
  pbx.hangup(picker, 26);
  pbx.lift(target, others);
  for (const other of others) pbx.hangup(other, 26);
  if (target.dialler !== null) pbx.bridge(target, target.dialler);
}

function park(pbx: Pbx, by: Chan, parked: Chan, lot: string): void {
  const bridge = by.bridge;
  pbx.aboutMany("BlindTransfer", { Transferer: by, Transferee: parked }, ["Result", "Success"], [
    "Extension",
    "700",
  ]);
  pbx.leave(parked);
  const dialString = by.name.replace(/-[^-]*$/, "");
  pbx.aboutMany(
    "ParkedCall",
    { Parkee: parked },
    ["ParkerDialString", dialString],
    ["Parkinglot", "default"],
    [
      "ParkingSpace",
      "701",
    ],
  );
  pbx.enter(parked, lot);
  pbx.leave(by);
  if (bridge !== null) pbx.bridgeDestroy(bridge);
  pbx.hangup(by, 16);
}

/** `phone` calls the space of who is parked; they talk for ten seconds. */
function fetch(pbx: Pbx, phone: Phone, parked: Chan): void {
  const fetcher = pbx.incoming(phone, "701");
  pbx.state(fetcher, "Up");
  pbx.aboutMany("UnParkedCall", { Parkee: parked, Retriever: fetcher }, ["ParkingSpace", "701"]);
  pbx.leave(parked);
  const bridge = pbx.bridgeCreate();
  pbx.enter(fetcher, bridge);
  fetcher.linkedid = parked.linkedid;
  pbx.enter(parked, bridge);
  pbx.wait(10);
  pbx.endCall(fetcher, parked);
}

/** Pickup, parking, hold, clicks on a number, rooms. */
export const FEATURES: readonly Story[] = [
  story("a call is picked up by another phone", (pbx) => {
    const caller = pbx.incoming(CUSTOMER, "101");
    const alice = pbx.dialOne(caller, ALICE);
    pbx.ring(alice);
    pbx.wait(3);
    const dave = pbx.incoming(DAVE, "*8101");
    pbx.newexten(dave, "Pickup", "101");
    take(pbx, dave, alice);
    pbx.wait(10);
    pbx.endCall(caller, alice);
  }, [
    "ringing 15551234567 Customer > 101 Alice",
    "answered 15551234567 Customer > 104 Dave after 3",
    "hungup 15551234567 Customer > 104 Dave normal_clearing 16 talk 10 total 13",
  ]),

  story("a call of a group is picked up by a phone outside of it", (pbx) => {
    const caller = pbx.incoming(CUSTOMER, "600");
    const [alice, bob] = pbx.dial(caller, ALICE, BOB);
    if (!alice || !bob) return;
    pbx.ring(alice, bob);
    pbx.wait(5);
    const dave = pbx.incoming(DAVE, "*8");
    pbx.newexten(dave, "Pickup", "");
    take(pbx, dave, bob, [alice]);
    pbx.wait(10);
    pbx.endCall(bob, caller);
  }, [
    "ringing 15551234567 Customer > 600 [600]",
    "answered 15551234567 Customer > 104 Dave [600] after 5",
    "hungup 15551234567 Customer > 104 Dave [600] normal_clearing 16 talk 10 total 15",
  ]),

  story("the called holds and goes on", (pbx) => {
    const { caller, called } = talking(pbx, DESK, ALICE);
    pbx.wait(4);
    pbx.about("Hold", called, ["MusicClass", "default"]);
    pbx.wait(7);
    pbx.about("Unhold", called);
    pbx.wait(2);
    pbx.endCall(caller, called);
  }, [
    "ringing 100 Front Desk > 101 Alice",
    "answered 100 Front Desk > 101 Alice after 3",
    "held 100 Front Desk > 101 Alice by 101 Alice",
    "resumed 100 Front Desk > 101 Alice after 7",
    "hungup 100 Front Desk > 101 Alice normal_clearing 16 talk 13 total 16",
  ]),

  story("both hold; who holds hangs up", (pbx) => {
    const { caller, called } = talking(pbx, DESK, ALICE);
    pbx.wait(4);
    pbx.about("Hold", called);
    pbx.wait(1);
    pbx.about("Hold", caller);
    pbx.wait(1);
    pbx.about("Unhold", called);
    pbx.wait(1);
    pbx.endCall(caller, called);
  }, [
    "ringing 100 Front Desk > 101 Alice",
    "answered 100 Front Desk > 101 Alice after 3",
    "held 100 Front Desk > 101 Alice by 101 Alice",
    "hungup 100 Front Desk > 101 Alice normal_clearing 16 talk 7 total 10",
  ]),

  story("the called parks the caller, and another phone fetches it", (pbx) => {
    const { caller, called } = talking(pbx, CUSTOMER, ALICE);
    pbx.wait(5);
    const lot = pbx.bridgeCreate(PARKING);
    park(pbx, called, caller, lot);
    pbx.wait(30);
    fetch(pbx, BOB, caller);
  }, [
    "ringing 15551234567 Customer > 101 Alice",
    "answered 15551234567 Customer > 101 Alice after 3",
    "held 15551234567 Customer > 101 Alice by 101 Alice in 701",
    "resumed 15551234567 Customer > 102 Bob after 30",
    "hungup 15551234567 Customer > 102 Bob normal_clearing 16 talk 45 total 48",
  ]),

  story("the called holds the caller, parks it, and another phone fetches it", (pbx) => {
    const { caller, called } = talking(pbx, CUSTOMER, ALICE);
    pbx.wait(5);
    pbx.about("Hold", called);
    pbx.wait(4);
    const lot = pbx.bridgeCreate(PARKING);
    park(pbx, called, caller, lot);
    pbx.wait(30);
    fetch(pbx, BOB, caller);
  }, [
    "ringing 15551234567 Customer > 101 Alice",
    "answered 15551234567 Customer > 101 Alice after 3",
    "held 15551234567 Customer > 101 Alice by 101 Alice",
    "held 15551234567 Customer > 101 Alice by 101 Alice in 701",
    "resumed 15551234567 Customer > 102 Bob after 34",
    "hungup 15551234567 Customer > 102 Bob normal_clearing 16 talk 49 total 52",
  ]),

  story("a parked caller gives up", (pbx) => {
    const { caller, called } = talking(pbx, CUSTOMER, ALICE);
    pbx.wait(5);
    const lot = pbx.bridgeCreate(PARKING);
    park(pbx, called, caller, lot);
    pbx.wait(20);
    pbx.hangupRequest(caller);
    pbx.aboutMany("ParkedCallGiveUp", { Parkee: caller }, ["ParkingSpace", "701"]);
    pbx.hangup(caller, 16);
  }, [
    "ringing 15551234567 Customer > 101 Alice",
    "answered 15551234567 Customer > 101 Alice after 3",
    "held 15551234567 Customer > 101 Alice by 101 Alice in 701",
    "hungup 15551234567 Customer > 101 Alice normal_clearing 16 talk 25 total 28",
  ]),

  story("a parked call comes back to who parked it", (pbx) => {
    const { caller, called } = talking(pbx, CUSTOMER, ALICE);
    pbx.wait(5);
    const lot = pbx.bridgeCreate(PARKING);
    park(pbx, called, caller, lot);
    pbx.wait(45);
    pbx.aboutMany("ParkedCallTimeOut", { Parkee: caller }, ["ParkingSpace", "701"]);
    pbx.leave(caller);
    const again = pbx.dialOne(caller, ALICE);
    pbx.ring(again);
    pbx.wait(5);
    pbx.answer(again);
    pbx.wait(10);
    pbx.endCall(caller, again);
  }, [
    "ringing 15551234567 Customer > 101 Alice",
    "answered 15551234567 Customer > 101 Alice after 3",
    "held 15551234567 Customer > 101 Alice by 101 Alice in 701",
    "resumed 15551234567 Customer > 101 Alice after 50",
    "hungup 15551234567 Customer > 101 Alice normal_clearing 16 talk 65 total 68",
  ]),

  story("a click on a number: the own phone rings first and is who calls", (pbx) => {
    const alice = pbx.originate(ALICE, { number: "102", name: "Click" });
    pbx.ring(alice);
    pbx.wait(3);
    pbx.lift(alice);
    alice.exten = "102";
    const bob = pbx.dialOne(alice, BOB);
    pbx.about("OriginateResponse", alice, ["Response", "Success"], ["Reason", "4"]);
    pbx.ring(bob);
    pbx.wait(4);
    pbx.answer(bob);
    pbx.wait(6);
    pbx.endCall(bob, alice);
  }, [
    "ringing 101 Alice > 102 Bob",
    "answered 101 Alice > 102 Bob after 4",
    "hungup 101 Alice > 102 Bob normal_clearing 16 talk 6 total 10",
  ]),

  story("a click on a number whose own phone is not lifted", (pbx) => {
    const alice = pbx.originate(ALICE, { number: "102", name: "Click" });
    pbx.ring(alice);
    pbx.wait(15);
    pbx.hangup(alice, 19);
  }, ["hungup 101 Alice >  no_answer 19 talk 0 total 15"]),

  story("a click on a number by way of a Local channel", (pbx) => {
    const { one, two } = pbx.local("101");
    one.number = "900";
    one.partyName = "Click";
    pbx.about("NewCallerid", one);
    pbx.dialBegin(one);
    const alice = pbx.dialOne(two, ALICE);
    pbx.ring(alice);
    pbx.dialState(one, "RINGING");
    pbx.wait(3);
    const near = pbx.answer(alice);
    pbx.lift(one);
    one.exten = "102";
    const bob = pbx.dialOne(one, BOB);
    pbx.ring(bob);
    pbx.wait(4);
    pbx.answer(bob);
    pbx.wait(6);
    pbx.leave(bob);
    pbx.hangup(bob, 16);
    pbx.hangup(one, 16);
    pbx.hangup(two, 16);
    pbx.leave(alice);
    pbx.bridgeDestroy(near);
    pbx.hangup(alice, 16);
  }, [
    "ringing 101 Alice > 102 Bob",
    "answered 101 Alice > 102 Bob after 4",
    "hungup 101 Alice > 102 Bob normal_clearing 16 talk 6 total 10",
  ]),

  story("two in a conference room, each by a call of its own", (pbx) => {
    const desk = pbx.incoming(DESK, "610");
    pbx.autoAnswer(desk);
    const room = pbx.bridgeCreate(ROOM);
    pbx.enter(desk, room);
    pbx.wait(5);
    const carol = pbx.incoming(CAROL, "610");
    pbx.autoAnswer(carol);
    pbx.enter(carol, room);
    pbx.wait(10);
    pbx.hangupRequest(desk);
    pbx.leave(desk);
    pbx.hangup(desk, 16);
    pbx.wait(2);
    pbx.hangupRequest(carol);
    pbx.leave(carol);
    pbx.bridgeDestroy(room);
    pbx.hangup(carol, 16);
  }, [
    "answered(40) 100 Front Desk > 610 after 5",
    "answered(41) 103 Carol > 610 after 0",
    "hungup(40) 100 Front Desk > 610 normal_clearing 16 talk 10 total 15",
    "hungup(41) 103 Carol > 610 normal_clearing 16 talk 12 total 12",
  ]),
];
