import type { CallParty } from "../wire/mod.ts";
import type { Call } from "./call.ts";
import { type Channel, dialledNumber, isKnown } from "./channel.ts";
import { ensure, type Handler } from "./channel_events.ts";
import * as message from "./messages.ts";
import { resume, settle, tellTransfer } from "./settle.ts";

/** `Hold`. */
export const hold: Handler = (world, event, moment) => {
  const channel = ensure(world, event, moment, "");
  if (channel?.call.phase.is !== "answered") return;
  const { call } = channel;
  if (call.hold !== null) {
    call.hold.by.add(channel);
    return;
  }
  call.hold = { sinceMs: moment.atMs, by: new Set([channel]), isParked: false };
  call.sinceMs = moment.atMs;
  world.tell(call, message.held(call, moment.atMs, channel.party, undefined), moment.atMs);
};

/** `Unhold`. */
export const unhold: Handler = (world, event, { atMs }) => {
  const channel = world.channel(event.get("Uniqueid"));
  const held = channel?.call.hold;
  if (!channel || !held?.by.delete(channel)) return;
  if (held.by.size === 0 && !held.isParked) resume(world, channel.call, atMs);
};

/** `ParkedCall`: a hold too; of a call on hold already it tells the space. The transfer that parked it hands the call to nobody. */
export const parkedCall: Handler = (world, event, { atMs }) => {
  const parked = world.channel(event.get("ParkeeUniqueid"));
  if (parked === undefined || event.get("ActionID") !== undefined) return;
  const { call } = parked;
  const by = parkedBy(call, parked, event.get("ParkerDialString"));
  call.transfer = null;
  if (call.phase.is !== "answered" || call.hold?.isParked) return;
  const space = event.get("ParkingSpace");
  const isNews = call.hold === null || space !== undefined;
  call.hold = { sinceMs: call.hold?.sinceMs ?? atMs, by: new Set(), isParked: true };
  call.sinceMs = atMs;
  if (isNews) world.tell(call, message.held(call, atMs, by, space), atMs);
};

function parkedBy(call: Call, parked: Channel, dialString: string | undefined): CallParty {
  if (call.transfer !== null) return call.transfer.by;
  const parker = call.legs.findLast((leg) =>
    leg !== parked && dialString !== undefined && leg.name.startsWith(`${dialString}-`)
  );
  return (parker ?? (parked === call.from ? call.peer : call.from))?.party ?? { extension: "" };
}

/** `UnParkedCall`: somebody fetches it; it goes on when they are connected. */
export const unparkedCall: Handler = (world, event, { atMs }) => {
  const parked = world.channel(event.get("ParkeeUniqueid"));
  const fetcher = world.channel(event.get("RetrieverUniqueid"));
  if (parked === undefined || fetcher === undefined) return;
  settle(world, world.merge(parked.call, fetcher.call, atMs), atMs);
};

/** `BlindTransfer`: who is reached by it comes with the dial that follows, unless the call was parked by it. */
export const blindTransfer: Handler = (world, event, { atMs }) => {
  const transferer = world.channel(event.get("TransfererUniqueid"));
  if (transferer === undefined || event.get("Result") !== "Success") return;
  const { call } = transferer;
  if (call.phase.is !== "answered" || (transferer !== call.from && transferer !== call.peer)) return;
  transferer.away = true;
  const dialled = dialledNumber(event.get("Extension")) ?? "";
  call.transfer = { kind: "blind", by: transferer.party, transferer, dialled };
  const isRinging = call.legs.some((leg) => leg.isLive && leg.dial === "pending" && leg.role === "called");
  if (isRinging) tellTransfer(world, call, atMs);
};

/** `AttendedTransfer`: the two legs of who transfers go, and the two calls are one. */
export const attendedTransfer: Handler = (world, event, { atMs }) => {
  const destination = event.get("DestType");
  if (event.get("Result") !== "Success" || destination === "Fail" || destination === "Threeway") return;
  const first = world.channel(event.get("OrigTransfererUniqueid"));
  const second = world.channel(event.get("SecondTransfererUniqueid"));
  const one = first ?? second;
  if (one === undefined) return;
  const call = first && second ? world.merge(first.call, second.call, atMs) : one.call;
  for (const leg of [first, second]) if (leg?.isLeg) leg.away = true;
  if (call.phase.is !== "answered") return;
  const ringing = call.legs.find((leg) => leg.isLive && leg.dial === "pending");
  const dialled = ringing?.party.extension ?? "";
  call.transfer = {
    kind: "attended",
    by: one.party,
    transferer: call.from?.away ? call.from : null,
    dialled,
  };
  settle(world, call, atMs);
  if (call.transfer !== null && ringing !== undefined) tellTransfer(world, call, atMs);
};

/** `Pickup`: the ringing leg becomes the phone that took the call; that phone's own call was only the way to do it. */
export const pickup: Handler = (world, event) => {
  const target = world.channel(event.get("TargetUniqueid"));
  const picker = world.channel(event.get("Uniqueid"));
  if (target === undefined) return;
  const number = event.get("CallerIDNum");
  const name = event.get("CallerIDName");
  const party = picker?.party ??
    { extension: isKnown(number) ? number : "", name: isKnown(name) ? name : undefined };
  target.become(party.extension, party.name);
  if (picker !== undefined && picker.call !== target.call) picker.call.isSilent ||= !picker.call.isTold;
};
