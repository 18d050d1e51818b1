import type { Clock, Timer } from "../clock/mod.ts";
import type { SystemCount } from "../wire/mod.ts";

/** Between two looks: making all sums costs more than a gauge. */
export const COUNT_PERIOD_MS = 60_000;

/** Twenty minutes. */
const KEPT = 20;

/** Sums that are followed; others are shown without what they were. */
const MAX_FOLLOWED = 128;

/** A sum as it is counted. */
export type Sum = Omit<SystemCount, "history">;

/** What one sum grew by, oldest first. */
interface Track {
  before: number;
  grown: readonly number[];
}

/** Looks every minute at what was dropped, refused or failed, and remembers twenty of them of each sum that is not nothing. */
export class CountHistory {
  readonly #tracks = new Map<string, Track>();
  #looks = 0;
  #timer: Timer | null = null;

  constructor(private readonly clock: Clock, private readonly read: () => readonly Sum[]) {}

  /** Looks, and goes on to. */
  start(): void {
    this.#timer ??= this.clock.every(COUNT_PERIOD_MS, () => this.look());
  }

  /** Looks no more. */
  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  /** Takes down what each sum grew by since the last look. */
  look(): void {
    this.#looks = Math.min(KEPT, this.#looks + 1);
    for (const sum of this.read()) {
      const track = this.#trackOf(sum);
      if (!track) continue;
      track.grown = [...track.grown, Math.max(0, sum.value - track.before)].slice(-KEPT);
      track.before = sum.value;
    }
  }

  /** Every sum with its history. */
  counts(): readonly SystemCount[] {
    return this.read().map((sum) => ({ ...sum, history: this.#tracks.get(keyOf(sum))?.grown ?? [] }));
  }

  /** Bounds, for the metrics. */
  get bounds() {
    return [
      { name: "count_history", used: this.#looks, limit: KEPT },
      { name: "counts_followed", used: this.#tracks.size, limit: MAX_FOLLOWED },
    ];
  }

  /** A sum is followed from when it is something; until then it was nothing. */
  #trackOf(sum: Sum): Track | undefined {
    const key = keyOf(sum);
    const known = this.#tracks.get(key);
    if (known || sum.value === 0 || this.#tracks.size >= MAX_FOLLOWED) return known;
    const track = { before: 0, grown: new Array<number>(this.#looks - 1).fill(0) };
    this.#tracks.set(key, track);
    return track;
  }
}

function keyOf({ name, of }: Sum): string {
  return `${name} ${of}`;
}
