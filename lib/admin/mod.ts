/**
 * @module lib/admin: what the program says of itself to those who run it: how it was lately, what it is bounded by and gave up, its
 * log, its configuration, and copies of its database. It is handed what it looks at and changes nothing.
 */
export { Admin } from "./admin.ts";
export type { AdminOptions, AdminServices } from "./admin.ts";
export { type Backup, BackupError } from "./backup.ts";
export { type CommandReply, PeerVersionBook } from "./peer_versions.ts";
export { CountHistory, type Sum } from "./count_history.ts";
export { type Gauge, SystemWatch } from "./system_watch.ts";
