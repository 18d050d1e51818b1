import type { NodeStat, RptSignal, SawStat, XStat, XStatFlags } from "../rpt/mod.ts";
import type {
  AmiState,
  Bound,
  DomainEvent,
  LinkInfo,
  LinkMode,
  NodeDetail,
  NodeStatus,
} from "../wire/mod.ts";

/** What the directory knows of a node or callsign; `null` where it knows nothing. */
export interface NodeName {
  readonly callsign: string | null;
  readonly description: string | null;
  readonly location: string | null;
}

/** Looks a node up by its identifier; undefined when unknown. Pure and quick: it is called for every new link. */
export type NameLookup = (node: string) => NodeName | undefined;

/** One answer to XStat and SawStat of one node; `sawStat` is `null` when only XStat was answered. */
export interface PollAnswer {
  readonly askedAtMs: number;
  readonly xstat: XStat;
  readonly sawStat: SawStat | null;
}

/** One answer to SawStat alone: who is keyed, and since when or until when. */
export interface KeyingAnswer {
  readonly node: string;
  readonly askedAtMs: number;
  readonly sawStat: SawStat;
}

/** One answer to NodeStat of one node, with the flags of the XStat asked together with it, `null` without one. */
export interface NodeStatAnswer {
  readonly nodeId: string;
  readonly atMs: number;
  readonly nodeStat: NodeStat;
  readonly flags: XStatFlags | null;
}

/** Everything that can change the nodes of one server. */
export type NodesInput =
  | { readonly type: "discovered"; readonly nodes: readonly string[] }
  /** Asterisk no longer has these nodes. */
  | { readonly type: "gone"; readonly nodes: readonly string[] }
  | { readonly type: "signal"; readonly signal: RptSignal }
  /** A poll of the node is sent now; what events tell from here on is newer than its answer. */
  | { readonly type: "asked"; readonly node: string }
  | { readonly type: "poll"; readonly answer: PollAnswer }
  | { readonly type: "keying"; readonly answer: KeyingAnswer }
  | { readonly type: "node_stat"; readonly answer: NodeStatAnswer }
  | { readonly type: "uptime"; readonly uptimeSec: number; readonly lastReloadSec: number | null }
  | { readonly type: "ami"; readonly state: AmiState };

/** What was remembered of a link before this run. */
export interface LinkMemory {
  readonly node: string;
  readonly totalTxMs: number;
  readonly lastTxStartMs: number | null;
  readonly lastTxEndMs: number | null;
  /** The session that was open when the last run ended; `null` when none was. */
  readonly openSession: { readonly connectedSinceMs: number; readonly txMs: number } | null;
}

/** How one server's nodes are kept. */
export interface NodesOptions {
  readonly server: string;
  /** Gaps shorter than this do not split a transmission. */
  readonly unkeyGraceMs: number;
  readonly names: NameLookup;
  /** Display names from the configuration, by node. */
  readonly displayNames: ReadonlyMap<string, string>;
  /** What is remembered of a link that appears; undefined when it was never seen. */
  readonly recall: (localNode: string, node: string) => LinkMemory | undefined;
}

/** What readers may see of the nodes; every call builds plain values that the caller owns. */
export interface NodesView {
  /** Local nodes in numeric order. */
  readonly nodeIds: readonly string[];
  status(node: string, nowMs: number): NodeStatus | undefined;
  statuses(nowMs: number): readonly NodeStatus[];
  /** What is known of a node besides its links; undefined for a node that is not local. */
  detail(node: string): NodeDetail | undefined;
  link(localNode: string, node: string, nowMs: number): LinkInfo | undefined;
  /** Whether a node is local. */
  knows(node: string): boolean;
  /** Whether a local node has a link of that name. */
  has(localNode: string, node: string): boolean;
  /** A link's mode; `null` when it is not known or there is no such link. */
  mode(localNode: string, node: string): LinkMode | null;
  /** What is kept, and where each ends; of what every node has, the fullest. */
  readonly bounds: readonly Bound[];
  /** Items of lists told by events that were not understood and left out. */
  readonly badRows: number;
  /** Milliseconds of the transmissions that run on a node now, as far as they are known. */
  runningTalkMs(localNode: string, nowMs: number): number;
  /** Whether one of the node's links is being tried; no event tells when that ends. */
  connecting(localNode: string): boolean;
}

/** The state machine of one server's nodes. */
export interface NodesMachine extends NodesView {
  /** Takes one input at `nowMs`; gives what changed, in order. */
  apply(input: NodesInput, nowMs: number): readonly DomainEvent[];
  /** Ends what fell due by `nowMs` (transmissions whose grace ran out). */
  tick(nowMs: number): readonly DomainEvent[];
  /** Whether the events of a node showed since the last call that others of it were lost. */
  takeMissedEvents(localNode: string): boolean;
  /** When `tick` has something to do next, or `null`. */
  nextDeadlineMs(): number | null;
}

/** What the server told of itself, for every node on it. */
export interface ServerFacts {
  readonly ami: AmiState;
  readonly bootedAtMs: number | null;
  readonly lastReloadAtMs: number | null;
}
