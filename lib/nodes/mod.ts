/**
 * @module lib/nodes: one authoritative state per local node. Signals, polls and connection states go in, with the time;
 * domain events come out. No I/O, no clock, no timer: `nextDeadlineMs` says when `tick` wants to be called.
 */
export { createNodes } from "./machine.ts";
export { callsignIn, describeNode } from "./names.ts";
export type {
  KeyingAnswer,
  LinkMemory,
  NameLookup,
  NodeName,
  NodesInput,
  NodesMachine,
  NodesOptions,
  NodeStatAnswer,
  NodesView,
  PollAnswer,
} from "./types.ts";
