import type { AmiActionHeader } from "../../ami/mod.ts";
import type { Range } from "../world/random.ts";

/** A phone or an outside line: the endpoint of its channels and what it shows. */
export interface Phone {
  /** `PJSIP/201`; of an outside line `PJSIP/trunk`. */
  readonly endpoint: string;
  readonly number: string;
  readonly name: string;
}

/** A small exchange and the people who call through it. */
export interface PbxPlan {
  /** Phones of the house; a story takes those that are free. */
  readonly phones: readonly Phone[];
  /** Who calls from outside, by way of the trunk. */
  readonly outside: readonly Phone[];
  /** Number that the outside dials. */
  readonly mainNumber: string;
  /** Milliseconds between the beginnings of two calls. */
  readonly everyMs: Range;
  /** Calls at a time; more wait for their turn. */
  readonly atOnce: number;
  /** What `systemname` in asterisk.conf puts before every id; empty for nothing. */
  readonly systemName: string;
}

/** State of a channel as Asterisk writes it. */
export type ChannelState = "Down" | "Ring" | "Ringing" | "Up" | "Busy";

/** A channel of the exchange. */
export interface Channel {
  name: string;
  state: ChannelState;
  number: string;
  partyName: string;
  exten: string;
  linkedid: string;
  application: string;
  /** Who is at the other end, as its phone shows it. */
  connected: { readonly number: string; readonly name: string };
  dialler: Channel | null;
  bridge: Bridge | null;
  readonly uniqueid: string;
  readonly sinceMs: number;
}

/** A bridge of the exchange. */
export interface Bridge {
  readonly id: string;
  /** `base`: a conference room. */
  readonly kind: "basic" | "parking" | "base";
  readonly members: Set<Channel>;
}

/** An event as the manager sends it, without its privilege. */
export interface PbxEvent {
  readonly name: string;
  readonly headers: readonly AmiActionHeader[];
}

/** The course of one call: yields milliseconds until it goes on. */
export type Course = Generator<number, void, void>;
