/**
 * @module lib/log: one log line format with level, room and request id; the only `console` on the server.
 * Text on a terminal, JSON lines elsewhere. A line never holds a secret: callers pass fields, not frames.
 */
export type { LogFields, LogFormat, Logger, LogLevel, LogRecord, LogSink } from "./types.ts";
export { LOG_LEVELS } from "./types.ts";
export { createLogger, silentLogger } from "./logger.ts";
export { isAtLeast, LogTail, MAX_WATCHER_BYTES } from "./tail.ts";
export type { TailLine } from "./tail.ts";
export { consoleSink, formatJson, formatText } from "./sinks.ts";
