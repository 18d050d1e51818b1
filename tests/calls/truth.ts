import type { AmiEvent, ChannelsAnswer } from "../../lib/calls/mod.ts";
import { type StoryEvent, storyEvent } from "./corpus/pbx.ts";

type Headers = Map<string, string>;

const BRIDGE_HEADERS = ["BridgeType", "BridgeTechnology", "BridgeCreator"] as const;
const CHANNEL_HEADERS = ["ChannelState", "CallerIDNum", "CallerIDName", "Exten", "Linkedid"] as const;

/** What the server itself knows: the answers to CoreShowChannels and BridgeList after each event. */
export class Truth {
  readonly #channels = new Map<string, Headers>();
  readonly #bridges = new Map<string, Headers>();

  /** One event happened, whether or not anybody heard it. */
  happened(event: AmiEvent): void {
    if (event.name === "Hangup") return void this.#channels.delete(event.get("Uniqueid") ?? "");
    if (event.name === "Newchannel") this.#channels.set(event.get("Uniqueid") ?? "", new Map());
    for (const prefix of ["", "Dest"]) this.#update(event, prefix);
    const id = event.get("BridgeUniqueid");
    if (id !== undefined) this.#bridge(event, id);
    const channel = this.#channels.get(event.get("Uniqueid") ?? "");
    if (event.name === "Rename") channel?.set("Channel", event.get("Newname") ?? "");
    if (event.name === "BridgeEnter") channel?.set("BridgeId", id ?? "");
    if (event.name === "BridgeLeave") channel?.set("BridgeId", "");
    if (event.name === "Newexten") channel?.set("Application", event.get("Application") ?? "");
  }

  /** What the server answers when asked now. */
  answer(askedAtMs: number): ChannelsAnswer {
    const list = (name: string, idName: string, items: ReadonlyMap<string, Headers>): StoryEvent[] =>
      [...items].map(([id, headers]) => storyEvent(name, [[idName, id], ...headers], askedAtMs));
    return {
      askedAtMs,
      channels: list("CoreShowChannel", "Uniqueid", this.#channels),
      bridges: list("BridgeListItem", "BridgeUniqueid", this.#bridges),
    };
  }

  #update(event: AmiEvent, prefix: string): void {
    const channel = this.#channels.get(event.get(`${prefix}Uniqueid`) ?? "");
    if (channel === undefined) return;
    if (event.name !== "Rename") channel.set("Channel", event.get(`${prefix}Channel`) ?? "");
    for (const name of CHANNEL_HEADERS) {
      const value = event.get(`${prefix}${name}`);
      if (value !== undefined) channel.set(name, value);
    }
  }

  #bridge(event: AmiEvent, id: string): void {
    if (event.name === "BridgeDestroy") return void this.#bridges.delete(id);
    this.#bridges.set(id, new Map(BRIDGE_HEADERS.map((name) => [name, event.get(name) ?? ""])));
  }
}
