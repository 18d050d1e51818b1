import type { Call } from "./call.ts";
import { causeCode, isTelling } from "./causes.ts";
import { type Channel, dialledNumber } from "./channel.ts";
import { legRings, legTried, settle } from "./settle.ts";
import type { AmiEvent } from "./types.ts";
import type { Moment, World } from "./world.ts";

/** Takes one kind of event. */
export type Handler = (world: World, event: AmiEvent, moment: Moment) => void;

/** Prefixes of the headers of one channel in an event that names several. */
export type Prefix = "" | "Dest";

const headersOf = (prefix: Prefix) => ({
  channel: `${prefix}Channel`,
  state: `${prefix}ChannelState`,
  number: `${prefix}CallerIDNum`,
  name: `${prefix}CallerIDName`,
  uniqueid: `${prefix}Uniqueid`,
  linkedid: `${prefix}Linkedid`,
});

/** Names are put together once, not for each event. */
const HEADERS = { "": headersOf(""), Dest: headersOf("Dest") } as const;

/** States of a channel that mean something here, as `ChannelState:` numbers them. */
const STATE = { down: "0", ring: "4", ringing: "5", up: "6" } as const;

/**
 * The channel that an event names, made where it was not known; `undefined` for one that is gone, or is nobody's. Its
 * Newchannel may be late, or was lost.
 */
export function ensure(world: World, event: AmiEvent, moment: Moment, prefix: Prefix): Channel | undefined {
  const uniqueid = event.get(HEADERS[prefix].uniqueid);
  if (uniqueid === undefined) return undefined;
  const known = world.channel(uniqueid);
  if (known !== undefined) {
    known.seenAtMs = moment.nowMs;
    return known;
  }
  const linkedid = event.get(HEADERS[prefix].linkedid);
  const name = event.get(HEADERS[prefix].channel);
  if (!linkedid || !name || world.isGone(uniqueid)) return undefined;
  const isAdopted = world.callOf(linkedid) === undefined;
  const channel = world.addChannel(uniqueid, linkedid, name, moment, isAdopted);
  if (channel !== undefined) recognise(channel, event, prefix);
  return channel;
}

/** What a channel is, as far as one event tells: Asterisk begins what it dials itself as `Down`. */
export function recognise(channel: Channel, event: AmiEvent, prefix: Prefix): void {
  const { call } = channel;
  const state = event.get(HEADERS[prefix].state);
  const isRoot = channel.uniqueid === call.linkedid;
  channel.isUp = state === STATE.up;
  channel.identify(event.get(HEADERS[prefix].number), event.get(HEADERS[prefix].name));
  if (!channel.isLeg) return;
  const cameIn = prefix === "" && state !== STATE.down && state !== STATE.ringing;
  if (cameIn && (isRoot || (state === STATE.ring && call.from === null))) {
    callsIn(channel, event.get("Exten"));
  } else if (!isRoot) channel.role = "called";
}

/** Somebody calls. */
function callsIn(channel: Channel, exten: string | undefined): void {
  const { call } = channel;
  channel.role = "caller";
  call.from ??= channel;
  if (call.from === channel && call.reach.dialled === "") learnDialled(call, exten);
}

/** The number that the caller dialled, once it is known. */
export function learnDialled(call: Call, exten: string | undefined): void {
  call.reach.dialled = dialledNumber(exten) ?? "";
}

/** `Newchannel`. */
export const newchannel: Handler = (world, event, moment) => {
  const uniqueid = event.get("Uniqueid");
  const linkedid = event.get("Linkedid");
  const name = event.get("Channel");
  if (!uniqueid || !linkedid || !name || !world.mayReturn(uniqueid, moment.atMs)) return;
  let channel = world.channel(uniqueid);
  if (channel?.isAnnounced) {
    // The id is used again, so the end of what had it was not seen.
    world.lose(channel.call, moment.atMs, moment.atMs);
    channel = undefined;
  }
  channel ??= world.addChannel(uniqueid, linkedid, name, moment, false);
  if (channel === undefined) return;
  channel.isAnnounced = true;
  channel.seenAtMs = moment.nowMs;
  if (channel.uniqueid === channel.call.linkedid) channel.call.isAdopted = false;
  if (channel.role === "unknown") recognise(channel, event, "");
};

/** `Newstate`. */
export const newstate: Handler = (world, event, moment) => {
  const channel = ensure(world, event, moment, "");
  if (channel === undefined) return;
  switch (event.get("ChannelState")) {
    case STATE.ring:
      if (channel.isLeg && channel.role === "unknown") callsIn(channel, event.get("Exten"));
      return;
    case STATE.ringing:
      if (channel.isLeg) legRings(world, channel, moment.atMs);
      return;
    case STATE.up:
      channel.isUp = true;
      channel.answeredAtMs ??= moment.atMs;
      return;
  }
};

/** `NewCallerid`: a name looked up, or a number given to who has none; what an originate shows is not who it rings. */
export const newCallerid: Handler = (world, event, moment) => {
  const channel = ensure(world, event, moment, "");
  if (channel === undefined || channel.role === "originated") return;
  if (channel.isLeg && channel.role === "unknown") return;
  channel.identify(event.get("CallerIDNum"), event.get("CallerIDName"));
};

/** `Newexten`: tells what was dialled where the channel did not, and that a channel is a link of a radio node. */
export const newexten: Handler = (world, event, { nowMs }) => {
  const channel = world.channel(event.get("Uniqueid"));
  if (channel === undefined) return;
  channel.seenAtMs = nowMs;
  const { call } = channel;
  if ((channel === call.from || channel === call.peer) && call.phase.is === "answered") {
    call.lastExten = dialledNumber(event.get("Exten")) ?? call.lastExten;
  }
  const isUnnumbered = call.reach.dialled === "" && (channel === call.from || channel === call.root);
  if (!isUnnumbered && !channel.name.startsWith("IAX2/")) return;
  const application = event.get("Application") ?? "";
  if (application.toLowerCase() === "rpt") call.isSilent ||= !call.isTold;
  else if (isUnnumbered && !application.startsWith("App")) learnDialled(call, event.get("Exten"));
};

/** `Rename`: a masquerade gives a channel the phone, or the half of a Local channel, of another one. */
export const rename: Handler = (world, event, { nowMs }) => {
  const channel = world.channel(event.get("Uniqueid"));
  const name = event.get("Newname");
  if (channel === undefined || !name) return;
  channel.seenAtMs = nowMs;
  world.bridges.unnamed(channel);
  channel.rename(name);
  world.bridges.named(channel);
};

/** `HangupRequest`: a phone hung up, which tells a caller that gave up from one whose time was over. */
export const hangupRequest: Handler = (world, event, { nowMs }) => {
  const channel = world.channel(event.get("Uniqueid"));
  if (channel === undefined) return;
  channel.seenAtMs = nowMs;
  const { call } = channel;
  if (channel !== call.from || call.phase.is !== "reaching") return;
  if (call.reach.pending.size > 0 || call.isQueued) call.isGivenUp = true;
};

/** `Hangup`. */
export const hangup: Handler = (world, event, { atMs }) => {
  const uniqueid = event.get("Uniqueid");
  const channel = world.channel(uniqueid);
  if (channel === undefined) {
    if (uniqueid !== undefined && !world.isGone(uniqueid)) world.goneUnseen(uniqueid, atMs);
    return;
  }
  channel.causeCode = causeCode(event.get("Cause"));
  // What a masquerade leaves behind is nobody, and its own call was only the use of a feature.
  if (channel.name.endsWith("<ZOMBIE>")) channel.call.isSilent ||= !channel.call.isTold;
  gone(world, channel, atMs);
};

/** A channel is gone: its call ends with its last leg. */
export function gone(world: World, channel: Channel, atMs: number): void {
  const { call } = channel;
  const code = channel.causeCode ?? 0;
  if (channel.role === "called" && channel.dial !== "forwarded" && isTelling(code)) call.reach.cleared(code);
  call.reach.ended(channel, "none");
  world.removeChannel(channel, atMs);
  if (isOver(channel)) world.end(call, atMs);
  else settle(world, call, atMs);
}

/** True when nobody is left. Halves of Local channels do not hold a call, but where the call began with one. */
export function isOver({ call }: Channel): boolean {
  for (const channel of call.channels) {
    if (channel.isLeg || channel === call.root) return false;
  }
  return call.channels.size === 0 || call.root?.isLeg === true || call.legs.length > 0;
}

/** What the server's list says of a leg that its events have not said yet. */
export function takeUp(world: World, leg: Channel, state: string, atMs: number): void {
  if (leg.role !== "called" || !leg.isLeg || leg.isUp) return;
  if (leg.dial === "none") {
    leg.dial = "pending";
    legTried(world, leg, atMs);
  }
  if (state === STATE.ringing) legRings(world, leg, atMs);
}
