/**
 * Every name that the end of a call can have, as messages, the API and its searches know it: those of Asterisk's Q.850 table, then
 * what no code tells.
 */
export const CALL_CAUSES = [
  "no_answer",
  "unallocated_number",
  "no_route_transit_network",
  "no_route_destination",
  "misdialled_trunk_prefix",
  "channel_unacceptable",
  "call_awarded_delivered",
  "pre_empted",
  "number_ported",
  "normal_clearing",
  "user_busy",
  "subscriber_absent",
  "call_rejected",
  "number_changed",
  "redirected",
  "answered_elsewhere",
  "destination_out_of_order",
  "invalid_number_format",
  "facility_rejected",
  "response_to_status_enquiry",
  "normal_unspecified",
  "congestion",
  "network_out_of_order",
  "temporary_failure",
  "switch_congestion",
  "access_info_discarded",
  "channel_unavailable",
  "facility_not_subscribed",
  "outgoing_call_barred",
  "incoming_call_barred",
  "bearer_not_authorized",
  "bearer_not_available",
  "bearer_not_implemented",
  "channel_not_implemented",
  "facility_not_implemented",
  "invalid_call_reference",
  "incompatible_destination",
  "invalid_message",
  "mandatory_element_missing",
  "message_type_unknown",
  "wrong_message",
  "element_unknown",
  "invalid_element",
  "wrong_call_state",
  "timer_expired",
  "element_length_error",
  "protocol_error",
  "interworking",
  "cancelled",
  "lost",
  "unknown",
] as const;

/** Why a call ended, in a word for programs. */
export type CallCause = (typeof CALL_CAUSES)[number];

/** Whether a text is the name of an end. */
export function isCallCause(text: string): text is CallCause {
  return CALL_CAUSES.some((cause) => cause === text);
}
