import { CALL_EVENTS, type CallEvent, type CallPayload } from "./calls.ts";
import { type Check, isNumber, isOneOf, isRecord, isText, type Shape, shapeOf } from "./shape.ts";

const optional = (check: Check): Check => (value) => value === undefined || check(value);
const PARTY: Shape = { extension: isText, name: optional(isText) };
const isParty = shapeOf(PARTY);

const EVERY_MESSAGE: Shape = {
  description: isText,
  call_id: isText,
  from: isParty,
  to: shapeOf({ ...PARTY, group: optional(isText) }),
  timestamp: isText,
};

/** One check per kind of message; the compiler holds the list complete. */
const CHECKS: Readonly<Record<CallEvent, Check>> = {
  ringing: shapeOf(EVERY_MESSAGE),
  answered: shapeOf({ ...EVERY_MESSAGE, ring_duration_seconds: isNumber }),
  hungup: shapeOf({
    ...EVERY_MESSAGE,
    cause: isText,
    cause_description: isText,
    cause_code: isNumber,
    talk_duration_seconds: isNumber,
    total_duration_seconds: isNumber,
  }),
  held: shapeOf({ ...EVERY_MESSAGE, held_by: isParty, parking_space: optional(isText) }),
  resumed: shapeOf({ ...EVERY_MESSAGE, held_duration_seconds: isNumber }),
  transferred: shapeOf({
    ...EVERY_MESSAGE,
    transfer: isOneOf("blind", "attended"),
    transferred_by: isParty,
  }),
};

/** True for a message about a call with all the fields of its kind. */
export function isCallPayload(value: unknown): value is CallPayload {
  if (!isRecord(value)) return false;
  const kind = CALL_EVENTS.find((event) => event === value.event);
  return kind !== undefined && CHECKS[kind](value);
}
