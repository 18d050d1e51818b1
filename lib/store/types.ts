import type { EventSink } from "../events/mod.ts";
import type { DatabaseStatus, LinkStat, LinkStatSort, TalkerEvent } from "../wire/mod.ts";

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

/** Readers of what is remembered; answers include what is still waiting to be written. */
export interface StatsReader {
  linkStats(query: LinkStatsQuery): readonly LinkStat[];
  talkerLog(query: TalkerLogQuery): readonly TalkerEvent[];
}

/** The database: first sink of the bus, and reader of what it remembers. */
export interface Store extends EventSink, StatsReader {
  readonly status: DatabaseStatus;
  /** What is remembered of one local node's links. */
  recall(localNode: string): readonly StoredLink[];
  /** Writes everything that waits, in one transaction. */
  flush(): void;
  /** Flushes, stops the timer, closes the file. */
  close(): void;
}
