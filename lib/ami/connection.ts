import { type Clock, sleep } from "../clock/mod.ts";
import type { Logger } from "../log/mod.ts";
import type { Bound } from "../wire/mod.ts";
import { retryDelayMs, retryPace, sessionHeld } from "./backoff.ts";
import { addCounters, type AmiCounters, NO_COUNTS } from "./counters.ts";
import { AmiError } from "./error.ts";
import { AmiSession, NO_SESSION_BOUNDS } from "./session.ts";
import { logStatus } from "./status_log.ts";
import { type AmiTransport, type Dial, dialDeno, dialWithin } from "./transport.ts";
import type {
  AmiActionHeader,
  AmiActionOptions,
  AmiConnection,
  AmiConnectionOptions,
  AmiListener,
  AmiReply,
  AmiStatus,
} from "./types.ts";

/** What a connection needs of others. `dial` is for tests and unusual transports. */
export interface AmiConnectionDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly listener: AmiListener;
  readonly dial?: Dial;
}

/** Makes a connection to one server; nothing runs before `start`. */
export function createAmiConnection(options: AmiConnectionOptions, deps: AmiConnectionDeps): AmiConnection {
  return new RetryingConnection(options, deps);
}

/** A run of a connection: from `start` until `stop` is done. */
interface Run {
  readonly abort: AbortController;
  done: Promise<void>;
}

class RetryingConnection implements AmiConnection {
  #status: AmiStatus;
  #run: Run | null = null;
  #session: AmiSession | null = null;
  #pastCounters: AmiCounters = NO_COUNTS;
  #listenerErrors = 0;

  constructor(private readonly options: AmiConnectionOptions, private readonly deps: AmiConnectionDeps) {
    this.#status = { state: "stopped", sinceMs: deps.clock.now() };
  }

  get status(): AmiStatus {
    return this.#status;
  }

  get counters(): AmiCounters {
    const current = this.#session?.counters ?? NO_COUNTS;
    const own = { ...NO_COUNTS, listenerErrors: this.#listenerErrors };
    return addCounters(addCounters(this.#pastCounters, current), own);
  }

  get bounds(): readonly Bound[] {
    return this.#session?.bounds ?? NO_SESSION_BOUNDS;
  }

  async action(
    name: string,
    headers: readonly AmiActionHeader[] = [],
    options: AmiActionOptions = {},
  ): Promise<AmiReply> {
    if (this.#session) return await this.#session.action(name, headers, options);
    throw new AmiError("unreachable", `ask ${this.options.server}, not connected: ${name}`);
  }

  start(): void {
    if (this.#run) return;
    const abort = new AbortController();
    const run: Run = { abort, done: Promise.resolve() };
    this.#run = run;
    run.done = this.#work(abort.signal).finally(() => this.#run = null);
  }

  async stop(): Promise<void> {
    this.#run?.abort.abort();
    await this.#run?.done;
  }

  /** Attempt after attempt, one session at a time, until `signal` aborts. */
  async #work(signal: AbortSignal): Promise<void> {
    const { clock } = this.deps;
    for (let attempt = 1; !signal.aborted; attempt++) {
      this.#setStatus({ state: "connecting", sinceMs: clock.now(), attempt });
      const { reason, upMs } = await this.#attempt(signal);
      if (signal.aborted) break;
      if (upMs !== null && sessionHeld(upMs, retryPace(this.options))) attempt = 1;
      await sleep(clock, this.#setFailed(reason, attempt), signal);
    }
    this.#setStatus({ state: "stopped", sinceMs: clock.now() });
  }

  /** Why the attempt, or the session that it became, ended; `upMs` is how long it was logged in, if it was. */
  async #attempt(signal: AbortSignal): Promise<{ reason: AmiError; upMs: number | null }> {
    let transport: AmiTransport;
    try {
      transport = await dialWithin(this.deps.dial ?? dialDeno, this.options, this.deps.clock, signal);
    } catch (error) {
      return { reason: toAmiError(error), upMs: null };
    }
    return await this.#runSession(transport, signal);
  }

  async #runSession(transport: AmiTransport, signal: AbortSignal) {
    const { clock, log } = this.deps;
    let upAtMs: number | null = null;
    const session = new AmiSession(this.options, {
      transport,
      clock,
      log,
      onAccepted: (banner) => {
        upAtMs = clock.monotonicMs();
        this.#setStatus({ state: "connected", sinceMs: clock.now(), banner });
      },
      onEvent: (frame) => this.deps.listener.event(frame),
    });
    this.#session = session;
    const stop = () => void session.stop();
    signal.addEventListener("abort", stop, { once: true });
    const running = session.run();
    if (signal.aborted) stop();
    const reason = await running;
    signal.removeEventListener("abort", stop);
    this.#pastCounters = addCounters(this.#pastCounters, session.counters);
    this.#session = null;
    return { reason, upMs: upAtMs === null ? null : clock.monotonicMs() - upAtMs };
  }

  /** Tells why it failed and when it is tried again; gives the milliseconds until then. */
  #setFailed(reason: AmiError, attempt: number): number {
    const { clock } = this.deps;
    const refused = reason.code === "refused";
    const delayMs = refused
      ? this.options.retryMaxMs
      : retryDelayMs(attempt, retryPace(this.options), clock.random());
    const nowMs = clock.now();
    this.#setStatus({
      state: refused ? "refused" : "retrying",
      sinceMs: nowMs,
      attempt,
      retryAtMs: nowMs + delayMs,
      error: reason.message,
      code: reason.code,
    });
    return delayMs;
  }

  #setStatus(status: AmiStatus): void {
    this.#status = status;
    logStatus(this.deps.log, this.options, status);
    try {
      this.deps.listener.status(status);
    } catch (error) {
      this.#listenerErrors++;
      this.deps.log.error("status listener failed", { state: status.state, error: String(error) });
    }
  }
}

function toAmiError(error: unknown): AmiError {
  return error instanceof AmiError ? error : new AmiError("unreachable", String(error), { cause: error });
}
