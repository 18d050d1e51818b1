/** Mode letter of a link or distant node: `T` transceive, `R` monitor, `C` connecting, `L` local monitor. */
export type RptMode = "T" | "R" | "C" | "L";

/** One item of RPT_ALINKS: an adjacent link. */
export interface AdjacentLink {
  readonly name: string;
  readonly mode: RptMode;
  readonly keyed: boolean;
}

/** One item of RPT_LINKS or LinkedNodes: a node somewhere in the network. */
export interface ReachableNode {
  readonly name: string;
  readonly mode: RptMode;
}

/** A parsed list. `badRows` counts items that were not understood; `truncated` tells that app_rpt cut the list. */
export interface RptList<T> {
  readonly items: readonly T[];
  readonly badRows: number;
  readonly truncated: boolean;
}

/** What sort of thing a node name stands for; the letters of the name are all that is known. */
export type NodeKind = "allstar" | "echolink" | "irlp" | "text" | "private";

/**
 * A variable of a node, as an `RPT_...` event or a VarSet told it. `value` is the text as it came, so that a reader can
 * tell "the same as before" without parsing 300 names; `list` is a getter that parses when it is first read.
 */
export type RptVariable =
  | { readonly name: "RPT_ALINKS"; readonly value: string; readonly list: RptList<AdjacentLink> }
  | { readonly name: "RPT_LINKS"; readonly value: string; readonly list: RptList<ReachableNode> }
  | { readonly name: "RPT_NUMLINKS" | "RPT_NUMALINKS"; readonly count: number }
  | { readonly name: "RPT_TXKEYED" | "RPT_RXKEYED" | "RPT_ETXKEYED"; readonly keyed: boolean };

/** One signal of a node. An event names the node; a VarSet only the channel. */
export interface RptSignal {
  readonly source: "event" | "varset";
  /** Node number by the event's `Node:` header; undefined for a VarSet. */
  readonly node: string | undefined;
  readonly channel: string;
  readonly variable: RptVariable;
}

/** A `Conn:` row of XStat. */
export interface XStatConn {
  readonly name: string;
  /** Peer address; `null` for a blank peer (EchoLink, phone) and for `(none)`. */
  readonly ip: string | null;
  /** True when app_rpt says `(none)`: the link has no channel at the moment. */
  readonly noChannel: boolean;
  readonly reconnects: number;
  readonly direction: "IN" | "OUT";
  readonly elapsedSec: number;
  readonly state: "ESTABLISHED" | "CONNECTING";
}

/**
 * How an app_rpt prints the status flags of XStat. `inverted`: 0 is enabled (AMI XStat since December 2022); `plain`:
 * 1 is enabled (ASL2 and older); `unknown`: not told apart yet.
 */
export type FlagsPolarity = "inverted" | "plain" | "unknown";

/** Status flags of XStat in words, whatever polarity the app_rpt version prints; `null` where it cannot be told. */
export interface XStatFlags {
  readonly parrotOn: boolean | null;
  readonly systemEnabled: boolean | null;
  readonly timeOutTimerEnabled: boolean | null;
  readonly linkingEnabled: boolean | null;
  readonly autopatchEnabled: boolean | null;
  readonly autopatchState: "dialing" | "connecting" | "up" | "failed" | "down" | null;
  readonly schedulerEnabled: boolean | null;
  readonly userFunctionsEnabled: boolean | null;
  readonly alternateTail: boolean | null;
  readonly incomingConnectionsEnabled: boolean | null;
  readonly timeOutTimerState: "timed_out" | "armed" | "reset" | null;
  readonly identifierState: "queued_in_tail" | "queued_for_cleanup" | "clean" | null;
  readonly telemetryMode: "off" | "on" | "follows" | "not_dynamic" | null;
}

/** One XStat answer. */
export interface XStat {
  readonly node: string;
  readonly conns: readonly XStatConn[];
  readonly linkedNodes: RptList<ReachableNode>;
  readonly variables: ReadonlyMap<string, string>;
  /** Adjacent links by the variable RPT_ALINKS, `null` when the variable is not there. */
  readonly adjacent: RptList<AdjacentLink> | null;
  readonly flags: XStatFlags;
  readonly badRows: number;
}

/** A `Conn:` row of SawStat; ages in whole seconds, `null` for never. */
export interface SawStatRow {
  readonly name: string;
  readonly keyed: boolean;
  readonly sinceKeyedSec: number | null;
  readonly sinceUnkeyedSec: number | null;
}

/** One SawStat answer. */
export interface SawStat {
  readonly node: string;
  readonly rows: readonly SawStatRow[];
  readonly badRows: number;
}

/** The answer to RptStat: the local nodes and seconds since app_rpt started (`null` when absent). */
export interface RptStat {
  readonly nodes: readonly string[];
  readonly uptimeSec: number | null;
}

/** The answer to NodeStat: its lines, and the ones that later rooms need in typed form. */
export interface NodeStat {
  readonly fields: ReadonlyMap<string, string>;
  readonly remoteBase: boolean;
  readonly signalOnInput: boolean | null;
  readonly transmitterKeyed: boolean | null;
  readonly keyupsToday: number | null;
  readonly keyupsTotal: number | null;
  readonly txTodaySec: number | null;
  readonly txTotalSec: number | null;
  readonly connectedNodes: readonly string[];
}

/** The least that a grammar needs of a frame; an `AmiFrame` is one. */
export interface HeaderSource {
  get(name: string): string | undefined;
  headers(): readonly { readonly name: string; readonly value: string }[];
}

/** A receiver's part in the timing of a voter: none, the configured source, or the source that everybody follows now. */
export type VoterTiming = "none" | "master" | "active_master";

/** One receiver of a voter, as VoterStatus tells it. */
export interface VoterReceiverRow {
  readonly name: string;
  /** Connected to the voter now; of one that is not, RSSI and address are the last that were known. */
  readonly connected: boolean;
  /** Heard together with the voted one rather than voted. */
  readonly mix: boolean;
  /** Known by its password alone, in no list of the configuration (app_rpt of ASL2). */
  readonly dynamic: boolean;
  readonly timing: VoterTiming;
  /** IPv4 address; `null` when it was never seen or is not readable. */
  readonly ip: string | null;
  /** Signal of the last frame, 0 (nothing) to 255; `null` when it is not told. */
  readonly rssi: number | null;
}

/** One voter: a node whose receiver is the best of several. */
export interface VoterInstance {
  readonly node: string;
  /** Name of the receiver that is voted; `null` while nothing is received. */
  readonly voted: string | null;
  readonly receivers: readonly VoterReceiverRow[];
}

/** A parsed answer to VoterStatus. `badRows` counts lines that were not understood and left out. */
export interface VoterStatusAnswer {
  readonly voters: readonly VoterInstance[];
  readonly badRows: number;
}
