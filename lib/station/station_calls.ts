import type { AmiActions, AmiFrame } from "../ami/mod.ts";
import { type CallChange, type Correlator, createCorrelator, lostCall } from "../calls/mod.ts";
import type { Clock, Timer } from "../clock/mod.ts";
import type { Logger } from "../log/mod.ts";
import type { Bound, CallSnapshot, DomainEvent } from "../wire/mod.ts";

/** The links are asked for first; calls that are up go on for longer than this. */
const ASK_AFTER_MS = 500;

/** How often a server is asked while calls are up: a Hangup that was missed is noticed within this. */
const ASK_EVERY_MS = 60_000;

/** What the calls of a server need. */
export interface StationCallsOptions {
  readonly server: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly ami: AmiActions;
  readonly publish: (events: readonly DomainEvent[]) => void;
  /** Calls of an earlier run that nobody was told the end of: those that its server does not have any more are over. */
  readonly left: readonly CallSnapshot[];
}

/** While nobody calls, only what a radio node or an application left behind can be up; it is looked for this rarely. */
const IDLE_ROUNDS = 10;

/** What was counted of calls; each is visible in metrics. */
export interface CallCounters {
  /** Calls that are up. */
  readonly calls: number;
  readonly lostCalls: number;
  readonly adoptedCalls: number;
}

/** The calls of one server: its events go in, and while a session lasts it is asked now and then what is up. */
export class StationCalls {
  readonly #correlator: Correlator;
  #timer: Timer | null = null;
  /** Counts sessions, so that an answer to an earlier one is not taken for news. */
  #session = 0;
  #rounds = 0;
  #left: readonly CallSnapshot[];

  constructor(private readonly options: StationCallsOptions) {
    this.#left = options.left;
    this.#correlator = createCorrelator({ server: options.server });
  }

  get counters(): CallCounters {
    const { lostCalls, adoptedCalls } = this.#correlator.counters;
    return { calls: this.calls().length, lostCalls, adoptedCalls };
  }

  /** Calls and channels that are held, and where that ends. */
  get bounds(): readonly Bound[] {
    const counters = this.#correlator.counters;
    const { calls, maxCalls, evictedCalls, channels, maxChannels, refusedChannels } = counters;
    return [
      { name: "call_gone_channels", used: counters.goneChannels, limit: counters.maxGoneChannels },
      { name: "call_legs", used: counters.legsOfCall, limit: counters.maxLegsOfCall },
      { name: "call_numbers", used: counters.numbersOfCall, limit: counters.maxNumbersOfCall },
      { name: "calls", used: calls, limit: maxCalls, dropped: evictedCalls },
      { name: "call_channels", used: channels, limit: maxChannels, dropped: refusedChannels },
    ];
  }

  /** Calls that are up, oldest first. */
  calls(): readonly CallSnapshot[] {
    return this.#correlator.calls();
  }

  /** Takes an event; one that means nothing for calls costs next to nothing. */
  take(frame: AmiFrame): void {
    this.#tell(this.#correlator.apply(frame, this.options.clock.now()));
  }

  /** A session began: what was up before it, and what went in between, only the server knows. */
  begin(): void {
    this.#session++;
    this.#rounds = 0;
    this.#askAfter(ASK_AFTER_MS);
  }

  /** The session is over; calls go on. */
  suspend(): void {
    this.#session++;
    this.#timer?.cancel();
    this.#timer = null;
  }

  #askAfter(delayMs: number): void {
    this.#timer?.cancel();
    this.#timer = this.options.clock.after(delayMs, () => {
      this.#rounds++;
      const isDue = this.calls().length > 0 || this.#rounds % IDLE_ROUNDS === 1;
      if (isDue) void this.#ask();
      else this.#askAfter(ASK_EVERY_MS);
    });
  }

  async #ask(): Promise<void> {
    const session = this.#session;
    const { clock, ami, log } = this.options;
    const askedAtMs = clock.now();
    try {
      const [bridges, channels] = await Promise.all([
        ami.action("BridgeList"),
        ami.action("CoreShowChannels"),
      ]);
      if (session !== this.#session) return;
      if (!channels.ok) {
        // The user may not ask, or there is nothing to be asked: it would be no different the next time.
        log.debug("channels not listed", { reason: channels.message });
        return this.#endLeft();
      }
      const answer = { askedAtMs, channels: channels.items, bridges: bridges.ok ? bridges.items : [] };
      this.#tell(this.#correlator.reconcile(answer, clock.now()));
      this.#endLeft();
    } catch (error) {
      if (session !== this.#session) return;
      log.debug("channels not listed", { reason: error instanceof Error ? error.message : String(error) });
    }
    this.#askAfter(ASK_EVERY_MS);
  }

  /** What an earlier run told of and is not up any more, is over. */
  #endLeft(): void {
    const up = new Set(this.calls().map(({ callId }) => callId));
    const over = this.#left.filter(({ callId }) => !up.has(callId));
    this.#left = [];
    this.#tell(over.map((call) => lostCall(call, this.options.clock.now())));
  }

  #tell(changes: readonly CallChange[]): void {
    if (changes.length === 0) return;
    this.options.publish(changes.map(({ payload, ...context }) => ({
      kind: "CALL_STATE",
      data: payload,
      ...context,
    })));
  }
}
