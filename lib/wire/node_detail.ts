import type { LinkMode } from "./nodes.ts";
import { type Check, isNumber, isOneOf, isRecord, isText, listOf, orNull, shapeOf } from "./shape.ts";

/** Whether something of a node is switched on; `null` where that is not known. */
export type Switch = "enabled" | "disabled" | null;

/** What is switched on at a node and where its timers stand, as of `NodeDetail.flags_at`; `null` is "not known". */
export interface NodeFlags {
  readonly transmitter: Switch;
  readonly time_out_timer: Switch;
  readonly time_out_timer_state: "reset" | "armed" | "timed_out" | null;
  readonly identifier_state: "clean" | "queued_in_tail" | "queued_for_cleanup" | null;
  readonly scheduler: Switch;
  readonly incoming_connections: Switch;
  readonly linking_commands: Switch;
  readonly user_functions: Switch;
  readonly autopatch: Switch;
  readonly autopatch_state: "dialing" | "connecting" | "up" | "failed" | "down" | null;
  readonly parrot: Switch;
  readonly telemetry: "off" | "on" | "follows" | "not_dynamic" | null;
  readonly tail: "standard" | "alternate" | null;
}

/** What app_rpt counted, as of `NodeDetail.counters_at`. `total` is since app_rpt started; `null` is "not known". */
export interface NodeCounters {
  readonly keyups_today: number | null;
  readonly keyups_total: number | null;
  readonly kerchunks_today: number | null;
  readonly kerchunks_total: number | null;
  readonly time_outs_total: number | null;
  /** Seconds the transmitter was on. */
  readonly tx_today_seconds: number | null;
  readonly tx_total_seconds: number | null;
}

/** `GET /api/nodes/{id}/detail`: what is asked of a node besides its links. */
export interface NodeDetail {
  readonly node_id: string;
  readonly server: string;
  readonly flags: NodeFlags | null;
  /** When Asterisk told the flags. */
  readonly flags_at: string | null;
  readonly counters: NodeCounters | null;
  /** When Asterisk told the counters, `remote_base` and `connected_nodes`. */
  readonly counters_at: string | null;
  readonly remote_base: boolean | null;
  /** Nodes that NodeStat names as connected. */
  readonly connected_nodes: readonly string[] | null;
}

/** One connection of a link; `ended_at` is `null` while it lasts. */
export interface SessionEntry {
  readonly node: string;
  readonly callsign: string | null;
  readonly description: string | null;
  readonly connected_at: string;
  readonly ended_at: string | null;
  readonly tx_seconds: number;
}

/** One transmission that a node heard; `node` is the node itself for its local receiver. */
export interface HeardEntry {
  readonly node: string;
  readonly callsign: string | null;
  readonly description: string | null;
  readonly started_at: string;
  readonly ended_at: string | null;
}

/** What was heard in one day, UTC. */
export interface DayEntry {
  /** `2026-02-12`. */
  readonly day: string;
  readonly tx_seconds: number;
  readonly count: number;
}

/** `GET /api/nodes/{id}/history`: newest first throughout. */
export interface NodeHistory {
  readonly node_id: string;
  readonly sessions: readonly SessionEntry[];
  readonly transmissions: readonly HeardEntry[];
  /** Every day of the last two weeks, quiet ones too. */
  readonly days: readonly DayEntry[];
  readonly generated_at: string;
}

/** One node of the network as the tree shows it. */
export interface NetworkEntry {
  readonly node: string;
  readonly mode: LinkMode | null;
  readonly callsign: string | null;
  readonly description: string | null;
  readonly location: string | null;
  /** True for a node of one of the servers here. */
  readonly local: boolean;
}

/** A node whose distance is known, with what is known to be linked to it. */
export interface NetworkBranch extends NetworkEntry {
  /** Links from the node that the tree is of; 1 is adjacent. */
  readonly hop: number;
  readonly connecting: boolean;
  readonly branches: readonly NetworkBranch[];
  /** Nodes that can only be reached through this one, nobody here knows how far behind. */
  readonly behind: readonly NetworkEntry[];
}

/** Everything linked to a node, near and far. */
export interface NetworkTree {
  readonly branches: readonly NetworkBranch[];
  /** Nodes of the network of which nothing tells where they are. */
  readonly unplaced: readonly NetworkEntry[];
  /** How many nodes are at each hop, the first entry for hop 1. */
  readonly hops: readonly number[];
  /** How many are behind a branch or unplaced. */
  readonly unknown: number;
}

const numberOrNull = orNull(isNumber);
const switchCheck = orNull(isOneOf("enabled", "disabled"));

const FLAGS = shapeOf({
  transmitter: switchCheck,
  time_out_timer: switchCheck,
  time_out_timer_state: orNull(isOneOf("reset", "armed", "timed_out")),
  identifier_state: orNull(isOneOf("clean", "queued_in_tail", "queued_for_cleanup")),
  scheduler: switchCheck,
  incoming_connections: switchCheck,
  linking_commands: switchCheck,
  user_functions: switchCheck,
  autopatch: switchCheck,
  autopatch_state: orNull(isOneOf("dialing", "connecting", "up", "failed", "down")),
  parrot: switchCheck,
  telemetry: orNull(isOneOf("off", "on", "follows", "not_dynamic")),
  tail: orNull(isOneOf("standard", "alternate")),
});

const COUNTERS = shapeOf({
  keyups_today: numberOrNull,
  keyups_total: numberOrNull,
  kerchunks_today: numberOrNull,
  kerchunks_total: numberOrNull,
  time_outs_total: numberOrNull,
  tx_today_seconds: numberOrNull,
  tx_total_seconds: numberOrNull,
});

const isFlagOrNull: Check = (value) => value === null || typeof value === "boolean";

const DETAIL = shapeOf({
  node_id: isText,
  server: isText,
  flags: orNull(FLAGS),
  flags_at: orNull(isText),
  counters: orNull(COUNTERS),
  counters_at: orNull(isText),
  remote_base: isFlagOrNull,
  connected_nodes: orNull(listOf(isText)),
});

/** True for the detail of a node, every field of it. */
export function isNodeDetail(value: unknown): value is NodeDetail {
  return isRecord(value) && DETAIL(value);
}
