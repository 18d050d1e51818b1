import type { Clock, Timer } from "../clock/mod.ts";
import type { SystemGauge } from "../wire/mod.ts";

/** Between two looks. */
export const PERIOD_MS = 10_000;

/** Twenty minutes, in half a kilobyte a gauge. */
const KEPT = 120;

/** One thing that is looked at. */
export interface Gauge {
  readonly name: string;
  readonly label: string;
  readonly unit: SystemGauge["unit"];
  /** Its value now. */
  read(): number;
  /**
   * `level`: as it is. `sum`: it only grows, and is shown as what it grew by, for `per_second` by the second. `peak`: the most since
   * it was read last, which only looking may do.
   */
  readonly kind: "level" | "sum" | "peak";
}

/** What one gauge was, oldest first once it is full. */
class Track {
  readonly values = new Float64Array(KEPT);
  count = 0;
  before: number | null = null;

  add(value: number): void {
    if (this.count === KEPT) this.values.copyWithin(0, 1);
    else this.count++;
    this.values[this.count - 1] = value;
  }

  get history(): readonly number[] {
    return [...this.values.subarray(0, this.count)];
  }
}

/** Looks at the system every ten seconds, and remembers twenty minutes of it. */
export class SystemWatch {
  readonly #tracks: readonly { readonly gauge: Gauge; readonly track: Track }[];
  #timer: Timer | null = null;
  #lookedMs: number | null = null;

  constructor(private readonly clock: Clock, gauges: readonly Gauge[]) {
    this.#tracks = gauges.map((gauge) => ({ gauge, track: new Track() }));
  }

  /** Looks, and goes on to. */
  start(): void {
    if (this.#timer) return;
    this.look();
    this.#timer = this.clock.every(PERIOD_MS, () => this.look());
  }

  /** Looks no more. */
  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  /** Takes one value of every gauge; of sums the first look is only what the next ones are compared with. */
  look(): void {
    const nowMs = this.clock.monotonicMs();
    const elapsedSec = this.#lookedMs === null ? 0 : (nowMs - this.#lookedMs) / 1_000;
    this.#lookedMs = nowMs;
    for (const { gauge, track } of this.#tracks) {
      const value = gauge.read();
      if (gauge.kind !== "sum") track.add(value);
      else if (track.before === null || elapsedSec === 0) track.add(0);
      else {
        const more = Math.max(0, value - track.before);
        track.add(gauge.unit === "per_second" ? more / elapsedSec : more);
      }
      track.before = value;
    }
  }

  /** Every gauge with its history. */
  gauges(): readonly SystemGauge[] {
    return this.#tracks.map(({ gauge, track }) => {
      const { name, label, unit, kind } = gauge;
      const history = track.history;
      return { name, label, unit, value: kind === "level" ? gauge.read() : history.at(-1) ?? 0, history };
    });
  }

  /** Bounds, for the metrics. */
  get bounds() {
    const used = Math.max(0, ...this.#tracks.map(({ track }) => track.count));
    return [{ name: "system_history", used, limit: KEPT }];
  }
}
