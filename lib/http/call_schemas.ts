import {
  flag,
  instant,
  instantOrNull,
  integer,
  list,
  numberOrNull,
  object,
  oneOf,
  ref,
  text,
  textOrNull,
  withOptional,
} from "./schema_parts.ts";

const party = withOptional(object({ extension: text }), { name: text });
const target = withOptional(object({ extension: text }), { name: text, group: text });

const CALL = {
  id: { ...text, description: "Names this call alone: `call_id`, and after a `~` when it began." },
  call_id: { ...text, description: "As in messages and topics; Asterisk can use one again." },
  server: text,
  state: oneOf("dialing", "ringing", "connected", "held", "parked", "ended"),
  since: instant,
  from: party,
  to: target,
  queue: textOrNull,
  started_at: instant,
  ringing_at: instantOrNull,
  answered_at: instantOrNull,
  ended_at: {
    ...instantOrNull,
    description: "Of a call whose end nobody saw (`lost`), when it was last known to be up.",
  },
  talk_seconds: numberOrNull,
  total_seconds: numberOrNull,
  cause: textOrNull,
  cause_description: textOrNull,
  cause_code: { type: ["integer", "null"] },
  adopted: { ...flag, description: "Up already when it was first seen: what came before is not known." },
};

/** Shapes of calls, live and past. */
export const CALL_SCHEMAS = {
  CallsAnswer: object({
    live: list(ref("Call")),
    calls: list(ref("Call")),
    away: { ...list(text), description: "Servers that are not connected." },
    untold: {
      ...list(text),
      description: "Servers whose Asterisk is older than 12, which does not tell what belongs to a call.",
    },
    recorded: { ...flag, description: "Whether calls are written to the database now." },
    next: { ...textOrNull, description: "`cursor` of the next page; null: there is none." },
    generated_at: instant,
  }),
  Call: object(CALL),
  CallDetail: object({
    ...CALL,
    events: list(ref("CallMoment")),
    dropped_events: integer,
    legs: list(ref("CallLeg")),
    dropped_legs: integer,
    heard: { ...flag, description: "Whether its server is connected." },
    generated_at: instant,
  }),
  CallMoment: withOptional(
    object({
      event: oneOf("ringing", "answered", "hungup", "held", "resumed", "transferred"),
      at: instant,
      from: party,
      to: target,
    }),
    { by: party, transfer: oneOf("blind", "attended"), parking_space: text },
  ),
  CallLeg: object({
    channel: text,
    technology: text,
    party,
    role: oneOf("caller", "called"),
    started_at: instant,
    ringing_at: instantOrNull,
    answered_at: instantOrNull,
    ended_at: instantOrNull,
    cause_code: { type: ["integer", "null"] },
  }),
} as const;
