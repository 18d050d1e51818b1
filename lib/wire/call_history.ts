import { CALL_EVENTS, type CallEvent, type CallParty, type CallState, type CallTarget } from "./calls.ts";
import { isFlag, isNumber, isOneOf, isRecord, isText, listOf, orNull, shapeOf } from "./shape.ts";

/** One call, live or past. Instants are ISO 8601, `null` while it has not come to that; durations are seconds. */
export interface CallEntry {
  /** Names this call alone: the id of its messages, and after a `~` when it began, as Asterisk can use a Linkedid again. */
  readonly id: string;
  readonly call_id: string;
  readonly server: string;
  readonly state: CallState;
  /** Since when it is in this state. */
  readonly since: string;
  readonly from: CallParty;
  readonly to: CallTarget;
  /** The queue whose caller it is; `null` for none. */
  readonly queue: string | null;
  readonly started_at: string;
  readonly ringing_at: string | null;
  readonly answered_at: string | null;
  /** Of a call whose end nobody saw (cause `lost`), when it was last known to be up. */
  readonly ended_at: string | null;
  readonly talk_seconds: number | null;
  readonly total_seconds: number | null;
  /** As in the message that told its end; `null` while it is up. */
  readonly cause: string | null;
  readonly cause_description: string | null;
  readonly cause_code: number | null;
  /** It was up already when it was first seen: what came before is not known. */
  readonly adopted: boolean;
}

/** One thing that happened to a call; what is absent does not belong to its kind. */
export interface CallMoment {
  readonly event: CallEvent;
  readonly at: string;
  readonly from: CallParty;
  readonly to: CallTarget;
  /** Who held it, or handed it over. */
  readonly by?: CallParty;
  readonly transfer?: "blind" | "attended";
  readonly parking_space?: string;
}

/** One phone or line that took part. */
export interface CallLegEntry {
  readonly channel: string;
  readonly technology: string;
  readonly party: CallParty;
  readonly role: "caller" | "called";
  readonly started_at: string;
  readonly ringing_at: string | null;
  readonly answered_at: string | null;
  readonly ended_at: string | null;
  /** Q.850 number of its end; `null` while it is up or where that is not known. */
  readonly cause_code: number | null;
}

/** `GET /api/calls/{id}`: one call with everything that is known of its course. */
export interface CallDetail extends CallEntry {
  /** Oldest first. */
  readonly events: readonly CallMoment[];
  /** What was left out because there was too much of it. */
  readonly dropped_events: number;
  /** In the order they came. */
  readonly legs: readonly CallLegEntry[];
  readonly dropped_legs: number;
  /** Whether its server is connected; while it is not, whether the call is still up is not known. */
  readonly heard: boolean;
  readonly generated_at: string;
}

/** `GET /api/calls`. */
export interface CallsAnswer {
  /** Calls that are up, newest first; only on the first page. */
  readonly live: readonly CallEntry[];
  /** Calls that are over, newest first. */
  readonly calls: readonly CallEntry[];
  /** Servers that are not connected: whether their calls are still up is not known. */
  readonly away: readonly string[];
  /** Servers whose Asterisk is older than 12 and names no call in its events: of calls there nothing is known. */
  readonly untold: readonly string[];
  /** Whether calls are written to the database now. */
  readonly recorded: boolean;
  /** What `cursor` has to be for the next page; `null` where this is the last. */
  readonly next: string | null;
  readonly generated_at: string;
}

const party = { extension: isText };

const ENTRY = {
  id: isText,
  call_id: isText,
  server: isText,
  state: isOneOf("dialing", "ringing", "connected", "held", "parked", "ended"),
  since: isText,
  from: shapeOf(party),
  to: shapeOf(party),
  queue: orNull(isText),
  started_at: isText,
  ringing_at: orNull(isText),
  answered_at: orNull(isText),
  ended_at: orNull(isText),
  talk_seconds: orNull(isNumber),
  total_seconds: orNull(isNumber),
  cause: orNull(isText),
  cause_description: orNull(isText),
  cause_code: orNull(isNumber),
  adopted: isFlag,
};

const isEntries = listOf(shapeOf(ENTRY));

const ANSWER = shapeOf({
  live: isEntries,
  calls: isEntries,
  away: listOf(isText),
  untold: listOf(isText),
  recorded: isFlag,
  next: orNull(isText),
  generated_at: isText,
});

const DETAIL = shapeOf({
  ...ENTRY,
  events: listOf(
    shapeOf({ event: isOneOf(...CALL_EVENTS), at: isText, from: shapeOf(party), to: shapeOf(party) }),
  ),
  dropped_events: isNumber,
  legs: listOf(
    shapeOf({
      channel: isText,
      technology: isText,
      party: shapeOf(party),
      role: isOneOf("caller", "called"),
    }),
  ),
  dropped_legs: isNumber,
  heard: isFlag,
  generated_at: isText,
});

/** True for a list of calls, every field of it. */
export function isCallsAnswer(value: unknown): value is CallsAnswer {
  return isRecord(value) && ANSWER(value);
}

/** True for a call with its course. */
export function isCallDetail(value: unknown): value is CallDetail {
  return isRecord(value) && DETAIL(value);
}
