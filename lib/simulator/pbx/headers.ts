import type { AmiActionHeader } from "../../ami/mod.ts";
import type { Bridge, Channel, ChannelState } from "./types.ts";

const STATES: Readonly<Record<ChannelState, string>> = {
  Down: "0",
  Ring: "4",
  Ringing: "5",
  Up: "6",
  Busy: "7",
};

const BRIDGES: Readonly<Record<Bridge["kind"], Readonly<Record<"technology" | "creator" | "name", string>>>> =
  {
    basic: { technology: "simple_bridge", creator: "<unknown>", name: "<unknown>" },
    parking: { technology: "holding_bridge", creator: "Parking", name: "default" },
    base: { technology: "softmix", creator: "ConfBridge", name: "610" },
  };

const CAUSES: Readonly<Record<number, string>> = {
  0: "Unknown",
  1: "Unallocated (unassigned) number",
  16: "Normal Clearing",
  17: "User busy",
  19: "User alerting, no answer",
  20: "Subscriber absent",
  21: "Call Rejected",
  23: "Redirected to new destination",
  26: "Answered elsewhere",
  34: "Circuit/channel congestion",
};

/** Headers of a channel, each name with a prefix, in Asterisk's order. */
export function channelHeaders(channel: Channel, prefix = ""): AmiActionHeader[] {
  return [
    [`${prefix}Channel`, channel.name],
    [`${prefix}ChannelState`, STATES[channel.state]],
    [`${prefix}ChannelStateDesc`, channel.state],
    [`${prefix}CallerIDNum`, known(channel.number)],
    [`${prefix}CallerIDName`, known(channel.partyName)],
    [`${prefix}ConnectedLineNum`, known(channel.connected.number)],
    [`${prefix}ConnectedLineName`, known(channel.connected.name)],
    [`${prefix}Language`, "en"],
    [`${prefix}AccountCode`, ""],
    [`${prefix}Context`, "internal"],
    [`${prefix}Exten`, channel.exten],
    [`${prefix}Priority`, "1"],
    [`${prefix}Uniqueid`, channel.uniqueid],
    [`${prefix}Linkedid`, channel.linkedid],
  ];
}

/** Headers of a bridge. */
export function bridgeHeaders({ id, kind, members }: Bridge): AmiActionHeader[] {
  const { technology, creator, name } = BRIDGES[kind];
  return [
    ["BridgeUniqueid", id],
    ["BridgeType", kind],
    ["BridgeTechnology", technology],
    ["BridgeCreator", creator],
    ["BridgeName", name],
    ["BridgeNumChannels", String(members.size)],
    ["BridgeVideoSourceMode", "none"],
  ];
}

/** Headers of a cause with its text. */
export function causeHeaders(cause: number): AmiActionHeader[] {
  return [["Cause", String(cause)], ["Cause-txt", CAUSES[cause] ?? "Unknown"]];
}

function known(text: string): string {
  return text === "" ? "<unknown>" : text;
}
