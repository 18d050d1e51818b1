import { UsageError } from "./io.ts";

/** Where passwords come from: never from arguments, which every user of the machine can see. */
export interface PasswordIo {
  /** Asks on the terminal, without showing what is typed. Errors: throws `UsageError` where there is no terminal. */
  ask(question: string): Promise<string>;
  /** Everything on standard input up to the first line end. */
  read(): Promise<string>;
}

const HINT = "echo PASSWORD | nexus user add NAME --password-stdin";

/** Longest line that is read: several times the longest password. */
const MAX_BYTES = 4_096;

const ENTER = [10, 13];
const CTRL_C = 3;
const CTRL_D = 4;
const ERASE = [8, 127];

/** The terminal and the standard input of the process. */
export const processPasswords: PasswordIo = {
  async ask(question) {
    if (!Deno.stdin.isTerminal()) {
      throw new UsageError("ask for a password, there is no terminal: use --password-stdin", HINT);
    }
    Deno.stderr.writeSync(new TextEncoder().encode(question));
    Deno.stdin.setRaw(true);
    try {
      return await typed();
    } finally {
      Deno.stdin.setRaw(false);
      Deno.stderr.writeSync(new TextEncoder().encode("\n"));
    }
  },
  async read() {
    const bytes: number[] = [];
    const chunk = new Uint8Array(1_024);
    for (;;) {
      const count = await Deno.stdin.read(chunk);
      if (count === null) break;
      bytes.push(...chunk.subarray(0, count));
      if (bytes.includes(10) || bytes.length > MAX_BYTES) break;
    }
    return textOf(bytes).split(/\r?\n/, 1)[0] ?? "";
  },
};

/** What is typed up to Enter; the terminal no longer edits the line, so erasing is done here. */
async function typed(): Promise<string> {
  let bytes: number[] = [];
  const chunk = new Uint8Array(64);
  for (;;) {
    const count = await Deno.stdin.read(chunk) ?? 0;
    if (count === 0) return textOf(bytes);
    for (const byte of chunk.subarray(0, count)) {
      if (ENTER.includes(byte)) return textOf(bytes);
      if (byte === CTRL_C || byte === CTRL_D) throw new Error("ask for a password, it was given up");
      if (ERASE.includes(byte)) {
        bytes = [...new TextEncoder().encode([...textOf(bytes)].slice(0, -1).join(""))];
      } else if (bytes.length < MAX_BYTES) bytes.push(byte);
    }
  }
}

function textOf(bytes: readonly number[]): string {
  return new TextDecoder().decode(new Uint8Array(bytes));
}
