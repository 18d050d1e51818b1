import type { RptVariable } from "../rpt/mod.ts";
import type { Bound } from "../wire/mod.ts";

/** What app_rpt tells at every update of its lists, always all four and in this order (rpt_update_links). */
const UPDATE: readonly RptVariable["name"][] = ["RPT_ALINKS", "RPT_NUMALINKS", "RPT_LINKS", "RPT_NUMLINKS"];

/** The four come at once (at most 5 ms apart in the recordings); what comes later than this after one of them is of another update. */
const TOGETHER_MS = 20;

/** The second telling of a list came at most 58 ms after the first one in the recordings. */
const ECHO_MS = 100;

/** The same variable again within this is a frame that came twice. */
const TWICE_MS = 5;

/** How many lost lists are kept in mind, newest last; those of the last minute are what a poll can still ask for. */
const KEPT = 64;

/** SawStat's whole seconds make an instant early or late by up to a second; the answer takes a little on top. */
const NEAR_MS = 1_050;

/**
 * When lists of adjacent links were lost on the way. Their number comes right after them, and after that the network, so
 * one of those without the list before it tells that there was a list, and when: at the edge that the list was about.
 */
export class ListUpdates {
  #place = UPDATE.length;
  #atMs = -Infinity;
  readonly #lostAtMs: number[] = [];
  #lastLostAtMs = -Infinity;
  #lostSinceList = false;

  /** How many are kept in mind. */
  get bound(): Bound {
    return { name: "node_lost_lists", used: this.#lostAtMs.length, limit: KEPT };
  }

  /** Whether none is kept in mind. */
  get isEmpty(): boolean {
    return this.#lostAtMs.length === 0;
  }

  /** When the last list was lost. */
  get lastLostAtMs(): number {
    return this.#lastLostAtMs;
  }

  /** Whether a list was lost so short a time ago that what comes now can be its second telling. */
  isJustLost(nowMs: number): boolean {
    return nowMs - this.lastLostAtMs <= ECHO_MS;
  }

  /** Takes the next variable; true when the event with the list before it was lost. `echoed`: that list came as a VarSet. */
  take(
    name: RptVariable["name"],
    nowMs: number,
    echoed: (sinceMs: number) => boolean = () => false,
  ): boolean {
    const place = UPDATE.indexOf(name);
    const sinceMs = nowMs - this.#atMs;
    const isTwice = place === this.#place && sinceMs < TWICE_MS && !echoed(this.#atMs);
    if (place < 0 || isTwice) return false;
    const isNext = place > this.#place && sinceMs <= TOGETHER_MS;
    this.#place = place;
    this.#atMs = nowMs;
    return place > 0 && !isNext;
  }

  /** Keeps in mind that a list was lost now. */
  lose(nowMs: number): void {
    this.#lostSinceList = true;
    this.witness(nowMs);
  }

  /** Keeps in mind that something changed now of which nobody knows what: a list showed what was known before another was lost. */
  witness(nowMs: number): void {
    this.#lastLostAtMs = nowMs;
    this.#lostAtMs.push(nowMs);
    if (this.#lostAtMs.length > KEPT) this.#lostAtMs.shift();
  }

  /** Whether a list was lost since this was last asked. */
  takeLost(): boolean {
    const lost = this.#lostSinceList;
    this.#lostSinceList = false;
    return lost;
  }

  /** Each list was about one edge: one whose edge was found tells of no other. */
  spend(atMs: number): void {
    const found = this.#lostAtMs.indexOf(atMs);
    if (found >= 0) this.#lostAtMs.splice(found, 1);
  }

  /** The lost list that is nearest to an estimate, from one instant to another; `null` when none is near. */
  readonly nearest = (estimateMs: number, fromMs: number, toMs: number): number | null => {
    let best: number | null = null;
    for (const atMs of this.#lostAtMs) {
      const offMs = Math.abs(atMs - estimateMs);
      if (atMs < fromMs || atMs > toMs || offMs > NEAR_MS) continue;
      if (best === null || offMs < Math.abs(best - estimateMs)) best = atMs;
    }
    return best;
  };
}
