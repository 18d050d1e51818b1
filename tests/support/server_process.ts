/** A server started as a process of its own, in a directory of its own. */
export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  readonly directory: string;
  /** Everything it logged so far. */
  log(): string;
  signal(signal: Deno.Signal): void;
  /** Resolves with its exit code. */
  readonly exited: Promise<number>;
  /** Ends it if it still runs, and removes its directory. */
  dispose(): Promise<void>;
}

/** What to start. */
export interface StartOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a server and waits until it says where it listens. Errors: throws with its log when it ends before. */
export async function startServer(options: StartOptions): Promise<ServerProcess> {
  const directory = await Deno.makeTempDir({ prefix: "nexus-test-" });
  const process = new Deno.Command(options.command, {
    args: [...options.args],
    cwd: directory,
    env: { LOG_FORMAT: "text", ASTDB_ENABLED: "false", ...options.env },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const listening = Promise.withResolvers<string>();
  let text = "";
  const read = (async () => {
    for await (const part of process.stderr.pipeThrough(new TextDecoderStream())) {
      text += part;
      const found = text.match(/listening on (https?:\/\/\S+)/);
      if (found?.[1]) listening.resolve(found[1]);
    }
    listening.reject(new Error(`start server, it ended before it listened: ${text.trim()}`));
  })();
  const exited = process.status.then(({ code }) => code);
  try {
    const url = await listening.promise;
    return {
      url,
      pid: process.pid,
      directory,
      log: () => text,
      signal: (signal) => process.kill(signal),
      exited,
      dispose: () => dispose(process, read, directory),
    };
  } catch (error) {
    await dispose(process, read, directory);
    throw error;
  }
}

async function dispose(process: Deno.ChildProcess, read: Promise<void>, directory: string): Promise<void> {
  try {
    process.kill("SIGKILL");
  } catch (error) {
    // It has ended already; that is what was wanted.
    if (!(error instanceof TypeError)) throw error;
  }
  await process.status;
  await read;
  await Deno.remove(directory, { recursive: true });
}

/** How `eventually` asks. */
export interface Asking {
  /** Given up after so long: far longer than anything takes on a busy machine. */
  readonly limitMs?: number;
  readonly everyMs?: number;
}

/** Asks again until `wanted` finds what it looks for. Errors: throws with `what` after `limitMs`. */
export async function eventually<T>(
  what: string,
  wanted: () => Promise<T | undefined>,
  { limitMs = 120_000, everyMs = 50 }: Asking = {},
): Promise<T> {
  const startedAtMs = performance.now();
  for (;;) {
    const found = await wanted();
    if (found !== undefined) return found;
    if (performance.now() - startedAtMs > limitMs) {
      throw new Error(`wait for ${what}, still not after: ${limitMs} ms`);
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
