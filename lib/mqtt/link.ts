import type { Clock, Timer } from "../clock/mod.ts";
import type { Logger } from "../log/mod.ts";
import { retryDelayMs, sessionHeld } from "./backoff.ts";
import type { BrokerSession, OpenSession, SessionEnd, SessionEvents, SessionOptions } from "./session.ts";

/** A broker that has not taken us in by now is not there. */
const CONNECT_LIMIT_MS = 10_000;

/** How long the last words of a session may take to be written. */
const GOODBYE_MS = 500;

/** Where the link stands. Instants are epoch milliseconds. */
export type LinkState =
  | { readonly kind: "idle"; readonly sinceMs: number }
  | {
    readonly kind: "connecting";
    readonly sinceMs: number;
    readonly attempts: number;
    readonly error: string | null;
  }
  | { readonly kind: "connected"; readonly sinceMs: number; readonly session: BrokerSession }
  | {
    readonly kind: "waiting";
    readonly sinceMs: number;
    readonly attempts: number;
    readonly error: string;
    readonly refused: boolean;
    readonly retryAtMs: number;
  };

/** What a link needs. */
export interface LinkOptions {
  readonly clock: Clock;
  readonly log: Logger;
  /** Address without name and password, for the log. */
  readonly broker: string;
  /** Loads what speaks MQTT; asked when it first dials. */
  readonly load: () => Promise<OpenSession>;
  /** Reads what a session is opened with; what it throws is the reason of a failed attempt. */
  readonly session: () => Promise<SessionOptions>;
  /** A session is up; it is handed on until `down`. */
  readonly up: (session: BrokerSession) => void;
  readonly down: () => void;
}

/** Keeps one session with the broker, and dials again with growing delays. */
export class BrokerLink {
  #state: LinkState;
  #timer: Timer | null = null;
  /** Counts dials: what an older session still says is not heard. */
  #dial = 0;
  #session: BrokerSession | null = null;
  #attempts = 0;
  #connects = 0;
  #failures = 0;
  #ended: (() => void) | null = null;
  #lastLine = "";

  constructor(private readonly options: LinkOptions) {
    this.#state = { kind: "idle", sinceMs: options.clock.now() };
  }

  get state(): LinkState {
    return this.#state;
  }

  /** Sessions that came up, and those that ended or never came up. */
  get counters(): { readonly connects: number; readonly failures: number } {
    return { connects: this.#connects, failures: this.#failures };
  }

  /** Begins to dial. */
  start(): void {
    if (this.#state.kind === "idle") this.#open();
  }

  /** Gives up a session that does not answer, and dials anew. */
  drop(reason: string): void {
    if (this.#state.kind !== "connected") return;
    this.#giveUp(reason);
  }

  /** Says goodbye where there is somebody to say it to; resolves when nothing is left running, within half a second. */
  async stop(): Promise<void> {
    const { clock } = this.options;
    const session = this.#session;
    const wasUp = this.#state.kind === "connected";
    this.#timer?.cancel();
    this.#become({ kind: "idle", sinceMs: clock.now() });
    if (wasUp && session) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#ended = resolve;
      const limit = clock.after(GOODBYE_MS, resolve);
      session.end();
      await promise;
      limit.cancel();
    }
    this.#dial++;
    this.#session = null;
    session?.destroy();
  }

  #open(): void {
    const dial = ++this.#dial;
    const error = this.#state.kind === "waiting" ? this.#state.error : null;
    const { clock } = this.options;
    this.#become({ kind: "connecting", sinceMs: clock.now(), attempts: this.#attempts, error });
    this.#timer = clock.after(CONNECT_LIMIT_MS, () => {
      this.#giveUp(`no answer in ${CONNECT_LIMIT_MS / 1_000} s`);
    });
    this.#begin(dial).catch((error: unknown) => {
      if (dial === this.#dial) this.#over({ refused: false, reason: reasonOf(error) });
    });
  }

  async #begin(dial: number): Promise<void> {
    const [open, session] = [await this.options.load(), await this.options.session()];
    if (dial !== this.#dial) return;
    const events: SessionEvents = {
      connected: () => dial === this.#dial && this.#up(),
      ended: (end) => dial === this.#dial && this.#over(end),
    };
    this.#session = open(session, events);
  }

  /** It is over before its end is told, which is then not heard. */
  #giveUp(reason: string): void {
    const session = this.#session;
    this.#over({ refused: false, reason });
    session?.destroy();
  }

  #up(): void {
    const session = this.#session;
    if (!session || this.#state.kind !== "connecting") return;
    this.#timer?.cancel();
    this.#connects++;
    this.#lastLine = "";
    this.#become({ kind: "connected", sinceMs: this.options.clock.now(), session });
    this.options.log.info("broker connected", { broker: this.options.broker });
    this.options.up(session);
  }

  #over({ refused, reason }: SessionEnd): void {
    this.#timer?.cancel();
    const was = this.#state;
    if (was.kind === "idle") return this.#ended?.();
    const { clock } = this.options;
    this.#dial++;
    this.#session = null;
    this.#failures++;
    const held = was.kind === "connected" && sessionHeld(clock.now() - was.sinceMs);
    this.#attempts = held ? 1 : this.#attempts + 1;
    const delayMs = retryDelayMs(this.#attempts, clock.random());
    const nowMs = clock.now();
    this.#become({
      kind: "waiting",
      sinceMs: nowMs,
      attempts: this.#attempts,
      error: reason,
      refused,
      retryAtMs: nowMs + delayMs,
    });
    this.#tell(was.kind === "connected" ? "broker lost" : "broker not reached", reason);
    this.#timer = clock.after(delayMs, () => this.#open());
    if (was.kind === "connected") this.options.down();
  }

  #become(state: LinkState): void {
    this.#state = state;
  }

  /** One line for what is new; the same again only for those who debug. */
  #tell(message: string, reason: string): void {
    const fields = { broker: this.options.broker, reason };
    if (this.#lastLine === reason) return this.options.log.debug(message, fields);
    this.#lastLine = reason;
    this.options.log.warn(message, fields);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
