import type { AmiActionHeader } from "../../ami/mod.ts";
import { bridgeHeaders, causeHeaders, channelHeaders } from "./headers.ts";
import type { Bridge, Channel, ChannelState, PbxEvent, Phone } from "./types.ts";

/** The first channel has this number; what came before were those of the radio nodes. */
const FIRST_CHANNEL = 100;

/**
 * A small exchange that tells what happens in it as Asterisk 18 to 22 do. Each verb is what a person or the dialplan does, and
 * tells the events that this brings, in the order of recorded sessions.
 */
export class Exchange {
  readonly #channels = new Map<string, Channel>();
  readonly #bridges = new Map<string, Bridge>();
  readonly #nowMs: () => number;
  #made = FIRST_CHANNEL;
  #agoMs = 0;

  /** `tell` takes every event at once; `nowMs` is world time; `systemName` stands before every id. */
  constructor(
    nowMs: () => number,
    private readonly tell: (event: PbxEvent) => void,
    private readonly systemName = "",
  ) {
    this.#nowMs = () => nowMs() - this.#agoMs;
  }

  /** Lets `act` happen as if it had happened so long ago. */
  earlier(agoMs: number, act: () => void): void {
    this.#agoMs = agoMs;
    act();
    this.#agoMs = 0;
  }

  /** Channels that are up, oldest first. */
  get channels(): Iterable<Channel> {
    return this.#channels.values();
  }

  /** Bridges with somebody in them. */
  get bridges(): Iterable<Bridge> {
    return this.#bridges.values();
  }

  /** The process is gone, and nothing is told of it. */
  clear(): void {
    this.#channels.clear();
    this.#bridges.clear();
  }

  /** Somebody calls a number: the dialplan begins. */
  incoming(phone: Phone, exten: string): Channel {
    const channel = this.newChannel(phone, exten, "Ring");
    this.runs(channel, "NoOp", `call to ${exten}`);
    return channel;
  }

  /** A channel appears. */
  newChannel(
    phone: Phone,
    exten: string,
    state: ChannelState,
    linkedTo?: Channel,
    nameOf = (id: string) => `${phone.endpoint}-${id}`,
  ): Channel {
    const number = this.#made++;
    const nowMs = this.#nowMs();
    const uniqueid = `${this.systemName}${Math.floor(nowMs / 1_000)}.${number}`;
    const channel: Channel = {
      name: nameOf(number.toString(16).padStart(8, "0")),
      state,
      number: phone.number,
      partyName: phone.name,
      exten,
      linkedid: linkedTo?.linkedid ?? uniqueid,
      application: "",
      connected: { number: "", name: "" },
      dialler: null,
      bridge: null,
      uniqueid,
      sinceMs: nowMs,
    };
    this.#channels.set(uniqueid, channel);
    this.about("Newchannel", channel);
    return channel;
  }

  /** The dialplan runs an application. */
  runs(channel: Channel, application: string, data: string): void {
    channel.application = application;
    this.about("Newexten", channel, ["Extension", channel.exten], ["Application", application], [
      "AppData",
      data,
    ]);
  }

  /** Dial: every phone gets a channel, then a DialBegin. */
  dial(dialler: Channel, ...phones: readonly Phone[]): Channel[] {
    this.runs(dialler, "Dial", phones.map(({ endpoint }) => endpoint).join("&"));
    const legs = phones.map((phone) => this.#leg(dialler, phone));
    for (const leg of legs) this.dialBegins(leg);
    return legs;
  }

  #leg(dialler: Channel, phone: Phone): Channel {
    const leg = this.newChannel(phone, "s", "Down", dialler);
    leg.dialler = dialler;
    leg.exten = dialler.exten;
    leg.connected = { number: dialler.number, name: dialler.partyName };
    this.runs(leg, "AppDial", "(Outgoing Line)");
    this.about("NewConnectedLine", leg);
    return leg;
  }

  /** A channel is being called. */
  dialBegins(leg: Channel): void {
    this.#dialled("DialBegin", leg, ["DialString", leg.name.replace(/^\w+\/|-[^-]*$/g, "")]);
  }

  /** Phones ring (180). */
  ring(...legs: readonly Channel[]): void {
    for (const leg of legs) {
      this.#dialled("DialState", leg, ["DialStatus", "RINGING"]);
      this.becomes(leg, "Ringing");
    }
  }

  /** A line plays something before it is answered. */
  progress(leg: Channel): void {
    this.#dialled("DialState", leg, ["DialStatus", "PROGRESS"]);
  }

  /** Calling a channel is over. */
  dialEnds(leg: Channel, status: string, ...more: readonly AmiActionHeader[]): void {
    this.#dialled("DialEnd", leg, ["DialStatus", status], ...more);
  }

  /** A channel changes its state. */
  becomes(channel: Channel, state: ChannelState): void {
    channel.state = state;
    this.about("Newstate", channel);
  }

  /** The dialplan answers: menus and queues do. */
  answersItself(channel: Channel): void {
    this.runs(channel, "Answer", "");
    this.becomes(channel, "Up");
  }

  /** Somebody lifts; the others stop ringing, and caller and called are connected. */
  answer(leg: Channel, others: readonly Channel[] = []): void {
    this.lift(leg, others);
    for (const other of others) this.hangUp(other, 26);
    if (leg.dialler) this.connect(leg, leg.dialler);
  }

  /** Somebody lifts; nobody is connected yet. */
  lift(leg: Channel, others: readonly Channel[] = []): void {
    this.becomes(leg, "Up");
    for (const other of others) this.dialEnds(other, "CANCEL");
    this.dialEnds(leg, "ANSWER");
    const { dialler } = leg;
    if (dialler === null) return;
    dialler.connected = { number: leg.number, name: leg.partyName };
    if (dialler.state !== "Up") this.becomes(dialler, "Up");
  }

  /** Two talk. */
  connect(one: Channel, other: Channel): Bridge {
    const bridge = this.newBridge("basic");
    this.enter(one, bridge);
    this.enter(other, bridge);
    return bridge;
  }

  /** A bridge appears. */
  newBridge(kind: Bridge["kind"]): Bridge {
    const number = (this.#made++).toString(16).padStart(12, "0");
    const bridge: Bridge = { id: `00000000-0000-4000-8000-${number}`, kind, members: new Set() };
    this.#bridges.set(bridge.id, bridge);
    this.tell({ name: "BridgeCreate", headers: bridgeHeaders(bridge) });
    return bridge;
  }

  /** A channel comes into a bridge. */
  enter(channel: Channel, bridge: Bridge): void {
    channel.bridge = bridge;
    bridge.members.add(channel);
    this.tell({ name: "BridgeEnter", headers: [...bridgeHeaders(bridge), ...channelHeaders(channel)] });
  }

  /** A channel goes out of its bridge; an empty one is gone. */
  leave(channel: Channel): void {
    const { bridge } = channel;
    if (bridge === null) return;
    channel.bridge = null;
    bridge.members.delete(channel);
    this.tell({ name: "BridgeLeave", headers: [...bridgeHeaders(bridge), ...channelHeaders(channel)] });
    if (bridge.members.size > 0) return;
    this.#bridges.delete(bridge.id);
    this.tell({ name: "BridgeDestroy", headers: bridgeHeaders(bridge) });
  }

  /** A phone says that it hangs up. */
  wantsToHangUp(channel: Channel, cause = 16): void {
    this.about("HangupRequest", channel, ["Cause", String(cause)]);
  }

  /** A channel is gone. */
  hangUp(channel: Channel, cause: number): void {
    this.leave(channel);
    this.#channels.delete(channel.uniqueid);
    this.about("Hangup", channel, ...causeHeaders(cause));
  }

  /** A channel is gone, and its bridge with it, without a word. */
  vanish(channel: Channel): void {
    if (channel.bridge) this.#bridges.delete(channel.bridge.id);
    this.#channels.delete(channel.uniqueid);
  }

  /** Of two that talk one hangs up, so both go. */
  endTalk(who: Channel, other: Channel): void {
    this.wantsToHangUp(who);
    this.leave(who);
    this.leave(other);
    this.hangUp(who, 16);
    this.about("SoftHangupRequest", other, ["Cause", "16"]);
    this.hangUp(other, 16);
  }

  /** A channel gets another name. */
  rename(channel: Channel, name: string): void {
    const before = channel.name;
    channel.name = name;
    this.tell({
      name: "Rename",
      headers: [["Channel", before], ["Newname", name], ["Uniqueid", channel.uniqueid]],
    });
  }

  /** An event about one channel with further headers. */
  about(name: string, channel: Channel, ...more: readonly AmiActionHeader[]): void {
    this.tell({ name, headers: [...channelHeaders(channel), ...more] });
  }

  /** An event about several channels, each under its prefix. */
  aboutSeveral(
    name: string,
    channels: Readonly<Record<string, Channel>>,
    ...more: readonly AmiActionHeader[]
  ): void {
    const all = Object.entries(channels).flatMap(([prefix, channel]) => channelHeaders(channel, prefix));
    this.tell({ name, headers: [...all, ...more] });
  }

  #dialled(name: string, leg: Channel, ...more: readonly AmiActionHeader[]): void {
    const dialler = leg.dialler === null ? [] : channelHeaders(leg.dialler);
    this.tell({ name, headers: [...dialler, ...channelHeaders(leg, "Dest"), ...more] });
  }
}
