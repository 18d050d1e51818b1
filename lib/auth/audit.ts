import type { Clock, Timer } from "../clock/mod.ts";
import type { Logger } from "../log/mod.ts";
import { type AuditTable, UnavailableError } from "../store/mod.ts";
import type { Bound } from "../wire/mod.ts";
import type { AuditEntry, AuditLog, AuditQuery, AuditRecord, AuditResult, AuditWhat } from "./audit_types.ts";
import { RefusalDigest } from "./refusal_digest.ts";

/** Acts kept in memory while they cannot be written; beyond that the oldest go. */
const MAX_WAITING = 1_000;

/** Refusals are gathered this long, so that a flood of them is one transaction a second. */
const GATHER_MS = 1_000;

/** How often what is old is deleted. */
const PURGE_EVERY_MS = 3_600_000;

/** Pause between two batches of deleting, so that nobody waits for a year of it. */
const PURGE_PAUSE_MS = 1_000;

/** Acts kept however young they are: some 40 MB of disk, more than a year of a busy club, and a bound for floods. */
const MAX_ROWS = 200_000;

/** Longest text of a column; what is longer is cut. */
const MAX_TEXT_LENGTH = 200;

/** What the record is made of. */
export interface AuditOptions {
  readonly table: AuditTable;
  readonly clock: Clock;
  readonly log: Logger;
  /** Acts older than this are deleted. */
  readonly keepMs: number;
}

/** The record of the running system, with its beginning and end. */
export interface RunningAudit extends AuditLog {
  /** Begins deleting what is old. */
  start(): void;
  /** Writes what waits and stops its timers. */
  stop(): void;
  /** Acts that wait to be written. */
  readonly waiting: number;
  /** Acts given up because too many waited. */
  readonly dropped: number;
  /** How many wait and how many are kept, with their limits. */
  readonly bounds: readonly Bound[];
}

/** Makes the record; `start` begins deleting what is old. */
export function createAudit(options: AuditOptions): RunningAudit {
  return new AuditWriter(options);
}

type Waiting = Omit<AuditRecord, "id">;

class AuditWriter implements RunningAudit {
  readonly #waiting: Waiting[] = [];
  readonly #refusals = new RefusalDigest();
  #dropped = 0;
  #gather: Timer | null = null;
  #summing: { readonly atMs: number; readonly timer: Timer } | null = null;
  #purge: Timer | null = null;
  #isFailing = false;
  #knownRows = 0;

  constructor(private readonly options: AuditOptions) {}

  get waiting(): number {
    return this.#waiting.length;
  }

  get dropped(): number {
    return this.#dropped;
  }

  get bounds(): readonly Bound[] {
    return [
      { name: "audit_waiting", used: this.#waiting.length, limit: MAX_WAITING, dropped: this.#dropped },
      { name: "audit_rows", used: this.#rows(), limit: MAX_ROWS },
      { name: "refusals_summed_up", used: this.#refusals.size, limit: this.#refusals.limit },
    ];
  }

  start(): void {
    this.#purge ??= this.options.clock.after(PURGE_PAUSE_MS, () => this.#purgeSome());
  }

  stop(): void {
    this.#purge?.cancel();
    this.#purge = null;
    this.#summing?.timer.cancel();
    this.#summing = null;
    const nowMs = this.options.clock.now();
    for (const summary of this.#refusals.drain(nowMs)) this.#push(summary, nowMs);
    this.#flush();
    this.#gather?.cancel();
    this.#gather = null;
  }

  /** What was done is written at once; what was refused, and so may come in floods, is gathered and summed up. */
  record(entry: AuditEntry): void {
    const nowMs = this.options.clock.now();
    if (entry.result !== "refused") {
      this.#push(entry, nowMs);
      return this.#isFailing ? this.#gatherMore() : this.#flush();
    }
    if (this.#refusals.take(entry, nowMs)) {
      this.#push(entry, nowMs);
      this.#gatherMore();
    }
    this.#sumUpLater(nowMs);
  }

  read(query: AuditQuery): readonly AuditRecord[] {
    this.#flush();
    const { beforeId = null, sinceMs = null, untilMs = null, limit } = query;
    const { who = null, node = null, what = null, result = null } = query;
    const rows = this.options.table.read({ beforeId, sinceMs, untilMs, who, node, what, result, limit });
    // Only what `record` took is in the table.
    return rows.map((row) => ({ ...row, what: row.what as AuditWhat, result: row.result as AuditResult }));
  }

  /** As of the last time that the database could be asked. */
  #rows(): number {
    try {
      this.#knownRows = Math.min(MAX_ROWS, this.options.table.size());
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error;
    }
    return this.#knownRows;
  }

  #push(entry: AuditEntry, nowMs: number): void {
    if (this.#waiting.length >= MAX_WAITING && !this.#isFailing) this.#flush();
    if (this.#waiting.length >= MAX_WAITING) {
      this.#waiting.shift();
      this.#dropped++;
    }
    this.#waiting.push(waitingOf(entry, nowMs));
  }

  /** One timer for whatever is due first. */
  #sumUpLater(nowMs: number): void {
    const atMs = this.#refusals.dueAtMs;
    if (atMs === Infinity || (this.#summing && this.#summing.atMs <= atMs)) return;
    this.#summing?.timer.cancel();
    const timer = this.options.clock.after(Math.max(0, atMs - nowMs), () => this.#sumUp());
    this.#summing = { atMs, timer };
  }

  #sumUp(): void {
    this.#summing = null;
    const nowMs = this.options.clock.now();
    for (const summary of this.#refusals.sumUp(nowMs)) this.#push(summary, nowMs);
    this.#flush();
    this.#sumUpLater(nowMs);
  }

  #gatherMore(): void {
    this.#gather ??= this.options.clock.after(GATHER_MS, () => {
      this.#gather = null;
      this.#flush();
    });
  }

  #flush(): void {
    if (this.#waiting.length === 0) return;
    try {
      this.options.table.append(this.#waiting);
      this.#waiting.length = 0;
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) {
        this.options.log.error("audit cannot be written, it is kept in memory", { error: String(error) });
      }
      this.#isFailing = true;
      this.#gatherMore();
    }
  }

  #purgeSome(): void {
    const { clock, table, keepMs, log } = this.options;
    let isDone = true;
    try {
      isDone = table.purge(clock.now() - keepMs, MAX_ROWS);
    } catch (error) {
      log.warn("old acts could not be deleted", { error: String(error) });
    }
    this.#purge = clock.after(isDone ? PURGE_EVERY_MS : PURGE_PAUSE_MS, () => this.#purgeSome());
  }
}

function waitingOf(entry: AuditEntry, atMs: number): Waiting {
  const { who, from, what, node = null, target = null, result, ref = null, detail = null } = entry;
  return {
    atMs,
    who: oneLine(who),
    from: oneLine(from) ?? "",
    what,
    node: oneLine(node),
    target: oneLine(target),
    result,
    ref: oneLine(ref),
    detail: oneLine(detail),
  };
}

/** Text of clients is kept short and on one line. */
function oneLine(text: string | null): string | null {
  return text === null ? null : text.replace(/\p{Cc}/gu, " ").slice(0, MAX_TEXT_LENGTH);
}
