import type { DatabaseSync, StatementSync } from "node:sqlite";
import { CallWriter, LOSE_CALLS_SQL } from "./call_writer.ts";
import { integer } from "./columns.ts";
import { DAY_MS } from "./day.ts";
import type { EndedSession } from "./link_entry.ts";
import { rollback } from "./migrations.ts";
import { Purge } from "./purge.ts";
import type { Batch, LinkRow } from "./rows.ts";

/** What a transaction did. */
export interface Written {
  /** Total of each link of the batch, as it now stands. */
  readonly totalsMs: readonly number[];
  readonly rows: number;
  /** False when there is more to delete. */
  readonly purged: boolean;
}

/** The statements that write; each is prepared once. */
export class Writer {
  readonly #link: StatementSync;
  readonly #endSession: StatementSync;
  readonly #insertEndedSession: StatementSync;
  readonly #openSession: StatementSync;
  readonly #deleteSession: StatementSync;
  readonly #transmission: StatementSync;
  readonly #deleteMoved: StatementSync;
  readonly #daily: StatementSync;
  readonly #purge: Purge;
  readonly #calls: CallWriter;

  constructor(private readonly db: DatabaseSync) {
    this.#link = db.prepare(LINK_SQL);
    this.#endSession = db.prepare(END_SESSION_SQL);
    this.#insertEndedSession = db.prepare(INSERT_ENDED_SESSION_SQL);
    this.#openSession = db.prepare(OPEN_SESSION_SQL);
    this.#deleteSession = db.prepare(DELETE_SESSION_SQL);
    this.#transmission = db.prepare(TRANSMISSION_SQL);
    this.#deleteMoved = db.prepare(DELETE_MOVED_SQL);
    this.#daily = db.prepare(DAILY_SQL);
    this.#purge = new Purge(db);
    this.#calls = new CallWriter(db);
  }

  /** Writes a batch in one transaction, whole or not at all. Throws what SQLite says. */
  write(batch: Batch): Written {
    this.db.exec("BEGIN IMMEDIATE");
    try {
      const written = this.#writeAll(batch);
      this.db.exec("COMMIT");
      return written;
    } catch (error) {
      rollback(this.db);
      throw error;
    }
  }

  #writeAll(batch: Batch): Written {
    if (batch.recover) this.db.exec(RECOVER_SQL + LOSE_CALLS_SQL);
    let rows = batch.transmissions.length + batch.movedTransmissions.length + batch.daily.length;
    const totalsMs = batch.links.map((row) => this.#writeLink(row));
    for (const session of batch.endedSessions) this.#writeEnded(session);
    for (const { localNode, node, connectedAtMs } of batch.absorbedSessions) {
      this.#deleteSession.run({ localNode, node, connectedAtMs });
    }
    rows += batch.links.length + batch.endedSessions.length + batch.absorbedSessions.length;
    for (const row of batch.links) rows += this.#writeOpen(row);
    for (const moved of batch.movedTransmissions) this.#deleteMoved.run({ ...moved });
    for (const row of batch.transmissions) this.#transmission.run({ ...row });
    for (const row of batch.daily) this.#daily.run({ ...row });
    const { servers, atMs } = batch.callsSeen;
    for (const call of batch.calls) this.#calls.write(call, atMs);
    for (const server of servers) this.#calls.seen(server, atMs);
    rows += batch.calls.length;
    const purged = batch.purgeBeforeMs === null || this.#purge.some(batch.purgeBeforeMs);
    return { totalsMs, rows, purged };
  }

  #writeLink(row: LinkRow): number {
    const { session, ...columns } = row;
    const stored = this.#link.get({ ...columns, connectedAtMs: session?.connectedAtMs ?? null });
    if (!stored) throw new TypeError("write link total, the statement returned no row");
    return integer(stored, "total_tx_ms");
  }

  #writeEnded(session: EndedSession): void {
    const changed = this.#endSession.run({ ...session }).changes;
    if (Number(changed) === 0) this.#insertEndedSession.run({ ...session });
  }

  #writeOpen({ localNode, node, session }: LinkRow): number {
    if (!session) return 0;
    this.#openSession.run({ localNode, node, ...session });
    return 1;
  }
}

/**
 * The stored total without what it holds of the running transmission, plus what was earned since, is at least what it has
 * to be: so a total never shrinks, and nothing is lost when this run began without knowing it.
 */
const LINK_SQL = `
  INSERT INTO link_totals AS stored
    (local_node, node, total_tx_ms, last_tx_start_ms, last_tx_end_ms, connected_since_ms, updated_at_ms)
  VALUES (:localNode, :node, :settledMs + :partMs, :lastTxStartMs, :lastTxEndMs, :connectedAtMs, :updatedAtMs)
  ON CONFLICT (local_node, node) DO UPDATE SET
    total_tx_ms = max(:settledMs, stored.total_tx_ms - :writtenPartMs + :earnedMs) + :partMs,
    last_tx_start_ms = coalesce(max(stored.last_tx_start_ms, :lastTxStartMs), stored.last_tx_start_ms, :lastTxStartMs),
    last_tx_end_ms = coalesce(max(stored.last_tx_end_ms, :lastTxEndMs), stored.last_tx_end_ms, :lastTxEndMs),
    connected_since_ms = :connectedAtMs,
    updated_at_ms = max(stored.updated_at_ms, :updatedAtMs)
  RETURNING total_tx_ms`;

const END_SESSION_SQL = `
  UPDATE sessions SET connected_at_ms = :connectedAtMs, ended_at_ms = :endedAtMs, checkpoint_at_ms = :endedAtMs,
    tx_ms = :txMs
  WHERE local_node = :localNode AND node = :node AND ended_at_ms IS NULL`;

const INSERT_ENDED_SESSION_SQL = `
  INSERT INTO sessions (local_node, node, connected_at_ms, ended_at_ms, checkpoint_at_ms, tx_ms)
  VALUES (:localNode, :node, :connectedAtMs, :endedAtMs, :endedAtMs, :txMs)`;

const OPEN_SESSION_SQL = `
  INSERT INTO sessions (local_node, node, connected_at_ms, ended_at_ms, checkpoint_at_ms, tx_ms)
  VALUES (:localNode, :node, :connectedAtMs, NULL, :seenAtMs, :txMs)
  ON CONFLICT (local_node, node) WHERE ended_at_ms IS NULL DO UPDATE SET
    connected_at_ms = excluded.connected_at_ms, checkpoint_at_ms = excluded.checkpoint_at_ms, tx_ms = excluded.tx_ms`;

const DELETE_SESSION_SQL = `
  DELETE FROM sessions WHERE local_node = :localNode AND node = :node AND connected_at_ms = :connectedAtMs
    AND ended_at_ms IS NOT NULL`;

const TRANSMISSION_SQL = `
  INSERT INTO transmissions AS stored
    (started_at_ms, local_node, node, callsign, description, ended_at_ms, checkpoint_at_ms)
  VALUES (:startedAtMs, :localNode, :node, :callsign, :description, :endedAtMs, :checkpointAtMs)
  ON CONFLICT (started_at_ms, local_node, node) DO UPDATE SET
    callsign = coalesce(excluded.callsign, stored.callsign),
    description = coalesce(excluded.description, stored.description),
    ended_at_ms = excluded.ended_at_ms,
    checkpoint_at_ms = excluded.checkpoint_at_ms`;

const DELETE_MOVED_SQL = `
  DELETE FROM transmissions WHERE started_at_ms = :startedAtMs AND local_node = :localNode AND node = :node
    AND ended_at_ms IS NULL`;

const DAILY_SQL = `
  INSERT INTO daily_sums AS stored (day_ms, local_node, node, tx_ms, count)
  VALUES (:dayMs, :localNode, :node, :txMs, :count)
  ON CONFLICT (day_ms, local_node, node) DO UPDATE SET
    tx_ms = stored.tx_ms + excluded.tx_ms, count = stored.count + excluded.count`;

/** What a run before this one left open ended when it was last known to run. */
const RECOVER_SQL = `
  INSERT INTO daily_sums AS stored (day_ms, local_node, node, tx_ms, count)
    SELECT started_at_ms - started_at_ms % ${DAY_MS}, local_node, node,
      sum(checkpoint_at_ms - started_at_ms), count(*)
    FROM transmissions WHERE ended_at_ms IS NULL GROUP BY 1, 2, 3
  ON CONFLICT (day_ms, local_node, node) DO UPDATE SET
    tx_ms = stored.tx_ms + excluded.tx_ms, count = stored.count + excluded.count;
  UPDATE transmissions SET ended_at_ms = checkpoint_at_ms WHERE ended_at_ms IS NULL;`;
