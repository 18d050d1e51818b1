import { formatFields } from "./sinks.ts";
import { LOG_LEVELS, type LogLevel, type LogRecord, type LogSink } from "./types.ts";

/** Lines kept: some minutes of a busy server, at most a few hundred kilobytes. */
const MAX_LINES = 300;

/** A longer line is cut: it is to be looked at, the whole one is in the log itself. */
const MAX_LINE_LENGTH = 400;

/** Who watches at once; each costs a call for every line. */
const MAX_WATCHERS = 8;

/** What waits for a watcher that takes slowly; lines beyond it are left out, and told. */
export const MAX_WATCHER_BYTES = 65_536;

/** Secrets shorter than this would blot out words; none that is worth the name is. */
const MIN_HIDDEN_LENGTH = 6;

/** Codes that the program makes up, such as the one for the first account. */
const CODE_REGEXP = /\b[0-9A-Z]{4}(-[0-9A-Z]{4}){2,}\b/g;

/** One line of the log as it is shown. */
export interface TailLine {
  /** Counts from 1 since the start. */
  readonly id: number;
  readonly atMs: number;
  readonly level: LogLevel;
  readonly room: string;
  /** The message and its fields. */
  readonly text: string;
}

/** What a watcher has besides taking lines. */
interface Watcher {
  readonly closed: () => void;
  readonly waitingBytes: () => number;
}

/** The last lines of the log, and whoever watches for the next ones. Known secrets are blotted out, should one ever get in. */
export class LogTail {
  readonly #lines: TailLine[] = [];
  readonly #watchers = new Map<(line: TailLine) => void, Watcher>();
  #lastId = 0;
  #secrets: readonly string[] = [];

  /** Blots out these texts from now on. */
  hide(secrets: readonly string[]): void {
    this.#secrets = secrets.filter((secret) => secret.length >= MIN_HIDDEN_LENGTH);
  }

  /** The same sink, with its lines kept. */
  beside(sink: LogSink): LogSink {
    return (record) => {
      sink(record);
      this.#take(record);
    };
  }

  /** Lines of at least a level, newest first. */
  recent(least: LogLevel, limit: number): readonly TailLine[] {
    const found: TailLine[] = [];
    for (let at = this.#lines.length - 1; at >= 0 && found.length < limit; at--) {
      const line = this.#lines[at];
      if (line && isAtLeast(line.level, least)) found.push(line);
    }
    return found;
  }

  /**
   * Calls for every line from now on, and `closed` when there will be none any more; `null` when too many watch already.
   * `waitingBytes` tells what the watcher did not pass on yet.
   */
  watch(
    take: (line: TailLine) => void,
    closed: () => void,
    waitingBytes: () => number = () => 0,
  ): { stop(): void } | null {
    if (this.#watchers.size >= MAX_WATCHERS) return null;
    this.#watchers.set(take, { closed, waitingBytes });
    return { stop: () => void this.#watchers.delete(take) };
  }

  /** Ends every watcher. */
  close(): void {
    const watchers = [...this.#watchers.values()];
    this.#watchers.clear();
    for (const { closed } of watchers) closed();
  }

  /** Bounds, for the metrics. */
  get bounds() {
    return [
      { name: "log_lines", used: this.#lines.length, limit: MAX_LINES },
      { name: "log_watchers", used: this.#watchers.size, limit: MAX_WATCHERS },
      {
        name: "log_watcher_bytes",
        used: Math.max(0, ...[...this.#watchers.values()].map((watcher) => watcher.waitingBytes())),
        limit: MAX_WATCHER_BYTES,
      },
    ];
  }

  #take({ atMs, level, room, message, fields }: LogRecord): void {
    const whole = message + formatFields(fields);
    const text = this.#hidden(whole).slice(0, MAX_LINE_LENGTH);
    const line = { id: ++this.#lastId, atMs, level, room, text };
    this.#lines.push(line);
    if (this.#lines.length > MAX_LINES) this.#lines.shift();
    for (const take of this.#watchers.keys()) take(line);
  }

  #hidden(text: string): string {
    let hidden = text.replace(CODE_REGEXP, "[hidden]");
    for (const secret of this.#secrets) hidden = hidden.replaceAll(secret, "[hidden]");
    return hidden;
  }
}

/** Whether a level is as severe as another, or more. */
export function isAtLeast(level: LogLevel, least: LogLevel): boolean {
  return LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(least);
}
