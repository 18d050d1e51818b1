/**
 * @module lib/rpt: what app_rpt writes into headers, as pure functions. Text of the peer goes in, typed values come
 * out; a row that is not understood is counted and loses only itself, and no text whatever makes a function throw.
 * The room imports nothing: a frame is anything that can give its headers (`HeaderSource`).
 *
 * Source of the grammars: app_rpt's `rpt_manager.c`, `rpt_link.c:__mklinklist`, and the recorded sessions.
 */
export type * from "./types.ts";
export { parseAdjacentLinks, parseLinkedNodes, parseReachableNodes } from "./lists.ts";
export { readRptSignal } from "./signals.ts";
export { echolinkNumber, kindOfNode } from "./kinds.ts";
export { parseXStat } from "./xstat.ts";
export { flagsPolarity } from "./flags.ts";
export { isSawStatRow, parseSawStat } from "./sawstat.ts";
export { parseNodeStat, parseRptStat } from "./stats.ts";
export { parseLocalNodes } from "./local_nodes.ts";
export { NOTE_LENGTH, plainText } from "./plain_text.ts";
export { parseVoterStatus } from "./voter_status.ts";
