import type { CallCause } from "../wire/mod.ts";

/** Why a call ended, in a word for programs and a sentence for people. */
export interface Cause {
  readonly cause: CallCause;
  readonly description: string;
}

/** Asterisk gave no cause, or one that its own table does not have. */
const UNKNOWN: Cause = { cause: "unknown", description: "Unknown or no cause provided" };

/** The caller gave up before anybody answered; no cause of Asterisk tells that from other ends. */
export const CANCELLED: Cause = {
  cause: "cancelled",
  description: "The call was cancelled by the caller before being answered",
};

/** Everybody was rung for as long as the dialplan wanted, and nobody answered. */
export const NO_ANSWER: Cause = {
  cause: "no_answer",
  description: "The destination did not answer within the timeout",
};

/** The end was never told: the server's own list no longer had the call. */
export const LOST: Cause = {
  cause: "lost",
  description: "The call is gone, but its end was not seen",
};

/** Normal clearing: what a hangup is when nothing went wrong. */
export const NORMAL_CLEARING_CODE = 16;

/** User busy. */
export const USER_BUSY_CODE = 17;

/** Circuit congestion. */
export const CONGESTION_CODE = 34;

/** Call rejected. */
export const REJECTED_CODE = 21;

/** Asterisk's table of Q.850 causes (`causes.h`), all of it. */
const CAUSES: Readonly<Record<number, Cause>> = {
  0: UNKNOWN,
  1: { cause: "unallocated_number", description: "The dialled number does not exist" },
  2: { cause: "no_route_transit_network", description: "There is no route to the transit network" },
  3: { cause: "no_route_destination", description: "There is no route to the destination" },
  5: { cause: "misdialled_trunk_prefix", description: "The trunk prefix was dialled wrongly" },
  6: { cause: "channel_unacceptable", description: "The channel was not acceptable" },
  7: { cause: "call_awarded_delivered", description: "The call was delivered in an established channel" },
  8: { cause: "pre_empted", description: "The call was displaced by one of higher priority" },
  14: { cause: "number_ported", description: "The number was ported to another network" },
  16: {
    cause: "normal_clearing",
    description: "The call was hung up normally by one of the parties",
  },
  17: { cause: "user_busy", description: "The destination was busy" },
  18: { cause: "no_answer", description: "The destination did not answer" },
  19: NO_ANSWER,
  20: { cause: "subscriber_absent", description: "The destination was not registered or not reachable" },
  21: { cause: "call_rejected", description: "The call was rejected by the destination" },
  22: { cause: "number_changed", description: "The number of the destination has changed" },
  23: { cause: "redirected", description: "The call was redirected to a new destination" },
  26: { cause: "answered_elsewhere", description: "The call was answered by somebody else" },
  27: { cause: "destination_out_of_order", description: "The destination is out of order" },
  28: { cause: "invalid_number_format", description: "The dialled number is invalid or incomplete" },
  29: { cause: "facility_rejected", description: "A requested facility was rejected" },
  30: { cause: "response_to_status_enquiry", description: "A status was asked for" },
  31: { cause: "normal_unspecified", description: "Normal call clearing, unspecified cause" },
  34: { cause: "congestion", description: "All circuits are busy or no circuit is available" },
  38: { cause: "network_out_of_order", description: "The network is out of order" },
  41: { cause: "temporary_failure", description: "The network failed for a moment" },
  42: { cause: "switch_congestion", description: "The switching equipment is congested" },
  43: { cause: "access_info_discarded", description: "Access information was discarded" },
  44: { cause: "channel_unavailable", description: "The requested channel is not available" },
  50: { cause: "facility_not_subscribed", description: "A requested facility is not subscribed to" },
  52: { cause: "outgoing_call_barred", description: "Outgoing calls are barred" },
  54: { cause: "incoming_call_barred", description: "Incoming calls are barred" },
  57: { cause: "bearer_not_authorized", description: "The bearer capability is not authorized" },
  58: { cause: "bearer_not_available", description: "The bearer capability is not available" },
  65: { cause: "bearer_not_implemented", description: "The bearer capability is not implemented" },
  66: { cause: "channel_not_implemented", description: "The channel type is not implemented" },
  69: { cause: "facility_not_implemented", description: "A requested facility is not implemented" },
  81: { cause: "invalid_call_reference", description: "The call reference was invalid" },
  88: { cause: "incompatible_destination", description: "The destination is not compatible" },
  95: { cause: "invalid_message", description: "A message was invalid" },
  96: { cause: "mandatory_element_missing", description: "A mandatory information element was missing" },
  97: { cause: "message_type_unknown", description: "A message type does not exist" },
  98: { cause: "wrong_message", description: "A message did not fit the state of the call" },
  99: { cause: "element_unknown", description: "An information element does not exist" },
  100: { cause: "invalid_element", description: "An information element had invalid contents" },
  101: { cause: "wrong_call_state", description: "A message did not fit the call's state" },
  102: { cause: "timer_expired", description: "A timer ran out and the call was recovered" },
  103: { cause: "element_length_error", description: "A mandatory information element had a wrong length" },
  111: { cause: "protocol_error", description: "A protocol error occurred" },
  127: { cause: "interworking", description: "An interworking error occurred" },
};

/** Reads `Cause:`; 0 for none or nonsense. */
export function causeCode(text: string | undefined): number {
  return text !== undefined && /^\d{1,3}$/.test(text) ? Number(text) : 0;
}

/** What a code of Asterisk means. */
export function causeOf(code: number): Cause {
  return CAUSES[code] ?? UNKNOWN;
}

/** Whether a code says anything about why nobody was reached; the others only say that a channel was cleared. */
export function isTelling(code: number): boolean {
  return Object.hasOwn(CAUSES, code) && ![0, 16, 26, 31, 127].includes(code);
}
