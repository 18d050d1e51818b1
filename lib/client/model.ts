import type {
  AmiState,
  DatabaseStatus,
  LinkDirection,
  LinkKind,
  LinkMode,
  LinkState,
  NodeNoteKind,
  ServerNotice,
  TalkerEvent,
} from "../wire/mod.ts";

/**
 * One link as the page shows it. Everything that would change with the passing of time alone is kept as the instant
 * it began, so that a message that says nothing new changes nothing here. Instants are epoch milliseconds by the
 * server's clock.
 */
export interface LinkView {
  readonly localNode: string;
  readonly node: string;
  readonly kind: LinkKind;
  readonly callsign: string | null;
  readonly description: string | null;
  readonly location: string | null;
  readonly ip: string | null;
  readonly direction: LinkDirection | null;
  readonly mode: LinkMode | null;
  readonly linkState: LinkState;
  readonly connectedSinceMs: number | null;
  /** Start of the running transmission; `null` while the link is not keyed. */
  readonly keyedSinceMs: number | null;
  /** End of the last transmission, or the last instant it was known to be keyed. */
  readonly lastHeardAtMs: number | null;
  /** Seconds ever, without the running transmission. */
  readonly endedTotalTxSeconds: number;
  /** Seconds of this session, without the running transmission. */
  readonly endedSessionTxSeconds: number;
}

/** One local node as the page shows it, without its links. */
export interface NodeView {
  readonly nodeId: string;
  readonly server: string;
  readonly name: string | null;
  readonly callsign: string | null;
  readonly description: string | null;
  readonly location: string | null;
  readonly rxKeyed: boolean;
  /** Since when the receiver is keyed, where that was seen. */
  readonly rxSinceMs: number | null;
  readonly txKeyed: boolean;
  /** Since when the transmitter is keyed, where that was seen. */
  readonly txSinceMs: number | null;
  readonly bootedAtMs: number | null;
  /** What scripts of the operator tell of the node. */
  readonly notes: readonly NoteView[];
  /** Nodes in the whole network, as app_rpt counts them. */
  readonly networkCount: number;
  readonly ami: AmiState;
  readonly updatedAtMs: number | null;
  readonly stale: boolean;
}

/** Something that a script tells of a node, and when it was last told. */
export interface NoteView {
  readonly kind: NodeNoteKind;
  readonly text: string;
  readonly seenAtMs: number | null;
}

/** A link that is gone, as it was last, and when it went. */
export interface LostLink {
  readonly link: LinkView;
  readonly lostAtMs: number;
}

/** A local node, its links, and the numbers of the messages they come from. */
export interface NodeModel {
  readonly view: NodeView;
  /** By link identifier. */
  readonly links: ReadonlyMap<string, LinkView>;
  /** By link identifier: links that went within the last minute, oldest first. */
  readonly lost: ReadonlyMap<string, LostLink>;
  /** Number of the newest status; it covers every link that has no newer number of its own. */
  readonly seq: number;
  /** The server's time of that status. */
  readonly asOfMs: number;
  /** Newer than `seq`: the number of the last message about that link, also of one that is gone. */
  readonly linkSeqs: ReadonlyMap<string, number>;
  /** Number of the last message about the transmitter and the receiver. */
  readonly keyedSeq: { readonly rx: number; readonly tx: number };
}

/** The AMI session of one server. */
export interface ServerView {
  readonly server: string;
  readonly state: AmiState;
  /** Since when it is in this state. */
  readonly sinceMs: number | null;
  readonly attempts: number;
  readonly retryAtMs: number | null;
  readonly lastError: string | null;
  /** What else is to be known of it: that no events come, that Asterisk said it goes. */
  readonly notice?: ServerNotice | null;
}

/** What is remembered of a link's talk, whether it is connected now or not. */
export interface TopEntry {
  readonly localNode: string;
  readonly node: string;
  readonly callsign: string | null;
  readonly description: string | null;
  readonly totalTxSeconds: number;
}

/** A local node that Nexus does not have any more. */
export interface GoneNode {
  readonly nodeId: string;
  /** Its name, else its callsign; empty when it had neither. */
  readonly name: string;
  /** When the page found that out, by the server's clock. */
  readonly goneAtMs: number;
}

/** Everything the dashboard shows; never changed in place. Parts that a message does not touch stay the same object. */
export interface DashboardModel {
  /** The run of the server that the numbers below belong to. */
  readonly epoch: string;
  readonly version: string;
  /** Local nodes by identifier, in the order the server gave them. */
  readonly nodes: ReadonlyMap<string, NodeModel>;
  /** Nodes that went while the page was open, oldest first, at most `GONE_LIMIT`. */
  readonly gone: readonly GoneNode[];
  readonly servers: ReadonlyMap<string, ServerView>;
  /** Newest first, at most `TALKER_LIMIT`. */
  readonly talkers: readonly TalkerEvent[];
  readonly talkersSeq: number;
  /** By `linkKey`, at most `TOP_LIMIT`. */
  readonly top: ReadonlyMap<string, TopEntry>;
  readonly database: DatabaseStatus;
  /** Messages that this page does not know, of a newer server perhaps. */
  readonly ignored: number;
}

/** Talker events kept: enough for the list on the page with starts and stops. */
export const TALKER_LIMIT = 200;

/** Gone nodes kept: more than are ever taken away at once. */
export const GONE_LIMIT = 10;

/** So long it is said that a node went. */
export const GONE_SHOWN_MS = 600_000;

/** Links kept for the top list. The page shows ten; the rest can still climb. */
export const TOP_LIMIT = 200;

/** One key for a link of a local node; NUL cannot be part of either. */
export function linkKey(localNode: string, node: string): string {
  return `${localNode}\0${node}`;
}
