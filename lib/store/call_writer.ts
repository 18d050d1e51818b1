import type { DatabaseSync, StatementSync } from "node:sqlite";
import { searchedText } from "../wire/mod.ts";
import type { StoredCallDetail } from "./call_types.ts";

/** Writes calls; its statements are prepared with the first of them, as many a server never has one. */
export class CallWriter {
  #upsert: StatementSync | null = null;
  #seen: StatementSync | null = null;

  constructor(private readonly db: DatabaseSync) {}

  /** Writes a call as it stands; `nowMs`: it is known to have gone so far. */
  write(call: StoredCallDetail, nowMs: number): void {
    this.#upsert ??= this.db.prepare(UPSERT_SQL);
    const { events, droppedEvents, legs, droppedLegs } = call;
    this.#upsert.run({
      server: call.server,
      callId: call.callId,
      startedAtMs: call.startedAtMs,
      fromExtension: call.from.extension,
      fromName: call.from.name ?? null,
      toExtension: call.to.extension,
      toName: call.to.name ?? null,
      toGroup: call.to.group ?? null,
      queue: call.queue,
      adopted: call.adopted ? 1 : 0,
      ringingAtMs: call.ringingAtMs,
      answeredAtMs: call.answeredAtMs,
      endedAtMs: call.endedAtMs,
      seenAtMs: call.endedAtMs ?? nowMs,
      talkMs: call.talkMs,
      totalMs: call.totalMs,
      cause: call.cause,
      causeDescription: call.causeDescription,
      causeCode: call.causeCode,
      search: searchedText(call),
      course: JSON.stringify({ events, droppedEvents, legs, droppedLegs }),
    });
  }

  /** Takes that every call of a server that is not over is up still. */
  seen(server: string, nowMs: number): void {
    this.#seen ??= this.db.prepare(
      "UPDATE calls SET seen_at_ms = max(seen_at_ms, :nowMs) WHERE server = :server AND ended_at_ms IS NULL",
    );
    this.#seen.run({ server, nowMs });
  }
}

const UPSERT_SQL = `
  INSERT INTO calls
    (server, call_id, started_at_ms, from_extension, from_name, to_extension, to_name, to_group, queue, adopted,
    ringing_at_ms, answered_at_ms, ended_at_ms, seen_at_ms, talk_ms, total_ms, cause, cause_description, cause_code,
    search, course)
  VALUES (:server, :callId, :startedAtMs, :fromExtension, :fromName, :toExtension, :toName, :toGroup, :queue, :adopted,
    :ringingAtMs, :answeredAtMs, :endedAtMs, :seenAtMs, :talkMs, :totalMs, :cause, :causeDescription, :causeCode,
    :search, :course)
  ON CONFLICT (server, call_id, started_at_ms) DO UPDATE SET
    from_extension = excluded.from_extension, from_name = excluded.from_name, to_extension = excluded.to_extension,
    to_name = excluded.to_name, to_group = excluded.to_group, queue = excluded.queue,
    ringing_at_ms = excluded.ringing_at_ms, answered_at_ms = excluded.answered_at_ms,
    ended_at_ms = excluded.ended_at_ms, seen_at_ms = excluded.seen_at_ms, talk_ms = excluded.talk_ms,
    total_ms = excluded.total_ms, cause = excluded.cause, cause_description = excluded.cause_description,
    cause_code = excluded.cause_code, search = excluded.search, course = excluded.course`;

/**
 * Calls that a run before this one left open: nobody saw their end, and what is known is how far they went. One that goes on
 * is heard of again and continues its row.
 */
export const LOSE_CALLS_SQL = `
  UPDATE calls SET ended_at_ms = max(seen_at_ms, started_at_ms), cause = 'lost', cause_code = 0,
    cause_description = 'The call is gone, but its end was not seen',
    talk_ms = CASE WHEN answered_at_ms IS NULL THEN 0 ELSE max(0, seen_at_ms - answered_at_ms) END,
    total_ms = max(0, seen_at_ms - coalesce(ringing_at_ms, started_at_ms))
  WHERE ended_at_ms IS NULL;`;
