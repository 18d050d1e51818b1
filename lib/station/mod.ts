/**
 * @module lib/station: one Asterisk server as Nexus works with it: its AMI connection, the state of its nodes and the
 * poller, wired together. Frames come in, domain events go out through `publish`; servers know nothing of each other.
 */
export { createStation } from "./station.ts";
export { asksForEvents } from "./rights.ts";
export { NO_CALLS, tellsCalls } from "./old_asterisk.ts";
export { serverStatus } from "./server_status.ts";
export type { Station, StationCounters, StationOptions } from "./types.ts";
