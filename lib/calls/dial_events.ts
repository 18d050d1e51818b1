import { type Channel, type Dial, dialStringNumber, isKnown } from "./channel.ts";
import { ensure, type Handler, learnDialled } from "./channel_events.ts";
import { dialAnswered, legRings, legTried, tellTransfer } from "./settle.ts";
import type { AmiEvent } from "./types.ts";
import type { Moment, World } from "./world.ts";

const OUTCOMES: Readonly<Record<string, Dial>> = {
  ANSWER: "answered",
  BUSY: "busy",
  CANCEL: "cancelled",
  CONGESTION: "congested",
  CHANUNAVAIL: "congested",
  NOANSWER: "unanswered",
};

/** The channel that is dialled, with who dials it noted; `undefined` where it is gone or nobody's. */
function dialled(world: World, event: AmiEvent, moment: Moment): Channel | undefined {
  const dialler = ensure(world, event, moment, "");
  const channel = ensure(world, event, moment, "Dest");
  if (channel === undefined) return undefined;
  if (dialler !== undefined) isDialledBy(channel, dialler, event);
  else if (event.get("Uniqueid") === undefined) originates(channel);
  return channel;
}

function isDialledBy(channel: Channel, dialler: Channel, event: AmiEvent): void {
  channel.dialler = dialler;
  if (channel.role !== "originated" || channel !== channel.call.root) channel.role = "called";
  const { call } = dialler;
  if (dialler.isLeg && dialler.role === "unknown") dialler.role = "caller";
  if (dialler.isLeg && dialler === call.root) call.from ??= dialler;
  const isNew = call.reach.dialled === "" && (dialler === call.from || dialler === call.root);
  if (isNew) learnDialled(call, event.get("Exten"));
}

/** Nobody's dial: an originate rings a phone, which then calls. What else it says of a call's later legs is no news. */
function originates(channel: Channel): void {
  const { call } = channel;
  if (channel !== call.root || channel.role === "originated") return;
  channel.role = "originated";
  if (channel.isLeg) call.from ??= channel;
}

/** `DialBegin`, and `AgentCalled` of a queue. */
export const dialBegin: Handler = (world, event, moment) => {
  const channel = dialled(world, event, moment);
  if (channel === undefined) return;
  if (channel.dial === "none") channel.dial = "pending";
  if (channel.role === "originated" || !channel.isLeg) return;
  if (channel.number === "") identifyDialled(channel, event);
  legTried(world, channel, moment.atMs);
};

function identifyDialled(channel: Channel, event: AmiEvent): void {
  channel.identify(event.get("DestCallerIDNum"), event.get("DestCallerIDName"));
  channel.identify(dialStringNumber(event.get("DialString")), undefined);
}

/** `DialState`: of the states only ringing is told, early media is no ringing. */
export const dialState: Handler = (world, event, moment) => {
  const channel = dialled(world, event, moment);
  if (channel === undefined || !channel.isLeg) return;
  if (event.get("DialStatus") === "RINGING") legRings(world, channel, moment.atMs);
};

/** `DialEnd`. */
export const dialEnd: Handler = (world, event, moment) => {
  const channel = dialled(world, event, moment);
  if (channel === undefined) return;
  const outcome = outcomeOf(world, channel, event);
  channel.dial = outcome;
  if (channel.isLeg) channel.call.reach.ended(channel, outcome);
  if (outcome !== "answered") return;
  if (channel.number === "") channel.identify(event.get("DestCallerIDNum"), event.get("DestCallerIDName"));
  dialAnswered(world, channel, moment.atMs);
};

function outcomeOf(world: World, channel: Channel, event: AmiEvent): Dial {
  const outcome = OUTCOMES[event.get("DialStatus") ?? ""] ?? "none";
  if (outcome !== "cancelled") return outcome;
  return isKnown(event.get("Forward")) ? "forwarded" : outerOutcome(world, channel);
}

/**
 * A leg behind a Local channel is cancelled whenever that channel goes. What the dial of the outermost one came to is
 * what happened: the caller gave up, or the time for ringing was over.
 */
function outerOutcome(world: World, channel: Channel): Dial {
  const dialler = channel.dialler;
  const first = dialler?.isLocal ? world.bridges.partner(dialler) ?? dialler.pastPartner : null;
  return first === null || first.dial === "none" || first.dial === "pending" ? "cancelled" : first.dial;
}

/** `AgentConnect`: a queue's way to say that a dial was answered. */
export const agentConnect: Handler = (world, event, moment) => {
  const channel = dialled(world, event, moment);
  if (channel === undefined) return;
  channel.dial = "answered";
  channel.call.reach.ended(channel, "answered");
  dialAnswered(world, channel, moment.atMs);
};

/** `QueueCallerJoin`: a queue is a group, whose caller waits for one of it. */
export const queueCallerJoin: Handler = (world, event, moment) => {
  const channel = ensure(world, event, moment, "");
  if (channel === undefined) return;
  const { call } = channel;
  if (call.transfer !== null) tellTransfer(world, call, moment.atMs);
  call.queue = event.get("Queue") ?? null;
  if (call.peer !== null) return;
  if (call.reach.dialled === "") learnDialled(call, event.get("Exten"));
  call.reach.isQueue = true;
  call.isQueued = call.phase.is === "reaching";
};

/** `QueueCallerLeave`. */
export const queueCallerLeave: Handler = (world, event) => {
  const call = world.channel(event.get("Uniqueid"))?.call;
  if (call !== undefined) call.isQueued = false;
};

/** `QueueCallerAbandon`. */
export const queueCallerAbandon: Handler = (world, event) => {
  const call = world.channel(event.get("Uniqueid"))?.call;
  if (call?.phase.is === "reaching") call.isGivenUp = true;
};
