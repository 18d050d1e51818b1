import { type AmiActionHeader, encodeFrame } from "../../ami/mod.ts";
import type { PbxEvent } from "../pbx/types.ts";
import type { Random } from "../world/random.ts";
import type { NodeView, RptVariableName } from "../world/types.ts";
import type { Asterisk } from "./asterisk.ts";
import { EVENT_CLASSES } from "./classes.ts";
import { ctime } from "./times.ts";

/** Classes of the events of an exchange, where it is not the one of calls. */
const PBX_CLASSES: Readonly<Record<string, "dialplan" | "agent">> = {
  Newexten: "dialplan",
  QueueCallerJoin: "agent",
  QueueCallerLeave: "agent",
  QueueCallerAbandon: "agent",
  AgentCalled: "agent",
  AgentConnect: "agent",
};

const ENCODER = new TextEncoder();

/** Whoever gets events: told the class of each, and asked first whether anybody wants it. */
export interface EventReader {
  wants(eventClass: number): boolean;
  deliver(eventClass: number, bytes: Uint8Array): void;
}

/** Makes the AMI events of what nodes publish: the RPT_ event and the VarSet, in an order that is not fixed. */
export class EventFeed {
  readonly #asterisk: Asterisk;
  readonly #readers: Iterable<EventReader>;
  readonly #random: Random;

  constructor(asterisk: Asterisk, readers: Iterable<EventReader>) {
    this.#asterisk = asterisk;
    this.#readers = readers;
    this.#random = asterisk.random.fork("order of events");
  }

  /** Tells a variable's new value to all sessions whose user may see its class. */
  variable(node: NodeView, name: RptVariableName, value: string): void {
    if (!this.#asterisk.release.tellsNodes) return;
    const rptEvent = () => this.send(EVENT_CLASSES.call, () => this.#rptFrame(node, name, value));
    const varSet = () =>
      this.#asterisk.release.tellsVariables &&
      this.send(EVENT_CLASSES.dialplan, () => varSetFrame(node, name, value, this.#asterisk.bootedAtMs));
    const varSetFirst = this.#random.chance(0.57); // 303 of 535 in the recordings
    if (varSetFirst) varSet();
    rptEvent();
    if (!varSetFirst) varSet();
  }

  /** Tells what happened in the exchange. */
  pbx({ name, headers }: PbxEvent): void {
    const eventClass = PBX_CLASSES[name] ?? "call";
    const privilege = ["Privilege", `${eventClass},all`] as const;
    this.send(EVENT_CLASSES[eventClass], () => encodeFrame([["Event", name], privilege, ...headers]));
  }

  /** Tells a digit that was dialled; it is no variable, so there is no VarSet. */
  digit(node: NodeView, digit: string): void {
    if (!this.#asterisk.release.tellsNodes) return;
    this.send(EVENT_CLASSES.call, () => this.#rptFrame(node, "DTMF", digit));
  }

  #rptFrame(node: NodeView, name: RptVariableName | "DTMF", value: string): Uint8Array {
    const headers = rptHeaders(node, name, value);
    if (!this.#asterisk.release.timesEndInLineFeed) return encodeFrame(headers);
    const lines = headers.map(([key, text]) => `${key}: ${text}${key.endsWith("KeyedTime") ? "\n" : ""}\r\n`);
    return ENCODER.encode(`${lines.join("")}\r\n`);
  }

  /** Makes an event once, and only when somebody wants it. */
  send(eventClass: number, make: () => Uint8Array): void {
    let bytes: Uint8Array | undefined;
    for (const reader of this.#readers) {
      if (reader.wants(eventClass)) reader.deliver(eventClass, bytes ??= make());
    }
  }
}

/** Name of a node's receiver channel. */
export function rxChannel(node: NodeView): string {
  const { channelNumber } = node.spec;
  return `usrp/127.0.0.1:${34_000 + channelNumber}:${32_000 + channelNumber}`;
}

function rptHeaders(
  node: NodeView,
  name: RptVariableName | "DTMF",
  value: string,
): readonly AmiActionHeader[] {
  return [
    ["Event", name],
    ["Privilege", "call,all"],
    ["Node", node.spec.id],
    ["Channel", rxChannel(node)],
    ["EventValue", value],
    ["LastKeyedTime", ctime(node.lastKeyedMs)],
    ["LastTxKeyedTime", ctime(node.lastTxKeyedMs)],
  ];
}

function varSetFrame(node: NodeView, name: string, value: string, bootedAtMs: number): Uint8Array {
  const uniqueId = `${Math.floor(bootedAtMs / 1000)}.${node.spec.channelNumber}`;
  return encodeFrame([
    ["Event", "VarSet"],
    ["Privilege", "dialplan,all"],
    ["Channel", rxChannel(node)],
    ["ChannelState", "6"],
    ["ChannelStateDesc", "Up"],
    ["CallerIDNum", "<unknown>"],
    ["CallerIDName", "<unknown>"],
    ["ConnectedLineNum", node.spec.id],
    ["ConnectedLineName", "<unknown>"],
    ["Language", ""],
    ["AccountCode", ""],
    ["Context", "default"],
    ["Exten", ""],
    ["Priority", "1"],
    ["Uniqueid", uniqueId],
    ["Linkedid", uniqueId],
    ["Variable", name],
    ["Value", value],
  ]);
}
