/**
 * @module lib/guard: watches the connections of the web server. The runtime's own server waits for ever for a request that comes a byte a
 * minute and lets anybody open as many connections as they like; the guard looks at the sockets beside it, knows from the handler what
 * each is about, and ends those that have had their time or are too many. It touches no byte of what is sent.
 */
export { ConnectionGuard, type GuardOptions, type Handler } from "./guard.ts";
export { type GuardLimits } from "./book.ts";
export { type GuardTimes } from "./connection.ts";
