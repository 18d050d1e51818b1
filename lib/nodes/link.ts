import type { LinkDirection, LinkInfo, LinkMode, LinkState, LinkTx } from "../wire/mod.ts";
import { type Edge, IDLE, type Keying, runningMs } from "./keying.ts";
import { kindOfNode } from "../rpt/mod.ts";
import { describeNode } from "./names.ts";
import { InstantText, isoOrNull } from "./instants.ts";
import type { LinkMemory, NameLookup } from "./types.ts";

/** A jump of the connection's start beyond this is another session, not the rounding of `hh:mm:ss`. */
const SAME_SESSION_MS = 10_000;

/** Starts that differ by less are the same start: XStat's seconds are rounded, and the answer takes a while. */
const ROUNDING_MS = 2_000;

/** What a poll or an event tells of a link besides its keying; absent: not told, keep what is known. */
export interface LinkFacts {
  readonly mode?: LinkMode | null;
  readonly linkState?: LinkState;
  readonly direction?: LinkDirection;
  readonly ip?: string | null;
}

/** One adjacent link of one local node: its facts, its keying, its sums. Sums never shrink. */
export class Link {
  mode: LinkMode | null = null;
  linkState: LinkState = "ESTABLISHED";
  direction: LinkDirection | null = null;
  ip: string | null = null;
  keying: Keying = IDLE;
  connectedSinceMs: number | null = null;
  lastTxStartMs: number | null;
  lastTxEndMs: number | null;
  /** The running transmission may have begun earlier than it was told, from this instant on; `null`: it was told at once. */
  startFromMs: number | null = null;
  /** Its end is not told before this, because a poll under way may know better when it was. */
  heldUntilMs = -Infinity;
  #totalTxMs: number;
  #sessionTxMs = 0;
  /** The session that the last run left open, until it is known whether this is still the same one. */
  #rememberedSession: LinkMemory["openSession"];
  readonly #connectedText = new InstantText();
  readonly #startText = new InstantText();
  readonly #endText = new InstantText();

  constructor(readonly localNode: string, readonly name: string, memory: LinkMemory | undefined) {
    this.#totalTxMs = memory?.totalTxMs ?? 0;
    this.lastTxStartMs = memory?.lastTxStartMs ?? null;
    this.lastTxEndMs = memory?.lastTxEndMs ?? null;
    this.#rememberedSession = memory?.openSession ?? null;
  }

  /** Milliseconds ever, the running transmission included as of `nowMs`. */
  totalTxMs(nowMs: number): number {
    return this.#totalTxMs + runningMs(this.keying, nowMs);
  }

  /** Milliseconds in this session, the running transmission included as of `nowMs`. */
  sessionTxMs(nowMs: number): number {
    return this.#sessionTxMs + runningMs(this.keying, nowMs);
  }

  /** Its sums as they are kept when it goes. */
  memory(nowMs: number): LinkMemory {
    return {
      node: this.name,
      totalTxMs: this.totalTxMs(nowMs),
      lastTxStartMs: this.lastTxStartMs,
      lastTxEndMs: this.lastTxEndMs,
      openSession: null,
    };
  }

  /** Takes facts; true when one of them is new. */
  learn(facts: LinkFacts): boolean {
    const { mode = this.mode, linkState = this.linkState, direction = this.direction, ip = this.ip } = facts;
    const changed = mode !== this.mode || linkState !== this.linkState || direction !== this.direction ||
      ip !== this.ip;
    Object.assign(this, { mode, linkState, direction, ip });
    return changed;
  }

  /**
   * Takes when the connection was made; true when that is news. A start that moved forward by more than
   * `SAME_SESSION_MS` is a new session, whose sum begins at zero.
   */
  connected(sinceMs: number): boolean {
    const knownMs = this.connectedSinceMs;
    this.#continueRemembered(sinceMs);
    if (knownMs !== null && Math.abs(sinceMs - knownMs) <= ROUNDING_MS) return false;
    if (knownMs !== null && sinceMs - knownMs > SAME_SESSION_MS) this.#sessionTxMs = 0;
    this.connectedSinceMs = sinceMs;
    return true;
  }

  /** The link is being tried: it has no session. True when that is news. */
  disconnected(): boolean {
    const changed = this.connectedSinceMs !== null;
    this.connectedSinceMs = null;
    this.#sessionTxMs = 0;
    this.#rememberedSession = null;
    return changed;
  }

  /** Enters an edge into the sums and gives it as it goes over the wire. */
  account(edge: Edge): LinkTx {
    this.lastTxStartMs = edge.startMs;
    if (edge.kind === "STOP") {
      this.lastTxEndMs = edge.atMs;
      this.#totalTxMs += edge.atMs - edge.startMs;
      this.#sessionTxMs += edge.atMs - edge.startMs;
    }
    return {
      local_node: this.localNode,
      node: this.name,
      kind: edge.kind,
      at: new Date(edge.atMs).toISOString(),
      total_tx_seconds: this.#totalTxMs / 1_000,
      last_tx_start: isoOrNull(this.lastTxStartMs),
      last_tx_end: isoOrNull(this.lastTxEndMs),
    };
  }

  /** The link as readers see it at `nowMs`. */
  info(nowMs: number, names: NameLookup): LinkInfo {
    const keyed = this.keying.state !== "idle";
    const { callsign, description, location } = describeNode(this.name, names);
    const lastHeardMs = this.keying.state === "keyed" ? nowMs : this.#lastHeardMs();
    return {
      local_node: this.localNode,
      node: this.name,
      kind: kindOfNode(this.name),
      callsign,
      description,
      location,
      ip: this.ip,
      direction: this.direction,
      mode: this.mode,
      link_state: this.linkState,
      connected_since: this.#connectedText.of(this.connectedSinceMs),
      elapsed_seconds: this.connectedSinceMs === null
        ? null
        : Math.max(0, Math.floor((nowMs - this.connectedSinceMs) / 1_000)),
      current_tx: keyed,
      current_tx_since: this.keying.state === "idle" ? null : isoOrNull(this.keying.sinceMs),
      last_tx_start: this.#startText.of(this.lastTxStartMs),
      last_tx_end: this.#endText.of(this.lastTxEndMs),
      last_heard_at: lastHeardMs === this.lastTxEndMs
        ? this.#endText.of(lastHeardMs)
        : isoOrNull(lastHeardMs),
      total_tx_seconds: this.totalTxMs(nowMs) / 1_000,
      session_tx_seconds: this.sessionTxMs(nowMs) / 1_000,
      session_tx_percent: this.#sessionPercent(nowMs),
    };
  }

  #lastHeardMs(): number | null {
    if (this.keying.state === "releasing") return this.keying.unkeyedAtMs;
    return this.keying.state === "unsure" ? this.keying.lostAtMs : this.lastTxEndMs;
  }

  #sessionPercent(nowMs: number): number | null {
    if (this.connectedSinceMs === null || nowMs <= this.connectedSinceMs) return null;
    const share = this.sessionTxMs(nowMs) / (nowMs - this.connectedSinceMs);
    return Math.min(100, Math.round(share * 1_000) / 10);
  }

  #continueRemembered(sinceMs: number): void {
    const remembered = this.#rememberedSession;
    if (!remembered || Math.abs(sinceMs - remembered.connectedSinceMs) > SAME_SESSION_MS) return;
    this.#sessionTxMs += remembered.txMs;
    this.#rememberedSession = null;
  }
}
