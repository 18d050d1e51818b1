import type { DatabaseSync } from "node:sqlite";
import type { CallsReader } from "./call_types.ts";
import type { Clock } from "../clock/mod.ts";
import type { EventSink } from "../events/mod.ts";
import type { Logger } from "../log/mod.ts";
import type {
  Bound,
  CallSnapshot,
  DatabaseStatus,
  LinkStat,
  LinkStatSort,
  TalkerEvent,
} from "../wire/mod.ts";

/** What was remembered of a link, to seed the state machine with. Structurally the `LinkMemory` of lib/nodes. */
export interface StoredLink {
  readonly node: string;
  readonly totalTxMs: number;
  readonly lastTxStartMs: number | null;
  readonly lastTxEndMs: number | null;
  readonly openSession: { readonly connectedSinceMs: number; readonly txMs: number } | null;
}

/** Which link totals to read. */
export interface LinkStatsQuery {
  /** Only these link identifiers; empty or absent: all. */
  readonly nodes?: readonly string[];
  /** Only links that changed at or after this instant. */
  readonly sinceMs?: number;
  readonly sort: LinkStatSort;
  readonly limit: number;
}

/** Which talker events to read, newest first. */
export interface TalkerLogQuery {
  readonly sinceMs?: number;
  readonly limit: number;
}

/** Which transmissions to read, newest first. */
export interface TransmissionsQuery {
  /** Only those that began at or after this instant. */
  readonly sinceMs: number;
  readonly localNode?: string;
  /** Only those of this link. */
  readonly node?: string;
  readonly limit: number;
}

/** One transmission. `node` equals `localNode` for the local receiver. */
export interface Transmission {
  readonly localNode: string;
  readonly node: string;
  readonly callsign: string | null;
  readonly description: string | null;
  readonly startedAtMs: number;
  /** `null` while it runs. */
  readonly endedAtMs: number | null;
}

/** Which sessions to read, newest first by their start. */
export interface SessionsQuery {
  readonly localNode: string;
  readonly limit: number;
}

/** One connection of a link. */
export interface LinkSession {
  readonly localNode: string;
  readonly node: string;
  readonly connectedAtMs: number;
  /** `null` while it lasts; of a link that has not come back since a restart, when it was last known to be up. */
  readonly endedAtMs: number | null;
  /** Talk during it, of the running transmission what there is by now. */
  readonly txMs: number;
}

/** Which daily sums to read. */
export interface DailySumsQuery {
  /** Only days from the one (UTC) that holds this instant. */
  readonly sinceMs: number;
  readonly localNode?: string;
  readonly limit: number;
}

/** What one node sent through one local node in one day. A transmission belongs to the day in which it began. */
export interface DailySum {
  readonly localNode: string;
  readonly node: string;
  /** `2026-02-12`, UTC. */
  readonly day: string;
  readonly txMs: number;
  readonly count: number;
}

/** Readers of what is remembered; answers include what is still waiting to be written, and reading writes nothing. */
export interface StatsReader {
  /**
   * Totals by link. Of a running transmission all but the last second is counted: within it the link may turn out to
   * have unkeyed already, and a total that was shown never shrinks.
   */
  linkStats(query: LinkStatsQuery): readonly LinkStat[];
  /** Starts and ends of transmissions, newest first; ties by local node, then node, the end before the start. */
  talkerLog(query: TalkerLogQuery): readonly TalkerEvent[];
}

/** Readers of single transmissions and of what was summed up; as with StatsReader, what waits is included. */
export interface HistoryReader {
  /** Transmissions, newest first, running ones included. */
  recentTransmissions(query: TransmissionsQuery): readonly Transmission[];
  /** Connections of one local node's links, newest first, running ones included. */
  recentSessions(query: SessionsQuery): readonly LinkSession[];
  /** Ended transmissions by day, newest day first; kept for ever. */
  dailySums(query: DailySumsQuery): readonly DailySum[];
}

/** Counters of the database; each is visible in metrics. */
export interface StoreMetrics {
  /** Transactions committed. */
  readonly transactions: number;
  /** Rows written by them. */
  readonly rows: number;
  /** Transactions and reads that failed. */
  readonly failures: number;
  /** Rows that wait to be written. */
  readonly pending: number;
  /** Rows given up because too many waited. */
  readonly dropped: number;
  /** Totals that would have shrunk, and did not. */
  readonly shrinksRefused: number;
  /** Events without a usable time or number, ignored. */
  readonly invalid: number;
}

/** The database: first sink of the bus, and reader of what it remembers. */
export interface Store extends EventSink, StatsReader, HistoryReader, CallsReader {
  readonly status: DatabaseStatus;
  readonly metrics: StoreMetrics;
  /** What is held in memory, and how many days of transmissions in the file, and where each ends. */
  readonly bounds: readonly Bound[];
  /** What is remembered of one local node's links, in the order of their numbers. */
  recall(localNode: string): readonly StoredLink[];
  /** What is remembered of one link, what waits to be written included; undefined when it was never seen. */
  recallLink(localNode: string, node: string): StoredLink | undefined;
  /**
   * Calls that earlier runs told of and whose end nobody was told of, newest first; `endedAtMs` is when each was last known to be
   * up. Asked once, before anything is taken.
   */
  leftCalls(): readonly CallSnapshot[];
  /** Writes everything that waits, in one transaction; none when nothing waits. */
  flush(): void;
  /** Flushes, stops the timer, closes the file. Harmless when repeated. */
  close(): void;
}

/** How a store is opened. */
export interface StoreOptions {
  /** The database file, made with its directory when missing; `:memory:` for none. */
  readonly path: string;
  readonly clock: Clock;
  readonly log: Logger;
  /** Transmissions, ended sessions and calls older than this are deleted; totals and daily sums stay. */
  readonly retentionDays: number;
  /** Opens the file; for tests that make it fail. */
  readonly connect?: (path: string) => DatabaseSync;
}
