/** Severity, lowest first. */
export type LogLevel = "debug" | "info" | "warn" | "error";

/** Every level in order of severity. */
export const LOG_LEVELS: readonly LogLevel[] = ["debug", "info", "warn", "error"];

/** How a line looks: `auto` is text on a terminal and JSON elsewhere. */
export type LogFormat = "auto" | "text" | "json";

/** Details of a line, in the order they are printed. `requestId` is the id of the request it belongs to. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** One line before it is formatted. */
export interface LogRecord {
  readonly atMs: number;
  readonly level: LogLevel;
  readonly room: string;
  readonly message: string;
  readonly fields: LogFields;
}

/** Where lines go. */
export type LogSink = (record: LogRecord) => void;

/** Writes lines for one room. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** The same log for another room, with fields (a request id, a server) added to each of its lines. */
  child(room: string, fields?: LogFields): Logger;
}
