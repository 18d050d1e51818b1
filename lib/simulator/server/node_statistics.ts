import type { AmiActionHeader } from "../../ami/mod.ts";
import type { LocalNode } from "../world/node.ts";
import type { Asterisk } from "./asterisk.ts";
import { hoursMinutesSeconds, withMilliseconds } from "./times.ts";

/** A node identifies itself within ten minutes of transmitting; until then its identifier is due. */
const IDENTIFIER_DUE_MS = 600_000;

/** One figure of a node: its name in NodeStat, its name in `rpt stats`, its value. */
type Figure = readonly [header: string, label: string, value: string];

/** The header lines of `RptStatus`/`NodeStat`. */
export function nodeStatistics(node: LocalNode, asterisk: Asterisk): readonly AmiActionHeader[] {
  return figures(node, asterisk).filter(([header]) => header !== "").map(([header, , value]) => [
    header,
    value,
  ]);
}

/** The lines of `rpt stats`: the same figures with labels for people, and two that NodeStat leaves out. */
export function statisticsLines(node: LocalNode, asterisk: Asterisk): readonly string[] {
  const rows = figures(node, asterisk).filter(([, label]) => label !== "").map(([, label, value]) => {
    return `${label.padEnd(49, ".")}: ${label === "Nodes currently connected to us" ? spaced(value) : value}`;
  });
  return [
    `************************ NODE ${node.spec.id} STATISTICS *************************`,
    "",
    ...rows,
    "",
  ];
}

/** The states after the variables in XStat. The seven that switch something on were turned round in the end of 2022. */
export function stateFlags(node: LocalNode, asterisk: Asterisk): readonly AmiActionHeader[] {
  const on = asterisk.release.enabledFlag;
  return [
    ["parrot_ena", "0"],
    ["sys_ena", on],
    ["tot_ena", on],
    ["link_ena", on],
    ["patch_ena", on],
    ["patch_state", "4"],
    ["sch_ena", on],
    ["user_funs", on],
    ["tail_type", "0"],
    ["iconns", on],
    ["tot_state", hasSignal(node) ? "1" : "2"],
    ["ider_state", String(identifierState(node, asterisk))],
    ["tel_mode", "2"],
  ];
}

function figures(node: LocalNode, asterisk: Asterisk): readonly Figure[] {
  const txTime = withMilliseconds(node.txTotalMs());
  const identifier = ["QUEUED IN TAIL", "QUEUED FOR CLEANUP", "CLEAN"][identifierState(node, asterisk)] ?? "";
  const connected = node.links.map(({ name }) => name).join(",") || "<NONE>";
  return [
    ["IsRemoteBase", "", "NO"],
    ["NodeState", "Selected system state", "0"],
    ["SignalOnInput", "Signal on input", node.rxKeyed ? "YES" : "NO"],
    ["TransmitterKeyed", "", node.txKeyed ? "YES" : "NO"],
    ["Transmitter", "System", "ENABLED"],
    ["Parrot", "Parrot Mode", "DISABLED"],
    ["Scheduler", "Scheduler", "ENABLED"],
    ["TailLength", "Tail Time", "STANDARD"],
    ["TimeOutTimer", "Time out timer", "ENABLED"],
    ["", "Incoming connections", "ENABLED"],
    ["TimeOutTimerState", "Time out timer state", hasSignal(node) ? "ARMED" : "RESET"],
    ["TimeOutsSinceSystemInitialization", "Time outs since system initialization", "0"],
    ["IdentifierState", "Identifier state", identifier],
    ["KerchunksToday", "Kerchunks today", String(node.kerchunks)],
    ["KerchunksSinceSystemInitialization", "Kerchunks since system initialization", String(node.kerchunks)],
    ["KeyupsToday", "Keyups today", String(node.keyups)],
    ["KeyupsSinceSystemInitialization", "Keyups since system initialization", String(node.keyups)],
    ["DtmfCommandsToday", "DTMF commands today", String(node.dtmfCommands)],
    [
      "DtmfCommandsSinceSystemInitialization",
      "DTMF commands since system initialization",
      String(node.dtmfCommands),
    ],
    ["LastDtmfCommandExecuted", "Last DTMF command executed", node.lastDtmfCommand ?? "N/A"],
    ["TxTimeToday", "TX time today", txTime],
    ["TxTimeSinceSystemInitialization", "TX time since system initialization", txTime],
    ["", "Uptime", hoursMinutesSeconds(asterisk.uptimeSec)],
    ["NodesCurrentlyConnectedToUs", "Nodes currently connected to us", connected],
    ["Autopatch", "Autopatch", "ENABLED"],
    ["AutopatchState", "Autopatch state", "DOWN"],
    ["AutopatchCalledNumber", "Autopatch called number", "N/A"],
    ["ReversePatchIaxrptConnected", "Reverse patch/IAXRPT connected", "DOWN"],
    ["UserLinkingCommands", "User linking commands", "ENABLED"],
    ["UserFunctions", "User functions", "ENABLED"],
  ];
}

/** The time-out timer runs while something is received. */
function hasSignal(node: LocalNode): boolean {
  return node.rxKeyed || node.links.some((link) => link.keyed);
}

/** 0 due in this transmission's tail, 1 due, 2 nothing due. */
function identifierState(node: LocalNode, asterisk: Asterisk): 0 | 1 | 2 {
  if (node.keyups === 0) return 2;
  if (node.txKeyed) return 0;
  return asterisk.world.nowMs - node.lastTxKeyedMs < IDENTIFIER_DUE_MS ? 1 : 2;
}

function spaced(list: string): string {
  return list.replaceAll(",", ", ");
}
