import type { Timer } from "../clock/mod.ts";
import type { PollAnswer } from "../nodes/mod.ts";
import type { Bound } from "../wire/mod.ts";
import { ActionBudget, MAX_ACTIONS_PER_MINUTE } from "./budget.ts";
import { askKeying, askNode, RefusedError } from "./questions.ts";
import { nextPollDelayMs, QUICK_POLL_MS } from "./schedule.ts";
import type {
  OutsideFacts,
  PolledNode,
  Poller,
  PollerCounters,
  PollerOptions,
  PollVerdict,
} from "./types.ts";

/** Between the first questions to one server's nodes, so that a server with twenty nodes is not asked all at once. */
const SPREAD_MS = 200;

/** Between any two polls of one server's nodes, also where something changed on all of them at the same moment. */
const APART_MS = 50;

/** Beyond this after the last whole poll, one is asked for rather than who is keyed alone: links are lost without events. */
const LATE_MS = 5_000;

/** A poll that is due does not wait longer than this after the one before it for what was asked between. */
const PATIENCE_MS = 8_000;

/** app_rpt needs about this long after a link came up until its answer is complete; many changes cost one question. */
const AFTER_CHANGE_MS = 2_000;

/** Intervals vary by this share of themselves, so that nodes do not fall into step. */
const JITTER = 0.05;

/** Nodes whose budget is kept while they are not polled; a server has a handful. */
const BUDGET_LIMIT = 1_024;

const NOTHING_SPECIAL: OutsideFacts = { connecting: false, watched: false, deaf: false };

/** Makes a poller; it asks nothing until `resume`. */
export function createPoller(options: PollerOptions): Poller {
  return new NodePoller(options);
}

/** One node as it is polled. Instants are of the clock that never goes back. */
interface Round {
  readonly node: PolledNode;
  readonly budget: ActionBudget;
  /** Draws the interval out or in, anew for each question. */
  jitter: number;
  timer: Timer | null;
  askedAtMs: number;
  /** A question that does not wait for the interval: the first one, or the one after a change. */
  soonAtMs: number | null;
  linksChangedAtMs: number | null;
  disagreed: boolean;
  /** Who is keyed is to be asked, at once. */
  missedEvents: boolean;
}

class NodePoller implements Poller {
  #rounds = new Map<string, Round>();
  /** Kept over suspensions: a connection that comes and goes every second must not cost more. */
  readonly #budgets = new Map<string, ActionBudget>();
  /** Nodes whose answer is awaited; one of before a resumption is too, and holds up the next question. */
  readonly #asking = new Set<string>();
  /** When the next node may be asked. */
  #freeAtMs = -Infinity;
  #answered = 0;
  #failed = 0;
  #disagreeing = 0;
  #badRows = 0;

  constructor(private readonly options: PollerOptions) {}

  get counters(): PollerCounters {
    return {
      answered: this.#answered,
      failed: this.#failed,
      disagreeing: this.#disagreeing,
      badRows: this.#badRows,
    };
  }

  get bounds(): readonly Bound[] {
    const nowMs = this.#nowMs();
    const spent = [...this.#budgets.values()].map((budget) => budget.spent(nowMs));
    return [
      { name: "node_actions_per_minute", used: Math.max(0, ...spent), limit: MAX_ACTIONS_PER_MINUTE },
      { name: "node_action_budgets", used: this.#budgets.size, limit: BUDGET_LIMIT },
    ];
  }

  resume(nodes: readonly PolledNode[]): void {
    this.suspend();
    const nowMs = this.#nowMs();
    nodes.forEach((node, index) => {
      const round: Round = {
        node,
        budget: this.#budgetOf(node.nodeId),
        jitter: 0,
        timer: null,
        askedAtMs: nowMs,
        soonAtMs: nowMs + index * SPREAD_MS,
        linksChangedAtMs: null,
        disagreed: false,
        missedEvents: false,
      };
      this.#rounds.set(node.nodeId, round);
      this.#arm(round);
    });
  }

  suspend(): void {
    for (const round of this.#rounds.values()) round.timer?.cancel();
    this.#rounds = new Map();
  }

  reserve(nodeId: string): number | null {
    return this.#budgetOf(nodeId).reserve(this.#nowMs());
  }

  claim(nodeId: string): number | null {
    return this.#budgetOf(nodeId).claim(this.#nowMs());
  }

  linksChanged(nodeId: string): void {
    const round = this.#rounds.get(nodeId);
    if (!round) return;
    const nowMs = this.#nowMs();
    round.linksChangedAtMs = nowMs;
    round.soonAtMs ??= nowMs + AFTER_CHANGE_MS;
    this.#arm(round);
  }

  askSoon(nodeId: string): void {
    const round = this.#rounds.get(nodeId);
    if (!round) return;
    round.soonAtMs = Math.min(round.soonAtMs ?? Infinity, this.#nowMs());
    this.#arm(round);
  }

  eventsMissed(nodeId: string): void {
    const round = this.#rounds.get(nodeId);
    if (!round) return;
    if (!this.options.onKeying) return this.askSoon(nodeId);
    round.missedEvents = true;
    this.#arm(round);
  }

  /** When the node is asked next, as far as is known now; what speaks for sooner can still come. */
  #dueAtMs(round: Round): number {
    const { clock, facts = () => NOTHING_SPECIAL } = this.options;
    const { node, linksChangedAtMs, disagreed } = round;
    const delayMs = nextPollDelayMs(
      { intervalMs: node.intervalMs, linksChangedAtMs, disagreed, ...facts(node.nodeId) },
      clock.monotonicMs(),
    );
    const regularMs = round.askedAtMs + delayMs * (1 + JITTER * round.jitter);
    const { budget, soonAtMs } = round;
    if (soonAtMs !== null) return budget.nextAtMs(soonAtMs);
    const inTurnMs = budget.nextInTurnMs(regularMs);
    return Math.max(
      regularMs,
      Math.min(inTurnMs, Math.max(budget.nextAtMs(regularMs), round.askedAtMs + PATIENCE_MS)),
    );
  }

  /** How and when the node is asked next. */
  #next(round: Round): { readonly whole: boolean; readonly atMs: number } {
    const nowMs = this.#nowMs();
    const { budget, missedEvents, askedAtMs } = round;
    const wholeAtMs = this.#dueAtMs(round);
    if (!missedEvents) return { whole: true, atMs: wholeAtMs };
    const atOnceMs = budget.nextAtOnceMs(nowMs);
    const lateMs = Math.max(budget.nextAtMs(nowMs), askedAtMs + LATE_MS);
    const nextWholeMs = Math.min(wholeAtMs, lateMs);
    return atOnceMs < nextWholeMs ? { whole: false, atMs: atOnceMs } : { whole: true, atMs: nextWholeMs };
  }

  /** Wakes when the node is due, or earlier to see whether it has become so. */
  #arm(round: Round): void {
    round.timer?.cancel();
    if (this.#asking.has(round.node.nodeId)) return;
    const waitMs = Math.max(0, this.#next(round).atMs - this.#nowMs(), this.#freeAtMs - this.#nowMs());
    round.timer = this.options.clock.after(Math.min(waitMs, QUICK_POLL_MS), () => this.#wake(round));
  }

  #wake(round: Round): void {
    const nowMs = this.#nowMs();
    const { whole, atMs } = this.#next(round);
    if (Math.max(atMs, this.#freeAtMs) > nowMs) return this.#arm(round);
    const isTaken = whole ? round.budget.take(2, nowMs) : round.budget.takeAtOnce(nowMs);
    if (!isTaken) return this.#arm(round);
    void this.#ask(round, whole ? () => this.#poll(round) : () => this.#lookWhoIsKeyed(round));
  }

  /** Asks, waits for the answer, and goes on. */
  async #ask(round: Round, question: () => Promise<void>): Promise<void> {
    const { nodeId } = round.node;
    this.#asking.add(nodeId);
    this.#freeAtMs = this.#nowMs() + APART_MS;
    round.missedEvents = false;
    this.options.onAsk?.(nodeId);
    await question();
    this.#asking.delete(nodeId);
    const current = this.#rounds.get(nodeId);
    if (current) this.#arm(current);
  }

  /** A whole poll. An answer to a question of before the node was resumed or suspended is no news. */
  async #poll(round: Round): Promise<void> {
    const { clock, ami, polarity, onAnswer, onRefused } = this.options;
    round.askedAtMs = this.#nowMs();
    round.soonAtMs = null;
    round.jitter = 2 * clock.random() - 1;
    try {
      const answer = await askNode(ami, round.node.nodeId, clock.now(), polarity);
      if (!this.#isCurrent(round)) return;
      this.#answered++;
      this.#badRows += badRowsOf(answer);
      this.#judge(round, onAnswer(answer));
    } catch (error) {
      this.#noteFailure(round, error);
      if (error instanceof RefusedError && this.#isCurrent(round)) onRefused?.(round.node.nodeId);
    }
  }

  async #lookWhoIsKeyed(round: Round): Promise<void> {
    const { clock, ami, onKeying } = this.options;
    try {
      const answer = await askKeying(ami, round.node.nodeId, clock.now());
      if (!this.#isCurrent(round)) return;
      this.#answered++;
      this.#badRows += answer.sawStat.badRows;
      this.#judge(round, onKeying?.(answer));
    } catch (error) {
      this.#noteFailure(round, error);
    }
  }

  #judge(round: Round, verdict: PollVerdict | undefined): void {
    round.disagreed = verdict?.disagreed === true;
    if (round.disagreed) this.#disagreeing++;
    if (verdict?.linksChanged) round.linksChangedAtMs = this.#nowMs();
  }

  #noteFailure(round: Round, error: unknown): void {
    this.#failed++;
    this.options.log.debug("poll failed", {
      node: round.node.nodeId,
      error: error instanceof Error ? error.message : String(error),
    });
  }

  #budgetOf(nodeId: string): ActionBudget {
    const known = this.#budgets.get(nodeId);
    if (known) return known;
    if (this.#budgets.size >= BUDGET_LIMIT) this.#budgets.clear();
    const budget = new ActionBudget();
    this.#budgets.set(nodeId, budget);
    return budget;
  }

  #isCurrent(round: Round): boolean {
    return this.#rounds.get(round.node.nodeId) === round;
  }

  #nowMs(): number {
    return this.options.clock.monotonicMs();
  }
}

function badRowsOf({ xstat, sawStat }: PollAnswer): number {
  return xstat.badRows + xstat.linkedNodes.badRows + (xstat.adjacent?.badRows ?? 0) + (sawStat?.badRows ?? 0);
}
