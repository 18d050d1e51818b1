/**
 * @module lib/poller: when to ask XStat and SawStat. Answers go to whoever made the poller; how they are laid over
 * what events told is the business of lib/nodes.
 */
export { createPoller } from "./poller.ts";
export type { PolledNode, Poller, PollerCounters, PollerOptions } from "./types.ts";
export { askNode, discoverNodes } from "./questions.ts";
