import { type BridgeKind, bridgeKind } from "./bridges.ts";
import type { Channel } from "./channel.ts";
import { ensure, type Handler } from "./channel_events.ts";
import { settle } from "./settle.ts";
import type { World } from "./world.ts";

/** `BridgeEnter`. */
export const bridgeEnter: Handler = (world, event, moment) => {
  const id = event.get("BridgeUniqueid");
  const channel = ensure(world, event, moment, "");
  if (channel === undefined || !id) return;
  const kind = world.bridges.get(id)?.kind ??
    bridgeKind(event.get("BridgeType"), event.get("BridgeTechnology"), event.get("BridgeCreator"));
  enterBridge(world, channel, id, kind, event.get("Linkedid"), moment.atMs);
  // In a room each call stays its own, but now there is somebody to talk with for those who waited there.
  if (kind === "room") {
    for (const { call } of channel.bridge?.members ?? []) settle(world, call, moment.atMs);
  } else settle(world, channel.call, moment.atMs);
};

/** Puts a channel into a bridge; calls that meet there, other than in a room, are one from then on. */
export function enterBridge(
  world: World,
  channel: Channel,
  id: string,
  kind: BridgeKind,
  linkedid: string | undefined,
  atMs: number,
): void {
  const bridge = world.bridges.enter(channel, id, kind);
  if (kind === "none") return;
  if (kind === "mixing") {
    for (const { call } of bridge.members) if (call !== channel.call) world.merge(call, channel.call, atMs);
    const linked = world.callOf(linkedid);
    if (linked !== undefined && linked !== channel.call) world.merge(linked, channel.call, atMs);
    else if (linked === undefined && linkedid) world.alias(linkedid, channel.call);
  }
  const partner = world.bridges.partner(channel);
  if (partner !== undefined && partner.call !== channel.call) world.merge(partner.call, channel.call, atMs);
}

/** `BridgeLeave`. */
export const bridgeLeave: Handler = (world, event, { nowMs }) => {
  const channel = world.channel(event.get("Uniqueid"));
  if (channel === undefined) return;
  channel.seenAtMs = nowMs;
  world.bridges.leave(channel, event.get("BridgeUniqueid"));
};

/** `BridgeDestroy`. */
export const bridgeDestroy: Handler = (world, event) => {
  world.bridges.destroyed(event.get("BridgeUniqueid") ?? "");
};
