import type { Clock } from "../clock/mod.ts";
import { AmiError } from "./error.ts";
import type { AmiConnectionOptions } from "./types.ts";

/** The bytes of one connection, as a `Deno.Conn` has them. `close` makes pending reads and writes end. */
export interface AmiTransport {
  /** Fills the start of `buffer` and resolves to the number of bytes, or to null at the end of the stream. */
  read(buffer: Uint8Array): Promise<number | null>;
  /** Takes the first so many of the bytes, perhaps not all. */
  write(bytes: Uint8Array): Promise<number>;
  close(): void;
}

/** Opens a transport; rejects when `signal` aborts. */
export type Dial = (options: AmiConnectionOptions, signal: AbortSignal) => Promise<AmiTransport>;

/** Longer than any handshake over a bad line, shorter than the minutes a kernel tries. */
export const DIAL_TIMEOUT_MS = 10_000;

/** Opens a TCP or TLS connection. */
export const dialDeno: Dial = async (options, signal) => {
  const conn = await Deno.connect({ hostname: options.host, port: options.port, signal });
  conn.setNoDelay(true); // actions are small, and their answers waited for
  return options.tls ? await secure(conn, options, signal) : conn;
};

/** Deno itself keeps a socket whose handshake was given up until the peer closes it; nothing here waits for that. */
async function secure(conn: Deno.TcpConn, options: AmiConnectionOptions, signal: AbortSignal) {
  let open: Deno.Conn = conn;
  const abort = () => open.close();
  signal.addEventListener("abort", abort, { once: true });
  try {
    const caCerts = options.tlsCaFile ? [await Deno.readTextFile(options.tlsCaFile)] : [];
    signal.throwIfAborted();
    const tls = await Deno.startTls(conn, { hostname: options.host, caCerts });
    open = tls;
    await tls.handshake();
    return tls;
  } catch (error) {
    if (!signal.aborted) open.close();
    throw error;
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

/**
 * Dials, for at most `DIAL_TIMEOUT_MS` and until `signal` aborts.
 *
 * Errors: rejects with `AmiError`, code `timeout`, `stopped` or `unreachable`; a dial that heeds no signal is
 * left behind, and what it opens is closed.
 */
export async function dialWithin(
  dial: Dial,
  options: AmiConnectionOptions,
  clock: Clock,
  signal: AbortSignal,
): Promise<AmiTransport> {
  const { promise: givenUp, reject } = Promise.withResolvers<never>();
  const abort = new AbortController();
  const giveUp = (error: AmiError) => {
    abort.abort(error);
    reject(error);
  };
  const stop = () =>
    giveUp(new AmiError("stopped", `connect to ${options.server}, the connection was stopped`));
  const timer = clock.after(DIAL_TIMEOUT_MS, () => giveUp(timeoutError(options)));
  signal.addEventListener("abort", stop, { once: true });
  try {
    const dialing = dial(options, abort.signal);
    dialing.then((transport) => abort.signal.aborted && transport.close(), () => undefined); // told by the race
    return await Promise.race([dialing, givenUp]);
  } catch (error) {
    throw error instanceof AmiError ? error : dialError(options, error);
  } finally {
    timer.cancel();
    signal.removeEventListener("abort", stop);
  }
}

function timeoutError(options: AmiConnectionOptions): AmiError {
  const seconds = DIAL_TIMEOUT_MS / 1000;
  return new AmiError(
    "timeout",
    `connect to ${options.server}, no answer in ${seconds} s: ${address(options)}`,
  );
}

function dialError(options: AmiConnectionOptions, cause: unknown): AmiError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `connect to ${options.server}, ${reason}: ${address(options)}`;
  return new AmiError("unreachable", message, { cause });
}

function address(options: AmiConnectionOptions): string {
  return `${options.host}:${options.port}`;
}
