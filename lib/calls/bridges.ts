import { type Channel, localPair } from "./channel.ts";

/**
 * What being in a bridge means. `mixing`: its members talk with each other and are one call; `room`: they talk, but
 * each called the room by itself; `none`: they hear music, or are part of a radio node.
 */
export type BridgeKind = "mixing" | "room" | "none";

/** One bridge with who is in it. */
export interface Bridge {
  readonly id: string;
  readonly kind: BridgeKind;
  readonly members: Set<Channel>;
}

/** Reads what a bridge is from `BridgeType:`, `BridgeTechnology:` and `BridgeCreator:`. */
export function bridgeKind(
  type: string | undefined,
  technology: string | undefined,
  creator: string | undefined,
): BridgeKind {
  if (creator === "app_rpt" || technology === "holding_bridge" || type === "parking") return "none";
  if (creator === "ConfBridge" || creator === "MeetMe" || type === "base") return "room";
  return type === "stasis" && technology === "softmix" ? "room" : "mixing";
}

/** Who is connected with whom: bridges, and the two halves of Local channels. It holds only what has a channel in it. */
export class Bridges {
  readonly #bridges = new Map<string, Bridge>();
  readonly #locals = new Map<string, [Channel | undefined, Channel | undefined]>();

  /** The bridge of an id, once somebody is in it. */
  get(id: string): Bridge | undefined {
    return this.#bridges.get(id);
  }

  /** Puts a channel into a bridge; it leaves the one it was in. */
  enter(channel: Channel, id: string, kind: BridgeKind): Bridge {
    if (channel.bridge?.id !== id) this.leave(channel);
    const bridge = this.#bridges.get(id) ?? { id, kind, members: new Set<Channel>() };
    this.#bridges.set(id, bridge);
    bridge.members.add(channel);
    channel.bridge = bridge;
    return bridge;
  }

  /** Takes a channel out of the bridge it is in; with an id, only if it is in that one. */
  leave(channel: Channel, id?: string): void {
    const { bridge } = channel;
    if (bridge === null || (id !== undefined && bridge.id !== id)) return;
    channel.bridge = null;
    bridge.members.delete(channel);
    if (bridge.members.size === 0) this.#bridges.delete(bridge.id);
  }

  /** A bridge is gone, and nobody is in it. */
  destroyed(id: string): void {
    for (const channel of this.#bridges.get(id)?.members ?? []) channel.bridge = null;
    this.#bridges.delete(id);
  }

  /** Remembers a half of a Local channel under its present name. */
  named(channel: Channel): void {
    const local = localPair(channel.name);
    if (local === undefined) return;
    const halves = this.#locals.get(local.pair) ?? [undefined, undefined];
    halves[local.half] = channel;
    this.#locals.set(local.pair, halves);
  }

  /** Forgets a half of a Local channel; call it while the channel still has that name. */
  unnamed(channel: Channel): void {
    const local = localPair(channel.name);
    const halves = local && this.#locals.get(local.pair);
    if (!local || !halves || halves[local.half] !== channel) return;
    halves[local.half] = undefined;
    const left = halves[1 - local.half];
    if (left !== undefined) left.pastPartner = channel;
    if (halves[0] === undefined && halves[1] === undefined) this.#locals.delete(local.pair);
  }

  /** The other half of a Local channel. */
  partner(channel: Channel): Channel | undefined {
    const local = localPair(channel.name);
    return local && this.#locals.get(local.pair)?.[1 - local.half];
  }

  /** The first leg that a channel talks with, through however many Local channels; `room` when only a room joins them. */
  peer(from: Channel): { readonly leg: Channel; readonly kind: BridgeKind } | undefined {
    const seen = new Set<Channel>([from]);
    const queue: { channel: Channel; kind: BridgeKind }[] = [{ channel: from, kind: "mixing" }];
    for (const { channel, kind } of queue) {
      const { bridge } = channel;
      for (const next of bridge === null || bridge.kind === "none" ? [] : bridge.members) {
        if (seen.has(next)) continue;
        seen.add(next);
        const joined = bridge?.kind === "room" ? "room" : kind;
        if (next.isLeg && !next.away) return { leg: next, kind: joined };
        const partner = this.partner(next);
        if (partner === undefined || seen.has(partner)) continue;
        seen.add(partner);
        queue.push({ channel: partner, kind: joined });
      }
      const partner = channel === from ? this.partner(from) : undefined;
      if (partner !== undefined && !seen.has(partner)) {
        seen.add(partner);
        queue.push({ channel: partner, kind });
      }
    }
    return undefined;
  }
}
