import {
  type CallLeg,
  type CallMoment,
  type CallSnapshot,
  MAX_SEARCH_WORDS,
  searchWords,
} from "../wire/mod.ts";
import type { CallCourse, CallsQuery, StoredCall, StoredCallDetail } from "./call_types.ts";
import { integer, integerOrNull, type SqlRow, text, textOrNull } from "./columns.ts";

/** Asks the database: a statement with its parameters. */
export type Ask = (
  sql: string,
  parameters?: Record<string, string | number | null>,
) => readonly SqlRow[];

/** Later than any call. */
const NEVER_MS = 8.64e15;

/** Ended calls, newest first; what narrows them down is read from an index, the rows only of those that are given. */
export function readCalls(ask: Ask, query: CallsQuery): readonly StoredCall[] {
  const { text: asked = "", cause, sinceMs = 0, untilMs = NEVER_MS, after, limit } = query;
  const words = [...searchWords(asked), ...Array.from({ length: MAX_SEARCH_WORDS }, () => "")];
  const [one = "", two = "", three = "", four = ""] = words;
  const parameters = {
    ...{ sinceMs, untilMs, limit, one, two, three, four },
    afterMs: after?.startedAtMs ?? NEVER_MS,
    afterId: after?.callId ?? "",
    afterServer: after?.server ?? "",
  };
  const rows = cause === undefined
    ? ask(CALLS_SQL, parameters)
    : ask(CALLS_BY_CAUSE_SQL, { ...parameters, cause });
  return rows.map(callRow);
}

/** The newest call of an id that began at `begunByMs` or before. */
export function readCall(
  ask: Ask,
  callId: string,
  server: string | null,
  begunByMs = NEVER_MS,
): StoredCallDetail | undefined {
  const [row] = ask(CALL_SQL, { callId, server, begunByMs });
  return row && { ...callRow(row), ...courseOf(text(row, "course")) };
}

/**
 * Calls whose end nobody was told of by an earlier run, newest first, each as it was when it was last known to be up, which is what
 * `endedAtMs` says.
 */
export function readLeftCalls(ask: Ask, sinceMs: number): readonly CallSnapshot[] {
  return ask(LEFT_SQL, { sinceMs }).map((row): CallSnapshot => {
    const { legs, droppedLegs } = courseOf(text(row, "course"));
    const endedAtMs = integer(row, "seen_until_ms");
    return { ...callRow(row), state: "ended", sinceMs: endedAtMs, endedAtMs, legs, droppedLegs };
  });
}

function callRow(row: SqlRow): StoredCall {
  return {
    server: text(row, "server"),
    callId: text(row, "call_id"),
    startedAtMs: integer(row, "started_at_ms"),
    from: party(text(row, "from_extension"), textOrNull(row, "from_name")),
    to: {
      ...party(text(row, "to_extension"), textOrNull(row, "to_name")),
      ...row["to_group"] === null ? {} : { group: text(row, "to_group") },
    },
    queue: textOrNull(row, "queue"),
    adopted: integer(row, "adopted") === 1,
    ringingAtMs: integerOrNull(row, "ringing_at_ms"),
    answeredAtMs: integerOrNull(row, "answered_at_ms"),
    endedAtMs: integerOrNull(row, "ended_at_ms"),
    talkMs: integerOrNull(row, "talk_ms"),
    totalMs: integerOrNull(row, "total_ms"),
    cause: textOrNull(row, "cause"),
    causeDescription: textOrNull(row, "cause_description"),
    causeCode: integerOrNull(row, "cause_code"),
  };
}

function party(extension: string, name: string | null) {
  return name === null ? { extension } : { extension, name };
}

/** What this program wrote itself. */
function courseOf(json: string): CallCourse {
  const { events, droppedEvents, legs, droppedLegs } = JSON.parse(json) as {
    events: CallMoment[];
    droppedEvents: number;
    legs: CallLeg[];
    droppedLegs: number;
  };
  return { events, droppedEvents, legs, droppedLegs };
}

const COLUMNS = `
  server, call_id, started_at_ms, from_extension, from_name, to_extension, to_name, to_group, queue, adopted,
  ringing_at_ms, answered_at_ms, ended_at_ms, talk_ms, total_ms, cause, cause_description, cause_code`;

function callsSql(index: string, condition: string): string {
  return `
    SELECT ${COLUMNS} FROM calls INDEXED BY ${index}
    WHERE ${condition} started_at_ms >= :sinceMs AND started_at_ms < :untilMs AND started_at_ms <= :afterMs
      AND (started_at_ms, call_id, server) < (:afterMs, :afterId, :afterServer)
      AND instr(search, :one) > 0 AND instr(search, :two) > 0 AND instr(search, :three) > 0 AND instr(search, :four) > 0
      AND ended_at_ms IS NOT NULL
    ORDER BY started_at_ms DESC, call_id DESC, server DESC LIMIT :limit`;
}

/** Walks its index backwards and stops at the limit. */
export const CALLS_SQL = callsSql("calls_searched", "");

/** The same among the calls of one cause. */
export const CALLS_BY_CAUSE_SQL = callsSql("calls_by_cause", "cause = :cause AND");

const CALL_SQL = `
  SELECT ${COLUMNS}, course FROM calls
  WHERE call_id = :callId AND (:server IS NULL OR server = :server) AND started_at_ms <= :begunByMs
  ORDER BY started_at_ms DESC LIMIT 1`;

/** Left at once at most; more were up than any server carries. */
const MAX_LEFT = 1_000;

/** What a restart ends, it ends in silence: a course without its end is of a call that nobody was told the end of. */
const LEFT_SQL = `
  SELECT ${COLUMNS}, course, max(seen_at_ms, started_at_ms) AS seen_until_ms FROM calls INDEXED BY calls_open
    WHERE ended_at_ms IS NULL
  UNION ALL
  SELECT ${COLUMNS}, course, ended_at_ms AS seen_until_ms FROM calls INDEXED BY calls_by_cause
    WHERE cause = 'lost' AND started_at_ms >= :sinceMs AND instr(course, '"event":"hungup"') = 0
  ORDER BY started_at_ms DESC LIMIT ${MAX_LEFT}`;
