/** Mode of a link as app_rpt writes it: `T` transceive, `R` monitor, `L` local monitor. */
export type LinkMode = "T" | "R" | "L";

/** Mode letter in a list of nodes: a link's own, or `C` for one that is not up. */
export type ListedMode = LinkMode | "C";

/** One node somewhere in the network. */
export interface DistantNode {
  readonly name: string;
  readonly mode: ListedMode;
}

/**
 * Where a link stands; `sinceMs` is what its connect time counts from. `connecting`: first attempt. `lost`: was up, has no
 * channel now. `retrying`: calls again. `lingering`: the caller hung up, and app_rpt keeps the link for 10 s.
 */
export interface LinkState {
  readonly is: "connecting" | "established" | "lost" | "retrying" | "lingering";
  readonly sinceMs: number;
}

/** How a link is made, and by whom. */
export interface LinkSpec {
  readonly name: string;
  readonly mode: LinkMode;
  readonly direction: "IN" | "OUT";
  /** Address of the peer; the empty string for EchoLink and phones. */
  readonly peer: string;
  /** A permanent outbound link is called again for ever. */
  readonly permanent?: boolean;
  /** Phone mode: the node it is on never shows it keyed, although its neighbours do. */
  readonly phone?: boolean;
  /** Nodes behind the link. */
  readonly network?: readonly DistantNode[];
}

/** What a call ends in, `afterMs` later. */
export interface CallOutcome {
  readonly answered: boolean;
  readonly afterMs: number;
}

/** Who may talk: the local receiver of a node (`link` is `null`) or the far end of one of its links. */
export interface Talker {
  readonly node: string;
  readonly link: string | null;
}

/** A local node of the simulated Asterisk. Durations in milliseconds. */
export interface NodeSpec {
  readonly id: string;
  /** Number of the usrp channel; its ports are 34000 and 32000 more. */
  readonly channelNumber: number;
  /** Transmitter's time from the last signal to its end: hang time and courtesy tone. */
  readonly hangMs: number;
}

/** Names of the variables that app_rpt publishes. */
export type RptVariableName =
  | "RPT_ALINKS"
  | "RPT_NUMALINKS"
  | "RPT_LINKS"
  | "RPT_NUMLINKS"
  | "RPT_RXKEYED"
  | "RPT_TXKEYED"
  | "RPT_ETXKEYED"
  | "RPT_AUTOPATCHUP";

/** What a link looks like from outside. Instants are epoch milliseconds of world time. */
export interface LinkView {
  readonly name: string;
  readonly mode: LinkMode;
  readonly direction: "IN" | "OUT";
  readonly peer: string;
  readonly permanent: boolean;
  readonly state: LinkState;
  readonly reconnects: number;
  /** The far end is sending to us, */
  readonly keyed: boolean;
  /** and app_rpt shows it: the `K` of RPT_ALINKS, the 1 of SawStat. */
  readonly marked: boolean;
  readonly keyStartMs: number | null;
  readonly keyEndMs: number | null;
}

/** What a local node looks like from outside. */
export interface NodeView {
  readonly spec: NodeSpec;
  /** Oldest first, as XStat lists them. */
  readonly links: readonly LinkView[];
  readonly up: boolean;
  readonly rxKeyed: boolean;
  readonly txKeyed: boolean;
  /** Last edge of the local receiver; the node's start minus 10 s before there was one. */
  readonly lastKeyedMs: number;
  readonly lastTxKeyedMs: number;
  readonly kerchunks: number;
  readonly keyups: number;
  /** Every published variable, the latest one first. */
  variables(): readonly (readonly [name: string, value: string])[];
  /** How long the transmitter has been on since the node started. */
  txTotalMs(): number;
}

/** Who wants to know what happens. */
export interface WorldListener {
  /** A node published a variable. */
  variable?(node: NodeView, name: RptVariableName, value: string): void;
  /** A digit was dialled on a node. */
  digit?(node: NodeView, digit: string): void;
  /** A link that was talked through is gone, or its node is. */
  dropped?(talker: Talker): void;
}
