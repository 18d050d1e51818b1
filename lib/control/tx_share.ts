import type { NodeStats } from "./node_stats.ts";

/** "Lately" is within this of what was told last. */
const WINDOW_SEC = 900;

/** Shorter than this says nothing: one over fills it. */
const LEAST_SEC = 60;

/** Counters that are kept of one node; nodes tell them about every three minutes. */
const MAX_SAMPLES = 16;

/** Part of a span of time in which a node transmitted. */
export interface TxShare {
  /** 0 to 100. */
  readonly percent: number;
  readonly ofSec: number;
}

interface Sample {
  readonly uptimeSec: number;
  readonly txSec: number;
}

/** How much a node transmitted of late, out of the counters that it tells now and then. */
export class TxShares {
  #samples: readonly Sample[] = [];

  /** Takes the counters of one answer; nothing that was not told anew. */
  take({ uptimeSec, txSec }: NodeStats): void {
    if (uptimeSec === null || txSec === null) return;
    const last = this.#samples.at(-1);
    if (last?.uptimeSec === uptimeSec) return;
    // Its app_rpt began anew.
    const isNew = last !== undefined && (uptimeSec < last.uptimeSec || txSec < last.txSec);
    const kept = isNew ? [] : this.#samples.filter((sample) => uptimeSec - sample.uptimeSec <= WINDOW_SEC);
    this.#samples = [...kept, { uptimeSec, txSec }].slice(-MAX_SAMPLES);
  }

  /** The part of the last minutes; while those are too few to say, of all the time since its app_rpt began. */
  get share(): TxShare | null {
    const last = this.#samples.at(-1);
    const first = this.#samples[0];
    if (last === undefined || first === undefined) return null;
    const ofSec = last.uptimeSec - first.uptimeSec;
    if (ofSec >= LEAST_SEC) return shareOf(last.txSec - first.txSec, ofSec);
    return last.uptimeSec >= LEAST_SEC ? shareOf(last.txSec, last.uptimeSec) : null;
  }
}

function shareOf(txSec: number, ofSec: number): TxShare {
  return { percent: Math.min(100, Math.round(1_000 * txSec / ofSec) / 10), ofSec };
}
