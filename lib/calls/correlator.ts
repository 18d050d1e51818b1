import type { CallSnapshot } from "../wire/mod.ts";
import { bridgeDestroy, bridgeEnter, bridgeLeave } from "./bridge_events.ts";
import {
  type Handler,
  hangup,
  hangupRequest,
  newCallerid,
  newchannel,
  newexten,
  newstate,
  rename,
} from "./channel_events.ts";
import {
  agentConnect,
  dialBegin,
  dialEnd,
  dialState,
  queueCallerAbandon,
  queueCallerJoin,
  queueCallerLeave,
} from "./dial_events.ts";
import {
  attendedTransfer,
  blindTransfer,
  hold,
  parkedCall,
  pickup,
  unhold,
  unparkedCall,
} from "./feature_events.ts";
import { reconcile } from "./reconcile.ts";
import type {
  AmiEvent,
  CallChange,
  ChannelsAnswer,
  Correlator,
  CorrelatorCounters,
  CorrelatorOptions,
} from "./types.ts";
import { type Moment, World } from "./world.ts";

/** What is done with each kind of event; every other one is none of calls. */
const HANDLERS: ReadonlyMap<string, Handler> = new Map([
  ["Newchannel", newchannel],
  ["Newstate", newstate],
  ["NewCallerid", newCallerid],
  ["Newexten", newexten],
  ["Rename", rename],
  ["HangupRequest", hangupRequest],
  ["Hangup", hangup],
  ["DialBegin", dialBegin],
  ["DialState", dialState],
  ["DialEnd", dialEnd],
  ["AgentCalled", dialBegin],
  ["AgentConnect", agentConnect],
  ["QueueCallerJoin", queueCallerJoin],
  ["QueueCallerLeave", queueCallerLeave],
  ["QueueCallerAbandon", queueCallerAbandon],
  ["BridgeEnter", bridgeEnter],
  ["BridgeLeave", bridgeLeave],
  ["BridgeDestroy", bridgeDestroy],
  ["Hold", hold],
  ["Unhold", unhold],
  ["ParkedCall", parkedCall],
  ["UnParkedCall", unparkedCall],
  ["BlindTransfer", blindTransfer],
  ["AttendedTransfer", attendedTransfer],
  ["Pickup", pickup],
]);

const NOTHING: readonly CallChange[] = [];

/** Events without a time of their own after which the server counts as one that gives none. */
const UNTIMED_ENOUGH = 8;

/** A step back by more than this is a clock that was set, and is followed; less is jitter. */
const CLOCK_WAS_SET_MS = 60_000;

/** Makes the correlator of one server's calls. */
export function createCorrelator(options: CorrelatorOptions): Correlator {
  return new AmiCorrelator(options);
}

class AmiCorrelator implements Correlator {
  readonly #world: World;
  readonly #clock = new EventClock();

  constructor(options: CorrelatorOptions) {
    this.#world = new World(options);
  }

  get counters(): CorrelatorCounters {
    return this.#world.counters;
  }

  apply(event: AmiEvent, nowMs: number): readonly CallChange[] {
    const handler = HANDLERS.get(event.name);
    if (handler === undefined) return NOTHING;
    handler(this.#world, event, this.#clock.of(event, nowMs));
    return this.#world.take();
  }

  reconcile(answer: ChannelsAnswer, nowMs: number): readonly CallChange[] {
    reconcile(this.#world, answer, this.#clock.at(nowMs));
    return this.#world.take();
  }

  calls(): readonly CallSnapshot[] {
    return [...this.#world.calls].filter((call) => call.isCall).map((call) => call.snapshot());
  }
}

/**
 * When events happened. A server with `timestampevents` says it itself; its clock is then followed between events too,
 * so that durations are never taken from two clocks. Time does not run backwards.
 */
class EventClock {
  #atMs = -Infinity;
  #skewMs = 0;
  #untimed = 0;

  of(event: AmiEvent, nowMs: number): Moment {
    if (this.#untimed < UNTIMED_ENOUGH || event.name === "Newchannel") this.#read(event, nowMs);
    return this.at(nowMs);
  }

  at(nowMs: number): Moment {
    const atMs = nowMs + this.#skewMs;
    const isStepBack = atMs < this.#atMs && this.#atMs - atMs < CLOCK_WAS_SET_MS;
    if (!isStepBack) this.#atMs = atMs;
    return { atMs: this.#atMs, nowMs };
  }

  #read(event: AmiEvent, nowMs: number): void {
    const text = event.get("Timestamp");
    const seconds = text === undefined ? NaN : Number(text);
    if (!(seconds > 0 && seconds < 8.64e12)) {
      this.#untimed++;
      return;
    }
    this.#untimed = 0;
    this.#skewMs = Math.floor(seconds * 1_000) - nowMs;
  }
}
