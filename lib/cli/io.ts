/** What a command may touch of the process it runs in; a test gives its own. */
export interface CliIo {
  /** Writes results. */
  stdout(text: string): Promise<void> | void;
  /** Writes one line about a fault or progress; the newline is added. */
  stderr(line: string): void;
  /** One environment variable. */
  env(key: string): string | undefined;
}

/** Exit codes of every command: done, failed while running, called wrongly. */
export const EXIT = { ok: 0, failed: 1, usage: 2 } as const;

/** A command called wrongly: `message` is one line, `hint` tells how to call it. */
export class UsageError extends Error {
  override readonly name = "UsageError";

  constructor(message: string, readonly hint: string) {
    super(message);
  }
}
