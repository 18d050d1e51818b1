/** One end of a call. `extension` is the number as dialled or shown, empty where none is known; so is `name` absent. */
export interface CallParty {
  readonly extension: string;
  readonly name?: string;
}

/** Who is being rung and, once answered, who answered. `group` is the number that was dialled where it rings others. */
export interface CallTarget extends CallParty {
  readonly group?: string;
}

/** What every message about a call has. `timestamp` is ISO 8601 UTC with milliseconds, by the clock of the events. */
interface CallMessage<Event extends string> {
  readonly event: Event;
  /** One sentence for people. */
  readonly description: string;
  /** The Linkedid with anything but `[A-Za-z0-9._-]` replaced by `_`. */
  readonly call_id: string;
  readonly from: CallParty;
  readonly to: CallTarget;
  readonly timestamp: string;
}

/** Somebody is being rung; told at most once a call, never after `answered`. */
export type CallRinging = CallMessage<"ringing">;

/** A person answered; told at most once a call. */
export interface CallAnswered extends CallMessage<"answered"> {
  /** Seconds from the first ringing, or from the first attempt to reach somebody where nothing told of ringing. */
  readonly ring_duration_seconds: number;
}

/** The call is over; told exactly once and last. */
export interface CallHungup extends CallMessage<"hungup"> {
  /** A name of Asterisk's Q.850 table, `cancelled`, `no_answer` or `lost`. */
  readonly cause: string;
  readonly cause_description: string;
  /** As Asterisk gave it, 0 for none. */
  readonly cause_code: number;
  readonly talk_duration_seconds: number;
  /** Ringing and talking together. */
  readonly total_duration_seconds: number;
}

/** One of the parties put the other on hold, or parked it; one that was on hold already is told again with its space. */
export interface CallHeld extends CallMessage<"held"> {
  readonly held_by: CallParty;
  /** The space of the parking lot, where it is parked. */
  readonly parking_space?: string;
}

/** A held or parked call goes on. */
export interface CallResumed extends CallMessage<"resumed"> {
  readonly held_duration_seconds: number;
}

/** One of the parties handed the call over; `from` and `to` are who is left to talk, or being rung for it. */
export interface CallTransferred extends CallMessage<"transferred"> {
  readonly transfer: "blind" | "attended";
  readonly transferred_by: CallParty;
}

/** One message about a call: the payload on MQTT and the data of `CALL_STATE`. */
export type CallPayload =
  | CallRinging
  | CallAnswered
  | CallHungup
  | CallHeld
  | CallResumed
  | CallTransferred;

/** The last part of a call's topic. The first three make the lifecycle; the others only add to it. */
export type CallEvent = CallPayload["event"];

/** Every last part of a topic, in the order they are documented. */
export const CALL_EVENTS: readonly CallEvent[] = [
  "ringing",
  "answered",
  "hungup",
  "held",
  "resumed",
  "transferred",
];

/** The topic of a message, without the prefix: `call/<id>/<event>`. */
export function callTopic(payload: Pick<CallPayload, "call_id" | "event">): string {
  return `call/${payload.call_id}/${payload.event}`;
}

/** What a call is doing. `dialing`: nobody rings yet; `connected`: a person answered; `parked` is held in a parking lot. */
export type CallState = "dialing" | "ringing" | "connected" | "held" | "parked" | "ended";

/** One channel of a call. Instants are epoch milliseconds, `null` while it has not come to that. */
export interface CallLeg {
  readonly uniqueid: string;
  readonly channel: string;
  /** Before the slash of the channel's name: `PJSIP`, `IAX2`, `DAHDI`. */
  readonly technology: string;
  readonly party: CallParty;
  /** `caller`: came in by itself; `called`: Asterisk dialled it. */
  readonly role: "caller" | "called";
  readonly startedAtMs: number;
  readonly ringingAtMs: number | null;
  readonly answeredAtMs: number | null;
  readonly endedAtMs: number | null;
  /** Q.850 number of its Hangup; `null` while it lives, 0 where Asterisk gave none. */
  readonly causeCode: number | null;
}

/** A call as it is at one moment. Instants are epoch milliseconds, `null` while it has not come to that. */
export interface CallSnapshot {
  readonly server: string;
  readonly callId: string;
  readonly state: CallState;
  /** Since when it is in this state. */
  readonly sinceMs: number;
  readonly from: CallParty;
  readonly to: CallTarget;
  readonly startedAtMs: number;
  readonly ringingAtMs: number | null;
  readonly answeredAtMs: number | null;
  readonly endedAtMs: number | null;
  /** True for a call that was already up when it was first seen: what came before is not known. */
  readonly adopted: boolean;
  /** A queue whose caller it is; `null` for none. */
  readonly queue: string | null;
  /** Its channels in the order they came, without the halves of Local channels. */
  readonly legs: readonly CallLeg[];
  /** Legs that were left out because there were too many. */
  readonly droppedLegs: number;
}
