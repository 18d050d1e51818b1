import type { AmiActions } from "../ami/mod.ts";
import type { Clock, Timer } from "../clock/mod.ts";
import type { Logger } from "../log/mod.ts";
import { parseVoterStatus, type VoterInstance } from "../rpt/mod.ts";
import type { Bound } from "../wire/mod.ts";

/** While somebody looks, voters are asked so often; each answer takes chan_voter's lock for a moment. */
export const VOTER_POLL_MS = 1_000;

/** After a question without an answer, and while a server has chan_voter but no voter. */
const PATIENT_POLL_MS = 15_000;

/** Asterisk answers at once; one that does not is not asked on top of that. */
const ANSWER_TIMEOUT_MS = 5_000;

/** After a login the links are asked for first; whether there is a voter can wait until those answers are in. */
const FIRST_AFTER_MS = 2_000;

/** Voters of one server, and receivers of one voter; chan_voter's own configurations have a handful of each. */
export const MAX_VOTERS = 32;
export const MAX_VOTER_RECEIVERS = 64;

/** What is known of the voters of one server. `atMs` is when its answer was asked for. */
export type VotersKnown =
  /** Not asked since the login, nor before. */
  | { readonly kind: "unknown" }
  /** Its Asterisk has no chan_voter. */
  | { readonly kind: "absent" }
  | { readonly kind: "known"; readonly atMs: number; readonly voters: readonly VoterInstance[] };

/** What the questions for voters need. */
export interface VoterPollerOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly ami: AmiActions;
  /** Whether anybody looks at voters now; cheap. */
  readonly watched: () => boolean;
  /** Whether one question after each login tells that there is a voter before anybody looks. */
  readonly discover: boolean;
  /** Told after an answer, and when a session begins or ends. */
  readonly onChange: () => void;
}

/** Sums since the start; each is visible in metrics. */
export interface VoterCounters {
  readonly answered: number;
  readonly failed: number;
  /** Lines of answers that were not understood and left out. */
  readonly badRows: number;
}

/** Asks one server for its voters while somebody looks: never twice at once, at most once a second, never without a session. */
export interface VoterPoller {
  readonly known: VotersKnown;
  readonly counters: VoterCounters;
  /** How many voters and receivers are kept, and what was beyond. */
  readonly bounds: readonly Bound[];
  /** A session has begun. */
  resume(): void;
  /** It ended; an answer under way is dropped, what is known is kept. */
  suspend(): void;
  /**
   * Somebody looks: resolves once what is known is not older than a second, or when nothing newer can be known now. Never
   * rejects.
   */
  look(): Promise<void>;
}

/** Makes the poller; it asks nothing until `resume`. */
export function createVoterPoller(options: VoterPollerOptions): VoterPoller {
  return new WatchedPoller(options);
}

class WatchedPoller implements VoterPoller {
  #known: VotersKnown = { kind: "unknown" };
  #answered = 0;
  #failed = 0;
  #badRows = 0;
  #dropped = 0;
  #timer: Timer | null = null;
  /** The session that is asked; `null` while there is none. Another object for each, so that a late answer is known. */
  #session: object | null = null;
  #asking: Promise<void> | null = null;
  #nextAtMs = -Infinity;

  constructor(private readonly options: VoterPollerOptions) {}

  get known(): VotersKnown {
    return this.#known;
  }

  get counters(): VoterCounters {
    return { answered: this.#answered, failed: this.#failed, badRows: this.#badRows };
  }

  get bounds(): readonly Bound[] {
    const voters = this.#known.kind === "known" ? this.#known.voters : [];
    const receivers = Math.max(0, ...voters.map((voter) => voter.receivers.length));
    return [
      { name: "voters", used: voters.length, limit: MAX_VOTERS, dropped: this.#dropped },
      { name: "voter_receivers", used: receivers, limit: MAX_VOTER_RECEIVERS },
    ];
  }

  resume(): void {
    this.suspend();
    this.#session = {};
    // Another session may be to another Asterisk: whether it has voters is found out anew.
    if (this.#known.kind === "absent") this.#known = { kind: "unknown" };
    this.#nextAtMs = -Infinity;
    const { discover, watched, onChange } = this.options;
    if (watched()) void this.look();
    else if (discover) this.#wakeAfter(FIRST_AFTER_MS, () => void this.look());
    onChange();
  }

  suspend(): void {
    this.#timer?.cancel();
    this.#timer = null;
    const hadSession = this.#session !== null;
    this.#session = null;
    this.#asking = null;
    if (hadSession) this.options.onChange();
  }

  look(): Promise<void> {
    if (this.#asking) return this.#asking;
    const session = this.#session;
    if (session === null || this.#known.kind === "absent") return Promise.resolve();
    const waitMs = this.#nextAtMs - this.options.clock.monotonicMs();
    if (waitMs > 0) {
      this.#wakeAfter(waitMs, () => this.#goOn());
      return Promise.resolve();
    }
    this.#timer?.cancel();
    const asking = this.#ask(session);
    this.#asking = asking;
    return asking;
  }

  async #ask(session: object): Promise<void> {
    const { clock, ami, log, onChange } = this.options;
    const atMs = clock.now();
    const askedMs = clock.monotonicMs();
    let pauseMs = VOTER_POLL_MS;
    try {
      const reply = await ami.action("VoterStatus", [], { timeoutMs: ANSWER_TIMEOUT_MS });
      if (session !== this.#session) return;
      this.#answered++;
      if (reply.ok) this.#known = { kind: "known", atMs, voters: this.#read(reply.frame) };
      else this.#known = { kind: "absent" };
      if (this.#known.kind === "known" && this.#known.voters.length === 0) pauseMs = PATIENT_POLL_MS;
    } catch (error) {
      if (session !== this.#session) return;
      this.#failed++;
      pauseMs = PATIENT_POLL_MS;
      log.debug("VoterStatus failed", { error: error instanceof Error ? error.message : String(error) });
    }
    this.#asking = null;
    this.#nextAtMs = askedMs + pauseMs;
    onChange();
    this.#goOn();
  }

  #read(frame: Parameters<typeof parseVoterStatus>[0]): readonly VoterInstance[] {
    const { voters, badRows } = parseVoterStatus(frame);
    this.#badRows += badRows;
    const kept = voters.slice(0, MAX_VOTERS).map((voter) => {
      this.#dropped += Math.max(0, voter.receivers.length - MAX_VOTER_RECEIVERS);
      return { ...voter, receivers: voter.receivers.slice(0, MAX_VOTER_RECEIVERS) };
    });
    this.#dropped += voters.length - kept.length;
    return kept;
  }

  /** Asks again for as long as somebody looks. */
  #goOn(): void {
    this.#timer?.cancel();
    this.#timer = null;
    if (this.options.watched()) void this.look();
  }

  #wakeAfter(delayMs: number, wake: () => void): void {
    this.#timer?.cancel();
    this.#timer = this.options.clock.after(delayMs, wake);
  }
}
