import { type AmiActions, AmiError, type AmiReply } from "../ami/mod.ts";
import type { Clock, Timer } from "../clock/mod.ts";
import type { Logger } from "../log/mod.ts";
import type { NodeStatAnswer } from "../nodes/mod.ts";
import { type FlagsPolarity, flagsPolarity, type NodeStat, parseNodeStat, parseXStat } from "../rpt/mod.ts";

/** What NodeStat counts changes slowly, and each answer costs Asterisk work: so often at most is each node asked. */
export const NODE_STAT_INTERVAL_MS = 300_000;

/** After a login the links are asked for first; what NodeStat tells can wait until those answers are in. */
const FIRST_AFTER_MS = 1_500;

/** When a node has no room for another question, it is tried again after this long. */
const NO_ROOM_RETRY_MS = 10_000;

/** Between the questions to one server's nodes, so that many nodes are not asked all at once. */
const SPREAD_MS = 500;

/** What the slow questions need. */
export interface NodeStatPollerOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly ami: AmiActions;
  /** Takes each answer, at once. */
  readonly onAnswer: (answer: NodeStatAnswer) => void;
  /**
   * Takes the two actions of a question from what the node may cost in all; gives the milliseconds to wait before it is
   * asked, `null` when there is no room. Absent: there is no bound.
   */
  readonly reserve?: (nodeId: string) => number | null;
}

/** Sums since the start; each is visible in metrics. */
export interface NodeStatCounters {
  readonly answered: number;
  readonly failed: number;
}

/** Asks NodeStat of every node it was given, slowly, and finds out how this app_rpt prints the flags of XStat. */
export interface NodeStatPoller {
  readonly counters: NodeStatCounters;
  /** How the flags are printed; `unknown` until the first answers of this login told. */
  readonly polarity: FlagsPolarity;
  /** Asks these nodes from now on; what was found out before a new login is found out again. */
  resume(nodes: readonly string[]): void;
  /** Stops asking; answers under way are dropped. */
  suspend(): void;
}

/** Makes the slow poller; it asks nothing until `resume`. */
export function createNodeStatPoller(options: NodeStatPollerOptions): NodeStatPoller {
  return new SlowPoller(options);
}

class SlowPoller implements NodeStatPoller {
  readonly #timers = new Map<string, Timer>();
  #answered = 0;
  #failed = 0;
  #polarity: FlagsPolarity = "unknown";
  /** Counts logins, so that an answer to an earlier one is not taken for news. */
  #login = 0;

  constructor(private readonly options: NodeStatPollerOptions) {}

  get counters(): NodeStatCounters {
    return { answered: this.#answered, failed: this.#failed };
  }

  get polarity(): FlagsPolarity {
    return this.#polarity;
  }

  resume(nodes: readonly string[]): void {
    this.suspend();
    // Asterisk may have been updated while nobody was connected.
    this.#polarity = "unknown";
    nodes.forEach((nodeId, index) => this.#schedule(nodeId, FIRST_AFTER_MS + index * SPREAD_MS, true));
  }

  suspend(): void {
    this.#login++;
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
  }

  #schedule(nodeId: string, delayMs: number, first: boolean): void {
    const timer = this.options.clock.after(delayMs, () => this.#askInTurn(nodeId, first));
    this.#timers.set(nodeId, timer);
  }

  #askInTurn(nodeId: string, first: boolean): void {
    const { clock, reserve = () => 0 } = this.options;
    const waitMs = reserve(nodeId);
    if (waitMs === null) return this.#schedule(nodeId, NO_ROOM_RETRY_MS, first);
    if (waitMs === 0) return void this.#ask(nodeId, first);
    this.#timers.set(nodeId, clock.after(waitMs, () => void this.#ask(nodeId, first)));
  }

  /** With the first question, and while the polarity is unknown, XStat is asked too: only both together tell it. */
  async #ask(nodeId: string, first: boolean): Promise<void> {
    const { clock, ami, log, onAnswer } = this.options;
    const login = this.#login;
    try {
      const replies = await askBoth(ami, nodeId, first || this.#polarity === "unknown");
      if (login !== this.#login) return;
      this.#answered++;
      onAnswer(this.#read(nodeId, clock.now(), replies));
    } catch (error) {
      if (login !== this.#login) return;
      this.#failed++;
      const reason = error instanceof Error ? error.message : String(error);
      log.debug("NodeStat failed", { node: nodeId, error: reason });
    }
    this.#schedule(nodeId, NODE_STAT_INTERVAL_MS, false);
  }

  #read(nodeId: string, atMs: number, { nodeStat, xstat }: Replies): NodeStatAnswer {
    const words = parseNodeStat(nodeStat.frame);
    if (!xstat?.ok || xstat.frame.get("Node") !== nodeId) {
      return { nodeId, atMs, nodeStat: words, flags: null };
    }
    if (this.#polarity === "unknown") this.#polarity = flagsPolarity(words, xstat.frame);
    const { flags } = parseXStat(xstat.frame, [], this.#polarity);
    return { nodeId, atMs, nodeStat: words, flags };
  }
}

interface Replies {
  readonly nodeStat: AmiReply;
  readonly xstat: AmiReply | null;
}

/** What app_rpt counted of one node, asked now. Errors: rejects with `AmiError` when it was not answered with success. */
export async function askNodeStat(ami: AmiActions, nodeId: string): Promise<NodeStat> {
  const { nodeStat } = await askBoth(ami, nodeId, false);
  return parseNodeStat(nodeStat.frame);
}

/** Errors: rejects with `AmiError` when NodeStat was not answered with success; a lost XStat costs only its flags. */
async function askBoth(ami: AmiActions, nodeId: string, withXStat: boolean): Promise<Replies> {
  const question = (command: string) => ami.action("RptStatus", [["Command", command], ["Node", nodeId]]);
  const [nodeStat, xstat] = await Promise.allSettled([
    question("NodeStat"),
    withXStat ? question("XStat") : null,
  ]);
  if (nodeStat.status === "rejected") throw nodeStat.reason;
  if (!nodeStat.value.ok) {
    const { message } = nodeStat.value;
    throw new AmiError("protocol", `read NodeStat of ${nodeId}, Asterisk refused: ${message}`);
  }
  return { nodeStat: nodeStat.value, xstat: xstat.status === "fulfilled" ? xstat.value : null };
}
