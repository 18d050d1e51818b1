import type { AmiActions, AmiConnection, AmiConnectionOptions, AmiListener } from "../ami/mod.ts";
import type { Clock } from "../clock/mod.ts";
import type { ServerConfig } from "../config/mod.ts";
import type { Logger } from "../log/mod.ts";
import type { LinkMemory, NameLookup, NodesView } from "../nodes/mod.ts";
import type { NodeStatCounters, PollerCounters, VoterCounters, VoterPoller } from "../poller/mod.ts";
import type { NodeStat } from "../rpt/mod.ts";
import type { Bound, CallSnapshot, DomainEvent, ServerStatus } from "../wire/mod.ts";
import type { CallCounters } from "./station_calls.ts";

/** What one server's station needs. */
export interface StationOptions {
  readonly server: ServerConfig;
  readonly unkeyGraceMs: number;
  readonly pollingIntervalMs: number;
  readonly disableLinkPoller: boolean;
  readonly clock: Clock;
  readonly log: Logger;
  readonly names: NameLookup;
  readonly recall: (localNode: string, node: string) => LinkMemory | undefined;
  /** Takes what happened, in order; called synchronously while a frame is read. */
  readonly publish: (events: readonly DomainEvent[]) => void;
  /** Calls of an earlier run that nobody was told the end of; absent: none. */
  readonly leftCalls?: readonly CallSnapshot[];
  /** Whether anybody looks at a node now, so that it is asked quickly; absent: nobody. Cheap. */
  readonly watched?: (nodeId: string) => boolean;
  /** Told after the answer to a poll was taken over, with when it was asked for; absent: nobody wants to know. */
  readonly polled?: (nodeId: string, askedAtMs: number) => void;
  /** Whether anybody looks at voters now; absent: nobody. Cheap. */
  readonly votersWatched?: () => boolean;
  /** Told when what is known of voters is new, or can be no newer; absent: nobody wants to know. */
  readonly votersChanged?: () => void;
  /** Makes the connection; the composition root gives the real one, a test its own. */
  readonly connect: (options: AmiConnectionOptions, listener: AmiListener) => AmiConnection;
}

/** Sums since the start; each is visible in metrics. */
export interface StationCounters {
  readonly ami: AmiConnection["counters"];
  readonly polls: PollerCounters;
  readonly nodeStats: NodeStatCounters;
  readonly voters: VoterCounters;
  readonly calls: CallCounters;
  /** Rows and items that were not understood and left out: of answers to polls, of lists told by events. */
  readonly badRows: { readonly polls: number; readonly events: number };
}

/** One server at work. */
export interface Station {
  readonly name: string;
  readonly nodes: NodesView;
  /** Calls that are up, oldest first. */
  calls(): readonly CallSnapshot[];
  /** False for an Asterisk before 12: its events do not say which call they are about, so nothing is known of calls. */
  readonly tellsCalls: boolean;
  /** What is known of its voters, and a way to ask for what is newer. */
  readonly voters: Pick<VoterPoller, "known" | "look">;
  /** To ask the server something. */
  readonly ami: AmiActions;
  readonly counters: StationCounters;
  /** What this server's parts hold, and where each ends. */
  readonly bounds: readonly Bound[];
  status(): ServerStatus;
  /** Has a node polled as soon as what it may cost allows. */
  lookSoon(nodeId: string): void;
  /** Asks NodeStat of a node, now. Rejects with `AmiError`. */
  nodeStat(nodeId: string): Promise<NodeStat>;
  start(): void;
  /** Logs off and stops every timer; resolves when nothing is left running. */
  stop(): Promise<void>;
}
