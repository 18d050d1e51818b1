import type { CallHungup, CallParty, CallPayload } from "../wire/mod.ts";
import type { Call } from "./call.ts";
import type { Cause } from "./causes.ts";

const DESCRIPTIONS: Readonly<Record<CallPayload["event"], string>> = {
  ringing: "A call is ringing and waiting to be answered",
  answered: "The call has been answered and parties are now connected",
  hungup: "The call has ended",
  held: "The call was put on hold",
  resumed: "The call goes on after a hold",
  transferred: "The call was transferred to somebody else",
};

/** Milliseconds as the seconds of a message. */
function seconds(ms: number): number {
  return Math.round(ms) / 1_000;
}

/** Whom a message is about. */
type Told = Pick<Call, "callId" | "fromParty" | "toTarget">;

function message<E extends CallPayload["event"]>(call: Told, event: E, atMs: number) {
  return {
    event,
    description: DESCRIPTIONS[event],
    call_id: call.callId,
    from: call.fromParty,
    to: call.toTarget,
    timestamp: new Date(atMs).toISOString(),
  };
}

/** Somebody is being rung. */
export function ringing(call: Call, atMs: number): CallPayload {
  return message(call, "ringing", atMs);
}

/** A person answered after `waitedMs`. */
export function answered(call: Call, atMs: number, waitedMs: number): CallPayload {
  return { ...message(call, "answered", atMs), ring_duration_seconds: seconds(waitedMs) };
}

/** The call is over; durations in milliseconds. */
export function hungup(
  call: Told,
  atMs: number,
  ending: Cause & { readonly code: number },
  durations: { readonly talkMs: number; readonly totalMs: number },
): CallHungup {
  return {
    ...message(call, "hungup", atMs),
    cause: ending.cause,
    cause_description: ending.description,
    cause_code: ending.code,
    talk_duration_seconds: seconds(durations.talkMs),
    total_duration_seconds: seconds(durations.totalMs),
  };
}

/** Somebody put it on hold, or parked it in a space. */
export function held(call: Call, atMs: number, by: CallParty, space: string | undefined): CallPayload {
  const payload = { ...message(call, "held", atMs), held_by: by };
  return space === undefined ? payload : { ...payload, parking_space: space };
}

/** It goes on after a hold of `heldMs`. */
export function resumed(call: Call, atMs: number, heldMs: number): CallPayload {
  return { ...message(call, "resumed", atMs), held_duration_seconds: seconds(heldMs) };
}

/** Somebody handed it over. */
export function transferred(
  call: Call,
  atMs: number,
  kind: "blind" | "attended",
  by: CallParty,
): CallPayload {
  return { ...message(call, "transferred", atMs), transfer: kind, transferred_by: by };
}
