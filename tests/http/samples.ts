import type { VoterInstance } from "../../lib/rpt/mod.ts";
import type { StoredCallDetail } from "../../lib/store/mod.ts";
import type { HostFacts, LinkStat } from "../../lib/wire/mod.ts";
import { SAMPLE_AT, SAMPLE_AT_MS } from "../wire/samples.ts";

/** A machine that is warm and short of disk. */
export const HOST_FACTS: HostFacts = {
  at: SAMPLE_AT,
  cpu: { celsius: 66.4, state: "warn" },
  load: { averages: [0.5, 0.42, 0.3], cpus: 4, state: "good" },
  memory: { total_bytes: 1e9, free_bytes: 6.1e8, state: "good" },
  disk: { total_bytes: 32e9, free_bytes: 1.5e8, state: "bad" },
  uptime_seconds: 273_600,
};

/** Totals of one link, changed by `fields`. */
export function linkStat(fields: Partial<LinkStat> = {}): LinkStat {
  return {
    local_node: "1999",
    node: "2000",
    total_tx_seconds: 12,
    last_tx_start: SAMPLE_AT,
    last_tx_end: null,
    connected_since: SAMPLE_AT,
    updated_at: SAMPLE_AT,
    ...fields,
  };
}

/** An answered call that is over, changed by `fields`. */
export function storedCall(fields: Partial<StoredCallDetail> = {}): StoredCallDetail {
  return {
    server: "main",
    callId: "1999",
    startedAtMs: SAMPLE_AT_MS - 60_000,
    from: { extension: "100", name: "Front Desk" },
    to: { extension: "101", name: "Alice" },
    queue: null,
    adopted: false,
    ringingAtMs: SAMPLE_AT_MS - 60_000,
    answeredAtMs: SAMPLE_AT_MS - 55_500,
    endedAtMs: SAMPLE_AT_MS - 23_500,
    talkMs: 32_000,
    totalMs: 36_500,
    cause: "normal_clearing",
    causeDescription: "The call was hung up normally by one of the parties",
    causeCode: 16,
    events: [],
    droppedEvents: 0,
    legs: [],
    droppedLegs: 0,
    ...fields,
  };
}

/** The voter of the node, as its server told it last. */
export function voterInstance(): VoterInstance {
  const receiver = { connected: true, mix: false, dynamic: false, ip: "192.0.2.7", rssi: 0 } as const;
  return {
    node: "1999",
    voted: "North",
    receivers: [
      { ...receiver, name: "Main", timing: "active_master", rssi: 99 },
      { ...receiver, name: "North", timing: "none", rssi: 166 },
      { ...receiver, name: "Ferry", timing: "none", connected: false },
    ],
  };
}
