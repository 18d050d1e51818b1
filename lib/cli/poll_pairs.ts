import type { AmiFrame } from "../ami/mod.ts";
import type { PollAnswer } from "../nodes/mod.ts";
import { parseSawStat, parseXStat, type SawStat } from "../rpt/mod.ts";

/** Whoever polls asks SawStat beside XStat; after this long it was not asked, or not answered. */
const WAIT_MS = 2_000;

/** A server has a handful of nodes; beyond this the oldest answer goes on alone. */
const MAX_WAITING = 64;

/** One poll's answer, and when it was there. */
export interface PairedAnswer {
  readonly answer: PollAnswer;
  readonly atMs: number;
}

interface Waiting {
  readonly frame: AmiFrame;
  readonly askedAtMs: number;
  readonly atMs: number;
}

/**
 * Brings the answers to XStat and SawStat of one node together, which come as two frames. An XStat waits for its
 * SawStat until something newer is told of the node, and goes on alone then.
 */
export class PollPairs {
  readonly #waiting = new Map<string, Waiting>();

  /** Takes an answer to XStat; gives what went on alone because of it. */
  xstat(frame: AmiFrame, askedAtMs: number, nowMs: number): readonly PairedAnswer[] {
    const node = frame.get("Node") ?? "";
    const out = [...this.release(node)];
    this.#waiting.set(node, { frame, askedAtMs, atMs: nowMs });
    const oldest = this.#waiting.keys().next();
    if (this.#waiting.size > MAX_WAITING && !oldest.done) out.push(...this.release(oldest.value));
    return out;
  }

  /** Takes an answer to SawStat; gives the poll it completes, or nothing when there was no XStat before. */
  sawStat(frame: AmiFrame, nowMs: number): readonly PairedAnswer[] {
    const sawStat = parseSawStat(frame);
    const waiting = this.#waiting.get(sawStat.node);
    if (waiting === undefined) return [];
    this.#waiting.delete(sawStat.node);
    return [paired({ ...waiting, atMs: nowMs }, sawStat)];
  }

  /** True while an XStat of the node waits. */
  isWaiting(node: string): boolean {
    return this.#waiting.has(node);
  }

  /** Lets the answer of one node, or of every node, go on alone. */
  release(node?: string): readonly PairedAnswer[] {
    return this.#releaseWhere((waitingNode) => node === undefined || node === waitingNode);
  }

  /** Lets answers that waited long enough go on alone. */
  releaseDue(nowMs: number): readonly PairedAnswer[] {
    return this.#waiting.size === 0 ? [] : this.#releaseWhere((_, { atMs }) => nowMs - atMs >= WAIT_MS);
  }

  #releaseWhere(isDue: (node: string, waiting: Waiting) => boolean): readonly PairedAnswer[] {
    const out: PairedAnswer[] = [];
    for (const [node, waiting] of this.#waiting) {
      if (!isDue(node, waiting)) continue;
      this.#waiting.delete(node);
      out.push(paired(waiting, null));
    }
    return out;
  }
}

function paired({ frame, askedAtMs, atMs }: Waiting, sawStat: SawStat | null): PairedAnswer {
  const xstat = parseXStat(frame, sawStat?.rows.map((row) => row.name) ?? []);
  return { answer: { askedAtMs, xstat, sawStat }, atMs };
}
