import type { CallLeg, CallMoment, CallParty, CallTarget } from "../wire/mod.ts";

/** A call by when and where it began; the same id can come again. */
export interface CallName {
  readonly server: string;
  readonly callId: string;
  readonly startedAtMs: number;
}

/** Which calls to read: those that are over, newest first. */
export interface CallsQuery {
  /** Every word of it must stand somewhere in numbers, names, group or queue. */
  readonly text?: string;
  /** Only calls that ended so. */
  readonly cause?: string;
  /** Only calls that began at or after this instant, */
  readonly sinceMs?: number;
  /** and before this one. */
  readonly untilMs?: number;
  /** Only calls after this one in the order of the list. */
  readonly after?: CallName;
  readonly limit: number;
}

/** A call as it is remembered. Instants are epoch milliseconds, `null` where it did not come to that. */
export interface StoredCall extends CallName {
  readonly from: CallParty;
  readonly to: CallTarget;
  readonly queue: string | null;
  readonly adopted: boolean;
  readonly ringingAtMs: number | null;
  readonly answeredAtMs: number | null;
  /** `null` while it is up. */
  readonly endedAtMs: number | null;
  readonly talkMs: number | null;
  readonly totalMs: number | null;
  readonly cause: string | null;
  readonly causeDescription: string | null;
  readonly causeCode: number | null;
}

/** What is remembered of how a call went. */
export interface CallCourse {
  /** Oldest first. */
  readonly events: readonly CallMoment[];
  readonly droppedEvents: number;
  /** Who took part, in the order they came. */
  readonly legs: readonly CallLeg[];
  readonly droppedLegs: number;
}

/** A call with its course. */
export interface StoredCallDetail extends StoredCall, CallCourse {}

/** Reader of calls; answers include what waits to be written. */
export interface CallsReader {
  /** Calls that are over, newest first by their start; ties by id, then server. */
  pastCalls(query: CallsQuery): readonly StoredCall[];
  /**
   * The newest call of that id, up or over; of one server where there are several, and of those that began at `begunByMs` or before
   * where an id came more than once.
   */
  callOf(callId: string, server?: string, begunByMs?: number): StoredCallDetail | undefined;
}
