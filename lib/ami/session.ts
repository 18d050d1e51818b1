import type { Clock, Timer } from "../clock/mod.ts";
import type { Logger } from "../log/mod.ts";
import type { Bound } from "../wire/mod.ts";
import { AmiDecoder, MAX_HELD_BYTES } from "./decoder.ts";
import { AmiError } from "./error.ts";
import type { TextFrame } from "./frame.ts";
import { logIn, type LoginAsk, type LoginOptions } from "./login.ts";
import { MAX_OUTBOX_BYTES, Outbox } from "./outbox.ts";
import { peerText } from "./peer_text.ts";
import { MAX_ABANDONED, MAX_LIST_CHARACTERS, MAX_LIST_ITEMS, PendingActions } from "./pending.ts";
import type { AmiTransport } from "./transport.ts";
import type {
  AmiActionHeader,
  AmiActionOptions,
  AmiActions,
  AmiCodecCounters,
  AmiConnectionOptions,
  AmiFrame,
  AmiReply,
  AmiSessionCounters,
} from "./types.ts";
import { Lane, unaddressedAnswer } from "./unaddressed.ts";
import { encodeAction } from "./writer.ts";

/** Asterisk answers at once, or not at all. */
export const DEFAULT_ACTION_TIMEOUT_MS = 10_000;

/** From the first byte to the login's answer; a wrong login is answered after 1 s (recorded). */
export const LOGIN_TIMEOUT_MS = 10_000;

/** A server that does not answer a Ping in this time is gone, though the kernel may not know for hours. */
export const PING_TIMEOUT_MS = 10_000;

/** Goodbye comes within a millisecond; a stop does not wait for a server that is stuck. */
export const LOGOFF_TIMEOUT_MS = 1_000;

/** Actions that may wait for an answer, or for their turn, at a time; a poller of 50 nodes needs some 100. */
export const MAX_PENDING_ACTIONS = 256;

/** As large as the decoder's pieces, so that a burst takes few reads. */
const READ_BUFFER_BYTES = 64 * 1024;

/** What of a connection's options one session needs. */
export type AmiSessionOptions = LoginOptions & Pick<AmiConnectionOptions, "keepaliveMs">;

/** What a session needs of others. */
export interface AmiSessionDeps {
  readonly transport: AmiTransport;
  readonly clock: Clock;
  readonly log: Logger;
  /** Called when the login was accepted, before any event. */
  onAccepted(banner: string): void;
  /** Called for every event that is not part of an answer, in the order of the wire. */
  onEvent(frame: AmiFrame): void;
}

/** What the session is doing. `stopping`: it waits for Goodbye. */
type State =
  | { readonly phase: "new" }
  | { readonly phase: "login" }
  | { readonly phase: "up" }
  | { readonly phase: "stopping" }
  | { readonly phase: "over"; readonly reason: AmiError };

/** What a session holds that has not begun, so that a server that is away is told of by the same names. */
export const NO_SESSION_BOUNDS: readonly Bound[] = [
  { name: "ami_pending_actions", used: 0, limit: MAX_PENDING_ACTIONS },
  { name: "ami_outbox_bytes", used: 0, limit: MAX_OUTBOX_BYTES },
  { name: "ami_held_bytes", used: 0, limit: MAX_HELD_BYTES },
  { name: "ami_list_items", used: 0, limit: MAX_LIST_ITEMS },
  { name: "ami_list_characters", used: 0, limit: MAX_LIST_CHARACTERS },
  { name: "ami_abandoned_actions", used: 0, limit: MAX_ABANDONED },
];

/** One login over one transport, from its first byte to its end. */
export class AmiSession implements AmiActions {
  readonly #decoder: AmiDecoder;
  readonly #outbox: Outbox;
  readonly #pending: PendingActions;
  readonly #lane = new Lane();
  readonly #idPrefix: string;
  #state: State = { phase: "new" };
  #banner = "";
  #lastId = 0;
  #waiting = 0;
  #listenerErrors = 0;
  #pinging = false;
  /** The deadline of the login, then the keepalive. */
  #timer: Timer | null = null;

  constructor(private readonly options: AmiSessionOptions, private readonly deps: AmiSessionDeps) {
    this.#decoder = new AmiDecoder({
      onBanner: (banner) => this.#banner = peerText(banner),
      onFrame: (frame) => this.#takeFrame(frame),
      onEmptyFrame: () => this.#pending.takeEmpty(),
    });
    this.#outbox = new Outbox(deps.transport, (reason) => this.#end(this.#lost(reason)));
    this.#pending = new PendingActions(deps.clock);
    this.#idPrefix = `nexus-${Math.floor(deps.clock.random() * 36 ** 6).toString(36)}`;
  }

  /** What was counted until now. */
  get counters(): AmiCodecCounters & AmiSessionCounters {
    return { ...this.#decoder.counters, ...this.#pending.counters, listenerErrors: this.#listenerErrors };
  }

  /** What it holds, and where each ends. */
  get bounds(): readonly Bound[] {
    return [
      { name: "ami_pending_actions", used: this.#waiting, limit: MAX_PENDING_ACTIONS },
      this.#outbox.bound,
      this.#decoder.bound,
      ...this.#pending.bounds,
    ];
  }

  /** Logs in and works until the session ends; resolves to the reason once nothing of it is left running. */
  async run(): Promise<AmiError> {
    if (this.#state.phase !== "new") {
      throw new Error(`run a session, it runs only once: ${this.#state.phase}`);
    }
    this.#state = { phase: "login" };
    this.#timer = this.deps.clock.after(LOGIN_TIMEOUT_MS, () => this.#end(this.#loginTimeout()));
    logIn(this.#loginAsk, this.options, (error) => error ? this.#end(error) : this.#accept());
    const reason = await this.#readAll();
    await this.#outbox.close();
    return reason;
  }

  /** Asks; rejects with `AmiError`, at once when not logged in or when too many actions wait. */
  async action(
    name: string,
    headers: readonly AmiActionHeader[] = [],
    options: AmiActionOptions = {},
  ): Promise<AmiReply> {
    if (this.#state.phase !== "up") {
      throw new AmiError("unreachable", this.#text("ask", `not logged in: ${name}`));
    }
    if (this.#waiting >= MAX_PENDING_ACTIONS) {
      throw new AmiError("busy", this.#text("ask", `${this.#waiting} actions wait already: ${name}`));
    }
    const timeoutMs = options.timeoutMs ?? DEFAULT_ACTION_TIMEOUT_MS;
    this.#waiting++;
    try {
      if (!unaddressedAnswer(name)) return await this.#ask(name, headers, timeoutMs);
      return await this.#lane.run(() => this.#ask(name, headers, timeoutMs));
    } finally {
      this.#waiting--;
    }
  }

  /** Logs off and closes; `run` then resolves. Waits at most `LOGOFF_TIMEOUT_MS`. */
  async stop(): Promise<void> {
    if (this.#state.phase === "up") {
      this.#state = { phase: "stopping" };
      try {
        await this.#ask("Logoff", [], LOGOFF_TIMEOUT_MS);
      } catch (error) {
        this.deps.log.debug("no goodbye", { error: asAmiError(error).message });
      }
    }
    this.#end(new AmiError("stopped", this.#text("work with", "the session was stopped")));
  }

  readonly #loginAsk: LoginAsk = (name, headers, onReply) => {
    this.#ask(name, headers, LOGIN_TIMEOUT_MS, onReply).catch((error) => this.#end(asAmiError(error)));
  };

  async #ask(
    name: string,
    headers: readonly AmiActionHeader[],
    timeoutMs: number,
    onReply?: (reply: AmiReply) => void,
  ): Promise<AmiReply> {
    if (this.#state.phase === "over") throw this.#interrupted(this.#state.reason);
    const id = `${this.#idPrefix}-${++this.#lastId}`;
    const message = encodeAction(name, headers, id);
    const reply = this.#pending.add({ id, action: name, timeoutMs, onReply });
    try {
      this.#outbox.send(message);
    } catch (error) {
      this.#pending.remove(id);
      throw error;
    }
    return await reply;
  }

  async #readAll(): Promise<AmiError> {
    const buffer = new Uint8Array(READ_BUFFER_BYTES);
    try {
      for (let state = this.#state; state.phase !== "over"; state = this.#state) {
        const count = await this.deps.transport.read(buffer);
        if (count === null) this.#end(this.#lost("the server closed the connection"));
        else this.#decoder.push(buffer.subarray(0, count));
      }
    } catch (error) {
      this.#end(this.#lost(error instanceof Error ? error.message : String(error)));
    }
    this.#decoder.end();
    return this.#end(this.#lost("reading ended"));
  }

  #takeFrame(frame: TextFrame): void {
    if (this.#state.phase === "over" || this.#pending.take(frame) || this.#state.phase !== "up") return;
    try {
      this.deps.onEvent(frame);
    } catch (error) {
      this.#noteListenerError(frame, error);
    }
  }

  /** A listener that fails on each event must not fill the log: the 1st, 2nd, 4th, 8th ... failure is told. */
  #noteListenerError(frame: TextFrame, error: unknown): void {
    const count = ++this.#listenerErrors;
    if ((count & (count - 1)) !== 0) return;
    this.deps.log.error("event listener failed", {
      event: peerText(frame.name),
      count,
      error: String(error),
    });
  }

  #accept(): void {
    if (this.#state.phase !== "login") return;
    this.#state = { phase: "up" };
    this.#timer?.cancel();
    const { keepaliveMs } = this.options;
    if (keepaliveMs > 0) this.#timer = this.deps.clock.every(keepaliveMs, () => void this.#keepAlive());
    this.deps.onAccepted(this.#banner);
  }

  async #keepAlive(): Promise<void> {
    if (this.#pinging) return;
    this.#pinging = true;
    try {
      await this.#ask("Ping", [], PING_TIMEOUT_MS);
    } catch (error) {
      const { code, message } = asAmiError(error);
      this.#end(new AmiError(code, this.#text("keep the session with", message)));
    } finally {
      this.#pinging = false;
    }
  }

  /** Ends the session, the first time; gives the reason why it ended. */
  #end(reason: AmiError): AmiError {
    if (this.#state.phase === "over") return this.#state.reason;
    const stopping = this.#state.phase === "stopping" && reason.code === "lost";
    const final = stopping ? new AmiError("stopped", reason.message) : reason;
    this.#state = { phase: "over", reason: final };
    this.#timer?.cancel();
    this.#pending.rejectAll(this.#interrupted(final));
    this.#closeTransport();
    void this.#outbox.close();
    return final;
  }

  #closeTransport(): void {
    try {
      this.deps.transport.close();
    } catch (error) {
      this.deps.log.debug("transport was closed before", { error: String(error) });
    }
  }

  #interrupted(reason: AmiError): AmiError {
    const code = reason.code === "stopped" ? "stopped" : "lost";
    return new AmiError(code, this.#text("wait for", `the session ended: ${reason.message}`), {
      cause: reason,
    });
  }

  #lost(reason: string): AmiError {
    return new AmiError(
      "lost",
      this.#text(this.#state.phase === "login" ? "log in to" : "work with", reason),
    );
  }

  #loginTimeout(): AmiError {
    const greeting = this.#banner === "" ? "a server that sent no greeting" : this.#banner;
    const reason = `no answer to the login in ${LOGIN_TIMEOUT_MS / 1000} s: ${greeting}`;
    return new AmiError("timeout", this.#text("log in to", reason));
  }

  #text(action: string, reason: string): string {
    return `${action} ${this.options.server}, ${reason}`;
  }
}

function asAmiError(error: unknown): AmiError {
  if (error instanceof AmiError) return error;
  return new AmiError("protocol", error instanceof Error ? error.message : String(error), { cause: error });
}
