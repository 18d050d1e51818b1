import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { CallSnapshot, LinkStatSort } from "../wire/mod.ts";
import { readCall, readCalls, readLeftCalls } from "./call_reader.ts";
import type { CallsQuery, StoredCall, StoredCallDetail } from "./call_types.ts";
import { integer, integerOrNull, type SqlRow, text, textOrNull } from "./columns.ts";
import { type LinkName, nodeSortSql } from "./order.ts";
import type { DailyRow, OpenSessionRow, SessionRow, TransmissionRow } from "./rows.ts";
import type { LinkStatsQuery } from "./types.ts";

/** A link's total as it is stored. */
export interface TotalRow extends LinkName {
  readonly totalMs: number;
  readonly lastTxStartMs: number | null;
  readonly lastTxEndMs: number | null;
  readonly connectedAtMs: number | null;
  readonly updatedAtMs: number;
}

/** A link's total with its open session. */
export interface RecalledRow extends TotalRow {
  readonly session: { readonly connectedAtMs: number; readonly txMs: number } | null;
}

/** Answers kept until something is written: what a page asks for, twice over. */
export const MAX_REMEMBERED = 8;

/** Longer answers are not kept: few ask for them, and memory is short. */
const MAX_REMEMBERED_ROWS = 100;

/**
 * The statements that read; each is prepared when it is first used. What every page asks for is remembered until something is
 * written, so that a burst of visitors costs the database one answer.
 */
export class Reader {
  readonly #statements = new Map<string, StatementSync>();
  readonly #remembered = new Map<string, readonly unknown[]>();
  /** Rows changed since the database was opened, as of what is remembered. */
  #changes = -1;

  constructor(private readonly db: DatabaseSync) {}

  /** How many answers are remembered. */
  get remembered(): number {
    return this.#remembered.size;
  }

  /** Sessions that nobody ended, with their links' totals. */
  openSessions(): readonly OpenSessionRow[] {
    return this.#all(OPEN_SESSIONS_SQL).map((row) => ({
      ...totalRow(row),
      connectedAtMs: integer(row, "session_at_ms"),
      checkpointAtMs: integer(row, "checkpoint_at_ms"),
      txMs: integer(row, "tx_ms"),
    }));
  }

  /** Whether a run before this one left a transmission open. */
  hasOpenTransmissions(): boolean {
    return this.#all("SELECT 1 FROM transmissions WHERE ended_at_ms IS NULL LIMIT 1").length > 0;
  }

  /** Whether a run before this one left a call open. */
  hasOpenCalls(): boolean {
    return this.#all("SELECT 1 FROM calls WHERE ended_at_ms IS NULL LIMIT 1").length > 0;
  }

  /** Calls of earlier runs whose end nobody was told of. */
  leftCalls(sinceMs: number): readonly CallSnapshot[] {
    return readLeftCalls((sql, parameters) => this.#all(sql, parameters), sinceMs);
  }

  /** Ended calls, newest first. */
  calls(query: CallsQuery): readonly StoredCall[] {
    return readCalls((sql, parameters) => this.#all(sql, parameters), query);
  }

  /** The newest call of an id that began at `begunByMs` or before. */
  call(callId: string, server: string | null, begunByMs?: number): StoredCallDetail | undefined {
    return readCall((sql, parameters) => this.#all(sql, parameters), callId, server, begunByMs);
  }

  /** When the oldest transmission began; `null` when there is none. */
  oldestStartMs(): number | null {
    const row = this.#all("SELECT min(started_at_ms) AS oldest_ms FROM transmissions")[0];
    return row ? integerOrNull(row, "oldest_ms") : null;
  }

  /** All links of a local node in the order of their numbers. */
  recall(localNode: string): readonly RecalledRow[] {
    return this.#all(RECALL_SQL, { localNode }).map(recalledRow);
  }

  /** One link. */
  recallLink(localNode: string, node: string): RecalledRow | undefined {
    return this.#all(RECALL_LINK_SQL, { localNode, node }).map(recalledRow)[0];
  }

  /** Totals in the order asked for. */
  totals(query: LinkStatsQuery): readonly TotalRow[] {
    const nodes = query.nodes && query.nodes.length > 0 ? JSON.stringify(query.nodes) : null;
    const { sinceMs = null, limit } = query;
    return this.#remember(TOTALS_SQL[query.sort], { nodes, sinceMs, limit }, totalRow);
  }

  /** The newest transmissions by their start. */
  byStart(sinceMs: number, localNode: string | null, limit: number): readonly TransmissionRow[] {
    return this.#remember(BY_START_SQL, { sinceMs, localNode, limit }, transmissionRow);
  }

  /** The newest transmissions of a link by their start. */
  ofNode(node: string, sinceMs: number, localNode: string | null, limit: number): readonly TransmissionRow[] {
    return this.#all(OF_NODE_SQL, { node, sinceMs, localNode, limit }).map(transmissionRow);
  }

  /** The newest transmissions by their end. */
  byEnd(sinceMs: number, limit: number): readonly TransmissionRow[] {
    return this.#remember(BY_END_SQL, { sinceMs, limit }, transmissionRow);
  }

  /** The newest sessions of a local node's links. */
  sessions(localNode: string, limit: number): readonly SessionRow[] {
    return this.#all(SESSIONS_SQL, { localNode, limit }).map((row) => ({
      localNode: text(row, "local_node"),
      node: text(row, "node"),
      connectedAtMs: integer(row, "connected_at_ms"),
      endedAtMs: integerOrNull(row, "ended_at_ms"),
      checkpointAtMs: integer(row, "checkpoint_at_ms"),
      txMs: integer(row, "tx_ms"),
    }));
  }

  /** Daily sums from a day on, newest day first. */
  daily(fromDayMs: number, localNode: string | null, limit: number): readonly DailyRow[] {
    return this.#all(DAILY_SQL, { fromDayMs, localNode, limit }).map((row) => ({
      localNode: text(row, "local_node"),
      node: text(row, "node"),
      dayMs: integer(row, "day_ms"),
      txMs: integer(row, "tx_ms"),
      count: integer(row, "count"),
    }));
  }

  #remember<Row>(sql: string, parameters: Parameters, read: (row: SqlRow) => Row): readonly Row[] {
    const changes = this.#all(CHANGES_SQL).map((row) => integer(row, "changes"))[0] ?? 0;
    if (changes !== this.#changes || this.#remembered.size >= MAX_REMEMBERED) this.#remembered.clear();
    this.#changes = changes;
    const key = `${JSON.stringify(parameters)} ${sql}`;
    const known = this.#remembered.get(key);
    if (known) return known as readonly Row[];
    const rows = this.#all(sql, parameters).map(read);
    if (rows.length <= MAX_REMEMBERED_ROWS) this.#remembered.set(key, rows);
    return rows;
  }

  #all(sql: string, parameters: Parameters = {}): readonly SqlRow[] {
    let statement = this.#statements.get(sql);
    if (!statement) this.#statements.set(sql, statement = this.db.prepare(sql));
    return statement.all(parameters);
  }
}

type Parameters = Record<string, string | number | null>;

function totalRow(row: SqlRow): TotalRow {
  return {
    localNode: text(row, "local_node"),
    node: text(row, "node"),
    totalMs: integer(row, "total_tx_ms"),
    lastTxStartMs: integerOrNull(row, "last_tx_start_ms"),
    lastTxEndMs: integerOrNull(row, "last_tx_end_ms"),
    connectedAtMs: integerOrNull(row, "connected_since_ms"),
    updatedAtMs: integer(row, "updated_at_ms"),
  };
}

function recalledRow(row: SqlRow): RecalledRow {
  const connectedAtMs = integerOrNull(row, "session_at_ms");
  const session = connectedAtMs === null ? null : { connectedAtMs, txMs: integer(row, "tx_ms") };
  return { ...totalRow(row), session };
}

function transmissionRow(row: SqlRow): TransmissionRow {
  return {
    localNode: text(row, "local_node"),
    node: text(row, "node"),
    startedAtMs: integer(row, "started_at_ms"),
    callsign: textOrNull(row, "callsign"),
    description: textOrNull(row, "description"),
    endedAtMs: integerOrNull(row, "ended_at_ms"),
    checkpointAtMs: integer(row, "checkpoint_at_ms"),
  };
}

const BY_LOCAL_NODE = nodeSortSql("local_node");
const BY_NODE = nodeSortSql("node");
const BY_LINK = `${BY_LOCAL_NODE}, local_node, ${BY_NODE}, node`;

const CHANGES_SQL = "SELECT total_changes() AS changes";

const OPEN_SESSIONS_SQL = `
  SELECT total.*, session.connected_at_ms AS session_at_ms, session.checkpoint_at_ms, session.tx_ms
  FROM sessions AS session JOIN link_totals AS total USING (local_node, node)
  WHERE session.ended_at_ms IS NULL`;

const TOTALS_WITH_SESSION = `
  SELECT total.*, session.connected_at_ms AS session_at_ms, session.tx_ms
  FROM link_totals AS total LEFT JOIN sessions AS session
    ON session.local_node = total.local_node AND session.node = total.node AND session.ended_at_ms IS NULL
  WHERE total.local_node = :localNode`;
const RECALL_SQL = `${TOTALS_WITH_SESSION} ORDER BY ${nodeSortSql("total.node")}, total.node`;
const RECALL_LINK_SQL = `${TOTALS_WITH_SESSION} AND total.node = :node`;

const LAST_HEARD = "max(coalesce(last_tx_start_ms, 0), coalesce(last_tx_end_ms, 0))";

function totalsSql(order: string): string {
  return `
    SELECT * FROM link_totals
    WHERE (:sinceMs IS NULL OR updated_at_ms >= :sinceMs)
      AND (:nodes IS NULL OR node IN (SELECT value FROM json_each(:nodes)))
    ORDER BY ${order} LIMIT :limit`;
}

const TOTALS_SQL: Readonly<Record<LinkStatSort, string>> = {
  tx_seconds_desc: totalsSql(`total_tx_ms DESC, ${BY_LINK}`),
  tx_seconds_asc: totalsSql(`total_tx_ms, ${BY_LINK}`),
  node_asc: totalsSql(`${BY_NODE}, node, ${BY_LOCAL_NODE}, local_node`),
  node_desc: totalsSql(`${BY_NODE} DESC, node DESC, ${BY_LOCAL_NODE}, local_node`),
  recent_desc: totalsSql(`${LAST_HEARD} DESC, ${BY_LINK}`),
};

const BY_START_SQL = `
  SELECT * FROM transmissions
  WHERE started_at_ms >= :sinceMs AND (:localNode IS NULL OR local_node = :localNode)
  ORDER BY started_at_ms DESC, ${BY_LINK} LIMIT :limit`;

/** Walks the index `transmissions_by_node` backwards and stops at the limit. */
export const OF_NODE_SQL = `
  SELECT * FROM transmissions
  WHERE node = :node AND started_at_ms >= :sinceMs AND (:localNode IS NULL OR local_node = :localNode)
  ORDER BY started_at_ms DESC LIMIT :limit`;

const BY_END_SQL = `
  SELECT * FROM transmissions WHERE ended_at_ms >= :sinceMs
  ORDER BY ended_at_ms DESC, ${BY_LINK} LIMIT :limit`;

/** Walks the index `sessions_started` backwards and stops at the limit. */
export const SESSIONS_SQL = `
  SELECT * FROM sessions WHERE local_node = :localNode
  ORDER BY connected_at_ms DESC LIMIT :limit`;

const DAILY_SQL = `
  SELECT * FROM daily_sums
  WHERE day_ms >= :fromDayMs AND (:localNode IS NULL OR local_node = :localNode)
  ORDER BY day_ms DESC, ${BY_LINK} LIMIT :limit`;
