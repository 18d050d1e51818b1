import type { AmiActions } from "../ami/mod.ts";
import type { Clock } from "../clock/mod.ts";
import type { Logger } from "../log/mod.ts";
import type { KeyingAnswer, PollAnswer } from "../nodes/mod.ts";
import type { FlagsPolarity } from "../rpt/mod.ts";
import type { Bound } from "../wire/mod.ts";
import type { PollFacts } from "./schedule.ts";

/** A node to poll and how often while it is quiet and nobody watches. */
export interface PolledNode {
  readonly nodeId: string;
  readonly intervalMs: number;
}

/** What an answer changed. */
export interface PollVerdict {
  /** It showed something that events should have told before. */
  readonly disagreed: boolean;
  /** A link came, went or changed with it. */
  readonly linksChanged: boolean;
}

/** What a poller cannot know of a node by itself. */
export type OutsideFacts = Pick<PollFacts, "connecting" | "watched" | "deaf">;

/** What a poller needs. */
export interface PollerOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly ami: AmiActions;
  /** Told as a question is sent, so that what comes after it can be known for newer than its answer. */
  readonly onAsk?: (nodeId: string) => void;
  /** Takes each answer, at once, and tells what it changed; nothing when that is nothing. */
  readonly onAnswer: (answer: PollAnswer) => PollVerdict | undefined;
  /** Takes each answer of `eventsMissed`, at once, and tells what it changed; absent: whole polls are asked for it. */
  readonly onKeying?: (answer: KeyingAnswer) => PollVerdict | undefined;
  /** Told when Asterisk refused a question about a node: it may not have that node any more. */
  readonly onRefused?: (nodeId: string) => void;
  /** What speaks for asking a node quickly; absent: nothing does. Cheap: it is asked every few seconds. */
  readonly facts?: (nodeId: string) => OutsideFacts;
  /** How this app_rpt prints the flags of XStat, as far as is known by now; absent: it is not known. */
  readonly polarity?: () => FlagsPolarity;
}

/** Sums since the start; each is visible in metrics. */
export interface PollerCounters {
  /** Whole polls, and looks at who is keyed alone. */
  readonly answered: number;
  readonly failed: number;
  /** Answers that showed something that events should have told before. */
  readonly disagreeing: number;
  /** Rows of answers that were not understood and left out. */
  readonly badRows: number;
}

/** Asks every node it was given, never one node twice at once, never while suspended, never over the bound. */
export interface Poller {
  readonly counters: PollerCounters;
  /** What the node that costs most costs now, and how many nodes are kept in mind. */
  readonly bounds: readonly Bound[];
  /** Polls these nodes from now on, the first time at once, spread out so that many do not ask together. */
  resume(nodes: readonly PolledNode[]): void;
  /** Stops asking (the connection is lost); answers under way are dropped. */
  suspend(): void;
  /**
   * Takes two actions of what the node may cost for another question than this poller's: the milliseconds to wait
   * before it is asked, or `null` when there is no room now.
   */
  reserve(nodeId: string): number | null;
  /** Takes one action for a question that somebody waits for: the milliseconds to wait, or `null` when that is long. */
  claim(nodeId: string): number | null;
  /** A link of the node appeared or went: ask soon, once for many changes. */
  linksChanged(nodeId: string): void;
  /**
   * An event shows that others were lost: ask who is keyed, at once, while the answer can still mend what they would have
   * told. That costs half of a poll, and need not wait for the pace of polls.
   */
  eventsMissed(nodeId: string): void;
  /** Somebody waits for what a whole poll tells: ask as soon as the pace of polls allows. */
  askSoon(nodeId: string): void;
}
