import type { CallPayload } from "../wire/mod.ts";
import { Bridges } from "./bridges.ts";
import { Call, MAX_LEGS } from "./call.ts";
import { Channel, isHelper } from "./channel.ts";
import { ABSORBED, type Ending, endingOf, GONE } from "./ending.ts";
import * as message from "./messages.ts";
import { MAX_NUMBERS } from "./reach.ts";
import { MAX_TOMBSTONES, Tombstones } from "./tombstones.ts";
import type { CallChange, CorrelatorCounters, CorrelatorOptions } from "./types.ts";

/** More calls at once than a server of this kind carries; beyond, something is wrong with the events. */
const DEFAULT_MAX_CALLS = 5_000;

/** Four channels a call: two phones and the halves of a Local channel between them. */
const DEFAULT_MAX_CHANNELS = 20_000;

/** When something happened: on the clock of the events, and on the receiver's. */
export interface Moment {
  readonly atMs: number;
  readonly nowMs: number;
}

/** Everything that is up on one server, and what there is to tell of it. Handlers of events change it through this. */
export class World {
  readonly bridges = new Bridges();
  readonly #channels = new Map<string, Channel>();
  /** By every Linkedid that leads to it. */
  readonly #byLinkedid = new Map<string, Call>();
  /** In the order they began. */
  readonly #calls = new Set<Call>();
  readonly #gone = new Tombstones();
  readonly #server: string;
  readonly #maxCalls: number;
  readonly #maxChannels: number;
  #told: CallChange[] = [];
  #evicted = 0;
  #refused = 0;
  #lost = 0;
  #adopted = 0;

  constructor(options: CorrelatorOptions) {
    this.#server = options.server;
    this.#maxCalls = options.maxCalls ?? DEFAULT_MAX_CALLS;
    this.#maxChannels = options.maxChannels ?? DEFAULT_MAX_CHANNELS;
  }

  get counters(): CorrelatorCounters {
    return {
      calls: this.#calls.size,
      maxCalls: this.#maxCalls,
      channels: this.#channels.size,
      maxChannels: this.#maxChannels,
      goneChannels: this.#gone.size,
      maxGoneChannels: MAX_TOMBSTONES,
      legsOfCall: most(this.#calls, (call) => call.legs.length),
      maxLegsOfCall: MAX_LEGS,
      numbersOfCall: most(this.#calls, (call) => call.reach.numbers),
      maxNumbersOfCall: MAX_NUMBERS,
      evictedCalls: this.#evicted,
      refusedChannels: this.#refused,
      lostCalls: this.#lost,
      adoptedCalls: this.#adopted,
    };
  }

  /** Calls that are up, oldest first. */
  get calls(): ReadonlySet<Call> {
    return this.#calls;
  }

  /** Channels that are up. */
  get channels(): Iterable<Channel> {
    return this.#channels.values();
  }

  /** What there is to tell since it was last taken. */
  take(): readonly CallChange[] {
    const told = this.#told;
    if (told.length > 0) this.#told = [];
    return told;
  }

  /** A channel that is up. */
  channel(uniqueid: string | undefined): Channel | undefined {
    return uniqueid === undefined ? undefined : this.#channels.get(uniqueid);
  }

  /** Whether a channel was up and is gone. */
  isGone(uniqueid: string): boolean {
    return this.#gone.has(uniqueid);
  }

  /** Whether a Newchannel of this id begins a new channel. */
  mayReturn(uniqueid: string, atMs: number): boolean {
    return this.#gone.mayReturn(uniqueid, atMs);
  }

  /** A Hangup of a channel that nothing was known of. */
  goneUnseen(uniqueid: string, atMs: number): void {
    this.#gone.add(uniqueid, atMs, false);
  }

  /** The call that a Linkedid leads to. */
  callOf(linkedid: string | undefined): Call | undefined {
    return linkedid === undefined ? undefined : this.#byLinkedid.get(linkedid);
  }

  /** Makes the channel; `undefined` where it is none of the people's, or there are too many. */
  addChannel(
    uniqueid: string,
    linkedid: string,
    name: string,
    moment: Moment,
    isAdopted: boolean,
  ): Channel | undefined {
    if (isHelper(name)) return undefined;
    if (this.#channels.size >= this.#maxChannels) {
      this.#refused++;
      return undefined;
    }
    const call = this.#byLinkedid.get(linkedid) ?? this.#addCall(linkedid, moment, isAdopted);
    const channel = new Channel(uniqueid, name, call, moment.atMs, moment.nowMs);
    this.#channels.set(uniqueid, channel);
    call.channels.add(channel);
    call.root ??= channel;
    if (channel.isLeg) call.addLeg(channel);
    else this.bridges.named(channel);
    return channel;
  }

  /** Makes another Linkedid lead to a call. */
  alias(linkedid: string, call: Call): void {
    if (this.#byLinkedid.has(linkedid)) return;
    this.#byLinkedid.set(linkedid, call);
    call.linkedids.push(linkedid);
  }

  /** Tells something of a call. */
  tell(call: Call, payload: CallPayload, atMs: number): void {
    if (call.isSilent && !call.isTold) return;
    call.isTold = true;
    this.#told.push({ server: this.#server, atMs, payload, call: call.snapshot() });
  }

  /** Takes a channel out: it is gone. */
  removeChannel(channel: Channel, atMs: number): void {
    channel.endedAtMs = atMs;
    this.bridges.leave(channel);
    this.bridges.unnamed(channel);
    this.#channels.delete(channel.uniqueid);
    channel.call.channels.delete(channel);
    this.#gone.add(channel.uniqueid, atMs, true);
  }

  /** Ends a call: what is left of its channels is forgotten, and people are told if there is anything to tell. */
  end(call: Call, atMs: number, ending: Ending = endingOf(call), endedAtMs = atMs): void {
    if (call.phase.is === "ended") return;
    const durations = durationsOf(call, endedAtMs);
    const isCall = call.isTold || call.isCall;
    for (const channel of [...call.channels]) this.removeChannel(channel, endedAtMs);
    call.phase = { is: "ended", atMs: endedAtMs };
    call.sinceMs = endedAtMs;
    this.#forget(call);
    if (isCall) this.tell(call, message.hungup(call, atMs, ending, durations), atMs);
  }

  /** Ends a call whose end nobody told; `seenAtMs`: when it was last known to be up. */
  lose(call: Call, atMs: number, seenAtMs: number): void {
    this.#lost++;
    const wasSeen = (call.from ?? call.root)?.causeCode !== null;
    this.end(call, atMs, wasSeen ? endingOf(call) : GONE, Math.min(atMs, seenAtMs));
  }

  /** Two calls became one; gives the one that goes on. The other one is over, for who began it. */
  merge(one: Call, other: Call, atMs: number): Call {
    if (one === other) return one;
    const [kept, absorbed] = goesOn(one, other) ? [one, other] : [other, one];
    for (const channel of absorbed.channels) {
      channel.call = kept;
      kept.channels.add(channel);
      if (channel.isLeg) kept.addLeg(channel);
    }
    absorbed.channels.clear();
    kept.isSilent &&= absorbed.isSilent;
    kept.hasAbsorbed = true;
    if (absorbed.isTold) this.end(absorbed, atMs, ABSORBED);
    else this.#forget(absorbed);
    for (const linkedid of absorbed.linkedids) this.alias(linkedid, kept);
    return kept;
  }

  #addCall(linkedid: string, { atMs }: Moment, isAdopted: boolean): Call {
    const call = new Call(this.#server, linkedid, atMs, isAdopted);
    if (isAdopted) this.#adopted++;
    this.#byLinkedid.set(linkedid, call);
    this.#calls.add(call);
    if (this.#calls.size > this.#maxCalls) this.#evictOldest(atMs);
    return call;
  }

  #evictOldest(atMs: number): void {
    const [oldest] = this.#calls;
    if (oldest === undefined) return;
    this.#evicted++;
    this.end(oldest, atMs, GONE);
  }

  #forget(call: Call): void {
    this.#calls.delete(call);
    for (const linkedid of call.linkedids) {
      if (this.#byLinkedid.get(linkedid) === call) this.#byLinkedid.delete(linkedid);
    }
  }
}

/**
 * Whether of two calls that became one it is the first that goes on: that whose called party made the other, so that its
 * caller has one call whatever happens to it; else the older.
 */
function goesOn(one: Call, other: Call): boolean {
  const isByCalled = (call: Call, made: Call) =>
    call.peer !== null && made.from !== null && call.peer.party.extension !== "" &&
    call.peer.party.extension === made.from.party.extension;
  const first = isByCalled(one, other);
  return first === isByCalled(other, one) ? one.startedAtMs <= other.startedAtMs : first;
}

function durationsOf(call: Call, endedAtMs: number): { readonly talkMs: number; readonly totalMs: number } {
  const { phase } = call;
  if (phase.is !== "answered") return { talkMs: 0, totalMs: Math.max(0, endedAtMs - call.waitingSinceMs) };
  const talkMs = Math.max(0, endedAtMs - phase.atMs);
  return { talkMs, totalMs: phase.waitedMs + talkMs };
}

function most(calls: Iterable<Call>, count: (call: Call) => number): number {
  let found = 0;
  for (const call of calls) found = Math.max(found, count(call));
  return found;
}
