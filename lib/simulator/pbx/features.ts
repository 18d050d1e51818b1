import type { Exchange } from "./exchange.ts";
import { localChannel } from "./local.ts";
import type { Channel, Phone } from "./types.ts";

const QUEUE = ["Queue", "support"] as const;

/** A caller waits in the queue. */
export function joinQueue(pbx: Exchange, caller: Channel): void {
  pbx.runs(caller, "Queue", "support");
  pbx.about("QueueCallerJoin", caller, QUEUE, ["Position", "1"], ["Count", "1"]);
}

/** The queue rings its agents. */
export function callAgents(pbx: Exchange, caller: Channel, agents: readonly Phone[]): Channel[] {
  return agents.map((agent) => {
    const leg = pbx.newChannel(agent, "s", "Down", caller);
    leg.dialler = caller;
    leg.connected = { number: caller.number, name: caller.partyName };
    const member = [["Interface", agent.endpoint], ["MemberName", agent.name]] as const;
    pbx.aboutSeveral("AgentCalled", { "": caller, Dest: leg }, QUEUE, ...member);
    pbx.dialBegins(leg);
    return leg;
  });
}

/** An agent lifts. */
export function connectAgent(
  pbx: Exchange,
  caller: Channel,
  agent: Channel,
  others: readonly Channel[],
): void {
  pbx.lift(agent, others);
  pbx.about("QueueCallerLeave", caller, QUEUE, ["Position", "1"], ["Count", "0"]);
  pbx.aboutSeveral("AgentConnect", { "": caller, Dest: agent }, QUEUE);
  for (const other of others) pbx.hangUp(other, 26);
  pbx.connect(agent, caller);
}

/** The caller has waited for long enough. */
export function abandonQueue(pbx: Exchange, caller: Channel, agents: readonly Channel[]): void {
  pbx.wantsToHangUp(caller);
  for (const agent of agents) pbx.dialEnds(agent, "CANCEL");
  pbx.about("QueueCallerAbandon", caller, QUEUE, ["Position", "1"], ["OriginalPosition", "1"]);
  pbx.about("QueueCallerLeave", caller, QUEUE, ["Position", "1"], ["Count", "0"]);
  for (const agent of agents) pbx.hangUp(agent, 0);
  pbx.hangUp(caller, 16);
}

/** The phone of `by` hands over who it talks with: who stays runs the dialplan at another number. */
export function transferBlindly(pbx: Exchange, by: Channel, stays: Channel, exten: string): void {
  stays.exten = exten;
  pbx.leave(stays);
  pbx.aboutSeveral(
    "BlindTransfer",
    { Transferer: by, Transferee: stays },
    ["Result", "Success"],
    ["IsExternal", "Yes"],
    ["Context", "internal"],
    ["Extension", exten],
  );
  pbx.leave(by);
  pbx.hangUp(by, 16);
}

/** One phone, `first` and `second`, hands over who waits to whom it consulted. */
export function transferAttended(
  pbx: Exchange,
  { first, second, waits, consulted }: {
    readonly first: Channel;
    readonly second: Channel;
    readonly waits: Channel;
    readonly consulted: Channel;
  },
): void {
  const kept = waits.bridge;
  if (kept === null) return;
  pbx.leave(consulted);
  consulted.linkedid = waits.linkedid;
  pbx.enter(consulted, kept);
  pbx.leave(second);
  pbx.aboutSeveral(
    "AttendedTransfer",
    { OrigTransferer: first, SecondTransferer: second, Transferee: waits, TransferTarget: consulted },
    ["Result", "Success"],
    ["IsExternal", "Yes"],
    ["DestType", "Bridge"],
  );
  pbx.hangUp(second, 16);
  pbx.leave(first);
  pbx.hangUp(first, 16);
}

/**
 * The same while the second leg still rings: a Local channel takes the place of the first in its bridge, and its other half
 * that of the second. Gives the half that who waits is connected with.
 */
export function transferWhileRinging(
  pbx: Exchange,
  { first, second, waits, rung }: {
    readonly first: Channel;
    readonly second: Channel;
    readonly waits: Channel;
    readonly rung: Channel;
  },
): Channel {
  const { near, far } = localChannel(pbx, "_attended@transfer/m", waits, true);
  if (waits.bridge !== null) pbx.enter(near, waits.bridge);
  pbx.leave(first);
  const [taken, phone] = [far.name, second.name];
  pbx.rename(far, `${taken}<MASQ>`);
  pbx.rename(second, taken);
  pbx.rename(far, `${phone}<ZOMBIE>`);
  pbx.aboutSeveral(
    "AttendedTransfer",
    { OrigTransferer: first, SecondTransferer: second, Transferee: waits, TransferTarget: rung },
    ["Result", "Success"],
    ["IsExternal", "Yes"],
    ["DestType", "App"],
  );
  pbx.hangUp(far, 16);
  pbx.hangUp(first, 16);
  return near;
}

/** `by` takes the call that rings at `target`, and at others: its phone takes the place of the one that rings. */
export function pickUp(pbx: Exchange, by: Channel, target: Channel, others: readonly Channel[] = []): void {
  pbx.becomes(by, "Up");
  const [ringing, phone] = [target.name, by.name];
  pbx.rename(by, `${phone}<MASQ>`);
  pbx.rename(target, phone);
  pbx.rename(by, `${ringing}<ZOMBIE>`);
  pbx.aboutSeveral("Pickup", { "": by, Target: target });
  target.number = by.number;
  target.partyName = by.partyName;
  pbx.hangUp(by, 26);
  pbx.answer(target, others);
}

/** `by` parks who it talks with; gives the space. */
export function park(pbx: Exchange, by: Channel, parked: Channel): void {
  const lot = pbx.newBridge("parking");
  const both = { Transferer: by, Transferee: parked };
  pbx.aboutSeveral("BlindTransfer", both, ["Result", "Success"], ["Extension", "700"]);
  pbx.leave(parked);
  pbx.aboutSeveral(
    "ParkedCall",
    { Parkee: parked },
    ["ParkerDialString", by.name.replace(/-[^-]*$/, "")],
    ["Parkinglot", "default"],
    ["ParkingSpace", SPACE],
  );
  pbx.enter(parked, lot);
  pbx.leave(by);
  pbx.hangUp(by, 16);
}

/** `by` fetches who is parked. */
export function fetchParked(pbx: Exchange, by: Channel, parked: Channel): void {
  pbx.becomes(by, "Up");
  pbx.aboutSeveral("UnParkedCall", { Parkee: parked, Retriever: by }, ["ParkingSpace", SPACE]);
  pbx.leave(parked);
  const bridge = pbx.newBridge("basic");
  pbx.enter(by, bridge);
  by.linkedid = parked.linkedid;
  pbx.enter(parked, bridge);
}

/** The one space of the parking lot. */
export const SPACE = "701";
