import type { StoredCallDetail } from "./call_types.ts";
import type { EndedSession } from "./link_entry.ts";
import type { LinkName } from "./order.ts";

/** A link's total and open session as they are to be written. */
export interface LinkRow extends LinkName {
  /** Ever, without the running transmission. */
  readonly settledMs: number;
  /** What was added to it since it was last written. */
  readonly earnedMs: number;
  /** How much of the running transmission the written total holds. */
  readonly writtenPartMs: number;
  /** How much of the running transmission the total is to hold. */
  readonly partMs: number;
  readonly lastTxStartMs: number | null;
  readonly lastTxEndMs: number | null;
  readonly updatedAtMs: number;
  readonly session:
    | { readonly connectedAtMs: number; readonly txMs: number; readonly seenAtMs: number }
    | null;
}

/** A session by its start. */
export interface SessionName extends LinkName {
  readonly connectedAtMs: number;
}

/** A session as it is stored; `endedAtMs` is `null` while it is open. */
export interface SessionRow extends SessionName {
  readonly endedAtMs: number | null;
  readonly checkpointAtMs: number;
  readonly txMs: number;
}

/** A session that was open when the last run ended, with its link's total. */
export interface OpenSessionRow extends SessionName {
  readonly checkpointAtMs: number;
  readonly txMs: number;
  readonly totalMs: number;
  readonly lastTxStartMs: number | null;
  readonly lastTxEndMs: number | null;
  readonly updatedAtMs: number;
}

/** A transmission as it is to be written; `endedAtMs` null while it runs. */
export interface TransmissionRow extends LinkName {
  readonly startedAtMs: number;
  readonly callsign: string | null;
  readonly description: string | null;
  readonly endedAtMs: number | null;
  readonly checkpointAtMs: number;
}

/** A transmission by its start. */
export interface TransmissionName extends LinkName {
  readonly startedAtMs: number;
}

/** What is to be added to one day's sum. */
export interface DailyRow extends LinkName {
  readonly dayMs: number;
  readonly txMs: number;
  readonly count: number;
}

/** What links and sessions have to be written. */
export interface LinkWrites {
  readonly links: readonly LinkRow[];
  readonly endedSessions: readonly EndedSession[];
  /** Ended sessions that turned out to be the beginning of the open one. */
  readonly absorbedSessions: readonly SessionName[];
}

/** What transmissions have to be written. */
export interface TalkWrites {
  readonly transmissions: readonly TransmissionRow[];
  /** Running ones as they were written, which turned out to have begun earlier. */
  readonly movedTransmissions: readonly TransmissionName[];
  readonly daily: readonly DailyRow[];
}

/** What calls have to be written. */
export interface CallWrites {
  readonly calls: readonly StoredCallDetail[];
  /** Servers whose calls that are not over are known to be up at `atMs`. */
  readonly callsSeen: { readonly servers: readonly string[]; readonly atMs: number };
}

/** Everything of one transaction. */
export interface Batch extends LinkWrites, TalkWrites, CallWrites {
  /** Ends what a run before this one left open. */
  readonly recover: boolean;
  /** Deletes some of what ended before this instant; `null`: nothing. */
  readonly purgeBeforeMs: number | null;
}

/** How many rows a batch holds, those it deletes not counted. */
export function countRows(batch: LinkWrites & TalkWrites & CallWrites): number {
  return batch.links.length + batch.endedSessions.length + batch.absorbedSessions.length +
    batch.transmissions.length + batch.movedTransmissions.length + batch.daily.length +
    batch.calls.length + batch.callsSeen.servers.length;
}
