import type { NodeStat, XStatFlags } from "../rpt/mod.ts";
import type { NodeCounters, NodeDetail, NodeFlags, Switch } from "../wire/mod.ts";
import { isoOrNull } from "./instants.ts";
import type { NodeStatAnswer } from "./types.ts";

/** The whole numbers of NodeStat that are kept beside those it has typed; longer ones are no count. */
const COUNT_REGEXP = /^\d{1,15}$/;

/** What is known of one local node besides its links: the last answers, each with its time. */
export class DetailState {
  #flags: NodeFlags | null = null;
  #flagsAtMs: number | null = null;
  #nodeStat: NodeStat | null = null;
  #nodeStatAtMs: number | null = null;

  /** Takes the flags of an XStat answer; one without any status line (an older app_rpt) tells nothing. */
  learnFlags(flags: XStatFlags, atMs: number): void {
    if (Object.values(flags).every((value) => value === null)) return;
    this.#flags = flagsInWords(flags);
    this.#flagsAtMs = atMs;
  }

  /** Takes an answer to NodeStat, and the flags that were asked for with it. */
  learn({ nodeStat, flags, atMs }: NodeStatAnswer): void {
    this.#nodeStat = nodeStat;
    this.#nodeStatAtMs = atMs;
    if (flags) this.learnFlags(flags, atMs);
  }

  /** As readers see it. */
  detail(nodeId: string, server: string): NodeDetail {
    const stat = this.#nodeStat;
    return {
      node_id: nodeId,
      server,
      flags: this.#flags,
      flags_at: isoOrNull(this.#flagsAtMs),
      counters: stat && countersOf(stat),
      counters_at: isoOrNull(this.#nodeStatAtMs),
      remote_base: stat?.fields.has("IsRemoteBase") ? stat.remoteBase : null,
      connected_nodes: stat && connectedNodes(stat),
    };
  }
}

function flagsInWords(flags: XStatFlags): NodeFlags {
  return {
    transmitter: switchOf(flags.systemEnabled),
    time_out_timer: switchOf(flags.timeOutTimerEnabled),
    time_out_timer_state: flags.timeOutTimerState,
    identifier_state: flags.identifierState,
    scheduler: switchOf(flags.schedulerEnabled),
    incoming_connections: switchOf(flags.incomingConnectionsEnabled),
    linking_commands: switchOf(flags.linkingEnabled),
    user_functions: switchOf(flags.userFunctionsEnabled),
    autopatch: switchOf(flags.autopatchEnabled),
    autopatch_state: flags.autopatchState,
    parrot: switchOf(flags.parrotOn),
    telemetry: flags.telemetryMode,
    tail: flags.alternateTail === null ? null : flags.alternateTail ? "alternate" : "standard",
  };
}

function switchOf(on: boolean | null): Switch {
  return on === null ? null : on ? "enabled" : "disabled";
}

function countersOf(stat: NodeStat): NodeCounters {
  const count = (field: string) => {
    const text = stat.fields.get(field) ?? "";
    return COUNT_REGEXP.test(text) ? Number(text) : null;
  };
  return {
    keyups_today: stat.keyupsToday,
    keyups_total: stat.keyupsTotal,
    kerchunks_today: count("KerchunksToday"),
    kerchunks_total: count("KerchunksSinceSystemInitialization"),
    time_outs_total: count("TimeOutsSinceSystemInitialization"),
    tx_today_seconds: stat.txTodaySec,
    tx_total_seconds: stat.txTotalSec,
  };
}

/** An answer without the line (a remote base's) does not say that nobody is connected. */
function connectedNodes(stat: NodeStat): readonly string[] | null {
  return stat.fields.has("NodesCurrentlyConnectedToUs") ? stat.connectedNodes : null;
}
