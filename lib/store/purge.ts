import type { DatabaseSync, StatementSync } from "node:sqlite";

const BATCH_ROWS = 500; // about a millisecond of work, so that deleting a year never holds up a transaction

/** Deletes what is old, some at a time. Totals, daily sums and whatever is still open stay. */
export class Purge {
  readonly #transmissions: StatementSync;
  readonly #sessions: StatementSync;
  readonly #calls: StatementSync;

  constructor(db: DatabaseSync) {
    this.#transmissions = db.prepare(`
      DELETE FROM transmissions WHERE (started_at_ms, local_node, node) IN (
        SELECT started_at_ms, local_node, node FROM transmissions
        WHERE started_at_ms < ? AND ended_at_ms IS NOT NULL ORDER BY started_at_ms LIMIT ${BATCH_ROWS})`);
    this.#sessions = db.prepare(`
      DELETE FROM sessions WHERE id IN (
        SELECT id FROM sessions WHERE ended_at_ms < ? ORDER BY ended_at_ms LIMIT ${BATCH_ROWS})`);
    this.#calls = db.prepare(`
      DELETE FROM calls WHERE id IN (
        SELECT id FROM calls WHERE started_at_ms < ? AND ended_at_ms IS NOT NULL
        ORDER BY started_at_ms LIMIT ${BATCH_ROWS})`);
  }

  /** Deletes some of what ended before an instant; false when there may be more. */
  some(beforeMs: number): boolean {
    const transmissions = Number(this.#transmissions.run(beforeMs).changes);
    const sessions = Number(this.#sessions.run(beforeMs).changes);
    const calls = Number(this.#calls.run(beforeMs).changes);
    return transmissions < BATCH_ROWS && sessions < BATCH_ROWS && calls < BATCH_ROWS;
  }
}

const PURGE_EVERY_MS = 3_600_000;

/** When to delete: once an hour, in as many batches as it takes. */
export type PurgeState =
  | { readonly state: "resting"; readonly untilMs: number }
  | { readonly state: "purging"; readonly beforeMs: number };

/** The state at `nowMs`; rows older than `keepMs` are to go. */
export function purgeAt(current: PurgeState, nowMs: number, keepMs: number): PurgeState {
  if (current.state === "purging" || nowMs < current.untilMs) return current;
  return { state: "purging", beforeMs: nowMs - keepMs };
}

/** The state after a batch. */
export function purgedAt(current: PurgeState, done: boolean, nowMs: number): PurgeState {
  return done && current.state === "purging"
    ? { state: "resting", untilMs: nowMs + PURGE_EVERY_MS }
    : current;
}
