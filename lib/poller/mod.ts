/**
 * @module lib/poller: when to ask XStat and SawStat. Answers go to whoever made the poller; how they are laid over
 * what events told is the business of lib/nodes.
 */
export { createPoller } from "./poller.ts";
export type {
  OutsideFacts,
  PolledNode,
  Poller,
  PollerCounters,
  PollerOptions,
  PollVerdict,
} from "./types.ts";
export { askNode, discoverNodes } from "./questions.ts";
export { askNodeStat, createNodeStatPoller, NODE_STAT_INTERVAL_MS } from "./node_stat.ts";
export type { NodeStatCounters, NodeStatPoller, NodeStatPollerOptions } from "./node_stat.ts";
export { nextPollDelayMs, type PollFacts, QUICK_POLL_MS, RESTLESS_MS } from "./schedule.ts";
export { ActionBudget, MAX_ACTIONS_PER_MINUTE } from "./budget.ts";
export { createVoterPoller, MAX_VOTER_RECEIVERS, MAX_VOTERS, VOTER_POLL_MS } from "./voter_poll.ts";
export type { VoterCounters, VoterPoller, VoterPollerOptions, VotersKnown } from "./voter_poll.ts";
