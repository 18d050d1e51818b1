/**
 * @module lib/control: commands to nodes. A command is checked, sent as the exact line that app_rpt knows, one at a time a node, and its effect
 * is looked for in what the node does then: Asterisk answers success to nearly everything. Every command and its end is in the audit.
 */
export { Control, type ControlOptions, UNKNOWN_AFTER_MS } from "./control.ts";
export { ControlError, type ControlErrorDetails, type ControlReason } from "./error.ts";
export { type Evidence, judgeEffect, unknownEffect } from "./effect.ts";
export { type Favorite, Favorites, MAX_FAVORITES } from "./favorites.ts";
export { FavoriteWatch, type FavoriteWatchOptions, MAX_WATCHED } from "./favorite_watch.ts";
export { GAP_MS, isSafeLine, rptLines, type Step } from "./rpt_lines.ts";
export {
  COMMAND_NAME_REGEXP,
  type CommandRequest,
  DIGITS_REGEXP,
  LINK_NAME_REGEXP,
  NODE_NUMBER_REGEXP,
  readCommand,
} from "./read_command.ts";
export { type AskStats, PUBLIC_STATS_URL, type StatsAnswer, statsSource } from "./stats_source.ts";
export { MAX_PER_MINUTE } from "./user_pace.ts";
export type { Command, ConnectCommand, DtmfCount, NamedCommand, NodeSite, Outcome, Sender } from "./types.ts";
