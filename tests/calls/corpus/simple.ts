import { ALICE, BOB, CUSTOMER, DESK, type Story, story, talking, TRUNK } from "./story.ts";

/** One caller, one called. */
export const SIMPLE: readonly Story[] = [
  story("the caller hangs up", (pbx) => {
    const { caller, called } = talking(pbx, DESK, ALICE, 4.5);
    pbx.wait(32);
    pbx.endCall(caller, called);
  }, [
    "ringing 100 Front Desk > 101 Alice",
    "answered 100 Front Desk > 101 Alice after 4.5",
    "hungup 100 Front Desk > 101 Alice normal_clearing 16 talk 32 total 36.5",
  ]),

  story("the called hangs up", (pbx) => {
    const { caller, called } = talking(pbx, DESK, ALICE, 2);
    pbx.wait(10);
    pbx.endCall(called, caller);
  }, [
    "ringing 100 Front Desk > 101 Alice",
    "answered 100 Front Desk > 101 Alice after 2",
    "hungup 100 Front Desk > 101 Alice normal_clearing 16 talk 10 total 12",
  ]),

  story("the caller cancels while it rings", (pbx) => {
    const caller = pbx.incoming(DESK, "102");
    const called = pbx.dialOne(caller, BOB);
    pbx.ring(called);
    pbx.wait(5);
    pbx.hangupRequest(caller, 19);
    pbx.dialEnd(called, "CANCEL");
    pbx.softHangup(caller);
    pbx.hangup(caller, 127);
    pbx.hangup(called, 127);
  }, [
    "ringing 100 Front Desk > 102 Bob",
    "hungup 100 Front Desk > 102 Bob cancelled 127 talk 0 total 5",
  ]),

  story("the called is busy before it rings", (pbx) => {
    const caller = pbx.incoming(DESK, "102");
    const called = pbx.dialOne(caller, BOB);
    pbx.wait(1);
    pbx.hangupRequest(called, 17);
    pbx.dialEnd(called, "BUSY");
    pbx.newexten(caller, "Busy", "3");
    pbx.state(caller, "Busy");
    pbx.hangup(called, 17);
    pbx.wait(3);
    pbx.hangupRequest(caller, 17);
    pbx.hangup(caller, 17);
  }, ["hungup 100 Front Desk > 102 Bob user_busy 17 talk 0 total 4"]),

  story("the called rejects", (pbx) => {
    const caller = pbx.incoming(DESK, "102");
    const called = pbx.dialOne(caller, BOB);
    pbx.ring(called);
    pbx.wait(2);
    pbx.hangupRequest(called, 21);
    pbx.dialEnd(called, "NOANSWER");
    pbx.hangup(called, 21);
    pbx.hangup(caller, 21);
  }, [
    "ringing 100 Front Desk > 102 Bob",
    "hungup 100 Front Desk > 102 Bob call_rejected 21 talk 0 total 2",
  ]),

  story("the called rejects, and the dialplan clears the caller normally", (pbx) => {
    const caller = pbx.incoming(DESK, "102");
    const called = pbx.dialOne(caller, BOB);
    pbx.ring(called);
    pbx.wait(2);
    pbx.dialEnd(called, "NOANSWER");
    pbx.hangup(called, 21);
    pbx.wait(1);
    pbx.hangup(caller, 16);
  }, [
    "ringing 100 Front Desk > 102 Bob",
    "hungup 100 Front Desk > 102 Bob call_rejected 21 talk 0 total 3",
  ]),

  story("nobody answers", (pbx) => {
    const caller = pbx.incoming(DESK, "102");
    const called = pbx.dialOne(caller, BOB);
    pbx.ring(called);
    pbx.wait(20);
    pbx.dialEnd(called, "NOANSWER");
    pbx.hangup(called, 0);
    pbx.softHangup(caller);
    pbx.hangup(caller, 16);
  }, [
    "ringing 100 Front Desk > 102 Bob",
    "hungup 100 Front Desk > 102 Bob no_answer 16 talk 0 total 20",
  ]),

  story("all lines are busy", (pbx) => {
    const caller = pbx.incoming(DESK, "95551212");
    const called = pbx.dialOne(caller, TRUNK);
    pbx.wait(1);
    pbx.dialEnd(called, "CONGESTION");
    pbx.hangup(called, 34);
    pbx.hangup(caller, 34);
  }, ["hungup 100 Front Desk > 95551212 congestion 34 talk 0 total 1"]),

  story("the called is not registered: nothing is dialled", (pbx) => {
    const caller = pbx.incoming(DESK, "105");
    pbx.newexten(caller, "Dial", "PJSIP/105");
    pbx.newexten(caller, "Congestion", "3");
    pbx.wait(2);
    pbx.hangup(caller, 20);
  }, ["hungup 100 Front Desk > 105 subscriber_absent 20 talk 0 total 2"]),

  story("the number does not exist", (pbx) => {
    const caller = pbx.incoming(DESK, "999");
    const called = pbx.dialOne(caller, TRUNK);
    pbx.dialEnd(called, "NOANSWER");
    pbx.hangup(called, 1);
    pbx.hangup(caller, 1);
  }, ["hungup 100 Front Desk > 999 unallocated_number 1 talk 0 total 0"]),

  story("answered without any ringing", (pbx) => {
    const caller = pbx.incoming(DESK, "101");
    const called = pbx.dialOne(caller, ALICE);
    pbx.wait(1);
    pbx.answer(called);
    pbx.wait(6);
    pbx.endCall(caller, called);
  }, [
    "answered 100 Front Desk > 101 Alice after 1",
    "hungup 100 Front Desk > 101 Alice normal_clearing 16 talk 6 total 7",
  ]),

  story("early media in place of ringing", (pbx) => {
    const caller = pbx.incoming(DESK, "95551212");
    const called = pbx.dialOne(caller, TRUNK);
    pbx.wait(1);
    pbx.dialState(called, "PROGRESS");
    pbx.wait(9);
    pbx.answer(called);
    pbx.wait(30);
    pbx.endCall(called, caller);
  }, [
    "answered 100 Front Desk > 95551212 after 10",
    "hungup 100 Front Desk > 95551212 normal_clearing 16 talk 30 total 40",
  ]),

  story("a customer by the trunk, to one phone", (pbx) => {
    const caller = pbx.incoming(CUSTOMER, "5551000");
    const called = pbx.dialOne(caller, ALICE);
    pbx.ring(called);
    pbx.wait(3);
    pbx.answer(called);
    pbx.wait(7);
    pbx.endCall(caller, called);
  }, [
    "ringing 15551234567 Customer > 101 Alice",
    "answered 15551234567 Customer > 101 Alice after 3",
    "hungup 15551234567 Customer > 101 Alice normal_clearing 16 talk 7 total 10",
  ]),

  story("a caller whose name is looked up after the call came in", (pbx) => {
    const caller = pbx.incoming({ ...CUSTOMER, name: "15551234567" }, "5551000");
    caller.partyName = "Looked Up";
    pbx.about("NewCallerid", caller);
    const called = pbx.dialOne(caller, ALICE);
    pbx.ring(called);
    pbx.wait(3);
    pbx.hangupRequest(caller);
    pbx.dialEnd(called, "CANCEL");
    pbx.hangup(called, 16);
    pbx.hangup(caller, 16);
  }, [
    "ringing 15551234567 Looked Up > 101 Alice",
    "hungup 15551234567 Looked Up > 101 Alice cancelled 16 talk 0 total 3",
  ]),

  story("a caller without number and name", (pbx) => {
    const caller = pbx.incoming({ endpoint: "PJSIP/anonymous", number: "", name: "" }, "101");
    const called = pbx.dialOne(caller, ALICE);
    pbx.ring(called);
    pbx.wait(1);
    pbx.answer(called);
    pbx.wait(1);
    pbx.endCall(caller, called);
  }, [
    "ringing anonymous > 101 Alice",
    "answered anonymous > 101 Alice after 1",
    "hungup anonymous > 101 Alice normal_clearing 16 talk 1 total 2",
  ]),

  story("the same ids are used again", (pbx) => {
    const { caller, called } = talking(pbx, DESK, ALICE, 1);
    pbx.wait(2);
    pbx.endCall(caller, called);
    const again = pbx.events.length;
    pbx.wait(3);
    for (const event of pbx.events.slice(0, again)) pbx.emit(event.name, event.headers);
  }, [
    "ringing 100 Front Desk > 101 Alice",
    "answered 100 Front Desk > 101 Alice after 1",
    "hungup 100 Front Desk > 101 Alice normal_clearing 16 talk 2 total 3",
    "ringing 100 Front Desk > 101 Alice",
    "answered 100 Front Desk > 101 Alice after 0",
    "hungup 100 Front Desk > 101 Alice normal_clearing 16 talk 0 total 0",
  ]),
];
