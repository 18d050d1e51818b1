import { clockSeconds, wholeNumber } from "./text.ts";
import type { HeaderSource, NodeStat, RptStat } from "./types.ts";

/** Headers that belong to the protocol, not to the answer. */
const ENVELOPE = new Set(["response", "actionid", "message"]);

/** Reads one answer to RptStat: `Nodes: 1998,1999` and `RptUptime: hh:mm:ss`. Without nodes the list is empty. */
export function parseRptStat(frame: HeaderSource): RptStat {
  return { nodes: nodeList(frame.get("Nodes")), uptimeSec: clockSeconds(frame.get("RptUptime") ?? "") };
}

/**
 * Reads one answer to NodeStat. `fields` holds every line under the name app_rpt gives it (a remote base has other
 * lines than a repeater); the typed fields are `null` where their line is missing or not understood.
 */
export function parseNodeStat(frame: HeaderSource): NodeStat {
  const fields = new Map<string, string>();
  for (const { name, value } of frame.headers()) {
    if (!ENVELOPE.has(name.toLowerCase())) fields.set(name, value);
  }
  const number = (name: string) => wholeNumber(fields.get(name) ?? "");
  const seconds = (name: string) => clockSeconds(fields.get(name) ?? "");
  return {
    fields,
    remoteBase: fields.get("IsRemoteBase")?.startsWith("YES") ?? false,
    signalOnInput: yesNo(fields.get("SignalOnInput")),
    transmitterKeyed: yesNo(fields.get("TransmitterKeyed")),
    keyupsToday: number("KeyupsToday"),
    keyupsTotal: number("KeyupsSinceSystemInitialization"),
    txTodaySec: seconds("TxTimeToday"),
    txTotalSec: seconds("TxTimeSinceSystemInitialization"),
    connectedNodes: nodeList(fields.get("NodesCurrentlyConnectedToUs")),
  };
}

function nodeList(value: string | undefined): string[] {
  if (value === undefined || value.trim() === "<NONE>") return [];
  return value.split(",").map((name) => name.trim()).filter((name) => name !== "");
}

function yesNo(value: string | undefined): boolean | null {
  return value === "YES" ? true : value === "NO" ? false : null;
}
