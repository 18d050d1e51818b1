import { type BridgeKind, bridgeKind } from "./bridges.ts";
import { enterBridge } from "./bridge_events.ts";
import type { Call } from "./call.ts";
import type { Channel } from "./channel.ts";
import { isOver, recognise, takeUp } from "./channel_events.ts";
import { callerOf, isSought, markAnswered, settle } from "./settle.ts";
import type { AmiEvent, ChannelsAnswer } from "./types.ts";
import type { Moment, World } from "./world.ts";

/** When an answer came, and when it was asked for: what it says was so at that time, and need not be any more. */
interface Answered extends Moment {
  readonly askedAtMs: number;
}

/** Lays a server's own list of channels over what is known. */
export function reconcile(world: World, answer: ChannelsAnswer, moment: Moment): void {
  const kinds = new Map<string, BridgeKind>();
  for (const bridge of answer.bridges ?? []) {
    const kind = bridgeKind(
      bridge.get("BridgeType"),
      bridge.get("BridgeTechnology"),
      bridge.get("BridgeCreator"),
    );
    kinds.set(bridge.get("BridgeUniqueid") ?? "", kind);
  }
  const listed = new Map<Channel, string>();
  const adopted = new Set<Call>();
  for (const item of answer.channels) {
    const channel = listedChannel(world, item, { ...moment, askedAtMs: answer.askedAtMs }, adopted);
    if (channel === undefined) continue;
    listed.set(channel, item.get("ChannelState") ?? "");
    placeIn(world, channel, item, kinds, moment.atMs);
  }
  sweepMissing(world, listed, answer.askedAtMs, moment);
  for (const [channel, state] of listed) {
    channel.seenAtMs = Math.max(channel.seenAtMs, answer.askedAtMs);
    if (channel.isLive && !adopted.has(channel.call)) takeUp(world, channel, state, moment.atMs);
  }
  for (const call of [...world.calls]) {
    if (adopted.has(call)) settleQuietly(world, call, moment.atMs);
    else settle(world, call, moment.atMs);
  }
}

/** The channel of one line of the list; a call that begins with it is adopted. */
function listedChannel(
  world: World,
  item: AmiEvent,
  moment: Answered,
  adopted: Set<Call>,
): Channel | undefined {
  const uniqueid = item.get("Uniqueid");
  if (!uniqueid) return undefined;
  const known = world.channel(uniqueid);
  const isNewCall = world.callOf(item.get("Linkedid")) === undefined;
  const channel = known ?? adopt(world, item, uniqueid, moment, isNewCall);
  if (channel === undefined) return undefined;
  if (known === undefined && isNewCall) adopted.add(channel.call);
  channel.isUp = item.get("ChannelState") === "6";
  return channel;
}

function sweepMissing(
  world: World,
  listed: ReadonlyMap<Channel, string>,
  askedAtMs: number,
  moment: Moment,
): void {
  const skewMs = moment.atMs - moment.nowMs;
  const missing = [...world.channels].filter((channel) =>
    !listed.has(channel) && channel.seenAtMs < askedAtMs
  );
  for (const channel of missing) {
    // Of one that the first answer had, when it began is only as exact as the answer was quick.
    const bornAtMs = Math.max(channel.startedAtMs, channel.call.startedAtMs);
    sweep(world, channel, moment.atMs, Math.max(bornAtMs, channel.seenAtMs + skewMs));
  }
}

/** A channel that was up before anything was heard of it. */
function adopt(
  world: World,
  item: AmiEvent,
  uniqueid: string,
  moment: Answered,
  isNewCall: boolean,
): Channel | undefined {
  const linkedid = item.get("Linkedid");
  const name = item.get("Channel");
  if (!linkedid || !name || world.isGone(uniqueid)) return undefined;
  const startedAtMs = moment.atMs - durationMs(item.get("Duration"));
  const born = { atMs: startedAtMs, nowMs: moment.askedAtMs };
  const channel = world.addChannel(uniqueid, linkedid, name, born, isNewCall);
  if (channel === undefined) return undefined;
  recognise(channel, item, "");
  if (item.get("Application")?.toLowerCase() === "rpt") channel.call.isSilent ||= !channel.call.isTold;
  return channel;
}

function placeIn(
  world: World,
  channel: Channel,
  item: AmiEvent,
  kinds: ReadonlyMap<string, BridgeKind>,
  atMs: number,
): void {
  const id = item.get("BridgeId");
  if (!id) return world.bridges.leave(channel);
  if (channel.bridge?.id === id) return;
  const kind = kinds.get(id) ?? world.bridges.get(id)?.kind ?? "mixing";
  enterBridge(world, channel, id, kind, item.get("Linkedid"), atMs);
}

/** A channel that the server no longer has; its Hangup was not seen. */
function sweep(world: World, channel: Channel, atMs: number, seenAtMs: number): void {
  const { call } = channel;
  if (world.channel(channel.uniqueid) !== channel) return;
  call.reach.ended(channel, "none");
  world.removeChannel(channel, seenAtMs);
  if (isOver(channel)) world.lose(call, atMs, seenAtMs);
}

/** A call that was not known: it is what it is, and nothing is told of how it came to that. */
function settleQuietly(world: World, call: Call, atMs: number): void {
  const caller = callerOf(call);
  const found = caller ? world.bridges.peer(caller) : undefined;
  for (const leg of call.legs) {
    if (!isSought(world, leg) || leg.isUp) continue;
    leg.dial = "pending";
    call.firstDialAtMs ??= leg.startedAtMs;
    call.ringingAtMs ??= leg.startedAtMs;
    call.reach.tries(leg);
  }
  const up = call.legs.find((leg) => leg.isUp && isSought(world, leg));
  const peer = found && found.leg !== call.from ? found.leg : up;
  if (peer === undefined || call.phase.is !== "reaching") return;
  call.isInRoom = found?.kind === "room";
  markAnswered(call, call.isInRoom ? null : peer, atMs, 0);
}

/** Reads `hh:mm:ss`. */
function durationMs(text: string | undefined): number {
  const match = /^(\d{1,6}):(\d{2}):(\d{2})$/.exec(text ?? "");
  return match === null ? 0 : (Number(match[1]) * 3_600 + Number(match[2]) * 60 + Number(match[3])) * 1_000;
}
