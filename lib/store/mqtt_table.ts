import type { AccountFile } from "./account_file.ts";
import { integer, type SqlRow, text } from "./columns.ts";

/** A message that waits for the broker. */
export interface OutboxRow {
  /** Grows with every message. */
  readonly id: number;
  /** Messages of one key leave in the order of their ids, each after the one before has arrived. */
  readonly orderKey: string;
  readonly topic: string;
  readonly payload: string;
}

/** A topic that the broker keeps a message of. */
export interface RetainedRow {
  readonly topic: string;
  /** What it tells of: `node/1999`. */
  readonly owner: string;
  readonly seenAtMs: number;
}

/** What of MQTT outlives a run. Every method throws `UnavailableError`. */
export class MqttTable {
  constructor(private readonly file: AccountFile) {}

  /** How many messages wait, and the highest id among them; 0 for none. */
  waiting(): { readonly count: number; readonly lastId: number } {
    const row = this.file.all("SELECT count(*) AS count, coalesce(max(id), 0) AS last FROM mqtt_outbox")[0] ??
      {};
    return { count: integer(row, "count"), lastId: integer(row, "last") };
  }

  /** The first messages after an id, in order. */
  after(id: number, limit: number): readonly OutboxRow[] {
    return this.file.all("SELECT * FROM mqtt_outbox WHERE id > :id ORDER BY id LIMIT :limit", { id, limit })
      .map(outboxRow);
  }

  /** Adds messages and takes others away, all or none. A killed process keeps them; a power cut may take the last seconds. */
  change(added: readonly OutboxRow[], removed: readonly number[]): void {
    this.file.transaction(() => {
      for (const row of added) this.file.run(INSERT_SQL, { ...row });
      for (const id of removed) this.file.run("DELETE FROM mqtt_outbox WHERE id = :id", { id });
    }, false);
  }

  /** Every topic that was retained and not taken away. */
  retained(): readonly RetainedRow[] {
    return this.file.all("SELECT * FROM mqtt_retained ORDER BY topic").map((row) => ({
      topic: text(row, "topic"),
      owner: text(row, "owner"),
      seenAtMs: integer(row, "seen_at_ms"),
    }));
  }

  /** Remembers topics, or that they were seen again. */
  remember(rows: readonly RetainedRow[]): void {
    this.file.transaction(() => {
      for (const row of rows) this.file.run(REMEMBER_SQL, { ...row });
    }, false);
  }

  /** Forgets a topic that was taken away. */
  forget(topic: string): void {
    this.file.run("DELETE FROM mqtt_retained WHERE topic = :topic", { topic });
  }
}

function outboxRow(row: SqlRow): OutboxRow {
  return {
    id: integer(row, "id"),
    orderKey: text(row, "order_key"),
    topic: text(row, "topic"),
    payload: text(row, "payload"),
  };
}

const INSERT_SQL = `
  INSERT INTO mqtt_outbox (id, order_key, topic, payload) VALUES (:id, :orderKey, :topic, :payload)`;

const REMEMBER_SQL = `
  INSERT INTO mqtt_retained (topic, owner, seen_at_ms) VALUES (:topic, :owner, :seenAtMs)
  ON CONFLICT (topic) DO UPDATE SET owner = :owner, seen_at_ms = :seenAtMs`;
