import { LOG_LEVELS, type LogFields, type Logger, type LogLevel, type LogSink } from "./types.ts";

/** What a logger needs: the least level that is written, the time, and where lines go. */
export interface LoggerOptions {
  readonly level: LogLevel;
  readonly now: () => number;
  readonly sink: LogSink;
}

/** Makes the log of one room; lines below `options.level` cost one comparison and build nothing. */
export function createLogger(room: string, options: LoggerOptions, base: LogFields = {}): Logger {
  const least = LOG_LEVELS.indexOf(options.level);
  const write = (level: LogLevel) => (message: string, fields?: LogFields): void => {
    if (LOG_LEVELS.indexOf(level) < least) return;
    options.sink({
      atMs: options.now(),
      level,
      room,
      message,
      fields: fields ? { ...base, ...fields } : base,
    });
  };
  return {
    debug: write("debug"),
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
    child: (childRoom, fields) => createLogger(childRoom, options, fields ? { ...base, ...fields } : base),
  };
}

/** A log that writes nothing, for tests and tools whose output is something else. */
export const silentLogger: Logger = createLogger("silent", {
  level: "error",
  now: () => 0,
  sink: () => undefined,
});
