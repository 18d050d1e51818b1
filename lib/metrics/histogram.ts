import type { Sample } from "./exposition.ts";

/** Counts observations in buckets; its size never changes. */
export class Histogram {
  readonly #counts: number[];
  #sum = 0;
  #count = 0;

  /** `bounds`: upper bounds of the buckets, ascending; the last bucket (+Inf) is added. */
  constructor(private readonly bounds: readonly number[]) {
    this.#counts = new Array(bounds.length).fill(0);
  }

  /** Counts one observation. */
  observe(value: number): void {
    this.#sum += value;
    this.#count++;
    for (let index = 0; index < this.bounds.length; index++) {
      if (value <= (this.bounds[index] ?? Infinity)) this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    }
  }

  /** Its samples with these labels: cumulative buckets, sum and count. */
  samples(labels: Readonly<Record<string, string>> = {}): readonly Sample[] {
    const buckets = this.bounds.map((bound, index): Sample => ({
      suffix: "_bucket",
      labels: { ...labels, le: String(bound) },
      value: this.#counts[index] ?? 0,
    }));
    return [
      ...buckets,
      { suffix: "_bucket", labels: { ...labels, le: "+Inf" }, value: this.#count },
      { suffix: "_sum", labels, value: this.#sum },
      { suffix: "_count", labels, value: this.#count },
    ];
  }
}
