import type { Chan, Pbx, Phone } from "./pbx.ts";
import { ALICE, BOB, CUSTOMER, type Story, story } from "./story.ts";

function join(pbx: Pbx, caller: Chan): void {
  pbx.newexten(caller, "Queue", "support");
  pbx.about("QueueCallerJoin", caller, ["Queue", "support"], ["Position", "1"], ["Count", "1"]);
}

function callAgents(pbx: Pbx, caller: Chan, ...agents: readonly Phone[]): Chan[] {
  return agents.map((agent) => {
    const leg = pbx.newchannel(agent, "s", "Down", caller);
    leg.dialler = caller;
    pbx.aboutMany("AgentCalled", { "": caller, Dest: leg }, ["Queue", "support"], ["MemberName", agent.name]);
    pbx.dialBegin(leg, agent.endpoint);
    return leg;
  });
}

function connectAgent(pbx: Pbx, caller: Chan, agent: Chan, others: readonly Chan[] = []): void {
  pbx.lift(agent, others);
  for (const other of others) pbx.dialEnd(other, "CANCEL");
  pbx.about("QueueCallerLeave", caller, ["Queue", "support"]);
  pbx.aboutMany("AgentConnect", { "": caller, Dest: agent }, ["Queue", "support"]);
  for (const other of others) pbx.hangup(other, 26);
  pbx.bridge(agent, caller);
}

/** The dialplan answers first: menus, queues, mailboxes. */
export const QUEUES: readonly Story[] = [
  story("a menu answers, then a person", (pbx) => {
    const caller = pbx.incoming(CUSTOMER, "700");
    pbx.autoAnswer(caller);
    pbx.wait(10);
    const alice = pbx.dialOne(caller, ALICE);
    pbx.ring(alice);
    pbx.wait(10);
    pbx.answer(alice);
    pbx.wait(30);
    pbx.endCall(caller, alice);
  }, [
    "ringing 15551234567 Customer > 101 Alice",
    "answered 15551234567 Customer > 101 Alice after 10",
    "hungup 15551234567 Customer > 101 Alice normal_clearing 16 talk 30 total 40",
  ]),

  story("a menu answers, and the caller leaves", (pbx) => {
    const caller = pbx.incoming(CUSTOMER, "700");
    pbx.autoAnswer(caller);
    pbx.wait(12);
    pbx.hangupRequest(caller);
    pbx.hangup(caller, 16);
  }, ["hungup 15551234567 Customer > 700 normal_clearing 16 talk 0 total 12"]),

  story("a phone is rung, then a mailbox answers", (pbx) => {
    const caller = pbx.incoming(CUSTOMER, "101");
    const alice = pbx.dialOne(caller, ALICE);
    pbx.ring(alice);
    pbx.wait(20);
    pbx.dialEnd(alice, "NOANSWER");
    pbx.hangup(alice, 0);
    pbx.newexten(caller, "VoiceMail", "101");
    pbx.autoAnswer(caller);
    pbx.wait(15);
    pbx.hangupRequest(caller);
    pbx.hangup(caller, 16);
  }, [
    "ringing 15551234567 Customer > 101 Alice",
    "hungup 15551234567 Customer > 101 Alice no_answer 16 talk 0 total 35",
  ]),

  story("a queue, answered by an agent", (pbx) => {
    const caller = pbx.incoming(CUSTOMER, "602");
    pbx.autoAnswer(caller);
    join(pbx, caller);
    const [alice, bob] = callAgents(pbx, caller, ALICE, BOB);
    if (!alice || !bob) return;
    pbx.ring(alice, bob);
    pbx.wait(4);
    connectAgent(pbx, caller, bob, [alice]);
    pbx.wait(60);
    pbx.endCall(caller, bob);
  }, [
    "ringing 15551234567 Customer > 602 [602]",
    "answered 15551234567 Customer > 102 Bob [602] after 4",
    "hungup 15551234567 Customer > 102 Bob [602] normal_clearing 16 talk 60 total 64",
  ]),

  story("a queue whose first agent does not answer", (pbx) => {
    const caller = pbx.incoming(CUSTOMER, "602");
    pbx.autoAnswer(caller);
    join(pbx, caller);
    const [alice] = callAgents(pbx, caller, ALICE);
    if (!alice) return;
    pbx.ring(alice);
    pbx.wait(15);
    pbx.dialEnd(alice, "NOANSWER");
    pbx.aboutMany("AgentRingNoAnswer", { "": caller, Dest: alice }, ["Queue", "support"]);
    pbx.hangup(alice, 0);
    pbx.wait(5);
    const [bob] = callAgents(pbx, caller, BOB);
    if (!bob) return;
    pbx.ring(bob);
    pbx.wait(2);
    connectAgent(pbx, caller, bob);
    pbx.wait(10);
    pbx.endCall(bob, caller);
  }, [
    "ringing 15551234567 Customer > 101 Alice [602]",
    "answered 15551234567 Customer > 102 Bob [602] after 22",
    "hungup 15551234567 Customer > 102 Bob [602] normal_clearing 16 talk 10 total 32",
  ]),

  story("a queue that is abandoned while an agent rings", (pbx) => {
    const caller = pbx.incoming(CUSTOMER, "602");
    pbx.autoAnswer(caller);
    join(pbx, caller);
    const [alice] = callAgents(pbx, caller, ALICE);
    if (!alice) return;
    pbx.ring(alice);
    pbx.wait(9);
    pbx.hangupRequest(caller);
    pbx.dialEnd(alice, "CANCEL");
    pbx.about("QueueCallerAbandon", caller, ["Queue", "support"]);
    pbx.about("QueueCallerLeave", caller, ["Queue", "support"]);
    pbx.hangup(alice, 0);
    pbx.hangup(caller, 16);
  }, [
    "ringing 15551234567 Customer > 101 Alice [602]",
    "hungup 15551234567 Customer > 602 [602] cancelled 16 talk 0 total 9",
  ]),

  story("a queue without agents that is abandoned", (pbx) => {
    const caller = pbx.incoming(CUSTOMER, "602");
    pbx.autoAnswer(caller);
    join(pbx, caller);
    pbx.wait(30);
    pbx.hangupRequest(caller);
    pbx.about("QueueCallerAbandon", caller, ["Queue", "support"]);
    pbx.about("QueueCallerLeave", caller, ["Queue", "support"]);
    pbx.hangup(caller, 16);
  }, ["hungup 15551234567 Customer > 602 [602] cancelled 16 talk 0 total 30"]),

  story("a queue whose time is over", (pbx) => {
    const caller = pbx.incoming(CUSTOMER, "602");
    pbx.autoAnswer(caller);
    join(pbx, caller);
    const [alice] = callAgents(pbx, caller, ALICE);
    if (!alice) return;
    pbx.ring(alice);
    pbx.wait(25);
    pbx.dialEnd(alice, "CANCEL");
    pbx.about("QueueCallerLeave", caller, ["Queue", "support"]);
    pbx.hangup(alice, 0);
    pbx.hangup(caller, 16);
  }, [
    "ringing 15551234567 Customer > 101 Alice [602]",
    "hungup 15551234567 Customer > 602 [602] no_answer 16 talk 0 total 25",
  ]),
];
