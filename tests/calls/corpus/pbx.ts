import type { AmiEvent } from "../../../lib/calls/mod.ts";

/** An event of a story, with when it was heard. */
export interface StoryEvent extends AmiEvent {
  readonly atMs: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** A phone or line: the endpoint of its channels and what it shows. */
export interface Phone {
  readonly endpoint: string;
  readonly number: string;
  readonly name: string;
}

const STATES = { Down: "0", Rsrvd: "1", Ring: "4", Ringing: "5", Up: "6", Busy: "7" } as const;

/** State of a channel as Asterisk writes it. */
export type State = keyof typeof STATES;

/** A channel of the story, as the exchange knows it. */
export interface Chan {
  name: string;
  state: State;
  number: string;
  partyName: string;
  exten: string;
  linkedid: string;
  readonly uniqueid: string;
  dialler: Chan | null;
  bridge: string | null;
}

/** When every story begins. */
export const STORY_START_MS = Date.UTC(2026, 1, 12, 10, 30);

/** Makes an event from its headers. */
export function storyEvent(
  name: string,
  headers: readonly (readonly [string, string])[],
  atMs: number,
): StoryEvent {
  const byName = new Map<string, string>();
  for (const [header, value] of headers) {
    if (!byName.has(header.toLowerCase())) byName.set(header.toLowerCase(), value);
  }
  return { name, atMs, headers, get: (header) => byName.get(header.toLowerCase()) };
}

/** Options of an exchange. */
export interface PbxOptions {
  /** Before the first dot of each id: Asterisk's start and, where set, its system name. */
  readonly prefix?: string;
  /** The number that ids of channels and bridges begin at. */
  readonly firstId?: number;
}

/**
 * An exchange that tells what happens in it as Asterisk 18 to 22 do. Each verb is what a person or the dialplan does,
 * and emits the events that this brings, in the order of recorded sessions.
 */
export class Pbx {
  readonly events: StoryEvent[] = [];
  #nowMs = STORY_START_MS;
  #nextId: number;
  #nextBridge: number;
  readonly #prefix: string;

  constructor(options: PbxOptions = {}) {
    this.#prefix = options.prefix ?? "1770888509";
    this.#nextId = options.firstId ?? 40;
    this.#nextBridge = this.#nextId;
  }

  /** Time passes. */
  wait(seconds: number): void {
    this.#nowMs += seconds * 1_000;
  }

  /** Somebody calls a number: the dialplan begins. */
  incoming(phone: Phone, exten: string, state: State = "Ring"): Chan {
    const chan = this.newchannel(phone, exten, state);
    this.newexten(chan, "NoOp", `call to ${exten}`);
    return chan;
  }

  /** A channel appears. */
  newchannel(phone: Phone, exten: string, state: State, linkedTo?: Chan): Chan {
    const id = this.#nextId++;
    const uniqueid = `${this.#prefix}.${id}`;
    const chan: Chan = {
      name: `${phone.endpoint}-${id.toString(16).padStart(8, "0")}`,
      state,
      number: phone.number,
      partyName: phone.name,
      exten,
      uniqueid,
      linkedid: linkedTo?.linkedid ?? uniqueid,
      dialler: null,
      bridge: null,
    };
    this.emit("Newchannel", this.#of(chan));
    return chan;
  }

  /** Dial: every phone gets a channel, then a DialBegin. */
  dial(dialler: Chan, ...phones: readonly Phone[]): Chan[] {
    this.newexten(dialler, "Dial", phones.map((phone) => phone.endpoint).join("&"));
    const legs = phones.map((phone) => {
      const leg = this.newchannel(phone, "s", "Down", dialler);
      leg.exten = dialler.exten;
      leg.dialler = dialler;
      this.newexten(leg, "AppDial", "(Outgoing Line)");
      if (leg.number === "") {
        leg.number = dialler.exten;
        this.emit("NewCallerid", [...this.#of(leg), ["CID-CallingPres", "0 (Presentation Allowed)"]]);
      }
      this.emit("NewConnectedLine", this.#of(leg));
      return leg;
    });
    for (const leg of legs) this.dialBegin(leg);
    return legs;
  }

  /** Dial of one phone. */
  dialOne(dialler: Chan, phone: Phone): Chan {
    const [leg] = this.dial(dialler, phone);
    if (leg === undefined) throw new Error("dial one phone, got none");
    return leg;
  }

  /** Originate: Asterisk rings a phone by itself, which then runs the dialplan. */
  originate(phone: Phone, shown: { readonly number: string; readonly name: string }): Chan {
    const chan = this.newchannel(phone, "s", "Down");
    chan.number = shown.number;
    chan.partyName = shown.name;
    this.emit("NewCallerid", this.#of(chan));
    this.emit("NewConnectedLine", this.#of(chan));
    this.dialBegin(chan);
    return chan;
  }

  dialBegin(leg: Chan, dialString = leg.name.split("/")[1]?.replace(/-[^-]*$/, "") ?? ""): void {
    this.emit("DialBegin", [...this.#dialOf(leg), ["DialString", dialString]]);
  }

  dialState(leg: Chan, status: string): void {
    this.emit("DialState", [...this.#dialOf(leg), ["DialStatus", status]]);
  }

  dialEnd(leg: Chan, status: string, forward?: string): void {
    const headers = [...this.#dialOf(leg), ["DialStatus", status] as const];
    this.emit("DialEnd", forward === undefined ? headers : [...headers, ["Forward", forward]]);
  }

  /** A phone rings (180). */
  ring(...legs: readonly Chan[]): void {
    for (const leg of legs) {
      this.state(leg, "Ringing");
      this.dialState(leg, "RINGING");
    }
  }

  state(chan: Chan, state: State): void {
    chan.state = state;
    this.emit("Newstate", this.#of(chan));
  }

  /** Somebody lifts: the others are cancelled, and caller and called talk. */
  answer(leg: Chan, others: readonly Chan[] = []): string {
    this.lift(leg, others);
    for (const other of others) this.hangup(other, 26);
    const { dialler } = leg;
    if (dialler === null) throw new Error("answer, nobody dialled the leg");
    return this.bridge(leg, dialler);
  }

  /** Somebody lifts; nobody is connected yet. */
  lift(leg: Chan, others: readonly Chan[] = []): void {
    this.state(leg, "Up");
    for (const other of others) this.dialEnd(other, "CANCEL");
    this.dialEnd(leg, "ANSWER");
    if (leg.dialler !== null && leg.dialler.state !== "Up") this.state(leg.dialler, "Up");
  }

  /** The dialplan answers. */
  autoAnswer(chan: Chan): void {
    this.newexten(chan, "Answer", "");
    this.state(chan, "Up");
  }

  /** A bridge with these channels in it. */
  bridge(...chans: readonly Chan[]): string {
    const id = this.bridgeCreate();
    for (const chan of chans) this.enter(chan, id);
    return id;
  }

  bridgeCreate(headers: readonly (readonly [string, string])[] = BASIC): string {
    const id = `00000000-0000-4000-8000-${String(this.#nextBridge++).padStart(12, "0")}`;
    this.#bridgeHeaders.set(id, headers);
    this.emit("BridgeCreate", [["BridgeUniqueid", id], ...headers, ["BridgeNumChannels", "0"]]);
    return id;
  }

  enter(chan: Chan, id: string, swap?: Chan): void {
    chan.bridge = id;
    const swapped: readonly (readonly [string, string])[] = swap ? [["SwapUniqueid", swap.uniqueid]] : [];
    this.emit("BridgeEnter", [...this.#bridgeOf(id), ...this.#of(chan), ...swapped]);
  }

  leave(chan: Chan): void {
    const id = chan.bridge;
    if (id === null) return;
    chan.bridge = null;
    this.emit("BridgeLeave", [...this.#bridgeOf(id), ...this.#of(chan)]);
  }

  bridgeDestroy(id: string): void {
    this.emit("BridgeDestroy", this.#bridgeOf(id));
  }

  /** A phone hangs up. */
  hangupRequest(chan: Chan, cause = 16): void {
    this.emit("HangupRequest", [...this.#of(chan), ["Cause", String(cause)]]);
  }

  /** Two that talk: one hangs up, so both go. */
  endCall(who: Chan, other: Chan): void {
    const bridge = who.bridge;
    this.hangupRequest(who);
    this.leave(who);
    this.leave(other);
    if (bridge !== null) this.bridgeDestroy(bridge);
    this.hangup(who, 16);
    this.softHangup(other);
    this.hangup(other, 16);
  }

  softHangup(chan: Chan): void {
    this.emit("SoftHangupRequest", [...this.#of(chan), ["Cause", "16"]]);
  }

  /** A channel goes. */
  hangup(chan: Chan, cause: number): void {
    this.leave(chan);
    this.emit("Hangup", [...this.#of(chan), ["Cause", String(cause)], ["Cause-txt", "text"]]);
  }

  newexten(chan: Chan, application: string, data: string): void {
    this.emit("Newexten", [
      ...this.#of(chan),
      ["Extension", chan.exten],
      ["Application", application],
      ["AppData", data],
    ]);
  }

  /** The pair of a Local channel; its first half is dialled by `dialler`, or by nobody. */
  local(number: string, linkedTo?: Chan): { readonly one: Chan; readonly two: Chan } {
    const pair = `Local/${number}@internal-${this.#nextId.toString(16).padStart(8, "0")}`;
    const phone = { endpoint: "Local/half", number: "", name: "" };
    const one = this.#half(phone, `${pair};1`, number, "Down", linkedTo);
    const two = this.#half(phone, `${pair};2`, number, "Ring", linkedTo ?? one);
    this.emit("LocalBridge", [
      ...this.#of(one, "LocalOne"),
      ...this.#of(two, "LocalTwo"),
      ["LocalOptimization", "Yes"],
    ]);
    return { one, two };
  }

  #half(phone: Phone, name: string, exten: string, state: State, linkedTo: Chan | undefined): Chan {
    const id = this.#nextId++;
    const uniqueid = `${this.#prefix}.${id}`;
    const linkedid = linkedTo?.linkedid ?? uniqueid;
    const half: Chan = {
      name,
      state,
      number: phone.number,
      partyName: phone.name,
      exten,
      uniqueid,
      linkedid,
      dialler: null,
      bridge: null,
    };
    this.emit("Newchannel", this.#of(half));
    return half;
  }

  rename(chan: Chan, name: string): void {
    const before = chan.name;
    chan.name = name;
    this.emit("Rename", [["Channel", before], ["Newname", name], ["Uniqueid", chan.uniqueid]]);
  }

  /** An event about one channel with further headers. */
  about(name: string, chan: Chan, ...headers: readonly (readonly [string, string])[]): void {
    this.emit(name, [...this.#of(chan), ...headers]);
  }

  /** An event about several channels, each under its prefix. */
  aboutMany(
    name: string,
    chans: Readonly<Record<string, Chan>>,
    ...headers: readonly (readonly [string, string])[]
  ): void {
    const all = Object.entries(chans).flatMap(([prefix, chan]) => this.#of(chan, prefix));
    this.emit(name, [...all, ...headers]);
  }

  emit(name: string, headers: readonly (readonly [string, string])[]): void {
    this.events.push(storyEvent(name, headers, this.#nowMs));
  }

  readonly #bridgeHeaders = new Map<string, readonly (readonly [string, string])[]>();

  #bridgeOf(id: string): readonly (readonly [string, string])[] {
    return [["BridgeUniqueid", id], ...(this.#bridgeHeaders.get(id) ?? BASIC)];
  }

  #dialOf(leg: Chan): readonly (readonly [string, string])[] {
    const dialler = leg.dialler === null ? [] : this.#of(leg.dialler);
    return [...dialler, ...this.#of(leg, "Dest")];
  }

  #of(chan: Chan, prefix = ""): (readonly [string, string])[] {
    const unknown = (text: string) => text === "" ? "<unknown>" : text;
    return [
      [`${prefix}Channel`, chan.name],
      [`${prefix}ChannelState`, STATES[chan.state]],
      [`${prefix}ChannelStateDesc`, chan.state],
      [`${prefix}CallerIDNum`, unknown(chan.number)],
      [`${prefix}CallerIDName`, unknown(chan.partyName)],
      [`${prefix}ConnectedLineNum`, "<unknown>"],
      [`${prefix}ConnectedLineName`, "<unknown>"],
      [`${prefix}Language`, "en"],
      [`${prefix}AccountCode`, ""],
      [`${prefix}Context`, "internal"],
      [`${prefix}Exten`, chan.exten],
      [`${prefix}Priority`, "1"],
      [`${prefix}Uniqueid`, chan.uniqueid],
      [`${prefix}Linkedid`, chan.linkedid],
    ];
  }
}

const BASIC = [
  ["BridgeType", "basic"],
  ["BridgeTechnology", "simple_bridge"],
  ["BridgeCreator", "<unknown>"],
  ["BridgeName", "<unknown>"],
] as const;

/** Headers of a parking lot's bridge. */
export const PARKING = [
  ["BridgeType", "parking"],
  ["BridgeTechnology", "holding_bridge"],
  ["BridgeCreator", "Parking"],
  ["BridgeName", "default"],
] as const;

/** Headers of a conference room's bridge. */
export const ROOM = [
  ["BridgeType", "base"],
  ["BridgeTechnology", "softmix"],
  ["BridgeCreator", "ConfBridge"],
  ["BridgeName", "610"],
] as const;
