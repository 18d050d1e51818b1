import type { Timer } from "../clock/mod.ts";
import type { PolledNode, Poller, PollerCounters, PollerOptions } from "./types.ts";
import { askNode } from "./questions.ts";

/** Between the first questions to one server's nodes, so that a server with twenty nodes is not asked all at once. */
const SPREAD_MS = 200;

/** app_rpt needs about this long after a link came up until its answer is complete; many changes cost one question. */
const AFTER_CHANGE_MS = 2_000;

/** Intervals vary by this share of themselves, so that nodes do not fall into step. */
const JITTER = 0.05;

/** Makes a poller; it asks nothing until `resume`. */
export function createPoller(options: PollerOptions): Poller {
  return new NodePoller(options);
}

interface Round {
  readonly node: PolledNode;
  timer: Timer | null;
  dueAtMs: number;
  asking: boolean;
}

class NodePoller implements Poller {
  #rounds = new Map<string, Round>();
  #answered = 0;
  #failed = 0;

  constructor(private readonly options: PollerOptions) {}

  get counters(): PollerCounters {
    return { answered: this.#answered, failed: this.#failed };
  }

  resume(nodes: readonly PolledNode[]): void {
    this.suspend();
    nodes.forEach((node, index) => {
      const round: Round = { node, timer: null, dueAtMs: Infinity, asking: false };
      this.#rounds.set(node.nodeId, round);
      this.#schedule(round, index * SPREAD_MS);
    });
  }

  suspend(): void {
    for (const round of this.#rounds.values()) round.timer?.cancel();
    this.#rounds = new Map();
  }

  linksChanged(nodeId: string): void {
    const round = this.#rounds.get(nodeId);
    if (!round || round.dueAtMs <= this.options.clock.now() + AFTER_CHANGE_MS) return;
    this.#schedule(round, AFTER_CHANGE_MS);
  }

  #schedule(round: Round, delayMs: number): void {
    const { clock } = this.options;
    round.timer?.cancel();
    round.dueAtMs = clock.now() + delayMs;
    round.timer = clock.after(delayMs, () => void this.#ask(round));
  }

  async #ask(round: Round): Promise<void> {
    const { clock, ami, onAnswer, log } = this.options;
    const { nodeId, intervalMs } = round.node;
    if (round.asking) return this.#schedule(round, AFTER_CHANGE_MS);
    round.asking = true;
    round.dueAtMs = Infinity;
    const asked = round.timer;
    try {
      const answer = await askNode(ami, nodeId, clock.now());
      if (!this.#isCurrent(round)) return;
      this.#answered++;
      onAnswer(answer);
    } catch (error) {
      this.#failed++;
      log.debug("poll failed", {
        node: nodeId,
        error: error instanceof Error ? error.message : String(error),
      });
    } finally {
      round.asking = false;
    }
    const rescheduled = round.timer !== asked;
    if (this.#isCurrent(round) && !rescheduled) {
      this.#schedule(round, intervalMs * (1 + JITTER * (2 * clock.random() - 1)));
    }
  }

  #isCurrent(round: Round): boolean {
    return this.#rounds.get(round.node.nodeId) === round;
  }
}
