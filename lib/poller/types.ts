import type { AmiActions } from "../ami/mod.ts";
import type { Clock } from "../clock/mod.ts";
import type { Logger } from "../log/mod.ts";
import type { PollAnswer } from "../nodes/mod.ts";

/** A node to poll and how often. */
export interface PolledNode {
  readonly nodeId: string;
  readonly intervalMs: number;
}

/** What a poller needs. */
export interface PollerOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly ami: AmiActions;
  /** Takes each answer, at once. */
  readonly onAnswer: (answer: PollAnswer) => void;
}

/** Sums since the start; each is visible in metrics. */
export interface PollerCounters {
  readonly answered: number;
  readonly failed: number;
}

/** Asks every node it was given, never one node twice at once, never while suspended. */
export interface Poller {
  readonly counters: PollerCounters;
  /** Polls these nodes from now on, the first time at once, spread out so that many do not ask together. */
  resume(nodes: readonly PolledNode[]): void;
  /** Stops asking (the connection is lost); answers under way are dropped. */
  suspend(): void;
  /** A link of the node appeared or went: ask soon, once for many changes. */
  linksChanged(nodeId: string): void;
}
