/**
 * @module lib/store: what is remembered, in SQLite. Events run intake -> ledger (memory) -> batcher -> writer (disk);
 * readers answer from disk with what still waits in memory laid over it.
 */
export type * from "./types.ts";
export type * from "./call_types.ts";
export { StoreError } from "./errors.ts";
export { openStore } from "./store.ts";
export { copyDatabase, type CopyReport } from "./copy.ts";
export { type DataLock, lockDataDir } from "./data_lock.ts";
export { AccountFile, UnavailableError } from "./account_file.ts";
export { AuditTable } from "./audit_table.ts";
export type { AuditFilter, AuditRow } from "./audit_table.ts";
export { FavoriteTable } from "./favorite_table.ts";
export type { FavoriteRow } from "./favorite_table.ts";
export { AccountTable } from "./account_table.ts";
export type { ApiTokenRow, NewUserRow, SignInRow, UserChange, UserRow } from "./account_table.ts";
export { MqttTable } from "./mqtt_table.ts";
export type { OutboxRow, RetainedRow } from "./mqtt_table.ts";
