import type { Clock, Timer } from "../clock/mod.ts";
import type { Bound } from "../wire/mod.ts";
import type { ClientPort, SharedText } from "./types.ts";

/** How much a client may leave untaken. */
export interface QueueBounds {
  /** Bytes waiting in the port beyond its last snapshot. */
  readonly maxBytes: number;
  /** Messages handed over since the port was last empty. */
  readonly maxMessages: number;
  /** How long a client that lags may take nothing at all before it is closed. */
  readonly stuckMs: number;
}

/** A quarter of a mebibyte is some 500 key edges; a peer 30 s silent has gone or is not reading. */
export const DEFAULT_BOUNDS: QueueBounds = { maxBytes: 262_144, maxMessages: 1_024, stuckMs: 30_000 };

/** Why a stuck client is closed: 1013, try again later. */
const CLOSE_STUCK = 1013;

/** How often lagging clients are looked at; ports without a drain event depend on it. */
const LAG_CHECK_MS = 250;

/** What all outlets have in common: time, bounds, counters, and the one timer that looks at those that lag. */
export class OutletGroup {
  sent = 0;
  /** Messages that lagging clients were not handed; a snapshot came in their place. */
  dropped = 0;
  resnapshots = 0;
  closedStuck = 0;
  readonly #lagging = new Set<Outlet>();
  #timer: Timer | undefined;

  constructor(readonly clock: Clock, readonly bounds: QueueBounds) {}

  /** How many clients lag now. */
  get lagging(): number {
    return this.#lagging.size;
  }

  /** How full the fullest of these outlets is, in bytes beyond its snapshot and in messages. */
  fullest(outlets: Iterable<Outlet>): readonly Bound[] {
    let [bytes, messages] = [0, 0];
    for (const { waiting } of outlets) {
      bytes = Math.max(bytes, waiting.bytes);
      messages = Math.max(messages, waiting.messages);
    }
    const { maxBytes, maxMessages } = this.bounds;
    return [
      { name: "stream_client_queue_bytes", used: bytes, limit: maxBytes },
      { name: "stream_client_queue_messages", used: messages, limit: maxMessages, dropped: this.dropped },
    ];
  }

  /** Looks at the outlet until it has caught up or is closed. */
  watch(outlet: Outlet): void {
    this.#lagging.add(outlet);
    this.#timer ??= this.clock.every(LAG_CHECK_MS, () => this.#check());
  }

  /** Looks at it no more. */
  unwatch(outlet: Outlet): void {
    this.#lagging.delete(outlet);
    if (this.#lagging.size === 0) this.stop();
  }

  /** Stops the timer. */
  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #check(): void {
    const nowMs = this.clock.now();
    for (const outlet of this.#lagging) outlet.check(nowMs);
  }
}

type OutletState =
  | { readonly kind: "live"; queued: number }
  | { readonly kind: "lagging"; bufferedBytes: number; sinceMs: number }
  | { readonly kind: "ended" };

const ENDED: OutletState = { kind: "ended" };

/** Whose way out it is. */
export interface OutletOwner {
  /** Sends the present state in place of what was dropped. */
  refresh(): void;
  /** The client is gone; told once. */
  ended(): void;
}

/**
 * The bounded way to one client. While the client takes what it gets, messages go straight through. When too much
 * waits, further messages are dropped until the port is empty; then the owner's `refresh` sends the present state in their place.
 * A client that takes nothing for too long is closed.
 *
 * States: live -> lagging -> live, and from each to ended.
 */
export class Outlet {
  #state: OutletState = { kind: "live", queued: 0 };
  #snapshotBytes = 0;
  #lastSentMs: number;

  constructor(
    private readonly port: ClientPort,
    private readonly group: OutletGroup,
    private readonly owner: OutletOwner,
  ) {
    this.#lastSentMs = group.clock.now();
  }

  /** True when the client keeps up and was handed nothing after `sinceMs`. */
  isQuietSince(sinceMs: number): boolean {
    return this.#state.kind === "live" && this.#lastSentMs <= sinceMs;
  }

  /** What was handed over and the client has not taken; a snapshot's bytes do not count. */
  get waiting(): { readonly bytes: number; readonly messages: number } {
    if (this.#state.kind === "ended") return { bytes: 0, messages: 0 };
    const bufferedBytes = this.port.bufferedBytes;
    const messages = this.#state.kind === "live" && bufferedBytes > 0 ? this.#state.queued : 0;
    return { bytes: Math.max(0, bufferedBytes - this.#snapshotBytes), messages };
  }

  /** Hands over one message, or drops it because the client lags. */
  offer(message: SharedText, nowMs: number): void {
    const state = this.#state;
    if (state.kind === "lagging") this.group.dropped++;
    if (state.kind !== "live") return;
    const bufferedBytes = this.port.bufferedBytes;
    if (bufferedBytes === 0) state.queued = 0;
    if (this.#isOver(bufferedBytes, state.queued)) return this.#lag(bufferedBytes, nowMs);
    state.queued++;
    this.#send(message, nowMs);
  }

  /** Hands over a snapshot whole; its size is allowed on top of the bound, else a big one would lag for ever. */
  burst(messages: readonly SharedText[]): void {
    if (this.#state.kind !== "live") return;
    const nowMs = this.group.clock.now();
    this.#snapshotBytes = 0;
    for (const message of messages) {
      this.#snapshotBytes += message.text.length;
      this.#send(message, nowMs);
    }
  }

  /** Looks whether a lagging client has caught up, or must be given up. */
  check(nowMs: number): void {
    const state = this.#state;
    if (state.kind !== "lagging") return;
    const bufferedBytes = this.port.bufferedBytes;
    if (bufferedBytes === 0) return this.#recover();
    if (bufferedBytes < state.bufferedBytes) {
      state.bufferedBytes = bufferedBytes;
      state.sinceMs = nowMs;
    } else if (nowMs - state.sinceMs >= this.group.bounds.stuckMs) {
      this.group.closedStuck++;
      this.close(CLOSE_STUCK, "too slow: nothing was taken for too long");
    }
  }

  /** Ends the client and forgets it. */
  close(code: number, reason: string): void {
    if (this.#state.kind === "ended") return;
    this.end();
    this.port.close(code, reason);
  }

  /** Forgets the client. */
  end(): void {
    if (this.#state.kind === "ended") return;
    this.#state = ENDED;
    this.group.unwatch(this);
    this.owner.ended();
  }

  #isOver(bufferedBytes: number, queued: number): boolean {
    const { maxBytes, maxMessages } = this.group.bounds;
    return bufferedBytes > maxBytes + this.#snapshotBytes || queued >= maxMessages;
  }

  #lag(bufferedBytes: number, nowMs: number): void {
    this.group.dropped++;
    this.#state = { kind: "lagging", bufferedBytes, sinceMs: nowMs };
    this.group.watch(this);
  }

  #recover(): void {
    this.#state = { kind: "live", queued: 0 };
    this.group.unwatch(this);
    this.group.resnapshots++;
    this.owner.refresh();
  }

  #send(message: SharedText, nowMs: number): void {
    this.#lastSentMs = nowMs;
    this.group.sent++;
    this.port.send(message.text, message.seq, message.messageType, message);
  }
}
