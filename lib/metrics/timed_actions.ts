import type { AmiActions, AmiConnection } from "../ami/mod.ts";
import type { Clock } from "../clock/mod.ts";
import type { Sample } from "./exposition.ts";
import { Histogram } from "./histogram.ts";

/** Seconds; an idle Asterisk answers within a millisecond. */
const BOUNDS_SEC = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];

/** Measures how long actions take until their whole answer is there, and counts those that got none. */
export class ActionTimes {
  readonly #histogram = new Histogram(BOUNDS_SEC);
  #failed = 0;

  constructor(private readonly clock: Clock) {}

  /** The same connection, its actions measured. */
  measured(connection: AmiConnection): AmiConnection {
    return {
      ...this.#measuredActions(connection),
      get status() {
        return connection.status;
      },
      get counters() {
        return connection.counters;
      },
      get bounds() {
        return connection.bounds;
      },
      start: () => connection.start(),
      stop: () => connection.stop(),
    };
  }

  #measuredActions(actions: AmiActions): AmiActions {
    return {
      action: async (name, headers, options) => {
        const startedMs = this.clock.monotonicMs();
        try {
          return await actions.action(name, headers, options);
        } catch (error) {
          this.#failed++;
          throw error;
        } finally {
          this.#histogram.observe((this.clock.monotonicMs() - startedMs) / 1_000);
        }
      },
    };
  }

  /** Actions that got no answer. */
  get failed(): number {
    return this.#failed;
  }

  /** What was measured, in seconds. */
  samples(labels: Readonly<Record<string, string>>): readonly Sample[] {
    return this.#histogram.samples(labels);
  }
}
