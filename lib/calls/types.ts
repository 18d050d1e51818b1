import type { CallContext, CallPayload, CallSnapshot } from "../wire/mod.ts";

/** An event of AMI as far as calls need it; an `AmiFrame` is one. Names of headers are matched without regard to case. */
export interface AmiEvent {
  /** Value of `Event:`. */
  readonly name: string;
  /** First value of a header, or undefined. */
  get(name: string): string | undefined;
}

/** What a server answered when asked what is up. */
export interface ChannelsAnswer {
  /** When it was asked, on the clock that `apply` is given: what changed since then may not be in the answer. */
  readonly askedAtMs: number;
  /** Items of CoreShowChannels. */
  readonly channels: readonly AmiEvent[];
  /** Items of BridgeList; absent where it could not be asked. */
  readonly bridges?: readonly AmiEvent[];
}

/** Something to tell about a call, in order; `payload.event` says what. `atMs` is the time of the event, epoch ms. */
export interface CallChange extends CallContext {
  readonly atMs: number;
  readonly payload: CallPayload;
}

/** How a correlator is made. */
export interface CorrelatorOptions {
  /** Whose calls they are. */
  readonly server: string;
  /** Calls held at once; the oldest beyond are ended as `lost`. Default 5,000. */
  readonly maxCalls?: number;
  /** Channels held at once; beyond, new ones are left out and counted. Default 20,000. */
  readonly maxChannels?: number;
}

/** What a correlator holds and where that ends, and what it counted; each is visible in metrics. */
export interface CorrelatorCounters {
  readonly calls: number;
  readonly maxCalls: number;
  readonly channels: number;
  readonly maxChannels: number;
  /** Channels that are remembered after they went. */
  readonly goneChannels: number;
  readonly maxGoneChannels: number;
  /** Legs of the call that keeps most. */
  readonly legsOfCall: number;
  readonly maxLegsOfCall: number;
  /** Numbers of the attempt that tells most of them apart. */
  readonly numbersOfCall: number;
  readonly maxNumbersOfCall: number;
  /** Calls ended as `lost` because there were too many. */
  readonly evictedCalls: number;
  /** Channels left out because there were too many. */
  readonly refusedChannels: number;
  /** Calls whose end nobody told; a reconciliation found them gone. */
  readonly lostCalls: number;
  /** Calls that were already up when they were first seen. */
  readonly adoptedCalls: number;
}

/** The calls of one server. Pure: no clock, no I/O; each method gives what there is to tell. */
export interface Correlator {
  /** Takes one event as it comes; those that mean nothing for calls cost next to nothing. */
  apply(event: AmiEvent, nowMs: number): readonly CallChange[];
  /** Lays the server's own list over what is known: adopts what is new, ends as `lost` what is gone. */
  reconcile(answer: ChannelsAnswer, nowMs: number): readonly CallChange[];
  /** Calls that are up, oldest first. */
  calls(): readonly CallSnapshot[];
  readonly counters: CorrelatorCounters;
}
