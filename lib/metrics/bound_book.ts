import type { Bound } from "../wire/mod.ts";
import type { MetricFamily, Sample } from "./exposition.ts";
import { family } from "./families.ts";

/** Gives what a room holds, at the moment somebody asks. */
export type BoundSource = () => readonly Bound[];

/** A bound with the server that it is of, where each has its own. */
export interface LabelledBound extends Bound {
  readonly labels: Readonly<Record<string, string>>;
}

type Labels = Readonly<Record<string, string>>;

interface Watched {
  readonly source: BoundSource;
  readonly labels: Labels;
}

/** What must be the same for two bounds to be one series. */
const seriesOf = (bound: Bound, labels: Labels): string => JSON.stringify([bound.name, labels]);

/** Everything that cannot grow for ever, from whoever owns it. */
export class BoundBook {
  readonly #watched: Watched[] = [];

  /** Asks `source` from now on; `labels` (a server) tell sources apart that give the same names. */
  watch(source: BoundSource, labels: Labels = {}): void {
    this.#watched.push({ source, labels });
  }

  /** Every bound. Of two of one name and the same labels the fuller one is told. */
  all(): readonly LabelledBound[] {
    const found = new Map<string, LabelledBound>();
    for (const { source, labels } of this.#watched) {
      for (const bound of source()) {
        const series = seriesOf(bound, labels);
        const known = found.get(series);
        if (known === undefined || known.used < bound.used) found.set(series, { ...bound, labels });
      }
    }
    return [...found.values()];
  }

  /** Fullness, limits and losses. */
  families(): readonly MetricFamily[] {
    const bounds = this.all();
    const samples = (read: (bound: Bound) => number | undefined): readonly Sample[] =>
      bounds.flatMap((bound) => {
        const value = read(bound);
        return value === undefined ? [] : [{ labels: { bound: bound.name, ...bound.labels }, value }];
      });
    return [
      family("nexus_bound_used", "How full each bounded thing is.", "gauge", samples(({ used }) => used)),
      family("nexus_bound_limit", "Where each bounded thing ends.", "gauge", samples(({ limit }) => limit)),
      family(
        "nexus_bound_dropped_total",
        "What was given up because a bounded thing was full.",
        "counter",
        samples(({ dropped }) => dropped),
      ),
    ];
  }
}
