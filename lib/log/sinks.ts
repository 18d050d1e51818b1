import type { LogFields, LogFormat, LogRecord, LogSink } from "./types.ts";

/** One JSON line: `at`, `level`, `room`, `message`, then the fields. */
export function formatJson(record: LogRecord): string {
  const { atMs, level, room, message, fields } = record;
  return JSON.stringify({ at: new Date(atMs).toISOString(), level, room, message, ...fields });
}

/** One line for people: time, level, room, message, `key=value`. Control characters in values are escaped. */
export function formatText(record: LogRecord): string {
  const time = new Date(record.atMs).toISOString();
  const head = `${time} ${record.level.toUpperCase().padEnd(5)} ${record.room}: ${oneLine(record.message)}`;
  return head + formatFields(record.fields);
}

/** Writes to stderr (stdout belongs to commands that print results); `auto` looks whether stderr is a terminal. */
export function consoleSink(format: LogFormat): LogSink {
  const text = format === "text" || (format === "auto" && Deno.stderr.isTerminal());
  const print = text ? formatText : formatJson;
  // deno-lint-ignore no-console
  return (record) => console.error(print(record));
}

/** Fields as ` key=value`, each after a blank. */
export function formatFields(fields: LogFields): string {
  let text = "";
  for (const [key, value] of Object.entries(fields)) {
    if (value !== undefined) text += ` ${key}=${quoteIfNeeded(String(value))}`;
  }
  return text;
}

function quoteIfNeeded(value: string): string {
  return /^[\w.:/@%+-]+$/.test(value) ? value : JSON.stringify(value);
}

function oneLine(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replace(/[\u0000-\u001f\u007f]/g, (char) => JSON.stringify(char).slice(1, -1));
}
