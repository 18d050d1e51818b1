import { CallLedger } from "./call_ledger.ts";
import type { CallsQuery, StoredCall, StoredCallDetail } from "./call_types.ts";
import type { Clock, Timer } from "../clock/mod.ts";
import type { NumberedEvent } from "../events/mod.ts";
import type { Logger } from "../log/mod.ts";
import type { Bound, CallSnapshot, DatabaseStatus, LinkStat, TalkerEvent } from "../wire/mod.ts";
import { Answers, type Read } from "./answers.ts";
import { connectFile } from "./connection.ts";
import { DAY_MS } from "./day.ts";
import { Disk } from "./disk.ts";
import { Intake } from "./intake.ts";
import { LinkLedger } from "./link_ledger.ts";
import type { LinkName } from "./order.ts";
import { type Outcome, Pacer } from "./pacer.ts";
import { purgeAt, purgedAt, type PurgeState } from "./purge.ts";
import { MAX_REMEMBERED } from "./reader.ts";
import { type Batch, type CallWrites, countRows } from "./rows.ts";
import { ServerWatch } from "./server_watch.ts";
import { TalkLedger } from "./talk_ledger.ts";
import type {
  DailySum,
  DailySumsQuery,
  LinkSession,
  LinkStatsQuery,
  SessionsQuery,
  Store,
  StoredLink,
  StoreMetrics,
  StoreOptions,
  TalkerLogQuery,
  Transmission,
  TransmissionsQuery,
} from "./types.ts";

/**
 * Opens the database, bringing it up to date. Errors: `StoreError` when it is damaged, newer than this program, or cannot
 * be migrated. A disk that is full, read-only or missing is no error: the store keeps what changes in memory, says so
 * in `status`, and tries again.
 */
export function openStore(options: StoreOptions): Store {
  const store = new SqliteStore(options);
  store.open();
  return store;
}

/** The least time between two lines of log about totals that would have shrunk. */
const SHRINK_LOG_EVERY_MS = 60_000;

/** How exactly the end of a call is known that was up when the program was killed. */
const CALLS_SEEN_EVERY_MS = 10_000;

/** A run between that heard of no server told nobody either; what is older than this is no news to anybody. */
const LEFT_CALLS_MS = DAY_MS;

/** What of the last run has been taken over: nothing yet, its open sessions, or its cut off transmissions as well. */
type LastRun = "unread" | "unended" | "settled";

class SqliteStore implements Store {
  readonly name = "store";
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #disk: Disk;
  readonly #servers = new ServerWatch();
  readonly #links = new LinkLedger((name, storedMs, toldMs) => this.#logShrink(name, storedMs, toldMs));
  readonly #talks = new TalkLedger();
  readonly #calls = new CallLedger((server, callId) =>
    this.#read((reader) => reader.call(callId, server), undefined)
  );
  readonly #intake = new Intake(this.#links, this.#talks, this.#servers, this.#calls);
  readonly #answers: Answers;
  readonly #pacer: Pacer;
  readonly #keepMs: number;
  #lastRun: LastRun = "unread";
  /** Writes how far calls have gone, while some are up. */
  #callsTimer: Timer | null = null;
  #callsSeenAtMs = -Infinity;
  #purge: PurgeState = { state: "resting", untilMs: -Infinity };
  #transactions = 0;
  #rows = 0;
  #shrinkLoggedAtMs = -Infinity;

  constructor({ path, clock, log, retentionDays, connect = connectFile }: StoreOptions) {
    this.#clock = clock;
    this.#log = log;
    this.#keepMs = retentionDays * DAY_MS;
    this.#disk = new Disk(path, connect, clock, log);
    this.#pacer = new Pacer(clock, () => this.#write(false));
    this.#answers = new Answers(
      this.#links,
      this.#talks,
      this.#calls,
      (node) => this.#knownUntilMs(node),
      this.#read,
    );
  }

  /** Opens the file and takes over what the last run left open. Throws `StoreError`. */
  open(): void {
    this.#disk.open();
    if (this.#disk.state.state === "failing") return this.#pacer.follow(this.#failed());
    this.#takeOverLastRun();
    if (this.#lastRun !== "settled") this.#pacer.now();
  }

  get status(): DatabaseStatus {
    const { state } = this.#disk;
    const failing = state.state === "failing";
    return {
      state: state.state === "ok" ? "ok" : "failing",
      since: new Date(state.sinceMs).toISOString(),
      error: failing ? state.error : state.state === "closed" ? "database is closed" : null,
      dropped_writes: this.metrics.dropped,
    };
  }

  get metrics(): StoreMetrics {
    return {
      transactions: this.#transactions,
      rows: this.#rows,
      failures: this.#disk.failures,
      pending: this.#pending,
      dropped: this.#links.dropped + this.#talks.dropped + this.#calls.dropped,
      shrinksRefused: this.#links.shrinksRefused,
      invalid: this.#intake.invalid,
    };
  }

  get bounds(): readonly Bound[] {
    return [
      ...this.#talks.bounds,
      ...this.#links.bounds,
      ...this.#calls.bounds,
      ...this.#servers.bounds,
      {
        name: "database_remembered_answers",
        used: this.#disk.read((reader) => reader.remembered, 0),
        limit: MAX_REMEMBERED,
      },
      { name: "database_days_kept", used: this.#daysKept(), limit: this.#keepMs / DAY_MS },
    ];
  }

  take({ event }: NumberedEvent): void {
    this.#intake.take(event);
    if (this.#pending > 0) this.#pacer.request();
  }

  recall(localNode: string): readonly StoredLink[] {
    return this.#answers.recall(localNode);
  }

  recallLink(localNode: string, node: string): StoredLink | undefined {
    return this.#answers.recallLink(localNode, node);
  }

  linkStats(query: LinkStatsQuery): readonly LinkStat[] {
    return this.#answers.linkStats(query);
  }

  talkerLog(query: TalkerLogQuery): readonly TalkerEvent[] {
    return this.#answers.talkerLog(query);
  }

  recentTransmissions(query: TransmissionsQuery): readonly Transmission[] {
    return this.#answers.recentTransmissions(query);
  }

  recentSessions(query: SessionsQuery): readonly LinkSession[] {
    return this.#answers.recentSessions(query);
  }

  dailySums(query: DailySumsQuery): readonly DailySum[] {
    return this.#answers.dailySums(query);
  }

  pastCalls(query: CallsQuery): readonly StoredCall[] {
    return this.#answers.pastCalls(query);
  }

  callOf(callId: string, server?: string, begunByMs?: number): StoredCallDetail | undefined {
    return this.#answers.callOf(callId, server, begunByMs);
  }

  leftCalls(): readonly CallSnapshot[] {
    const sinceMs = this.#clock.now() - LEFT_CALLS_MS;
    return this.#read((reader) => reader.leftCalls(sinceMs), []);
  }

  flush(): void {
    this.#pacer.now();
  }

  close(): void {
    if (this.#disk.state.state === "closed") return;
    this.#pacer.stop();
    this.#callsTimer?.cancel();
    this.#callsTimer = null;
    const outcome = this.#write(true);
    if (outcome.kind === "failed" && this.#pending > 0) {
      this.#log.error("database was closed, what waited to be written is lost", { rows: this.#pending });
    }
    this.#disk.close();
  }

  get #pending(): number {
    return this.#links.pending + this.#talks.pending + this.#calls.pending;
  }

  /** Whole days since the oldest transmission in the file; 0 when there is none. */
  #daysKept(): number {
    const nowMs = this.#clock.now();
    const oldestMs = this.#disk.read((reader) => reader.oldestStartMs(), null) ?? nowMs;
    return Math.max(0, Math.floor((nowMs - oldestMs) / DAY_MS));
  }

  #knownUntilMs(localNode: string): number {
    return this.#servers.lostAtMs(localNode) ?? this.#clock.now();
  }

  /** A read that fails loses the file: it is opened again at the pace of writing. */
  readonly #read: Read = (action, otherwise) => {
    const answer = this.#disk.read(action, otherwise);
    if (this.#disk.state.state === "failing") this.#pacer.request();
    return answer;
  };

  #takeOverLastRun(): void {
    if (this.#lastRun !== "unread") return;
    this.#lastRun = this.#disk.read((reader): LastRun => {
      const sessions = reader.openSessions();
      const left = reader.hasOpenTransmissions() || reader.hasOpenCalls();
      for (const session of sessions) this.#links.adopt(session);
      return left ? "unended" : "settled";
    }, "unread");
  }

  /** Writes what waits; with `all` the state of every open session too, as the last thing that is known of it. */
  #write(all: boolean): Outcome {
    if (!this.#disk.reopen()) return this.#failed();
    this.#takeOverLastRun();
    if (this.#lastRun === "unread") return this.#failed();
    const batch = this.#batch(all);
    if (countRows(batch) === 0 && !batch.recover && this.#purge.state === "resting") {
      this.#disk.recovered();
      return { kind: "done" };
    }
    return this.#commit(batch);
  }

  #batch(all: boolean): Batch {
    const knownUntil = (localNode: string) => this.#knownUntilMs(localNode);
    const purge = purgeAt(this.#purge, this.#clock.now(), this.#keepMs);
    return {
      ...this.#links.writes(knownUntil, all),
      ...this.#talks.writes(knownUntil),
      ...this.#callWrites(all),
      recover: this.#lastRun === "unended",
      purgeBeforeMs: purge.state === "purging" ? purge.beforeMs : null,
    };
  }

  #commit(batch: Batch): Outcome {
    const written = this.#disk.write(batch);
    if (!written) return this.#failed();
    this.#transactions++;
    this.#rows += written.rows;
    this.#lastRun = "settled";
    this.#links.written(batch.links, written.totalsMs);
    this.#talks.written();
    this.#calls.written();
    if (batch.callsSeen.servers.length > 0) this.#callsSeenAtMs = batch.callsSeen.atMs;
    this.#watchCalls();
    if (batch.purgeBeforeMs !== null) {
      const begun: PurgeState = { state: "purging", beforeMs: batch.purgeBeforeMs };
      this.#purge = purgedAt(begun, written.purged, this.#clock.now());
    }
    return { kind: this.#isRunning() || this.#purge.state === "purging" ? "again" : "done" };
  }

  /** Calls that changed; and now and then that the others are still up, as long as their server tells. */
  #callWrites(all: boolean): CallWrites {
    const atMs = this.#clock.now();
    const isDue = all || atMs - this.#callsSeenAtMs >= CALLS_SEEN_EVERY_MS;
    const servers = isDue ? [...this.#calls.runningServers()] : [];
    return {
      calls: this.#calls.writes(),
      callsSeen: { servers: servers.filter((server) => !this.#servers.isLost(server)), atMs },
    };
  }

  #watchCalls(): void {
    if (this.#callsTimer !== null || this.#calls.runningServers().size === 0) return;
    this.#callsTimer = this.#clock.after(CALLS_SEEN_EVERY_MS, () => {
      this.#callsTimer = null;
      this.#pacer.request();
    });
  }

  #failed(): Outcome {
    const { state } = this.#disk;
    return { kind: "failed", attempts: state.state === "failing" ? state.attempts : 1 };
  }

  #isRunning(): boolean {
    for (const node of this.#links.keyedNodes()) if (this.#servers.lostAtMs(node) === undefined) return true;
    for (const node of this.#talks.runningNodes()) {
      if (this.#servers.lostAtMs(node) === undefined) return true;
    }
    return false;
  }

  #logShrink({ localNode, node }: LinkName, storedMs: number, toldMs: number): void {
    const nowMs = this.#clock.now();
    if (nowMs - this.#shrinkLoggedAtMs < SHRINK_LOG_EVERY_MS) return;
    this.#shrinkLoggedAtMs = nowMs;
    this.#log.warn("total of a link would shrink, the stored one is kept", {
      localNode,
      node,
      storedMs,
      toldMs,
    });
  }
}
