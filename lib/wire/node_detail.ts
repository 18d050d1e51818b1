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
