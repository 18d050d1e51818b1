import type { RptVariable } from "../rpt/mod.ts";
import type { Bound } from "../wire/mod.ts";

/** A list and its echo came at most 58 ms apart in the recordings. */
const APART_MS = 250;

/** Lists of which the other telling is awaited, at most; in 250 ms there are hardly more. */
const AWAITED = 16;

/** A list as a signal brings it. */
export type AdjacentSignal = Extract<RptVariable, { readonly name: "RPT_ALINKS" }>;

interface Telling {
  readonly list: AdjacentSignal;
  readonly atMs: number;
}

/**
 * app_rpt tells each list twice, by its own event and by Asterisk's VarSet, each in order but either of them first, and
 * now and then one behind the next list. The event counts; the VarSet stands in for one that was lost.
 */
export class TwiceTold {
  #events: readonly Telling[] = [];
  #varSets: readonly Telling[] = [];

  /** How many lists wait for their other telling. */
  get bound(): Bound {
    const used = Math.max(this.#events.length, this.#varSets.length);
    return { name: "node_awaited_lists", used, limit: AWAITED };
  }

  /** Takes a list from an event. */
  event(list: AdjacentSignal, nowMs: number): void {
    this.#varSets = recent(this.#varSets, nowMs);
    const awaited = after(this.#varSets, list);
    if (awaited !== null) this.#varSets = awaited;
    else this.#events = [...recent(this.#events, nowMs), { list, atMs: nowMs }].slice(-AWAITED);
  }

  /** Takes a list from a VarSet; true when it is newer than all that events told. */
  varSet(list: AdjacentSignal, nowMs: number): boolean {
    this.#events = recent(this.#events, nowMs);
    const awaited = after(this.#events, list);
    const isNewer = this.#events.length === 0;
    if (awaited !== null) this.#events = awaited;
    else if (isNewer) {
      this.#varSets = [...recent(this.#varSets, nowMs), { list, atMs: nowMs }].slice(-AWAITED);
    }
    return awaited === null && isNewer;
  }

  /** Whether a VarSet came after an instant whose event did not. */
  awaitsSince(atMs: number): boolean {
    return this.#varSets.some((telling) => telling.atMs > atMs);
  }

  /** The list whose event was lost just now, when its VarSet came before; taken once. */
  takeLost(nowMs: number): AdjacentSignal | null {
    const [first, ...rest] = recent(this.#varSets, nowMs);
    this.#varSets = rest;
    return first?.list ?? null;
  }
}

function recent(tellings: readonly Telling[], nowMs: number): readonly Telling[] {
  return tellings.filter(({ atMs }) => nowMs - atMs <= APART_MS);
}

/** What is awaited after the telling of this list; those before it have lost theirs. `null` when it is not awaited. */
function after(tellings: readonly Telling[], { value }: AdjacentSignal): readonly Telling[] | null {
  const at = tellings.findIndex(({ list }) => list.value === value);
  return at < 0 ? null : tellings.slice(at + 1);
}
