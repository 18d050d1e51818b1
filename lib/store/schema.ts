import { ACCOUNTS_SQL } from "./account_schema.ts";
import { CALLS_SQL } from "./call_schema.ts";
import { DAY_MS } from "./day.ts";

/** One step of the schema; its place in the list is the `user_version` that it leads to. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/**
 * Every step, oldest first; a published one is never edited. Instants are epoch milliseconds (`..._ms`), UTC.
 *
 * link_totals: one row a link, for ever. sessions: one row a connection, `ended_at_ms` null while it is open.
 * transmissions: one row a transmission, `node` = `local_node` for the local receiver. `checkpoint_at_ms` is how far an
 * open row is known to have gone. Keys begin with the time where rows come in its order.
 */
export const MIGRATIONS: readonly Migration[] = [
  {
    name: "001 links, sessions and transmissions",
    sql: `
      CREATE TABLE link_totals (
        local_node TEXT NOT NULL,
        node TEXT NOT NULL,
        total_tx_ms INTEGER NOT NULL,
        last_tx_start_ms INTEGER,
        last_tx_end_ms INTEGER,
        connected_since_ms INTEGER,
        updated_at_ms INTEGER NOT NULL,
        PRIMARY KEY (local_node, node)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX link_totals_by_total ON link_totals (total_tx_ms);

      CREATE TABLE sessions (
        id INTEGER PRIMARY KEY,
        local_node TEXT NOT NULL,
        node TEXT NOT NULL,
        connected_at_ms INTEGER NOT NULL,
        ended_at_ms INTEGER,
        checkpoint_at_ms INTEGER NOT NULL,
        tx_ms INTEGER NOT NULL
      ) STRICT;
      CREATE UNIQUE INDEX sessions_open ON sessions (local_node, node) WHERE ended_at_ms IS NULL;
      CREATE INDEX sessions_ended ON sessions (ended_at_ms) WHERE ended_at_ms IS NOT NULL;

      CREATE TABLE transmissions (
        started_at_ms INTEGER NOT NULL,
        local_node TEXT NOT NULL,
        node TEXT NOT NULL,
        callsign TEXT,
        description TEXT,
        ended_at_ms INTEGER,
        checkpoint_at_ms INTEGER NOT NULL,
        PRIMARY KEY (started_at_ms, local_node, node)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX transmissions_open ON transmissions (local_node) WHERE ended_at_ms IS NULL;
      CREATE INDEX transmissions_ended ON transmissions (ended_at_ms) WHERE ended_at_ms IS NOT NULL;
    `,
  },
  {
    name: "002 daily sums",
    sql: `
      CREATE TABLE daily_sums (
        day_ms INTEGER NOT NULL,
        local_node TEXT NOT NULL,
        node TEXT NOT NULL,
        tx_ms INTEGER NOT NULL,
        count INTEGER NOT NULL,
        PRIMARY KEY (day_ms, local_node, node)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO daily_sums
        SELECT started_at_ms - started_at_ms % ${DAY_MS}, local_node, node, sum(ended_at_ms - started_at_ms), count(*)
        FROM transmissions WHERE ended_at_ms IS NOT NULL GROUP BY 1, 2, 3;
    `,
  },
  {
    name: "003 sessions by start",
    sql: "CREATE INDEX sessions_started ON sessions (local_node, connected_at_ms);",
  },
  {
    name: "004 transmissions by link",
    sql: "CREATE INDEX transmissions_by_node ON transmissions (node, started_at_ms);",
  },
  { name: "005 accounts and audit", sql: ACCOUNTS_SQL },
  { name: "006 calls", sql: CALLS_SQL },
  {
    // One without a user is everybody's.
    name: "007 favorites",
    sql: `
      CREATE TABLE favorites (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        user_id INTEGER REFERENCES users (id) ON DELETE CASCADE,
        node TEXT NOT NULL,
        label TEXT,
        created_at_ms INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX favorites_by_user ON favorites (user_id, id);
    `,
  },
  {
    // What waits for the broker, in order, and the retained topics that are to be taken away again one day.
    name: "008 mqtt",
    sql: `
      CREATE TABLE mqtt_outbox (
        id INTEGER PRIMARY KEY,
        order_key TEXT NOT NULL,
        topic TEXT NOT NULL,
        payload TEXT NOT NULL
      ) STRICT;
      CREATE TABLE mqtt_retained (
        topic TEXT PRIMARY KEY,
        owner TEXT NOT NULL,
        seen_at_ms INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    `,
  },
];
